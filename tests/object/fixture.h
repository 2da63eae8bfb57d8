// What the tests written in C++ share: a run, and short ways to make and ask values.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "sim/object/class.h"
#include "sim/object/dict.h"
#include "sim/object/exception.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/str.h"
#include "sim/object/tuple.h"

namespace loopscope::object::test {

class ObjectTest : public testing::Test {
  protected:
    Runtime runtime;
    Runtime::Scope scope{runtime};
};

inline Value number(std::int64_t n) { return Int::from(n); }
inline Value text(std::string_view t) { return make_str(t); }
inline Value value_of(Type& t) { return Value::borrow(&t); }

/// "TypeError: message" of what `action` raises; "no exception" otherwise.
template <typename Action>
std::string error_of(Action action) {
    try {
        action();
        return "no exception";
    } catch (const Raised& raised) {
        Value exception(raised.exception);
        std::string message = str_string(exception);
        return exception.type()->name + (message.empty() ? "" : ": " + message);
    }
}

/// A method for a test class: binds its instance as a Python function would.
inline Value method(std::string_view name, NativeCall call, std::string_view parameters = "...") {
    const NativeCode* code = make_code({name, call, parameters});
    return make<MethodDescriptor>(code, &object_type);
}

/// type(name, bases, attributes).
inline Value make_test_class(std::string_view name, std::initializer_list<Value> bases,
                             std::initializer_list<std::pair<const char*, Value>> attributes = {}) {
    Ref<Dict> space = Dict::make();
    for (const auto& [key, value] : attributes) space->set(key, value);
    return call(value_of(type_type), {text(name), Value(Tuple::make(bases)), Value(space)});
}

inline std::string names_of_mro(const Value& cls) {
    std::string names;
    for (const Value& entry : cls.as<Type>()->mro->items()) {
        names += (names.empty() ? "" : " ") + entry.as<Type>()->name;
    }
    return names;
}

}  // namespace loopscope::object::test
