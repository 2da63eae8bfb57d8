// EventLog: the events of one trace in memory, with their texts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/trace/event.h"
#include "sim/trace/packed_events.h"

namespace loopscope::trace {

/// Interned texts: equal texts have equal ids, ids are dense in order of first use. Text 0 is "".
///
/// With lines and variables recorded a run interns several texts for each line that it executes, so
/// this is an open hash table over texts that stand in chunks, and the same piece of memory asked
/// for again is compared with what it held last before it is hashed.
class TextTable {
  public:
    TextTable();
    TextTable(const TextTable&) = delete;
    TextTable& operator=(const TextTable&) = delete;
    TextId intern(std::string_view text) {
        auto address = reinterpret_cast<std::uintptr_t>(text.data());
        std::uint32_t& recent = recent_[(address >> 4) % kRecent];
        if (texts_[recent] != text) [[unlikely]]
            recent = find_or_add(text);
        return TextId{recent};
    }
    /// Requires: an id of this table. The view is valid as long as the table.
    std::string_view operator[](TextId id) const { return texts_[id.value]; }
    std::size_t size() const { return texts_.size(); }
    /// Length of all texts together, in bytes.
    std::size_t bytes() const { return bytes_; }

  private:
    static constexpr std::size_t kRecent = 256;
    static constexpr std::size_t kChunkBytes = std::size_t{1} << 16;

    std::uint32_t find_or_add(std::string_view text);
    std::string_view keep(std::string_view text);
    void grow();

    std::vector<std::string_view> texts_;  ///< By id; into the chunks.
    std::vector<std::uint32_t> hashes_;    ///< By id.
    std::vector<std::uint32_t> slots_;     ///< Id + 1, or 0: empty. A power of two of them.
    std::vector<std::unique_ptr<char[]>> chunks_;
    char* room_ = nullptr;
    std::size_t room_left_ = 0;
    std::size_t bytes_ = 0;
    std::array<std::uint32_t, kRecent> recent_{};
};

/// An append-only list of events in chunks, so that appending never moves what is there. A long
/// one packs its older chunks: what is read seldom takes a third of the room then.
class EventLog {
  public:
    static constexpr std::size_t kChunkEvents = std::size_t{1} << 14;
    /// So many chunks are never packed: a million events, as almost every run has less of.
    static constexpr std::size_t kPlainChunks = 64;

    Position size() const { return size_; }
    bool empty() const { return size_ == 0; }
    /// The event at a position. Requires: position < size(). Cost: O(1).
    Event operator[](Position position) const {
        const Chunk& chunk = chunks_[position / kChunkEvents];
        if (chunk.plain) [[likely]]
            return chunk.plain[position % kChunkEvents];
        return (*chunk.packed)[position % kChunkEvents];
    }
    void append(const Event& event) {
        if (next_ == end_) [[unlikely]]
            add_chunk();
        new (next_++) Event(event);
        ++size_;
    }
    std::string_view text(TextId id) const { return texts[id]; }

    /// Memory that the events take, without their texts.
    std::size_t bytes() const;

    TextTable texts;

  private:
    /// A chunk is raw memory: writing it twice would cost as much as the recording itself. A few
    /// are kept for the next log, because fresh pages of the host cost even more.
    struct FreeChunk {
        void operator()(Event* chunk) const noexcept;
    };
    struct Chunk {  ///< One of the two.
        std::unique_ptr<Event[], FreeChunk> plain;
        std::unique_ptr<PackedEvents> packed;
    };
    void add_chunk();
    void pack_oldest();

    std::vector<Chunk> chunks_;
    std::size_t packed_ = 0;  ///< The first so many chunks are packed.
    Event* next_ = nullptr;   ///< Where the next event goes.
    Event* end_ = nullptr;    ///< The end of the last chunk.
    Position size_ = 0;
};

}  // namespace loopscope::trace
