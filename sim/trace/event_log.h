// EventLog: the events of one trace in memory, with their texts.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/trace/event.h"

namespace loopscope::trace {

/// Interned texts: equal texts have equal ids, ids are dense in order of first use.
class TextTable {
  public:
    TextTable();
    TextTable(const TextTable&) = delete;
    TextTable& operator=(const TextTable&) = delete;
    TextId intern(std::string_view text);
    /// Requires: an id of this table. The view is valid as long as the table.
    std::string_view operator[](TextId id) const { return texts_[id.value]; }
    std::size_t size() const { return texts_.size(); }
    /// Length of all texts together, in bytes.
    std::size_t bytes() const { return bytes_; }

  private:
    std::deque<std::string> texts_;
    std::unordered_map<std::string_view, std::uint32_t> ids_;
    std::size_t bytes_ = 0;
};

/// An append-only list of events in chunks, so that appending never moves what is there.
class EventLog {
  public:
    static constexpr std::size_t kChunkEvents = std::size_t{1} << 14;

    Position size() const { return size_; }
    bool empty() const { return size_ == 0; }
    /// Requires: position < size().
    const Event& operator[](Position position) const {
        return chunks_[position / kChunkEvents][position % kChunkEvents];
    }
    void append(const Event& event) {
        if (next_ == end_) [[unlikely]]
            add_chunk();
        new (next_++) Event(event);
        ++size_;
    }
    std::string_view text(TextId id) const { return texts[id]; }

    TextTable texts;

  private:
    /// A chunk is raw memory: writing it twice would cost as much as the recording itself. A few
    /// are kept for the next log, because fresh pages of the host cost even more.
    struct FreeChunk {
        void operator()(Event* chunk) const noexcept;
    };
    void add_chunk();

    std::vector<std::unique_ptr<Event[], FreeChunk>> chunks_;
    Event* next_ = nullptr;  ///< Where the next event goes.
    Event* end_ = nullptr;   ///< The end of the last chunk.
    Position size_ = 0;
};

}  // namespace loopscope::trace
