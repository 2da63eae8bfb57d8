// Imports: finding modules, running their text, and the import statement's rules.
#include <fmt/format.h>

#include <algorithm>

#include "sim/object/list.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/python/vm/executor.h"

namespace loopscope::python::vm {

void Interpreter::register_module(std::string name, ModuleInit init) {
    native_modules_[std::move(name)] = init;
}

void Interpreter::register_source(std::string name, std::string_view source) {
    source_modules_[std::move(name)] = source;
}

namespace {

/// Where tracebacks say that the text of a library module stands: CPython's own place for it.
std::string library_filename(std::string name, bool package) {
    std::replace(name.begin(), name.end(), '.', '/');
    return fmt::format("{}{}{}.py", kLibraryPrefix, name, package ? "/__init__" : "");
}

}  // namespace

namespace {

/// The text of a module that is a file of the program's own: (file name, text, is a package), as
/// posix.find_source answers it; null when there is no such file, or no files at all.
Value own_source(Interpreter& vm, const std::string& name) {
    static constexpr std::string_view kSystem = "posix";
    if (name == kSystem || !vm.modules->find(std::string_view("sys"))) return Value();
    Value system;
    try {
        system = vm.import_module(kSystem);
    } catch (const object::Raised&) {
        return Value();
    }
    Value finder = object::lookup_attr(system, "find_source");
    Value found = finder ? object::call(finder, {object::make_str(name)}) : Value();
    return found && !object::is_none(found) ? found : Value();
}

std::string parent_of(const std::string& name) {
    std::size_t dot = name.rfind('.');
    return dot == std::string::npos ? std::string() : name.substr(0, dot);
}

/// A module of the program's own, read from a file, made and run; null when there is none.
Value run_own_module(Interpreter& vm, const std::string& name) {
    Value found = own_source(vm, name);
    if (!found) return Value();
    const auto& parts = *found.as<object::Tuple>();
    const std::string filename = parts[0].as<Str>()->to_string();
    const std::string text = parts[1].as<Str>()->to_string();
    Ref<object::Module> module = object::Module::make(name);
    vm.modules->set(name, module);
    module->set("__builtins__", vm.builtins);
    module->set("__file__", object::make_str(filename));
    bool package = object::truth(parts[2]);
    if (package) module->set("__path__", object::List::make());
    module->set("__package__", object::make_str(package ? name : parent_of(name)));
    try {
        vm.keep_source(filename, text);
        Ref<Code> code = vm.compile(text, filename, compile::CompileMode::Module);
        vm.run_code(code, Ref<Dict>(module->dict), Value::borrow(module->dict));
    } catch (...) {
        Ref<Str> key = object::intern(name);
        vm.modules->erase(key.get());
        throw;
    }
    if (Value* replaced = vm.modules->find(std::string_view(name))) return *replaced;
    return module;
}

}  // namespace

/// The registered module of this full name, made and run; null when there is none.
Value Interpreter::find_module(const std::string& name) {
    auto native = native_modules_.find(name);
    auto text = source_modules_.find(name);
    if (native == native_modules_.end() && text == source_modules_.end())
        return run_own_module(*this, name);
    Ref<object::Module> module = object::Module::make(name);
    modules->set(name, module);
    if (is_package(name)) {
        module->set("__path__", object::List::make());
        module->set("__package__", object::make_str(name));
    }
    try {
        if (native != native_modules_.end()) {
            native->second(*module);
        } else {
            std::string filename = text->second.starts_with(kNativeMark)
                                       ? fmt::format("{}{}.py", kNativePrefix, name)
                                       : library_filename(name, is_package(name));
            module->set("__builtins__", builtins);
            module->set("__file__", object::make_str(library_filename(name, is_package(name))));
            keep_source(filename, text->second);
            Ref<Code> code = compile(text->second, filename, compile::CompileMode::Module);
            run_code(code, Ref<Dict>(module->dict), Value::borrow(module->dict));
        }
    } catch (...) {
        Ref<Str> key = object::intern(name);
        modules->erase(key.get());
        throw;
    }
    if (Value* replaced = modules->find(std::string_view(name))) return *replaced;
    return module;
}

/// Whether modules are registered below this name. os is no package, though it has os.path.
bool Interpreter::is_package(const std::string& name) const {
    if (name == "os") return false;
    std::string prefix = name + ".";
    auto below = [&](const auto& table) {
        auto at = table.lower_bound(prefix);
        return at != table.end() && at->first.starts_with(prefix);
    };
    return below(native_modules_) || below(source_modules_);
}

/// Imports the module of this full name, its parents first. Answers it.
Value Interpreter::load_module(const std::string& name) {
    if (Value* known = modules->find(std::string_view(name))) {
        if (!object::is_none(*known)) return *known;
    }
    std::size_t dot = name.rfind('.');
    Value parent;
    if (dot != std::string::npos) parent = load_module(name.substr(0, dot));
    if (Value* known = modules->find(std::string_view(name))) return *known;
    Value module = find_module(name);
    if (!module) {
        std::string text = fmt::format("No module named '{}'", name);
        if (parent && !object::lookup_attr(parent, "__path__")) {
            text += fmt::format("; '{}' is not a package", name.substr(0, dot));
        }
        Ref<ExceptionObject> e = object::make_exception(object::module_not_found_error_type, text);
        static_cast<object::NamedErrorObject*>(e.get())->name = object::make_str(name);
        object::raise(std::move(e));
    }
    if (parent) object::setattr(parent, name.substr(dot + 1), module);
    return module;
}

Value Interpreter::import_module(std::string_view name) {
    start();
    return load_module(std::string(name));
}

bool Interpreter::knows_module(const std::string& name) {
    return native_modules_.count(name) != 0 || source_modules_.count(name) != 0;
}

namespace {

/// The full name of `from ..name import`. CPython: resolve_name.
std::string absolute_name(const Dict* globals, std::string_view name, int level) {
    auto text_of = [&](const char* key) -> std::string {
        Value* found = globals ? const_cast<Dict*>(globals)->find(std::string_view(key)) : nullptr;
        return found && object::is_str(*found) ? found->as<Str>()->to_string() : std::string();
    };
    std::string package = text_of("__package__");
    if (package.empty()) {
        object::raise(object::import_error_type,
                      "attempted relative import with no known parent package");
    }
    for (int up = 1; up < level; ++up) {
        package = parent_of(package);
        if (package.empty()) {
            object::raise(object::import_error_type,
                          "attempted relative import beyond top-level package");
        }
    }
    return name.empty() ? package : fmt::format("{}.{}", package, name);
}

}  // namespace

/// CPython: PyImport_ImportModuleLevelObject.
Value Interpreter::import(Str* name, Dict* globals, const Value& fromlist, int level) {
    std::string full(name->view());
    if (level > 0) {
        full = absolute_name(globals, full, level);
    } else if (full.empty()) {
        object::raise_value_error("Empty module name");
    }
    Value module = load_module(full);
    bool from = fromlist && !object::is_none(fromlist) && object::truth(fromlist);
    if (!from) {
        if (level > 0) return module;
        std::size_t dot = full.find('.');
        return dot == std::string::npos ? module : load_module(full.substr(0, dot));
    }
    // `from package import submodule` imports the submodule.
    object::for_each(fromlist, [&](const Value& item) {
        if (!object::is_str(item)) return;
        std::string sub = fmt::format("{}.{}", full, item.as<Str>()->view());
        if (object::lookup_attr(module, item.as<Str>())) return;
        bool own = object::lookup_attr(module, "__path__") && !is_package(full);
        if (knows_module(sub) || (own && own_source(*this, sub))) load_module(sub);
    });
    return module;
}

}  // namespace loopscope::python::vm
