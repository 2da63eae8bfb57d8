// ByteQueue: bytes on their way from one end to the other, first in, first out.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace loopscope::world {

/// What a socket or a pipe has received and nobody has read yet. Empty, it holds no memory, since
/// most of ten thousand connections hold nothing most of the time.
class ByteQueue {
  public:
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

    void append(std::string_view bytes);
    /// Moves at most into.size() bytes out, and answers how many.
    std::size_t take(std::span<char> into);
    /// Copies at most into.size() bytes from the front without taking them: MSG_PEEK.
    std::size_t peek(std::span<char> into) const;
    void clear();

  private:
    std::string bytes_;  ///< From begin_ on: what is there.
    std::size_t begin_ = 0;
    std::size_t size_ = 0;
};

}  // namespace loopscope::world
