// ByteQueue: one string that is read from the front, and moved together now and then.
#include "sim/world/byte_queue.h"

#include <algorithm>
#include <cstring>

namespace loopscope::world {

void ByteQueue::append(std::string_view bytes) {
    // Moving costs at most one copy per byte, because what was read is at least what is left.
    if (begin_ > 0 && begin_ >= size_) {
        bytes_.erase(0, begin_);
        begin_ = 0;
    }
    bytes_.append(bytes);
    size_ += bytes.size();
}

std::size_t ByteQueue::peek(std::span<char> into) const {
    std::size_t count = std::min(into.size(), size_);
    if (count > 0) std::memcpy(into.data(), bytes_.data() + begin_, count);
    return count;
}

std::size_t ByteQueue::take(std::span<char> into) {
    std::size_t count = peek(into);
    begin_ += count;
    size_ -= count;
    if (size_ == 0) clear();
    return count;
}

void ByteQueue::clear() {
    std::string().swap(bytes_);
    begin_ = size_ = 0;
}

}  // namespace loopscope::world
