// The builtin functions that look into frames or run code.
#include "sim/python/vm/vm_builtins.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/object/attribute.h"
#include "sim/object/bytes.h"
#include "sim/object/class.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/singletons.h"
#include "sim/python/vm/executor.h"

namespace loopscope::python::vm {

using object::CallArgs;
using object::none;

namespace {

Frame& calling_frame(const char* what) {
    Frame* f = Interpreter::current().frame();
    if (f == nullptr) object::raise(object::system_error_type, fmt::format("{}: no frame", what));
    return *f;
}

/// CPython: builtin___build_class__.
Value build_class(const Value&, CallArgs args) {
    if (args.positional_count < 2) {
        object::raise_type_error("__build_class__: not enough arguments");
    }
    auto* body = object::try_cast<Function>(args.values[0]);
    if (body == nullptr) object::raise_type_error("__build_class__: func must be a function");
    const Value& name = args.values[1];
    if (!object::is_str(name)) object::raise_type_error("__build_class__: name is not a string");
    Ref<Tuple> bases = Tuple::make(args.positional().subspan(2));
    CallArgs keywords{args.values + args.positional_count, 0, args.names};
    object::ClassPlan plan = object::plan_class(name, bases, keywords);
    Value cell = Interpreter::current().run_in(*body, plan.space);
    Value cls = object::finish_class(plan, name);
    if (auto* c = object::try_cast<Cell>(cell); c != nullptr && object::is_type(cls)) {
        if (!c->value) {
            object::raise(object::runtime_error_type,
                          fmt::format("__class__ not set defining {} as {}. Was __classcell__ "
                                      "propagated to type.__new__?",
                                      object::repr_string(name), object::repr_string(cls)));
        }
        if (!is_same(c->value, cls)) {
            object::raise_type_error(
                fmt::format("__class__ set to {} defining {} as {}", object::repr_string(c->value),
                            object::repr_string(name), object::repr_string(cls)));
        }
    }
    return cls;
}

Value import_function(const Value&, CallArgs args) {
    if (!object::is_str(args.values[0])) {
        object::raise_type_error("module name must be a string");
    }
    std::int64_t level = args.values[4] ? object::to_index(args.values[4]) : 0;
    Value fromlist = args.values[3] ? args.values[3] : none();
    Dict* globals =
        args.values[1] && object::is_dict(args.values[1]) ? args.values[1].as<Dict>() : nullptr;
    return Interpreter::current().import(args.values[0].as<Str>(), globals, fromlist,
                                         static_cast<int>(level));
}

Value globals_function(const Value&, CallArgs) {
    return Value::borrow(calling_frame("globals").globals);
}
Value locals_function(const Value&, CallArgs) { return frame_locals(calling_frame("locals")); }

Value vars_function(const Value&, CallArgs args) {
    if (!args.values[0]) return frame_locals(calling_frame("vars"));
    Value dict = object::lookup_attr(args.values[0], "__dict__");
    if (!dict) object::raise_type_error("vars() argument must have __dict__ attribute");
    return dict;
}

Value sorted_list(const Value& iterable) {
    Ref<object::List> list = object::List::from_iterable(iterable);
    list->sort(Value(), false);
    return list;
}

Value dir_function(const Value&, CallArgs args) {
    if (!args.values[0]) {
        Value space = frame_locals(calling_frame("dir"));
        return sorted_list(object::is_dict(space) ? space : object::call_method(space, "keys"));
    }
    return dir_of(args.values[0]);
}

// ---- compile, exec, eval ----------------------------------------------------------------------

std::string source_of(const Value& source, const char* function) {
    std::string text;
    if (object::is_str(source)) {
        text = source.as<Str>()->to_string();
    } else if (auto bytes = object::bytes_like(source)) {
        text = std::string(*bytes);
    } else {
        object::raise_type_error(
            fmt::format("{}() arg 1 must be a string, bytes or code object", function));
    }
    if (text.find('\0') != std::string::npos) {
        object::raise_value_error("source code string cannot contain null bytes");
    }
    return text;
}

/// Of compile()'s flags: answer a tree of ast's.
constexpr std::int64_t kOnlyTree = 0x400;

/// The text of a tree of ast's, or null when it is none: compiled is what it says.
/// FIDELITY: positions are those of the text, but statements stay on their lines.
Value text_of_tree(const Value& tree, std::string_view mode) {
    Value fields = object::is_str(tree) ? Value() : object::lookup_attr(tree, "_fields");
    if (!fields || !object::is_tuple(fields)) return Value();
    Value writer = Interpreter::current().import_module("_ast_unparse");
    return object::call(object::getattr(writer, "text_to_compile"), {tree, object::make_str(mode)});
}

Value compile_function(const Value&, CallArgs args) {
    std::string filename = object::expect_str(args.values[1], "filename")->to_string();
    std::string_view mode = object::expect_str(args.values[2], "mode")->view();
    auto& vm = Interpreter::current();
    if (args.values[3] && (object::to_index(args.values[3]) & kOnlyTree) != 0) {
        return object::call(object::getattr(vm.import_module("ast"), "parse"),
                            {args.values[0], args.values[1], args.values[2]});
    }
    Value written = text_of_tree(args.values[0], mode);
    std::string text = source_of(written ? written : args.values[0], "compile");
    if (mode == "eval") {
        return vm.compile(text, filename, compile::CompileMode::Expression);
    }
    if (mode == "single") return vm.compile(text, filename, compile::CompileMode::Single);
    if (mode != "exec") {
        object::raise_value_error("compile() mode must be 'exec', 'eval' or 'single'");
    }
    return vm.compile(text, filename, compile::CompileMode::Module);
}

struct Spaces {
    Ref<Dict> globals;
    Value locals;
};

Spaces spaces_of(const Value& globals, const Value& locals, const char* function) {
    Spaces s;
    bool has_globals = globals && !object::is_none(globals);
    bool has_locals = locals && !object::is_none(locals);
    if (has_globals) {
        if (!object::is_dict(globals)) {
            object::raise_type_error(
                fmt::format("{}() globals must be a dict, not {}", function, globals.type()->name));
        }
        s.globals = Ref<Dict>(globals.as<Dict>());
        s.locals = has_locals ? locals : globals;
    } else {
        Frame& f = calling_frame(function);
        s.globals = Ref<Dict>(f.globals);
        s.locals = has_locals ? locals : frame_locals(f);
    }
    static Str* const kBuiltins = object::intern_static("__builtins__");
    if (s.globals->find(kBuiltins) == nullptr) {
        s.globals->set(kBuiltins, Interpreter::current().builtins);
    }
    return s;
}

Value run_text(const Value& source, const Spaces& s, compile::CompileMode mode, const char* name) {
    auto& vm = Interpreter::current();
    if (auto* code = object::try_cast<Code>(source)) {
        if (code->free_count > 0) {
            object::raise_type_error(
                fmt::format("code object passed to {}() may not contain free variables", name));
        }
        return vm.run_code(Ref<Code>(code), s.globals, s.locals);
    }
    std::string text = source_of(source, name);
    if (mode == compile::CompileMode::Expression) {
        std::size_t begin = text.find_first_not_of(" \t");
        text = begin == std::string::npos ? "" : text.substr(begin);
    }
    return vm.run_code(vm.compile(text, "<string>", mode), s.globals, s.locals);
}

Value exec_function(const Value&, CallArgs args) {
    Spaces s = spaces_of(args.values[1], args.values[2], "exec");
    run_text(args.values[0], s, compile::CompileMode::Module, "exec");
    return none();
}

Value eval_function(const Value&, CallArgs args) {
    Spaces s = spaces_of(args.values[1], args.values[2], "eval");
    return run_text(args.values[0], s, compile::CompileMode::Expression, "eval");
}

/// Adds a class's attribute names, and those of its bases. CPython: merge_class_dict.
void add_class_names(Dict& names, const Type& type) {
    for (const Value& base : type.mro->items()) {
        auto* t = object::as_type(base);
        if (t == nullptr || !t->dict) continue;
        for (std::uint32_t k = 0; k < t->dict->entry_count(); ++k) {
            const Value& key = t->dict->entry(k).key;
            if (key) names.set(key, none());
        }
    }
}

}  // namespace

Value dir_of(const Value& v) {
    static Str* const kDir = object::intern_static("__dir__");
    object::Object* method = object::type_lookup(v.type(), kDir);
    if (method != nullptr && method->type == &function_type) {
        return sorted_list(object::call(Value::borrow(method), {v}));
    }
    Ref<Dict> names = Dict::make();
    if (Type* cls = object::as_type(v)) {
        add_class_names(*names, *cls);
        return sorted_list(names);
    }
    if (auto* module = object::try_cast<object::Module>(v))
        return sorted_list(Value::borrow(module->dict));
    if (Value dict = object::lookup_attr(v, "__dict__"); dict && object::is_dict(dict)) {
        names->update(dict);
    }
    add_class_names(*names, *v.type());
    return sorted_list(names);
}

void add_vm_builtins(Dict& builtins) {
    object::add_functions(
        builtins,
        {{"__build_class__", build_class, "..."},
         {"__import__", import_function, "name, globals=, locals=, fromlist=, level="},
         {"compile", compile_function,
          "source, filename, mode, flags=, dont_inherit=, optimize=, *, _feature_version="},
         {"dir", dir_function, "object=, /"},
         {"eval", eval_function, "source, globals=, locals=, /"},
         {"exec", exec_function, "source, globals=, locals=, /, *, closure="},
         {"globals", globals_function, ""},
         {"locals", locals_function, ""},
         {"vars", vars_function, "object=, /"}},
        "builtins");
}

}  // namespace loopscope::python::vm
