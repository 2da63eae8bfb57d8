// TextTable's out-of-line parts.
#include "sim/trace/event_log.h"

#include <array>
#include <mutex>

namespace loopscope::trace {

TextTable::TextTable() {
    texts_.emplace_back();
    ids_.emplace(texts_.back(), 0);
}

TextId TextTable::intern(std::string_view text) {
    if (auto found = ids_.find(text); found != ids_.end()) return TextId{found->second};
    auto id = static_cast<std::uint32_t>(texts_.size());
    texts_.emplace_back(text);
    ids_.emplace(texts_.back(), id);
    bytes_ += text.size();
    return TextId{id};
}

namespace {

constexpr std::size_t kKeptChunks = 16;  // 12 MiB

/// Chunks of logs that are gone, for whatever log needs one next. Shared by all threads.
class KeptChunks {
  public:
    Event* take() {
        std::lock_guard lock(mutex_);
        return count_ == 0 ? nullptr : chunks_[--count_];
    }
    /// False: there are enough of them.
    bool keep(Event* chunk) {
        std::lock_guard lock(mutex_);
        if (count_ == kKeptChunks) return false;
        chunks_[count_++] = chunk;
        return true;
    }

  private:
    std::mutex mutex_;
    std::array<Event*, kKeptChunks> chunks_{};
    std::size_t count_ = 0;
};

KeptChunks& kept_chunks() {
    static KeptChunks* const kKept = new KeptChunks;  // Outlives every log.
    return *kKept;
}

}  // namespace

void EventLog::FreeChunk::operator()(Event* chunk) const noexcept {
    if (!kept_chunks().keep(chunk)) ::operator delete(chunk);
}

void EventLog::add_chunk() {
    Event* chunk = kept_chunks().take();
    if (chunk == nullptr) chunk = static_cast<Event*>(::operator new(kChunkEvents * sizeof(Event)));
    chunks_.emplace_back(chunk);
    next_ = chunk;
    end_ = chunk + kChunkEvents;
}

}  // namespace loopscope::trace
