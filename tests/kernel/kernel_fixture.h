// A run without a language: machine, runtime, kernel, a loop, and C++ coroutines as the program.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "sim/aio/gather.h"
#include "sim/aio/runner.h"
#include "sim/aio/sleep.h"
#include "sim/aio/tasks.h"
#include "sim/kernel/coro.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/kernel.h"
#include "sim/kernel/policy.h"
#include "sim/object/class.h"
#include "sim/object/float.h"
#include "sim/object/int.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/world/stream_pair.h"

namespace loopscope::kernel::testing {

using namespace object;

using Row = std::vector<std::string>;

class KernelTest : public ::testing::Test {
  protected:
    KernelTest() {
        runtime.hooks.write = [this](Stream, std::string_view text) { errors += text; };
        runtime.hooks.warn = [this](Type& category, std::string_view message, const SourcePlace&) {
            warnings.push_back(category.name + ": " + std::string(message));
        };
    }
    ~KernelTest() override {
        if (loop_ && !loop_->closed && !loop_->running()) loop_->close();
    }

    EventLoop& loop() {
        if (!loop_) loop_ = make_event_loop(kernel);
        return *loop_;
    }
    /// Runs an awaitable to its end; its result, or its exception's repr.
    std::string run(const Value& awaitable) {
        std::uint32_t before = loop().iteration;
        std::string text;
        try {
            text = repr_string(loop().run_until_complete(awaitable));
        } catch (Raised& raised) {
            text = repr_string(raised.exception);
        }
        iterations = loop().iteration - before;
        return text;
    }
    std::string run(Coro&& coro) { return run(Value(std::move(coro))); }

    /// A callable for call_soon and the like.
    Value callable(std::function<void()> body);
    void soon(std::function<void()> body) {
        loop().call_soon({.target = callable(std::move(body))});
    }
    Ref<TimerHandle> later(double delay, std::function<void()> body) {
        return loop().call_later(delay, {.target = callable(std::move(body))});
    }
    void say(std::string what) { said.push_back(std::move(what)); }
    Value task(Coro&& coro) { return loop().create_task(Value(std::move(coro))); }
    Value sleep(double seconds) { return aio::sleep(kernel, Float::from(seconds), none()); }
    Value yield_once() { return aio::sleep(kernel, Value::small(0), none()); }

    trace::EventLog log;
    trace::Recorder recorder{log, trace::Level::Loop};
    world::Machine machine{recorder};
    Runtime runtime;
    Runtime::Scope scope{runtime};
    Kernel& kernel{runtime.add(std::make_unique<Kernel>(runtime, machine))};
    Ref<EventLoop> loop_;
    Row said;
    std::string errors;
    Row warnings;
    std::uint32_t iterations = 0;
    std::vector<std::unique_ptr<std::function<void()>>> bodies;
};

/// The repr of the exception that `body` throws, or "nothing".
template <typename Body>
std::string thrown_by(Body body) {
    try {
        body();
    } catch (Raised& raised) {
        return repr_string(raised.exception);
    }
    return "nothing";
}

}  // namespace loopscope::kernel::testing
