// Fiber: a function that runs on a stack of its own and can be suspended in the middle.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <utility>

namespace loopscope::base {

/// Memory for one stack: address space that costs nothing until it is touched, page by page, with a
/// guard page at its low end.
class FiberStack {
  public:
    FiberStack() = default;
    FiberStack(FiberStack&& other) noexcept
        : base_(std::exchange(other.base_, nullptr)), bytes_(other.bytes_) {}
    FiberStack& operator=(FiberStack&& other) noexcept;
    ~FiberStack() { give_back(); }

    /// False when the host has no room for it. Requires: not taken.
    bool take(std::size_t wanted_bytes);
    void give_back();
    bool taken() const { return base_ != nullptr; }
    char* bottom() const { return base_; }
    char* top() const { return base_ + bytes_; }
    std::size_t size() const { return bytes_; }

  private:
    char* base_ = nullptr;
    std::size_t bytes_ = 0;
};

/// A function on its own stack, over Boost.Context.
///
/// The whole simulation runs on one Fiber, so that it can stop in the middle of anything when the
/// trace is long enough for now; each simulated thread but the first is a Fiber as well. resume()
/// goes in, suspend() comes back out to the one who resumed. suspend() may be called from a fiber
/// nested inside this one (a simulated thread, when the whole run pauses): the next resume()
/// continues there.
///
/// The C++ run-time's record of exceptions in flight is kept per fiber, so that a fiber may be
/// suspended inside a catch block or a destructor that runs during unwinding. Under
/// AddressSanitizer each switch is announced to it.
///
/// Fibers of one family must be resumed on one host thread at a time; moving between host threads
/// is allowed while suspended outside of any catch block.
class Fiber {
  public:
    static constexpr std::size_t kDefaultStackBytes = std::size_t{1} << 20;

    /// Nothing runs until resume(), which takes the stack: address space only, of which the host
    /// commits the pages that are touched, so a large one costs no more than a small one. It has a
    /// guard page below it, so an overflow ends the process instead of corrupting it.
    explicit Fiber(std::function<void()> body, std::size_t stack_bytes = kDefaultStackBytes);
    /// The same on a stack that is there already, so that resume() can't fail for want of one.
    /// Requires: stack.taken().
    Fiber(std::function<void()> body, FiberStack stack);
    /// Requires: not running. A suspended fiber's stack is released without unwinding it, so
    /// whoever owns objects on it makes it end first (by letting its suspend() throw).
    ~Fiber();
    Fiber(const Fiber&) = delete;
    Fiber& operator=(const Fiber&) = delete;

    /// Runs the body until it suspends or ends.
    /// Requires: not running and not finished.
    /// Errors: an exception that left the body is thrown from here; std::bad_alloc when there is no
    /// room for the stack.
    void resume();

    /// Goes back to the caller of resume(); returns when resumed again.
    /// Requires: called on this fiber, or on one nested in it.
    void suspend();

    /// The lowest address of the stack that this host thread runs on now; 0 when it is the thread's
    /// own. Who recurses compares with it and gives up in time.
    static std::uintptr_t stack_floor();

    bool started() const;
    bool running() const;
    bool finished() const;

    struct Impl;

  private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace loopscope::base
