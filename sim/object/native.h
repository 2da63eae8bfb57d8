// Builtin functions, methods and types: tables that say in a few words what C++ code offers.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "sim/object/dict.h"
#include "sim/object/make.h"
#include "sim/object/tuple.h"

namespace loopscope::object {

extern Type native_function_type;  ///< builtin_function_or_method
extern Type method_descriptor_type;
extern Type classmethod_descriptor_type;
extern Type wrapper_descriptor_type;  ///< slot wrapper
extern Type method_wrapper_type;
extern Type getset_descriptor_type;
extern Type member_descriptor_type;

/// A function written in C++. `self` is the instance, the class (Binding::Class), the module, or
/// null. `args` is as its parameters say, see MethodDef.
using NativeCall = Value (*)(const Value& self, CallArgs args);

enum class Binding : std::uint8_t { Instance, Class, Static };

/// Whose words a wrong call is answered with.
enum class CallStyle : std::uint8_t {
    Builtin,   ///< "pop expected at most 2 arguments, got 3", "list.append() takes exactly one …"
    Function,  ///< As a Python function: "sleep() missing 1 required positional argument: 'delay'"
};

/// One function of a type or module.
///
/// `parameters` says what it takes; the caller of `call` checks the count, sorts keywords into
/// their places and raises CPython's TypeErrors, so that `call` gets exactly one value per
/// parameter in args.values, null for an optional one that was not given:
///
///     ""                          nothing
///     "delay, callback, *args"    two and then any number: args.values[2] is a tuple
///     "iterable, /, start="       the first by position only; start may be left out
///     "*, key=, reverse="         by keyword only
///     "*args, **kwargs"           a tuple and a dict
///     "..."                       no checks: args as the caller gave them
struct MethodDef {
    std::string_view name;
    NativeCall call = nullptr;
    std::string_view parameters;
    const char* doc = nullptr;
    Binding binding = Binding::Instance;
    CallStyle style = CallStyle::Builtin;
};

/// An attribute computed by C++ code. No `set`: AttributeError when assigned.
struct GetSetDef {
    std::string_view name;
    Value (*get)(const Value& self) = nullptr;
    void (*set)(const Value& self, const Value& value) = nullptr;  ///< Null value: delete.
    const char* doc = nullptr;
};

/// An attribute that is a Value member of the C++ struct, at `offset` bytes from its header. Null
/// reads as None.
struct MemberDef {
    std::string_view name;
    std::size_t offset = 0;
    bool readonly = true;
    const char* doc = nullptr;
};

/// A MethodDef made ready: parameters parsed. Lives as long as the process.
struct NativeCode {
    enum class Accepts : std::uint8_t { Nothing, One, Positional, Keywords, Anything };
    struct Parameter {
        Str* name;
        bool required;
    };

    std::string name;
    std::string qualname;  ///< "list.append"; name alone for functions.
    NativeCall call = nullptr;
    const char* doc = nullptr;
    std::string text_signature;
    Accepts accepts = Accepts::Anything;
    CallStyle style = CallStyle::Builtin;
    std::vector<Parameter> parameters;  ///< Without *args and **kwargs.
    std::uint8_t positional_only = 0;
    std::uint8_t positional_count = 0;  ///< Those that may be given by position.
    std::uint8_t required_count = 0;    ///< Of these, the required.
    bool takes_rest = false;            ///< *args
    bool takes_keywords = false;        ///< **kwargs
    bool counts_level = false;          ///< A call counts towards the limit of recursion.
};

/// Calls C++ code with checked arguments.
Value invoke(const NativeCode& code, const Value& self, CallArgs args);
/// The NativeCode of a definition; made once per definition and kept for the process.
const NativeCode* make_code(const MethodDef& def, std::string_view owner = {});

/// A builtin function, or a builtin method bound to its instance.
struct NativeFunction : Container {
    const NativeCode* code;
    Value self;    ///< Null: none.
    Value module;  ///< `__module__`; null: None.

    NativeFunction(const NativeCode* c, Value s) : code(c), self(std::move(s)) {}
    static Type* class_type() { return &native_function_type; }
};

/// `list.append`: what stands in a builtin type's dict. The interpreter may call
/// invoke(*code, self, args) instead of binding it first.
struct MethodDescriptor : Object {
    const NativeCode* code;
    Type* owner;

    MethodDescriptor(const NativeCode* c, Type* o) : code(c), owner(o) {}
    static Type* class_type() { return &method_descriptor_type; }
};

struct GetSetDescriptor : Object {
    const GetSetDef* def;
    Type* owner;
    GetSetDescriptor(const GetSetDef* d, Type* o) : def(d), owner(o) {}
    static Type* class_type() { return &getset_descriptor_type; }
};

/// A Value at a fixed offset: a MemberDef, or one of a class's `__slots__` (offset negative; null
/// there means not set: AttributeError).
struct MemberDescriptor : Container {
    Ref<Str> name;
    Type* owner;  ///< Counted when it is a heap type.
    std::int32_t offset;
    bool readonly = false;
    bool is_slot = false;
    const char* doc = nullptr;

    MemberDescriptor(Ref<Str> n, Type* o, std::int32_t at);
    ~MemberDescriptor();
    static Type* class_type() { return &member_descriptor_type; }
};

/// Makes a builtin function (not a method). `module` is its `__module__`.
Ref<NativeFunction> make_function(const MethodDef& def, std::string_view module = "builtins",
                                  const Value& self = Value());
/// Puts functions into a module's dict.
void add_functions(Dict& dict, std::initializer_list<MethodDef> functions, std::string_view module);

/// What a builtin type is made of. Slots are set on the Type itself beforehand:
///
///     Type future_type;
///     void define_future() {
///         future_type.repr = future_repr;
///         define_type<FutureObject>(future_type, {
///             .name = "Future", .module = "_asyncio", .flags = Type::kBaseType,
///             .methods = {{"result", future_result, ""}, {"cancel", future_cancel, "msg="}},
///             .getsets = {{"_state", future_state}},
///         });
///     }
struct TypeSpec {
    std::string_view name;
    std::string_view module = "builtins";
    const char* doc = nullptr;
    Type* base = &object_type;
    std::uint32_t flags = 0;       ///< Type::Flag; kContainer is added by define_type<T>.
    std::int32_t dict_offset = 0;  ///< Of a `Dict*` member of T, by offset_of.
    std::initializer_list<MethodDef> methods = {};
    std::initializer_list<GetSetDef> getsets = {};
    std::initializer_list<MemberDef> members = {};
};

/// Makes a builtin type ready: inherits slots, fills its dict (methods, and `__add__`-like wrappers
/// for its slots). Must run before the type is used, once per process; guard with std::call_once.
/// Types of one layer are defined together, bases first.
void ready_type(Type& type, const TypeSpec& spec, std::size_t size);

template <typename T>
void define_type(Type& type, TypeSpec spec) {
    if constexpr (std::is_base_of_v<Container, T>) spec.flags |= Type::kContainer;
    if (type.dealloc == nullptr) type.dealloc = dealloc_as<T>;
    ready_type(type, spec, sizeof(T));
}

/// Byte offset of a member, as MemberDef and dict_offset want it.
template <typename T, typename Member>
std::size_t offset_of(Member T::*member) {
    alignas(T) static char room[sizeof(T)];
    const T* object = reinterpret_cast<const T*>(room);
    return static_cast<std::size_t>(reinterpret_cast<const char*>(&(object->*member)) - room);
}

/// Defines all types of the object model, once per process; Runtime's constructor calls it.
void define_builtin_types();

/// Adds an attribute to a builtin type after define_type, still at set-up: constants and the like.
/// Requires: the value was made in a ProcessScope.
void set_type_attribute(Type& type, std::string_view name, Value value);

/// Splits a call's arguments for functions with parameters "...": see MethodDef. `out` gets one
/// value per parameter of `code`.
void bind_arguments(const NativeCode& code, CallArgs args, Value* out);

/// Reads a call's keywords by name, for "..." functions. Null when absent.
Value keyword(CallArgs args, std::string_view name);

}  // namespace loopscope::object
