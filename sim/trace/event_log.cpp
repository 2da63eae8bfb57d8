// TextTable's out-of-line parts.
#include "sim/trace/event_log.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>
#include <span>
#include <utility>

namespace loopscope::trace {

namespace {

/// Any good mixing will do: the order of slots never shows.
std::uint32_t hash_of(std::string_view text) {
    constexpr std::uint64_t kFactor = 0x9e3779b97f4a7c15;
    std::uint64_t hash = text.size() * kFactor;
    const char* at = text.data();
    std::size_t left = text.size();
    for (; left >= 8; at += 8, left -= 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        hash = (hash ^ word) * kFactor;
        hash ^= hash >> 29;
    }
    std::uint64_t tail = 0;
    if (left != 0) std::memcpy(&tail, at, left);
    hash = (hash ^ tail) * kFactor;
    return static_cast<std::uint32_t>(hash >> 32);
}

}  // namespace

TextTable::TextTable() : slots_(1024) { find_or_add({}); }

std::uint32_t TextTable::find_or_add(std::string_view text) {
    std::uint32_t hash = hash_of(text);
    std::size_t mask = slots_.size() - 1;
    std::size_t slot = hash & mask;
    for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
        std::uint32_t id = slots_[slot] - 1;
        if (hashes_[id] == hash && texts_[id] == text) return id;
    }
    auto id = static_cast<std::uint32_t>(texts_.size());
    slots_[slot] = id + 1;
    texts_.push_back(keep(text));
    hashes_.push_back(hash);
    bytes_ += text.size();
    if (texts_.size() * 2 > slots_.size()) grow();
    return id;
}

std::string_view TextTable::keep(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > room_left_) {
        std::size_t size = std::max(kChunkBytes, text.size());
        chunks_.push_back(std::make_unique_for_overwrite<char[]>(size));
        room_ = chunks_.back().get();
        room_left_ = size;
    }
    std::memcpy(room_, text.data(), text.size());
    std::string_view kept(room_, text.size());
    room_ += text.size();
    room_left_ -= text.size();
    return kept;
}

void TextTable::grow() {
    std::vector<std::uint32_t> larger(slots_.size() * 2);
    std::size_t mask = larger.size() - 1;
    for (std::uint32_t id = 0; id < texts_.size(); ++id) {
        std::size_t slot = hashes_[id] & mask;
        while (larger[slot] != 0) slot = (slot + 1) & mask;
        larger[slot] = id + 1;
    }
    slots_ = std::move(larger);
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
    // A few at a time: a long trace is packed while it grows, never all at once.
    constexpr std::size_t kAtOnce = 4;
    for (std::size_t i = 0; i < kAtOnce; ++i) pack_oldest();
    Event* chunk = kept_chunks().take();
    if (chunk == nullptr) chunk = static_cast<Event*>(::operator new(kChunkEvents * sizeof(Event)));
    chunks_.push_back({std::unique_ptr<Event[], FreeChunk>(chunk), nullptr});
    next_ = chunk;
    end_ = chunk + kChunkEvents;
}

// All but the last chunk may be packed, once there are many.
void EventLog::pack_oldest() {
    if (chunks_.size() < kPlainChunks || packed_ + 1 >= chunks_.size()) return;
    Chunk& chunk = chunks_[packed_++];
    chunk.packed = std::make_unique<PackedEvents>(std::span(chunk.plain.get(), kChunkEvents));
    chunk.plain = nullptr;
}

std::size_t EventLog::bytes() const {
    std::size_t bytes = (chunks_.size() - packed_) * kChunkEvents * sizeof(Event);
    for (std::size_t i = 0; i < packed_; ++i) bytes += chunks_[i].packed->bytes();
    return bytes;
}

}  // namespace loopscope::trace
