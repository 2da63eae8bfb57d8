// Callables made of C++ functions, for tests.
#include "tests/kernel/kernel_fixture.h"

namespace loopscope::kernel::testing {

namespace {

using Body = std::function<void()>;

const MethodDef kCallable{.name = "callback",
                          .call =
                              [](const Value& self, CallArgs) {
                                  auto address = static_cast<std::uintptr_t>(to_index(self));
                                  (*reinterpret_cast<Body*>(address))();
                                  return none();
                              },
                          .parameters = "..."};

}  // namespace

Value KernelTest::callable(std::function<void()> body) {
    bodies.push_back(std::make_unique<Body>(std::move(body)));
    auto address = reinterpret_cast<std::uintptr_t>(bodies.back().get());
    return make_function(kCallable, "test", Int::from_unsigned(address));
}

}  // namespace loopscope::kernel::testing
