// Warnings of C++ code: filtered, then shown.
#include "sim/python/modules/warnings.h"

#include "sim/kernel/kernel.h"
#include "sim/python/modules/library.h"
#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"
#include "sim/python/vm/interpreter.h"
#include "sim/python/vm/traceback.h"

namespace loopscope::python::modules {

namespace {

bool ignored_at_first(const Type& category, bool in_main) {
    if (category.is_subtype_of(&object::deprecation_warning_type)) return !in_main;
    for (const Type* type : {&object::pending_deprecation_warning_type,
                             &object::import_warning_type, &object::resource_warning_type}) {
        if (category.is_subtype_of(type)) return true;
    }
    return false;
}

/// Writes a warning that is about to be shown into the trace. The line is the program's or none.
void record_warning(std::string_view category, std::string_view message, std::string_view file,
                    std::int64_t line) {
    trace::Recorder& recorder = kernel::Kernel::current().recorder();
    if (!recorder.on()) return;
    bool of_program = line > 0 && file != "sys" && !file.starts_with(vm::kLibraryPrefix);
    recorder.record({.text = recorder.text(category),
                     .text2 = recorder.text(message),
                     .line = of_program ? static_cast<std::uint32_t>(line) : 0,
                     .kind = trace::EventKind::Warning});
}

/// _warnings.shown(category, message, filename, lineno): called by the module warnings.
Value shown(const Value&, CallArgs args) {
    record_warning(object::str_string(args.values[0]), object::str_string(args.values[1]),
                   object::str_string(args.values[2]),
                   is_int(args.values[3]) ? object::to_index(args.values[3]) : 0);
    return none();
}

void warn_plainly(Type& category, std::string_view message, const object::SourcePlace& place,
                  const std::string& file, int line) {
    bool in_main = place.module == "__main__";
    if (ignored_at_first(category, in_main)) return;
    std::string key = fmt::format("{}\n{}\n{}\n{}", file, line, category.name, message);
    // What the compiler finds has no registry: it is told each time.
    bool told = !Library::current().warned.insert(key).second;
    if (told && !category.is_subtype_of(&object::syntax_warning_type)) return;
    record_warning(category.name, message, file, line);
    vm::show_warning(category, message, file, line);
}

/// The `__warningregistry__` of the module whose code runs.
Value registry() {
    vm::Frame* frame = vm::Interpreter::current().frame();
    if (frame == nullptr) return none();
    static Str* const kRegistry = intern_static("__warningregistry__");
    if (Value* found = frame->globals->find(kRegistry)) return *found;
    Value made = Dict::make();
    frame->globals->set(kRegistry, made);
    return made;
}

void warn(Type& category, std::string_view message, const object::SourcePlace& place) {
    std::string file = place.file.empty() ? "sys" : std::string(place.file);
    int line = place.file.empty() ? 1 : place.line;
    Value* module = vm::Interpreter::current().modules->find("warnings");
    if (module == nullptr) {
        warn_plainly(category, message, place, file, line);
        return;
    }
    try {
        bool of_compiler = category.is_subtype_of(&object::syntax_warning_type);
        std::string name = place.file.empty() ? "sys" : std::string(place.module);
        call(getattr(*module, "warn_explicit"),
             {make_str(message), type_value(&category), make_str(file), Int::from(line),
              make_str(name), of_compiler ? none() : registry()});
    } catch (Raised& raised) {
        object::report_unraisable(raised.exception, "", Value());
    }
}

}  // namespace

void init_warnings(object::Module& module) {
    object::add_functions(*module.dict, {{"shown", shown, "category, message, filename, lineno"}},
                          "_warnings");
}

void install_warning_hook(Runtime& runtime) { runtime.hooks.warn = warn; }

}  // namespace loopscope::python::modules
