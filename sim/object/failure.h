// fail(): raising without a C++ exception, for code that the interpreter itself calls.
#pragma once

#include <string_view>

#include "sim/object/exception.h"

namespace loopscope::object {

/// As raise(), for a `return` statement: keeps the exception and answers null. A throw takes
/// microseconds, and programs that ask forgiveness rather than permission raise all the time.
///
///     if (list.size() == 0) return fail(index_error_type, "pop from empty list");
///
/// May stand only in functions that are called through a NativeCode, and in construct slots: their
/// callers either take the exception (take_failure) or throw it on (settle).
Value fail(Ref<ExceptionObject> exception);
Value fail(Type& type, std::string_view message);
/// KeyError(key).
Value fail_key_error(const Value& key);

/// The exception of the failure that was answered last and not taken yet.
/// Requires: there is one.
Ref<ExceptionObject> take_failure();
[[noreturn]] void throw_failure();

/// What a function that may fail() answered, or throws its exception.
inline Value settle(Value result) {
    if (result.is_null()) [[unlikely]]
        throw_failure();
    return result;
}

struct NativeCode;

/// invoke() and a class's call as they are: null when they fail. Both may throw as well.
Value invoke_or_fail(const NativeCode& code, const Value& self, CallArgs args);
Value construct_or_fail(const Value& cls, CallArgs args);

/// The AttributeError of raise_no_attribute().
Ref<ExceptionObject> make_no_attribute(const Value& v, Str* name);

}  // namespace loopscope::object
