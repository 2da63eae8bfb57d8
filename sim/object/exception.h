// Exceptions: the object, the whole builtin hierarchy, and how C++ code raises and inspects them.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sim/object/dict.h"
#include "sim/object/error.h"
#include "sim/object/tuple.h"

namespace loopscope::object {

/// An instance of BaseException or any class derived from it.
struct ExceptionObject : Container {
    Dict* dict = nullptr;  ///< `__dict__` (notes live there as `__notes__`). Owned.
    Ref<Tuple> args;
    Value traceback;  ///< A traceback object of the interpreter; null: None.
    Ref<ExceptionObject> context;
    Ref<ExceptionObject> cause;
    bool suppress_context = false;

    ~ExceptionObject();
    static Type* class_type();
    /// Sets `__cause__` and, as `raise … from` does, `__suppress_context__`.
    void set_cause(Ref<ExceptionObject> from);
};

/// StopIteration.
struct StopIterationObject : ExceptionObject {
    Value value;
};
/// SystemExit.
struct SystemExitObject : ExceptionObject {
    Value code;
};
/// NameError, AttributeError (object too), ImportError (path too). Null: None.
struct NamedErrorObject : ExceptionObject {
    Value name;
    Value object;
    Value path;
    Value message;  ///< ImportError.msg
};
struct OsErrorObject : ExceptionObject {
    Value error_number;
    Value text;
    Value filename;
    Value filename2;
};
struct SyntaxErrorObject : ExceptionObject {
    Value message;
    Value filename;
    Value line;
    Value offset;
    Value text;
    Value end_line;
    Value end_offset;
};
struct UnicodeErrorObject : ExceptionObject {
    Value encoding;
    Value object;
    Value start;
    Value end;
    Value reason;
};
struct ExceptionGroupObject : ExceptionObject {
    Value message;
    Value exceptions;  ///< Tuple, not empty.
};

extern Type base_exception_type;
extern Type exception_type;
extern Type base_exception_group_type;
extern Type exception_group_type;
extern Type generator_exit_type;
extern Type keyboard_interrupt_type;
extern Type system_exit_type;
extern Type stop_iteration_type;
extern Type stop_async_iteration_type;
extern Type arithmetic_error_type;
extern Type floating_point_error_type;
extern Type overflow_error_type;
extern Type zero_division_error_type;
extern Type assertion_error_type;
extern Type attribute_error_type;
extern Type buffer_error_type;
extern Type eof_error_type;
extern Type import_error_type;
extern Type module_not_found_error_type;
extern Type lookup_error_type;
extern Type index_error_type;
extern Type key_error_type;
extern Type memory_error_type;
extern Type name_error_type;
extern Type unbound_local_error_type;
extern Type os_error_type;
extern Type blocking_io_error_type;
extern Type child_process_error_type;
extern Type connection_error_type;
extern Type broken_pipe_error_type;
extern Type connection_aborted_error_type;
extern Type connection_refused_error_type;
extern Type connection_reset_error_type;
extern Type file_exists_error_type;
extern Type file_not_found_error_type;
extern Type interrupted_error_type;
extern Type is_a_directory_error_type;
extern Type not_a_directory_error_type;
extern Type permission_error_type;
extern Type process_lookup_error_type;
extern Type timeout_error_type;
extern Type reference_error_type;
extern Type runtime_error_type;
extern Type not_implemented_error_type;
extern Type recursion_error_type;
extern Type syntax_error_type;
extern Type indentation_error_type;
extern Type tab_error_type;
extern Type system_error_type;
extern Type type_error_type;
extern Type value_error_type;
extern Type unicode_error_type;
extern Type unicode_decode_error_type;
extern Type unicode_encode_error_type;
extern Type unicode_translate_error_type;
extern Type warning_type;
extern Type bytes_warning_type;
extern Type deprecation_warning_type;
extern Type encoding_warning_type;
extern Type future_warning_type;
extern Type import_warning_type;
extern Type pending_deprecation_warning_type;
extern Type resource_warning_type;
extern Type runtime_warning_type;
extern Type syntax_warning_type;
extern Type unicode_warning_type;
extern Type user_warning_type;

/// Every builtin exception type, in an order where bases come first. For the builtins module.
std::span<Type* const> exception_types();

inline bool is_exception(const Value& v) {
    return v.is_object() && v.type()->has(Type::kExceptionSubclass);
}
/// Whether v is a class derived from BaseException.
bool is_exception_class(const Value& v);
/// `except cls:` for a class that is not a tuple.
inline bool matches(const ExceptionObject& exception, const Type& type) {
    return exception.type->is_subtype_of(&type);
}

/// A new exception of a builtin type, not raised.
Ref<ExceptionObject> make_exception(Type& type, std::initializer_list<Value> args = {});
Ref<ExceptionObject> make_exception(Type& type, std::string_view message);
Ref<ExceptionObject> make_stop_iteration(const Value& value);
/// OSError or the subclass that belongs to `error_number` (ENOENT → FileNotFoundError).
Ref<ExceptionObject> make_os_error(int error_number, std::string_view text,
                                   const Value& filename = Value());
/// What `raise v` raises: an instance, or an instance made of the class; else TypeError
/// "exceptions must derive from BaseException".
Ref<ExceptionObject> exception_to_raise(const Value& v);
/// StopIteration.value for a caught one; None for no arguments.
Value stop_iteration_value(const ExceptionObject& exception);
/// Throws KeyError(key).
[[noreturn]] void raise_key_error(const Value& key);
/// Throws AttributeError "'X' object has no attribute 'y'" as getattr words it for v.
[[noreturn]] void raise_no_attribute(const Value& v, Str* name);
/// Throws `type` with a message made by fmt.
template <typename... Arguments>
[[noreturn]] void raise_format(Type& type, std::string_view text, const Arguments&... arguments);
/// Throws TypeError; the most common kind.
[[noreturn]] void raise_type_error(std::string_view message);
[[noreturn]] void raise_value_error(std::string_view message);

/// Sets `__context__` of `exception` to the one being handled, breaking cycles as CPython does.
void set_context(ExceptionObject& exception, const Ref<ExceptionObject>& handled);

/// An exception that nobody can catch goes to RuntimeHooks::unraisable.
void report_unraisable(const Ref<ExceptionObject>& exception, std::string_view context,
                       const Value& object);

}  // namespace loopscope::object

#include <fmt/format.h>

namespace loopscope::object {
template <typename... Arguments>
[[noreturn]] void raise_format(Type& type, std::string_view text, const Arguments&... arguments) {
    raise(type, fmt::format(fmt::runtime(text), arguments...));
}
}  // namespace loopscope::object
