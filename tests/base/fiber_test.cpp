// Fiber: suspending, nesting, exceptions in flight.
#include "sim/base/fiber.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace loopscope::base {
namespace {

TEST(Fiber, RunsUntilItSuspendsAndContinuesThere) {
    std::vector<int> seen;
    Fiber* self = nullptr;
    Fiber fiber([&] {
        seen.push_back(1);
        self->suspend();
        seen.push_back(3);
    });
    self = &fiber;
    EXPECT_FALSE(fiber.started());
    fiber.resume();
    seen.push_back(2);
    EXPECT_FALSE(fiber.finished());
    fiber.resume();
    EXPECT_TRUE(fiber.finished());
    EXPECT_EQ(seen, (std::vector<int>{1, 2, 3}));
}

TEST(Fiber, ExceptionThatLeavesTheBodyIsThrownFromResume) {
    Fiber fiber([] { throw std::runtime_error("out"); });
    EXPECT_THROW(fiber.resume(), std::runtime_error);
    EXPECT_TRUE(fiber.finished());
}

TEST(Fiber, RunsOnAStackThatWasTakenBefore) {
    FiberStack stack;
    ASSERT_TRUE(stack.take(Fiber::kDefaultStackBytes));
    bool ran = false;
    Fiber fiber([&] { ran = true; }, std::move(stack));
    EXPECT_FALSE(stack.taken());
    fiber.resume();
    EXPECT_TRUE(ran);
}

TEST(Fiber, AStackThatTheHostHasNoRoomForIsNotTaken) {
    FiberStack stack;
    EXPECT_FALSE(stack.take(std::size_t{1} << 62));
    EXPECT_FALSE(stack.taken());
}

TEST(Fiber, SuspendingTheOuterFiberFromANestedOneContinuesInTheNestedOne) {
    std::vector<std::string> seen;
    Fiber* outer_self = nullptr;
    Fiber outer([&] {
        Fiber inner([&] {
            seen.push_back("inner");
            outer_self->suspend();
            seen.push_back("inner again");
        });
        inner.resume();
        seen.push_back("outer");
    });
    outer_self = &outer;
    outer.resume();
    seen.push_back("paused");
    outer.resume();
    EXPECT_TRUE(outer.finished());
    EXPECT_EQ(seen, (std::vector<std::string>{"inner", "paused", "inner again", "outer"}));
}

TEST(Fiber, CatchBlocksOfTwoFibersDoNotMix) {
    std::vector<std::string> seen;
    auto body = [&seen](Fiber*& self, const char* name) {
        try {
            throw std::runtime_error(name);
        } catch (const std::exception&) {
            self->suspend();
            try {
                throw;
            } catch (const std::exception& again) {
                seen.push_back(again.what());
            }
        }
    };
    Fiber* first = nullptr;
    Fiber* second = nullptr;
    Fiber a([&] { body(first, "a"); });
    Fiber b([&] { body(second, "b"); });
    first = &a;
    second = &b;
    a.resume();
    b.resume();
    EXPECT_EQ(std::current_exception(), nullptr);
    a.resume();
    b.resume();
    EXPECT_EQ(seen, (std::vector<std::string>{"a", "b"}));
}

TEST(Fiber, SuspendingWhileUnwindingKeepsTheCountOfExceptionsInFlight) {
    struct AtUnwind {
        Fiber*& fiber;
        int& in_flight;
        ~AtUnwind() {
            fiber->suspend();
            in_flight = std::uncaught_exceptions();
        }
    };
    Fiber* self = nullptr;
    int in_flight = -1;
    Fiber fiber([&] {
        try {
            AtUnwind guard{self, in_flight};
            throw 1;
        } catch (int) {
        }
    });
    self = &fiber;
    fiber.resume();
    EXPECT_EQ(std::uncaught_exceptions(), 0);
    fiber.resume();
    EXPECT_EQ(in_flight, 1);
}

TEST(Fiber, HasTheStackItAskedFor) {
    // 200 frames of 16 KiB need more than the default stack.
    struct Deep {
        static int go(int n) {
            volatile char block[16384];
            block[0] = static_cast<char>(n);
            return n == 0 ? 0 : go(n - 1) + (block[0] == static_cast<char>(n) ? 1 : 0);
        }
    };
    int depth = 0;
    Fiber fiber([&] { depth = Deep::go(200); }, std::size_t{8} << 20);
    fiber.resume();
    EXPECT_EQ(depth, 200);
}

}  // namespace
}  // namespace loopscope::base
