// Fiber: switching stacks, and what must be switched along with them.
#include "sim/base/fiber.h"

#include <cxxabi.h>
#include <sys/mman.h>
#include <unistd.h>

#include <boost/context/detail/fcontext.hpp>
#include <new>

#include "sim/base/check.h"

#if defined(__SANITIZE_ADDRESS__)
#define LOOPSCOPE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LOOPSCOPE_ASAN 1
#endif
#endif

#ifdef LOOPSCOPE_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace loopscope::base {
namespace {

namespace context = boost::context::detail;

/// The C++ ABI's per-thread record of caught and in-flight exceptions (Itanium ABI, section
/// 2.2.2): it must travel with the stack on which those exceptions are handled.
struct ExceptionState {
    void* caught = nullptr;
    unsigned int uncaught = 0;
};

ExceptionState& exception_state() {
    return *reinterpret_cast<ExceptionState*>(abi::__cxa_get_globals());
}

thread_local std::uintptr_t present_stack_floor = 0;

/// Where a suspended piece of execution can be continued.
struct Point {
    context::fcontext_t context = nullptr;
    const void* stack_bottom = nullptr;
    std::size_t stack_bytes = 0;
};

/// A fresh stack may lie where an old one did, whose dead frames AddressSanitizer still knows.
void forget_poison([[maybe_unused]] const Point& stack) {
#ifdef LOOPSCOPE_ASAN
    __asan_unpoison_memory_region(stack.stack_bottom, stack.stack_bytes);
#endif
}

}  // namespace

FiberStack& FiberStack::operator=(FiberStack&& other) noexcept {
    std::swap(base_, other.base_);
    std::swap(bytes_, other.bytes_);
    return *this;
}

bool FiberStack::take(std::size_t wanted_bytes) {
    LOOPSCOPE_CHECK(!taken());
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    bytes_ = (wanted_bytes + page - 1) / page * page + page;
    void* memory = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (memory == MAP_FAILED) return false;
    base_ = static_cast<char*>(memory);
    // A huge page would commit two megabytes to a stack that uses two kilobytes of them.
    madvise(base_, bytes_, MADV_NOHUGEPAGE);
    if (mprotect(base_, page, PROT_NONE) == 0) return true;
    give_back();
    return false;
}

void FiberStack::give_back() {
    if (base_ != nullptr) munmap(base_, bytes_);
    base_ = nullptr;
}

struct Fiber::Impl {
    std::function<void()> body;
    std::size_t stack_bytes;
    FiberStack stack;
    Point inside;   ///< Where resume() continues.
    Point outside;  ///< Where suspend() returns to.
    std::exception_ptr failure;
    bool started = false;
    bool running = false;
    bool finished = false;

    Impl(std::function<void()> run, std::size_t bytes) : body(std::move(run)), stack_bytes(bytes) {}
    Impl(std::function<void()> run, FiberStack given)
        : body(std::move(run)), stack_bytes(given.size()), stack(std::move(given)) {}
};

namespace {

/// Leaves the present stack for `to`; returns when something jumps back, and then leaves in `to`
/// how to get to the other side again. `last` says that this stack will never be continued.
void switch_stacks(Fiber::Impl& fiber, Point& to, bool last) {
    ExceptionState saved = exception_state();
    const std::uintptr_t floor = present_stack_floor;
    exception_state() = ExceptionState{};
    context::fcontext_t target = to.context;
#ifdef LOOPSCOPE_ASAN
    void* fake_stack = nullptr;
    __sanitizer_start_switch_fiber(last ? nullptr : &fake_stack, to.stack_bottom, to.stack_bytes);
#else
    static_cast<void>(last);
#endif
    context::transfer_t arrived = context::jump_fcontext(target, &fiber);
    to.context = arrived.fctx;
#ifdef LOOPSCOPE_ASAN
    __sanitizer_finish_switch_fiber(fake_stack, &to.stack_bottom, &to.stack_bytes);
#endif
    exception_state() = saved;
    present_stack_floor = floor;
}

void fiber_main(context::transfer_t arrived) {
    auto& fiber = *static_cast<Fiber::Impl*>(arrived.data);
    fiber.outside.context = arrived.fctx;
    present_stack_floor = reinterpret_cast<std::uintptr_t>(fiber.stack.bottom());
#ifdef LOOPSCOPE_ASAN
    __sanitizer_finish_switch_fiber(nullptr, &fiber.outside.stack_bottom,
                                    &fiber.outside.stack_bytes);
#endif
    try {
        fiber.body();
    } catch (...) {
        fiber.failure = std::current_exception();
    }
    fiber.body = nullptr;
    fiber.finished = true;
    switch_stacks(fiber, fiber.outside, true);
    check_failed("a finished fiber was resumed", __FILE__, __LINE__);
}

}  // namespace

Fiber::Fiber(std::function<void()> body, std::size_t stack_bytes)
    : impl_(std::make_unique<Impl>(std::move(body), stack_bytes)) {}

Fiber::Fiber(std::function<void()> body, FiberStack stack)
    : impl_(std::make_unique<Impl>(std::move(body), std::move(stack))) {
    LOOPSCOPE_CHECK(impl_->stack.taken());
}

Fiber::~Fiber() { LOOPSCOPE_CHECK(!impl_->running); }

void Fiber::resume() {
    Impl& fiber = *impl_;
    LOOPSCOPE_CHECK(!fiber.running);
    LOOPSCOPE_CHECK(!fiber.finished);
    if (!fiber.started) {
        if (!fiber.stack.taken() && !fiber.stack.take(fiber.stack_bytes)) throw std::bad_alloc();
        fiber.started = true;
        fiber.inside.context =
            context::make_fcontext(fiber.stack.top(), fiber.stack.size(), &fiber_main);
        fiber.inside.stack_bytes = fiber.stack.size();
        fiber.inside.stack_bottom = fiber.stack.bottom();
        forget_poison(fiber.inside);
    }
    fiber.running = true;
    switch_stacks(fiber, fiber.inside, false);
    fiber.running = false;
    if (fiber.finished) {
        fiber.stack.give_back();
        if (fiber.failure) std::rethrow_exception(std::exchange(fiber.failure, nullptr));
    }
}

void Fiber::suspend() {
    Impl& fiber = *impl_;
    LOOPSCOPE_CHECK(fiber.running);
    switch_stacks(fiber, fiber.outside, false);
}

std::uintptr_t Fiber::stack_floor() { return present_stack_floor; }

bool Fiber::started() const { return impl_->started; }
bool Fiber::running() const { return impl_->running; }
bool Fiber::finished() const { return impl_->finished; }

}  // namespace loopscope::base
