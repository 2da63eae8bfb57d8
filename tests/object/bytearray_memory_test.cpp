// What bytearrays hold counts against the run's memory limit.
#include <gtest/gtest.h>

#include "sim/object/bytes.h"
#include "sim/object/exception.h"
#include "sim/object/list.h"
#include "sim/object/protocol.h"
#include "sim/object/runtime.h"

namespace loopscope::object::test {
namespace {

TEST(ByteArrayMemory, ManyOfThemReachTheLimit) {
    Runtime runtime;
    Runtime::Scope scope(runtime);
    runtime.memory_limit_bytes = 64u << 20;
    Ref<List> all = List::make();
    std::string megabyte(1u << 20, 'x');
    EXPECT_THROW(
        {
            for (int i = 0; i < 1000; ++i) all->append(ByteArray::make(megabyte));
        },
        Raised);
    EXPECT_GT(all->size(), 32u);
    EXPECT_LT(all->size(), 65u);
}

TEST(ByteArrayMemory, IsGivenBackWhenTheyGo) {
    Runtime runtime;
    Runtime::Scope scope(runtime);
    std::size_t before = runtime.memory_used_bytes;
    for (int i = 0; i < 10; ++i) {
        Ref<ByteArray> array = ByteArray::make(std::string(1u << 20, 'x'));
        call_method(array, "extend", {array});
        EXPECT_GE(runtime.memory_used_bytes, before + (2u << 20));
    }
    EXPECT_LT(runtime.memory_used_bytes, before + (1u << 20));
}

}  // namespace
}  // namespace loopscope::object::test
