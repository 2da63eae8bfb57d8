// asyncio.run and asyncio.Runner.
#pragma once

#include "sim/kernel/kernel.h"

namespace loopscope::aio {

/// The life of one loop around coroutines: made when first needed, shut down in order at the end.
/// CPython: runners.Runner
class Runner {
  public:
    enum class State : std::uint8_t { Created, Initialized, Closed };

    /// `debug` null or None: as the loop is by default. `loop_factory` null or None: a new loop.
    Runner(kernel::Kernel& kernel, object::Value debug, object::Value loop_factory)
        : kernel_(kernel), debug_(std::move(debug)), loop_factory_(std::move(loop_factory)) {}

    /// Runs a coroutine to its end. Errors: ValueError "a coroutine was expected, got …",
    /// RuntimeError "Runner.run() cannot be called from a running event loop".
    object::Value run(const object::Value& coroutine, const object::Value& context);
    /// Cancels what is left, shuts down generators and the executor, closes the loop.
    void close();
    object::Value get_loop();
    /// Errors: RuntimeError "Runner is closed".
    void lazy_init();

    /// SIGINT while run() waits for `task`: the first time it cancels it, then it raises.
    void on_sigint(const object::Value& task);

  private:
    void finish();

    kernel::Kernel& kernel_;
    State state_ = State::Created;
    object::Value debug_;
    object::Value loop_factory_;
    object::Ref<kernel::EventLoop> loop_;
    object::Ref<kernel::Context> context_;
    bool set_event_loop_ = false;
    int interrupt_count_ = 0;
};

/// asyncio.run(main, debug=…).
object::Value run(kernel::Kernel& kernel, const object::Value& main, const object::Value& debug);

}  // namespace loopscope::aio
