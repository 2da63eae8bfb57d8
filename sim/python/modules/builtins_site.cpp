// The names that CPython's site module puts among the builtins: exit, quit, help, copyright, …
#include <mutex>

#include "sim/python/modules/builtins.h"
#include "sim/python/modules/native_module.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

namespace {

Type quitter_type;
Type printer_type;
Type helper_type;

/// One of them: its name, and what it says.
struct SiteObject : Object {
    std::string name;
    std::string text;
};
struct Quitter : SiteObject {
    static Type* class_type() { return &quitter_type; }
};
struct Printer : SiteObject {
    static Type* class_type() { return &printer_type; }
};
struct Helper : SiteObject {
    static Type* class_type() { return &helper_type; }
};

Value site_repr(const Value& self) {
    return make_str(static_cast<SiteObject*>(self.object())->text);
}

Value leave(const Value&, CallArgs args) {
    if (args.positional_count > 1) {
        raise_format(type_error_type,
                     "Quitter.__call__() takes from 1 to 2 positional arguments but {} were given",
                     args.positional_count + 1);
    }
    bool given = args.positional_count + args.keyword_count() > 0;
    raise(Ref<ExceptionObject>(
        call(type_value(&object::system_exit_type), {given ? args.values[0] : none()})
            .as<ExceptionObject>()));
}

Value print_text(const Value& self, CallArgs) {
    Value print = getattr(vm::Interpreter::current().import_module("builtins"), "print");
    call(print, {site_repr(self)});
    return none();
}

/// help(…): pydoc's.
Value help_about(const Value&, CallArgs args) {
    return call(getattr(vm::Interpreter::current().import_module("pydoc"), "help"), args);
}

template <typename T>
void define(Type& type, const char* name, Value (*called)(const Value&, CallArgs)) {
    type.repr = site_repr;
    type.call = called;
    define_type<T>(type, {.name = name, .module = "_sitebuiltins"});
}

template <typename T>
void put(Dict& builtins, const char* name, std::string text) {
    auto made = make<T>();
    made->name = name;
    made->text = std::move(text);
    builtins.set(name, made);
}

}  // namespace

void add_site_builtins(Dict& builtins) {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define<Quitter>(quitter_type, "Quitter", leave);
        define<Printer>(printer_type, "_Printer", print_text);
        define<Helper>(helper_type, "_Helper", help_about);
    });
    for (const char* name : {"exit", "quit"}) {
        put<Quitter>(builtins, name, fmt::format("Use {}() or Ctrl-D (i.e. EOF) to exit", name));
    }
    put<Printer>(builtins, "copyright", "Python is copyright of the Python Software Foundation.");
    put<Printer>(builtins, "credits", "Python is the work of many: see www.python.org.");
    put<Printer>(builtins, "license", "See https://www.python.org/psf/license/");
    put<Helper>(builtins, "help",
                "Type help() for interactive help, or help(object) for help about object.");
}

}  // namespace loopscope::python::modules
