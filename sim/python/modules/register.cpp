// Registers the library: modules in C++, and modules in Python text that is part of the program.
#include "sim/python/modules/register.h"

#include <mutex>
#include <string>

#include "sim/base/embedded.h"
#include "sim/python/modules/asyncio_module.h"
#include "sim/python/modules/builtins.h"
#include "sim/python/modules/contextvars_module.h"
#include "sim/python/modules/library.h"
#include "sim/python/modules/modules.h"
#include "sim/python/modules/reduce.h"
#include "sim/python/modules/thread_module.h"
#include "sim/python/modules/time_module.h"
#include "sim/python/modules/warnings.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::embedded {
std::span<const base::EmbeddedFile> library_sources();
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
    {"_traceback", init_traceback},
    {"_hashes", init_hashlib},
    {"_imp", init_imp},
    {"_zlib", init_zlib},
    {"_bz2", init_bz2},
    {"_json", init_json},
    {"_re", init_re},
    {"_struct", init_struct},
    {"_type_names", init_type_names},
    {"errno", init_errno},
    {"_socket", init_socket},
    {"select", init_select},
    {"_warnings", init_warnings},
    {"posix", init_posix},
    {"unicodedata", init_unicodedata},
    {"_ast", init_ast},
    {"_signal", init_signal},
};

/// "collections__abc.py" is the module collections.abc, "a__b___c.py" is a.b._c.
std::string module_name(std::string_view file) {
    std::string name(file.substr(0, file.size() - 3));
    if (name.starts_with("__")) return name;
    for (std::size_t at = 1; (at = name.find("__", at)) != std::string::npos; ++at)
        name.replace(at, 2, ".");
    return name;
}

}  // namespace

void init_builtins(object::Module& module) { fill_builtins(*module.dict); }

void register_all(vm::Interpreter& interpreter) {
    static std::once_flag once;
    std::call_once(once, define_reduction);
    auto& library = object::Runtime::current().add(std::make_unique<Library>());
    library.seed = interpreter.seed;
    install_warning_hook(object::Runtime::current());
    for (const NativeModule& module : kNativeModules) {
        interpreter.register_module(module.name, module.init);
    }
    for (const base::EmbeddedFile& file : embedded::library_sources()) {
        interpreter.register_source(module_name(file.name), file.text);
    }
    register_time(interpreter);
    register_contextvars(interpreter);
    register_thread(interpreter);
    register_asyncio(interpreter);
}

}  // namespace loopscope::python::modules
