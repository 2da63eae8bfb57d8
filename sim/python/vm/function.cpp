// Functions and cells as Python objects: attributes, binding, repr.
#include "sim/python/vm/function.h"

#include <fmt/format.h>

#include "sim/object/attribute.h"
#include "sim/object/class.h"
#include "sim/object/method.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::python::vm {

Type function_type;
Type cell_type;

Function::~Function() {
    if (dict != nullptr) object::release(dict);
}

Ref<Function> make_function(const Ref<Code>& code, const Ref<Dict>& globals) {
    static Str* const kName = object::intern_static("__name__");
    static Str* const kBuiltins = object::intern_static("__builtins__");
    Ref<Function> f = object::make<Function>();
    f->code = code;
    f->globals = globals;
    f->name = code->name;
    f->qualname = code->qualname;
    f->doc = code->doc;
    if (Value* module = globals->find(kName)) f->module = *module;
    if (Value* b = globals->find(kBuiltins)) {
        if (object::is_dict(*b)) {
            f->builtins = Ref<Dict>(b->as<Dict>());
        } else if (auto* m = object::try_cast<object::Module>(*b)) {
            f->builtins = Ref<Dict>(m->dict);
        }
    }
    if (!f->builtins) f->builtins = Interpreter::current().builtins;
    return f;
}

Value function_annotations(Function& f) {
    if (!f.annotations) f.annotations = Dict::make();
    if (object::is_tuple(f.annotations)) {
        Ref<Dict> made = Dict::make();
        auto* pairs = f.annotations.as<Tuple>();
        for (std::size_t k = 0; k + 1 < pairs->size; k += 2)
            made->set((*pairs)[k], (*pairs)[k + 1]);
        f.annotations = made;
    }
    return f.annotations;
}

namespace {

Function& function_of(const Value& v) { return *v.as<Function>(); }
Value or_none(const Value& v) { return v ? v : object::none(); }

Value function_call(const Value& self, object::CallArgs args) {
    return Interpreter::current().call(function_of(self), args);
}

Value function_get(const Value& descr, const Value& instance, Type*) {
    if (!instance || object::is_none(instance)) {
        // A function found on None's own type is still bound; that never happens here.
        if (!instance) return descr;
    }
    return object::make<object::BoundMethod>(descr, instance);
}

Value function_repr(const Value& self) {
    return object::make_str(fmt::format("<function {} at {:#x}>",
                                        object::str_string(function_of(self).qualname),
                                        object::Runtime::current().address_of(self.object())));
}

void function_traverse(object::Object* self, object::Visitor& visitor) {
    auto& f = *static_cast<Function*>(self);
    visitor.visit(f.globals);
    visitor.visit(f.builtins);
    for (const Value* v : {&f.name, &f.qualname, &f.defaults, &f.kwdefaults, &f.closure,
                           &f.annotations, &f.doc, &f.module}) {
        visitor.visit(*v);
    }
    if (f.dict != nullptr) visitor.visit(static_cast<object::Object*>(f.dict));
}

void function_clear(object::Object* self) {
    auto& f = *static_cast<Function*>(self);
    for (Value* v : {&f.defaults, &f.kwdefaults, &f.closure, &f.annotations, &f.doc, &f.module}) {
        Value gone = std::move(*v);
    }
    if (f.dict != nullptr) object::release(std::exchange(f.dict, nullptr));
}

/// A setter for an attribute that must be of `type`; None or deletion clears it.
void set_or_clear(Value& place, const Value& value, const Type& type, const char* message) {
    if (!value || object::is_none(value)) {
        place = Value();
        return;
    }
    if (!object::is_instance(value, &type)) object::raise_type_error(message);
    place = value;
}

void set_str(Value& place, const Value& value, const char* message) {
    if (!value || !object::is_str(value)) object::raise_type_error(message);
    place = value;
}

void set_code(const Value& self, const Value& value) {
    Function& f = function_of(self);
    auto* code = value ? object::try_cast<Code>(value) : nullptr;
    if (code == nullptr) object::raise_type_error("__code__ must be set to a code object");
    std::size_t has = f.closure ? f.closure.as<Tuple>()->size : 0;
    if (static_cast<int>(has) != code->free_count) {
        object::raise_value_error(
            fmt::format("{}() requires a code object with {} free vars, not {}",
                        object::str_string(f.name), has, code->free_count));
    }
    f.code = Ref<Code>(code);
}

Value cell_get(const Value& self) {
    Value v = self.as<Cell>()->value;
    if (!v) object::raise_value_error("Cell is empty");
    return v;
}

Value cell_repr(const Value& self) {
    auto& runtime = object::Runtime::current();
    const Value& v = self.as<Cell>()->value;
    std::uint64_t at = runtime.address_of(self.object());
    if (!v) return object::make_str(fmt::format("<cell at {:#x}: empty>", at));
    std::uint64_t held = v.is_object() ? runtime.address_of(v.object()) : 0;
    return object::make_str(
        fmt::format("<cell at {:#x}: {} object at {:#x}>", at, v.type()->name, held));
}

/// types.FunctionType(code, globals, name=None, argdefs=None, closure=None). CPython: func_new_impl
Value function_construct(Type*, object::CallArgs args) {
    static const object::NativeCode* const kCode = object::make_code(
        {.name = "function", .parameters = "code, globals, name=, argdefs=, closure="});
    Value given[5];
    object::bind_arguments(*kCode, args, given);
    auto* code = object::try_cast<Code>(given[0]);
    if (code == nullptr) {
        object::raise_type_error(
            fmt::format("function() argument 'code' must be code, not {}", given[0].type()->name));
    }
    if (!object::is_dict(given[1])) {
        object::raise_type_error(fmt::format("function() argument 'globals' must be dict, not {}",
                                             given[1].type()->name));
    }
    const std::size_t cells =
        given[4] && object::is_tuple(given[4]) ? given[4].as<Tuple>()->size : 0;
    if (static_cast<int>(cells) != code->free_count) {
        object::raise_value_error(fmt::format("{} requires closure of length {}, not {}",
                                              code->name->view(), code->free_count, cells));
    }
    Ref<Function> made = make_function(Ref<Code>(code), Ref<Dict>(given[1].as<Dict>()));
    if (given[2] && !object::is_none(given[2])) made->name = given[2];
    if (given[3] && !object::is_none(given[3])) made->defaults = given[3];
    if (cells > 0) made->closure = given[4];
    return made;
}

}  // namespace

void define_function_types() {
    function_type.construct = function_construct;
    function_type.call = function_call;
    function_type.descr_get = function_get;
    function_type.repr = function_repr;
    function_type.traverse = function_traverse;
    function_type.clear = function_clear;
    using object::offset_of;
    object::define_type<Function>(
        function_type,
        {.name = "function",
         .flags = Type::kMethodLike,
         .dict_offset = static_cast<std::int32_t>(offset_of(&Function::dict)),
         .getsets = {
             {"__name__", [](const Value& v) { return function_of(v).name; },
              [](const Value& v, const Value& to) {
                  set_str(function_of(v).name, to, "__name__ must be set to a string object");
              }},
             {"__qualname__", [](const Value& v) { return function_of(v).qualname; },
              [](const Value& v, const Value& to) {
                  set_str(function_of(v).qualname, to,
                          "__qualname__ must be set to a string object");
              }},
             {"__code__", [](const Value& v) -> Value { return function_of(v).code; }, set_code},
             {"__globals__", [](const Value& v) -> Value { return function_of(v).globals; }},
             {"__builtins__", [](const Value& v) -> Value { return function_of(v).builtins; }},
             {"__closure__", [](const Value& v) { return or_none(function_of(v).closure); }},
             {"__defaults__", [](const Value& v) { return or_none(function_of(v).defaults); },
              [](const Value& v, const Value& to) {
                  set_or_clear(function_of(v).defaults, to, object::tuple_type,
                               "__defaults__ must be set to a tuple object");
              }},
             {"__kwdefaults__", [](const Value& v) { return or_none(function_of(v).kwdefaults); },
              [](const Value& v, const Value& to) {
                  set_or_clear(function_of(v).kwdefaults, to, object::dict_type,
                               "__kwdefaults__ must be set to a dict object");
              }},
             {"__annotations__",
              [](const Value& v) { return function_annotations(function_of(v)); },
              [](const Value& v, const Value& to) {
                  set_or_clear(function_of(v).annotations, to, object::dict_type,
                               "__annotations__ must be set to a dict object");
              }},
             {"__doc__", [](const Value& v) { return or_none(function_of(v).doc); },
              [](const Value& v, const Value& to) { function_of(v).doc = to; }},
             {"__module__", [](const Value& v) { return or_none(function_of(v).module); },
              [](const Value& v, const Value& to) { function_of(v).module = to; }},
             {"__dict__", object::get_instance_dict, object::set_instance_dict}}});
    cell_type.repr = cell_repr;
    // How make_class fills the __class__ cell of a class body without knowing cells.
    cell_type.descr_set = [](const Value& cell, const Value&, const Value& value) {
        cell.as<Cell>()->value = value;
    };
    cell_type.traverse = [](object::Object* self, object::Visitor& visitor) {
        visitor.visit(static_cast<Cell*>(self)->value);
    };
    cell_type.clear = [](object::Object* self) { static_cast<Cell*>(self)->value = Value(); };
    object::define_type<Cell>(
        cell_type, {.name = "cell",
                    .getsets = {{"cell_contents", cell_get, [](const Value& v, const Value& to) {
                                     v.as<Cell>()->value = to;
                                 }}}});
}

}  // namespace loopscope::python::vm
