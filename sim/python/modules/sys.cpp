// The sys module.
#include <cfloat>

#include "sim/python/modules/library.h"
#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"
#include "sim/python/modules/struct_sequence.h"
#include "sim/python/modules/text_stream.h"
#include "sim/python/vm/interpreter.h"
#include "sim/python/vm/traceback.h"

namespace loopscope::python::modules {

namespace {

using vm::Interpreter;

Value sys_exit(const Value&, CallArgs args) {
    const Value& code = args.values[0];
    Value cls = type_value(&object::system_exit_type);
    Value exception = code ? call(cls, {code}) : call(cls);
    raise(Ref<ExceptionObject>(exception.as<ExceptionObject>()));
}

Value sys_exc_info(const Value&, CallArgs) {
    ExceptionObject* handled = Interpreter::current().handled_exception();
    if (handled == nullptr) return Tuple::make({none(), none(), none()});
    Value traceback = handled->traceback ? handled->traceback : none();
    return Tuple::make({type_value(handled->type), Value::borrow(handled), traceback});
}

Value sys_exception(const Value&, CallArgs) {
    ExceptionObject* handled = Interpreter::current().handled_exception();
    return handled == nullptr ? none() : Value::borrow(handled);
}

Value sys_getrecursionlimit(const Value&, CallArgs) {
    return Int::from(Runtime::current().recursion_limit);
}

/// FIDELITY: nobody gets more, so that the frames of a runaway recursion fit into the host's
/// memory. The host's own stack bounds how deep native calls nest: object::check_stack().
constexpr std::int64_t kRecursionMax = 1'000'000;

Value sys_setrecursionlimit(const Value&, CallArgs args) {
    std::int64_t limit = object::to_index(args.values[0]);
    if (limit < 1) raise_value_error("recursion limit must be greater or equal than 1");
    Runtime::current().recursion_limit = static_cast<int>(std::min(limit, kRecursionMax));
    return none();
}

/// FIDELITY: CPython counts the references that its own calling convention holds too.
Value sys_getrefcount(const Value&, CallArgs args) {
    const Value& v = args.values[0];
    return Int::from(v.is_object() ? static_cast<std::int64_t>(v.object()->refs) : 1000000000);
}

Value sys_getsizeof(const Value&, CallArgs args) {
    static Str* const kSizeof = intern_static("__sizeof__");
    const Value& v = args.values[0];
    if (v.is_small()) return Value::small(28);
    if (object::type_lookup(v.type(), kSizeof)) {
        // FIDELITY: sizes are of our layout, not of CPython's.
        return call_method(v, "__sizeof__");
    }
    return Int::from_size(v.type()->instance_size);
}

Value sys_intern(const Value&, CallArgs args) {
    const Value& text = args.values[0];
    if (!object::is_str_exact(text)) {
        raise_format(type_error_type, "can't intern {}", type_name(text));
    }
    return intern(Ref<Str>(text.as<Str>()));
}

Value sys_getframe(const Value&, CallArgs args) {
    std::int64_t depth = index_or(args.values[0], 0);
    vm::Frame* frame = Interpreter::current().frame();
    while (frame != nullptr && depth-- > 0) frame = frame->back;
    if (frame == nullptr) raise_value_error("call stack is not deep enough");
    return vm::frame_object(*frame);
}

/// The exception that a hook was called with: its value, which carries the traceback.
Ref<ExceptionObject> hook_exception(const Value& v) {
    if (!object::is_exception(v)) raise_type_error("exception expected");
    return Ref<ExceptionObject>(v.as<ExceptionObject>());
}

Value sys_excepthook(const Value&, CallArgs args) {
    vm::print_exception(hook_exception(args.values[1]));
    return none();
}

Value sys_displayhook(const Value&, CallArgs args) {
    if (is_none(args.values[0])) return none();
    Value file = getattr(Value(Interpreter::current().import_module("sys")), "stdout");
    call_method(file, "write", {make_str(repr_string(args.values[0]) + "\n")});
    return none();
}

Value sys_unraisablehook(const Value&, CallArgs args) {
    Value exception = getattr(args.values[0], "exc_value");
    if (!object::is_exception(exception)) return none();
    Value message = getattr(args.values[0], "err_msg");
    Value about = getattr(args.values[0], "object");
    vm::show_unraisable(hook_exception(exception), is_none(message) ? "" : str_string(message),
                        is_none(about) ? Value() : about);
    return none();
}

/// Calls the hook that the program put into sys.unraisablehook. CPython: _PyErr_WriteUnraisableMsg
void call_unraisable_hook(const Value& hook, const Ref<ExceptionObject>& exception,
                          std::string_view context, const Value& about) {
    auto or_none = [](const Value& v) { return v ? v : none(); };
    auto* bound = object::try_cast<object::BoundMethod>(about);
    Ref<Type> cls =
        make_struct_sequence("builtins", "UnraisableHookArgs",
                             {"exc_type", "exc_value", "exc_traceback", "err_msg", "object"});
    Value details = make_struct(
        cls.get(), {type_value(exception->type), exception, or_none(exception->traceback),
                    context.empty() ? none() : make_str(context),
                    bound != nullptr ? bound->function : or_none(about)});
    try {
        call(hook, {details});
    } catch (Raised& raised) {
        vm::show_unraisable(raised.exception, "Exception ignored in sys.unraisablehook", hook);
    }
}

/// Lets the program's own sys.unraisablehook have its say.
void install_unraisable_hook(const Ref<Dict>& sys) {
    auto& hooks = Runtime::current().hooks;
    Dict* names = sys.get();
    hooks.unraisable = [names, usual = hooks.unraisable](ExceptionObject& exception,
                                                         std::string_view context,
                                                         const Value& about) {
        if (Runtime::current().tearing_down()) {
            if (usual) usual(exception, context, about);
            return;
        }
        Value* hook = names->find(std::string_view("unraisablehook"));
        Value* first = names->find(std::string_view("__unraisablehook__"));
        bool own =
            hook != nullptr && first != nullptr && !is_same(*hook, *first) && !is_none(*hook);
        if (own) {
            call_unraisable_hook(*hook, Ref<ExceptionObject>(&exception), context, about);
        } else if (usual) {
            usual(exception, context, about);
        }
    };
}

Value sys_get_asyncgen_hooks(const Value&, CallArgs) {
    auto& thread = Interpreter::current().thread();
    Ref<Type> cls = make_struct_sequence("sys", "asyncgen_hooks", {"firstiter", "finalizer"});
    auto or_none = [](const Value& v) { return v ? v : none(); };
    return make_struct(cls.get(),
                       {or_none(thread.asyncgen_firstiter), or_none(thread.asyncgen_finalizer)});
}

Value sys_set_asyncgen_hooks(const Value&, CallArgs args) {
    auto& thread = Interpreter::current().thread();
    Value* places[] = {&thread.asyncgen_firstiter, &thread.asyncgen_finalizer};
    for (std::size_t i = 0; i < 2; ++i) {
        if (!args.values[i]) continue;
        if (is_none(args.values[i])) {
            *places[i] = Value();
        } else if (object::is_callable(args.values[i])) {
            *places[i] = args.values[i];
        } else {
            raise_format(type_error_type, "callable {} expected, got {}",
                         i == 0 ? "firstiter" : "finalizer", type_name(args.values[i]));
        }
    }
    return none();
}

Value sys_get_origin_depth(const Value&, CallArgs) {
    return Int::from(Interpreter::current().thread().origin_depth);
}
Value sys_set_origin_depth(const Value&, CallArgs args) {
    std::int64_t depth = object::to_index(args.values[0]);
    if (depth < 0) raise_value_error("depth must be >= 0");
    Interpreter::current().thread().origin_depth =
        static_cast<int>(std::min<std::int64_t>(depth, 1000));
    return none();
}
/// gettrace() and getprofile(), settrace(f) and setprofile(f), of the current thread.
template <Value vm::ThreadState::*kHook>
Value sys_get_hook(const Value&, CallArgs) {
    const Value& hook = vm::Interpreter::current().thread().*kHook;
    return hook ? hook : none();
}

template <Value vm::ThreadState::*kHook>
Value sys_set_hook(const Value&, CallArgs args) {
    vm::ThreadState& thread = vm::Interpreter::current().thread();
    thread.*kHook = absent(args.values[0]) ? Value() : args.values[0];
    thread.update_hooked();
    return none();
}

Value sys_answer_none(const Value&, CallArgs) { return none(); }
Value sys_getdefaultencoding(const Value&, CallArgs) { return make_str("utf-8"); }
Value sys_getfilesystemencodeerrors(const Value&, CallArgs) { return make_str("surrogateescape"); }
Value sys_is_finalizing(const Value&, CallArgs) {
    return make_bool(Interpreter::current().finishing);
}
Value sys_getswitchinterval(const Value&, CallArgs) { return Float::from(0.005); }
Value sys_get_int_max_str_digits(const Value&, CallArgs) { return Value::small(4300); }

void add_sys_functions(Module& module) {
    object::add_functions(
        *module.dict,
        {{"exit", sys_exit, "status=, /"},
         {"exc_info", sys_exc_info, ""},
         {"exception", sys_exception, ""},
         {"getrecursionlimit", sys_getrecursionlimit, ""},
         {"setrecursionlimit", sys_setrecursionlimit, "limit, /"},
         {"getrefcount", sys_getrefcount, "object, /"},
         {"getsizeof", sys_getsizeof, "object, default="},
         {"intern", sys_intern, "string, /"},
         {"_getframe", sys_getframe, "depth=, /"},
         {"excepthook", sys_excepthook, "exctype, value, traceback, /"},
         {"displayhook", sys_displayhook, "object, /"},
         {"unraisablehook", sys_unraisablehook, "unraisable, /"},
         {"get_asyncgen_hooks", sys_get_asyncgen_hooks, ""},
         {"set_asyncgen_hooks", sys_set_asyncgen_hooks, "firstiter=, finalizer="},
         {"get_coroutine_origin_tracking_depth", sys_get_origin_depth, ""},
         {"set_coroutine_origin_tracking_depth", sys_set_origin_depth, "depth"},
         {"gettrace", sys_get_hook<&vm::ThreadState::trace_function>, ""},
         {"settrace", sys_set_hook<&vm::ThreadState::trace_function>, "function, /"},
         {"getprofile", sys_get_hook<&vm::ThreadState::profile_function>, ""},
         {"setprofile", sys_set_hook<&vm::ThreadState::profile_function>, "function, /"},
         {"getdefaultencoding", sys_getdefaultencoding, ""},
         {"getfilesystemencoding", sys_getdefaultencoding, ""},
         {"getfilesystemencodeerrors", sys_getfilesystemencodeerrors, ""},
         {"is_finalizing", sys_is_finalizing, ""},
         {"getswitchinterval", sys_getswitchinterval, ""},
         {"setswitchinterval", sys_answer_none, "interval, /"},
         {"get_int_max_str_digits", sys_get_int_max_str_digits, ""},
         {"set_int_max_str_digits", sys_answer_none, "maxdigits"}},
        "sys");
    for (const char* hook : {"excepthook", "displayhook", "unraisablehook"}) {
        module.set(std::string("__") + hook + "__", getattr(Value::borrow(&module), hook));
    }
}

void add_streams(Module& module) {
    define_text_streams();
    using Kind = TextStream::Kind;
    for (auto [name, kind] : {std::pair{"stdin", Kind::Stdin}, std::pair{"stdout", Kind::Stdout},
                              std::pair{"stderr", Kind::Stderr}}) {
        Value stream = make<TextStream>(kind);
        module.set(name, stream);
        module.set(std::string("__") + name + "__", stream);
    }
}

Value named(const char* name, std::initializer_list<std::pair<std::string_view, Value>> fields) {
    (void)name;
    Value space = object::make_simple_namespace();
    for (const auto& [field, value] : fields) setattr(space, field, value);
    return space;
}

void add_version(Module& module) {
    Ref<Type> cls = make_struct_sequence("sys", "version_info",
                                         {"major", "minor", "micro", "releaselevel", "serial"});
    Value version = make_struct(
        cls.get(), {Int::from(3), Int::from(11), Int::from(2), make_str("final"), Int::from(0)});
    module.set("version_info", version);
    module.set("version", make_str("3.11.2 (main, Jan  1 2000, 00:00:00) [GCC 12.2.0]"));
    module.set("hexversion", Int::from(0x030b02f0));
    module.set("api_version", Int::from(1013));
    module.set("copyright", make_str(""));
    module.set("implementation", named("implementation", {{"name", make_str("cpython")},
                                                          {"cache_tag", make_str("cpython-311")},
                                                          {"version", version},
                                                          {"hexversion", Int::from(0x030b02f0)}}));
}

void add_limits(Module& module) {
    module.set("maxsize", Int::from(INT64_MAX));
    module.set("maxunicode", Int::from(0x10ffff));
    module.set("byteorder", make_str("little"));
    module.set("float_repr_style", make_str("short"));
    Ref<Type> cls =
        make_struct_sequence("sys", "float_info",
                             {"max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig",
                              "mant_dig", "epsilon", "radix", "rounds"});
    module.set("float_info",
               make_struct(cls.get(),
                           {Float::from(DBL_MAX), Int::from(DBL_MAX_EXP), Int::from(DBL_MAX_10_EXP),
                            Float::from(DBL_MIN), Int::from(DBL_MIN_EXP), Int::from(DBL_MIN_10_EXP),
                            Int::from(DBL_DIG), Int::from(DBL_MANT_DIG), Float::from(DBL_EPSILON),
                            Int::from(2), Int::from(1)}));
    Ref<Type> hashes = make_struct_sequence("sys", "hash_info",
                                            {"width", "modulus", "inf", "nan", "imag", "algorithm",
                                             "hash_bits", "seed_bits", "cutoff"});
    module.set("hash_info",
               make_struct(hashes.get(),
                           {Int::from(64), Int::from((std::int64_t{1} << 61) - 1),
                            Int::from(314159), Int::from(0), Int::from(1000003),
                            make_str("siphash13"), Int::from(64), Int::from(128), Int::from(0)}));
    Ref<Type> ints = make_struct_sequence(
        "sys", "int_info",
        {"bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"});
    module.set("int_info", make_struct(ints.get(), {Int::from(30), Int::from(4), Int::from(4300),
                                                    Int::from(640)}));
}

void add_flags(Module& module) {
    Ref<Type> cls = make_struct_sequence(
        "sys", "flags",
        {"debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site",
         "no_site", "ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization",
         "isolated", "dev_mode", "utf8_mode", "warn_default_encoding", "safe_path",
         "int_max_str_digits"});
    Value zero = Value::small(0);
    module.set("flags",
               make_struct(cls.get(), {zero, zero, zero, zero, zero, zero, zero, zero, zero, zero,
                                       zero, zero, zero, object::false_value(), zero, zero,
                                       object::false_value(), Int::from(4300)}));
}

void add_places(Module& module, Interpreter& interpreter) {
    Ref<List> arguments = List::make();
    for (const std::string& argument : interpreter.arguments) arguments->append(make_str(argument));
    module.set("argv", arguments);
    module.set("orig_argv", arguments);
    Ref<List> path = List::make();
    for (const char* folder : {"/home/user", "/usr/lib/python311.zip", "/usr/lib/python3.11",
                               "/usr/lib/python3.11/lib-dynload"}) {
        path->append(make_str(folder));
    }
    module.set("path", path);
    module.set("platform", make_str("linux"));
    module.set("executable", make_str("/usr/bin/python3"));
    for (const char* name : {"prefix", "base_prefix", "exec_prefix", "base_exec_prefix"}) {
        module.set(name, make_str("/usr"));
    }
    module.set("warnoptions", List::make());
    module.set("_xoptions", Dict::make());
    module.set("dont_write_bytecode", object::false_value());
    module.set("meta_path", List::make());
    module.set("path_hooks", List::make());
    module.set("builtin_module_names", Tuple::make({make_str("builtins"), make_str("sys")}));
    module.set("stdlib_module_names", Tuple::empty());
    module.set("modules", interpreter.modules);
}

}  // namespace

void init_sys(Module& module) {
    add_sys_functions(module);
    add_streams(module);
    add_version(module);
    add_limits(module);
    add_flags(module);
    add_places(module, Interpreter::current());
    Library::current().sys = Ref<Dict>(module.dict);
    install_unraisable_hook(Library::current().sys);
}

}  // namespace loopscope::python::modules
