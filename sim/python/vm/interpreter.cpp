// Interpreter: programs from text to exit status, threads, warnings, and the end of a process.
#include "sim/python/vm/interpreter.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/weakref.h"
#include "sim/python/compile/compile.h"
#include "sim/python/vm/executor.h"
#include "sim/python/vm/traceback.h"
#include "sim/python/vm/vm_builtins.h"

namespace loopscope::python::vm {

using object::none;
using object::Runtime;

namespace {

/// The types of this layer, made once for the whole process.
void define_types_once() {
    static std::once_flag once;
    std::call_once(once, [] {
        object::ProcessScope process;
        compile::define_code_type();
        define_frame_types();
        define_function_types();
        define_generator_types();
    });
}

}  // namespace

Interpreter::Interpreter() : runtime_(Runtime::current()) {
    modules = Dict::make();
    builtins = Dict::make();
}

Interpreter::~Interpreter() = default;

Interpreter& Interpreter::create() {
    define_types_once();
    Runtime& runtime = Runtime::current();
    auto& vm = runtime.add(std::unique_ptr<Interpreter>(new Interpreter));
    auto& hooks = runtime.hooks;
    if (!hooks.where) hooks.where = [&vm] { return vm.place(); };
    if (!hooks.warn) {
        hooks.warn = [&vm](Type& category, std::string_view text,
                           const object::SourcePlace& place) {
            vm.default_warn(category, text, place);
        };
    }
    if (!hooks.unraisable) {
        hooks.unraisable = [](ExceptionObject& e, std::string_view context, const Value& object) {
            show_unraisable(Ref<ExceptionObject>(&e), context, object);
        };
    }
    return vm;
}

bool Interpreter::can_run() {
    return Runtime::has_current() && Runtime::current().find<Interpreter>() != nullptr;
}

// ---- where it stands --------------------------------------------------------------------------

object::SourcePlace Interpreter::place() const {
    const Frame* f = thread_->frame;
    while (f != nullptr && f->code->filename_text.starts_with(kNativePrefix)) f = f->back;
    if (f == nullptr) return {};
    static Str* const kName = object::intern_static("__name__");
    Value* name = f->globals->find(kName);
    std::string_view module =
        name != nullptr && object::is_str(*name) ? name->as<Str>()->view() : std::string_view();
    return {f->code->filename_text, f->code->qualname_text, f->line(), module};
}

ExceptionObject* Interpreter::handled_exception() const {
    for (HandledException* h = thread_->handled; h != nullptr; h = h->previous) {
        if (h->exception) return h->exception.get();
    }
    return nullptr;
}

void Interpreter::switch_thread(std::uint32_t number) {
    ThreadState* next = &main_thread_;
    if (number > 1) {
        if (number >= threads_.size()) threads_.resize(number + 1);
        std::unique_ptr<ThreadState>& place = threads_[number];
        if (!place && !spare_threads_.empty()) {
            place = std::move(spare_threads_.back());
            spare_threads_.pop_back();
        }
        if (!place) place = std::make_unique<ThreadState>();
        next = place.get();
    }
    runtime_.exchange_stack(thread_->native);
    thread_ = next;
    runtime_.exchange_stack(thread_->native);
}

void Interpreter::thread_ends() {
    thread_->handled_bottom.exception = nullptr;
    thread_->asyncgen_firstiter = Value();
    thread_->asyncgen_finalizer = Value();
    thread_->origin_depth = 0;
}

void Interpreter::thread_ended(std::uint32_t number) {
    if (number < threads_.size() && threads_[number])
        spare_threads_.push_back(std::move(threads_[number]));
}

std::vector<std::pair<std::uint32_t, Frame*>> Interpreter::thread_frames() const {
    std::vector<std::pair<std::uint32_t, Frame*>> result;
    if (main_thread_.frame != nullptr) result.emplace_back(1, main_thread_.frame);
    for (std::size_t k = 2; k < threads_.size(); ++k) {
        if (threads_[k] && threads_[k]->frame != nullptr)
            result.emplace_back(static_cast<std::uint32_t>(k), threads_[k]->frame);
    }
    return result;
}

void Interpreter::set_observer(Observer* observer) { observer_ = observer; }

// ---- warnings ---------------------------------------------------------------------------------

void Interpreter::warn(Type& category, std::string_view text) {
    object::SourcePlace where = place();
    if (where.line == 0) where = {"sys", "", 1, "sys"};
    if (runtime_.hooks.warn) runtime_.hooks.warn(category, text, where);
}

/// The warnings filter that a plain python3 starts with: each place once, and what is meant for
/// developers not at all (DeprecationWarning only in __main__).
void Interpreter::default_warn(const Type& category, std::string_view text,
                               const object::SourcePlace& place) {
    for (const Type* quiet : {&object::pending_deprecation_warning_type,
                              &object::import_warning_type, &object::resource_warning_type}) {
        if (category.is_subtype_of(quiet)) return;
    }
    if (category.is_subtype_of(&object::deprecation_warning_type)) {
        const Frame* f = thread_->frame;
        static Str* const kName = object::intern_static("__name__");
        Value* module = f != nullptr ? f->globals->find(kName) : nullptr;
        bool in_main =
            module != nullptr && object::is_str(*module) && module->as<Str>()->equals("__main__");
        if (!in_main) return;
    }
    std::string key = fmt::format("{}:{}:{}:{}", place.file, place.line, category.name, text);
    if (!warned_.insert(std::move(key)).second) return;
    show_warning(category, text, place.file, place.line);
}

// ---- source text ------------------------------------------------------------------------------

void Interpreter::keep_source(std::string_view filename, std::string_view source) {
    Source& kept = sources_[std::string(filename)];
    kept.text = std::string(source);
    if (kept.text.starts_with("\xef\xbb\xbf")) kept.text.erase(0, 3);
    kept.line_starts = {0};
    for (std::size_t k = 0; k < kept.text.size(); ++k) {
        bool alone =
            kept.text[k] == '\r' && (k + 1 == kept.text.size() || kept.text[k + 1] != '\n');
        if (kept.text[k] == '\n' || alone) kept.line_starts.push_back(k + 1);
    }
}

std::string_view Interpreter::source_line(std::string_view filename, int line) const {
    auto found = sources_.find(filename);
    if (found == sources_.end()) return {};
    const Source& s = found->second;
    auto index = static_cast<std::size_t>(line);
    if (line < 1 || index > s.line_starts.size()) return {};
    std::size_t begin = s.line_starts[index - 1];
    if (begin == s.text.size()) return {};  // Behind the last line end.
    std::size_t end = index < s.line_starts.size() ? s.line_starts[index] : s.text.size();
    while (end > begin && (s.text[end - 1] == '\n' || s.text[end - 1] == '\r')) --end;
    return std::string_view(s.text).substr(begin, end - begin);
}

// ---- programs ---------------------------------------------------------------------------------

Ref<ExceptionObject> make_syntax_error(const syntax::SyntaxErrorInfo& info,
                                       std::string_view filename) {
    using syntax::SyntaxErrorKind;
    if (info.kind == SyntaxErrorKind::MemoryError) {
        return object::make_exception(object::memory_error_type, info.message);
    }
    if (info.kind == SyntaxErrorKind::RecursionError) {
        return object::make_exception(object::recursion_error_type, info.message);
    }
    Type& type = info.kind == SyntaxErrorKind::IndentationError ? object::indentation_error_type
                 : info.kind == SyntaxErrorKind::TabError       ? object::tab_error_type
                                                                : object::syntax_error_type;
    bool without_text = info.of_compiler && info.text_line.empty();
    Value text = !without_text ? Value(object::make_str(info.text_line)) : none();
    Ref<Tuple> where = Tuple::make({object::make_str(filename), Value::small(info.line),
                                    Value::small(info.column), text, Value::small(info.end_line),
                                    Value::small(static_cast<std::int32_t>(info.end_column))});
    return object::make_exception(type, {object::make_str(info.message), where});
}

namespace {

/// Hands a value to what sys.displayhook is by then. CPython: PRINT_EXPR.
Value display(const Value&, object::CallArgs args) {
    Value* sys = Interpreter::current().modules->find(std::string_view("sys"));
    Value hook = sys == nullptr ? Value() : object::lookup_attr(*sys, "displayhook");
    if (!hook) object::raise(object::runtime_error_type, "lost sys.displayhook");
    return object::call(hook, {args.values[0]});
}

Value display_function() { return object::make_function({"displayhook", display, "value, /"}); }

}  // namespace

Ref<Code> Interpreter::compile(std::string_view source, std::string_view filename,
                               compile::CompileMode mode) {
    compile::CompileOptions options;
    options.mode = mode;
    if (mode == compile::CompileMode::Single) options.show = display_function();
    options.warn = [&](std::string_view text, int line) {
        if (runtime_.hooks.warn) {
            runtime_.hooks.warn(object::syntax_warning_type, text,
                                {filename, "", line, "__main__"});
        }
    };
    auto result = compile::compile_source(source, filename, options);
    if (auto* info = std::get_if<syntax::SyntaxErrorInfo>(&result)) {
        // CPython's compiler looks the line up in the file, which must be there.
        if (info->of_compiler && sources_.find(filename) == sources_.end()) info->text_line.clear();
        object::raise(make_syntax_error(*info, filename));
    }
    return std::get<Ref<Code>>(std::move(result));
}

void Interpreter::start() {
    if (started_) return;
    started_ = true;
    builtins_module_ = object::Module::make("builtins");
    builtins = Ref<Dict>(builtins_module_->dict);
    modules->set("builtins", builtins_module_);
    auto native = native_modules_.find("builtins");
    if (native != native_modules_.end()) {
        native->second(*builtins_module_);
    } else {
        add_vm_builtins(*builtins);
        for (Type* type : object::exception_types()) builtins->set(type->name, Value::borrow(type));
    }
    if (native_modules_.count("sys") != 0) load_module("sys");
}

namespace {

/// SystemExit: the status, and what is printed when its code is no number.
Outcome outcome_of_exit(const ExceptionObject& exception) {
    Value code = object::getattr(Value::borrow(const_cast<ExceptionObject*>(&exception)), "code");
    if (object::is_none(code)) return {Outcome::Kind::Exited, 0};
    if (object::is_int(code)) {
        auto wide = object::int_to_int64(code);
        return {Outcome::Kind::Exited, wide ? static_cast<int>(*wide & 0xff) : 0xff};
    }
    auto& hooks = Runtime::current().hooks;
    try {
        if (hooks.write) hooks.write(object::Stream::Stderr, object::str_string(code) + "\n");
    } catch (const object::Raised&) {
        // Its text is not to be had: the status must do.
    }
    return {Outcome::Kind::Exited, 1};
}

/// sys.excepthook, when the program has put its own there; null: the usual one.
Value own_excepthook(Dict& modules) {
    Value* sys = modules.find(std::string_view("sys"));
    if (sys == nullptr) return Value();
    Value hook = object::lookup_attr(*sys, "excepthook");
    Value usual = object::lookup_attr(*sys, "__excepthook__");
    return !hook || (usual && is_same(hook, usual)) ? Value() : hook;
}

/// Shows the exception that ends the program. CPython: PyErr_PrintEx
std::optional<Outcome> show_last(Dict& modules, const Ref<ExceptionObject>& exception) {
    Value hook = own_excepthook(modules);
    if (!hook) {
        print_exception(exception);
        return std::nullopt;
    }
    auto& write = Runtime::current().hooks.write;
    try {
        Value traceback = exception->traceback ? exception->traceback : none();
        object::call(hook, {Value::borrow(exception->type), exception, traceback});
    } catch (object::Raised& raised) {
        Ref<ExceptionObject> failure = std::move(raised.exception);
        if (object::matches(*failure, object::system_exit_type)) return outcome_of_exit(*failure);
        if (write) write(object::Stream::Stderr, "Error in sys.excepthook:\n");
        print_exception(failure);
        if (write) write(object::Stream::Stderr, "\nOriginal exception was:\n");
        print_exception(exception);
    }
    return std::nullopt;
}

}  // namespace

Outcome Interpreter::report(const Ref<ExceptionObject>& exception) {
    if (object::matches(*exception, object::system_exit_type)) return outcome_of_exit(*exception);
    if (auto exited = show_last(*modules, exception)) return *exited;
    bool interrupted = object::matches(*exception, object::keyboard_interrupt_type);
    return {Outcome::Kind::Failed, interrupted ? 130 : 1};
}

Outcome Interpreter::run_main(std::string_view source, std::string_view filename) {
    start();
    if (filename != "<string>") keep_source(filename, source);
    try {
        main_module_ = object::Module::make("__main__");
        Dict& space = *main_module_->dict;
        main_module_->set("__annotations__", Dict::make());
        main_module_->set("__builtins__", builtins_module_);
        main_module_->set("__file__", object::make_str(filename));
        main_module_->set("__cached__", none());
        modules->set("__main__", main_module_);
        Ref<Code> code = compile(source, filename, compile::CompileMode::Module);
        run_code(code, Ref<Dict>(&space), Value::borrow(&space));
        return {};
    } catch (object::Raised& raised) {
        Ref<ExceptionObject> exception = std::move(raised.exception);
        return report(exception);
    }
}

// ---- the end ----------------------------------------------------------------------------------

namespace {

/// CPython: _PyModule_ClearDict: private names first, then all but __builtins__.
void clear_namespace(Dict& dict) {
    for (int pass = 0; pass < 2; ++pass) {
        for (std::uint32_t k = 0; k < dict.entry_count(); ++k) {
            const Value& key = dict.entry(k).key;
            if (!key || !object::is_str(key) || object::is_none(dict.entry(k).value)) continue;
            std::string_view name = key.as<Str>()->view();
            bool is_private = name.starts_with('_') && !name.starts_with("__");
            if (pass == 0 ? !is_private : name == "__builtins__") continue;
            Value gone = std::exchange(dict.entry(k).value, none());
        }
    }
}

}  // namespace

/// CPython: wait_for_thread_shutdown
void Interpreter::wait_for_threads() {
    static Str* const kThreading = object::intern_static("threading");
    Value* found = modules->find(kThreading);
    if (found == nullptr) return;
    Value threading = *found;
    try {
        object::call_method(threading, "_shutdown", {});
    } catch (object::Raised& raised) {
        Ref<ExceptionObject> exception = std::move(raised.exception);
        object::report_unraisable(exception, "Exception ignored in", threading);
    }
}

void Interpreter::run_at_exit() {
    while (!at_exit.empty()) {
        Value callback = std::move(at_exit.back());
        at_exit.pop_back();
        try {
            object::call(callback);
        } catch (object::Raised& raised) {
            Ref<ExceptionObject> exception = std::move(raised.exception);
            object::report_unraisable(exception, "Exception ignored in atexit callback", callback);
        }
    }
}

void Interpreter::finish(const std::function<void()>& finalizing) {
    if (finishing || !started_) return;
    wait_for_threads();
    run_at_exit();
    finishing = true;
    if (finalizing) finalizing();
    thread_->handled_bottom.exception = nullptr;
    runtime_.collect_cycles();
    // Every module loses its place in sys.modules; those that nobody else holds go at once, in
    // order of import. Then the cycles (functions and their globals), then what is still alive.
    Value sys;
    std::vector<Value> weak;
    for (std::uint32_t k = 0; k < modules->entry_count(); ++k) {
        if (!modules->entry(k).key) continue;
        Value module = std::exchange(modules->entry(k).value, none());
        if (object::try_cast<object::Module>(module) == nullptr) continue;
        if (modules->entry(k).key.as<Str>()->equals("sys")) sys = module;
        weak.push_back(object::make_weakref(module));
    }
    modules->clear();
    main_module_ = nullptr;
    runtime_.collect_cycles();
    for (std::size_t k = weak.size(); k-- > 0;) {
        Value module = weak[k].as<object::WeakRef>()->get();
        if (!module || is_same(module, sys) || module.object() == builtins_module_.get()) continue;
        clear_namespace(*module.as<object::Module>()->dict);
    }
    runtime_.collect_cycles();
    if (sys) clear_namespace(*sys.as<object::Module>()->dict);
}

}  // namespace loopscope::python::vm
