// Registers the library: modules in C++, and modules in Python text that is part of the program.
#include "sim/python/modules/library.h"

#include <string>

#include "sim/base/embedded.h"
#include "sim/python/modules/builtins.h"
#include "sim/python/modules/modules.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::embedded {
std::span<const EmbeddedFile> library_sources();
}

namespace loopscope::python::modules {

namespace {

struct NativeModule {
    const char* name;
    vm::ModuleInit init;
};

constexpr NativeModule kNativeModules[] = {
    {"sys", init_sys},
    {"builtins", init_builtins},
    {"_functools", init_functools},
    {"_collections", init_collections},
    {"itertools", init_itertools},
    {"math", init_math},
    {"operator", init_operator},
    {"_heapq", init_heapq},
    {"bisect", init_bisect},
    {"_random", init_random},
    {"gc", init_gc},
    {"atexit", init_atexit},
    {"_weakref", init_weakref},
};

/// "collections__abc.py" is the module collections.abc.
std::string module_name(std::string_view file) {
    std::string name(file.substr(0, file.size() - 3));
    if (std::size_t at = name.find("__", 1); at != std::string::npos && !name.starts_with("__")) {
        name.replace(at, 2, ".");
    }
    return name;
}

}  // namespace

void init_builtins(object::Module& module) {
    module.dict->update(vm::Interpreter::current().builtins);
}

void install_library(vm::Interpreter& interpreter) {
    auto& runtime = object::Runtime::current();
    runtime.add(std::make_unique<Library>());
    for (const NativeModule& module : kNativeModules) {
        interpreter.register_module(module.name, module.init);
    }
    for (const embedded::EmbeddedFile& file : embedded::library_sources()) {
        interpreter.register_source(module_name(file.name), file.text);
    }
    fill_builtins(*interpreter.builtins);
    interpreter.import_module("sys");
}

}  // namespace loopscope::python::modules
