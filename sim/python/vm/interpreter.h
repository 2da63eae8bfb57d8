// Interpreter: runs code objects in one run; the door of the vm layer.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "sim/object/module.h"
#include "sim/object/runtime.h"
#include "sim/python/compile/compile.h"
#include "sim/python/vm/function.h"
#include "sim/python/vm/generator.h"

namespace loopscope::python::vm {

/// Told what interpreted code does, for the trace. Nothing here may run guest code.
///
/// Frame ids come from frame_entered and are kept with the frame; a generator or coroutine keeps
/// its id across suspensions.
class Observer {
  public:
    virtual ~Observer() = default;
    virtual std::uint32_t frame_entered(const Frame& frame) = 0;
    virtual void frame_suspended(const Frame& frame) = 0;
    virtual void frame_resumed(const Frame& frame) = 0;
    /// `result` is the return value or, when `raised`, the exception.
    virtual void frame_exited(const Frame& frame, const Value& result, bool raised) = 0;
    virtual void line_reached(const Frame& frame, int line) = 0;
    /// A null value: deleted.
    virtual void variable_changed(const Frame& frame, const Str& name, const Value& value) = 0;
    virtual bool wants_lines() const = 0;
    virtual bool wants_variables() const = 0;
};

/// What one thread of the program has on its stack. The interpreter runs one at a time; whoever
/// switches fibers switches this too (Interpreter::switch_thread). Kept for the next thread when
/// one has ended.
struct ThreadState {
    Frame* frame = nullptr;  ///< The innermost frame that runs.
    HandledException handled_bottom = {};
    HandledException* handled = &handled_bottom;
    DataStack stack;
    object::Runtime::StackState native = {};  ///< The object model's, while it is not running.
    Value asyncgen_firstiter = {};            ///< sys.set_asyncgen_hooks
    Value asyncgen_finalizer = {};
    int origin_depth = 0;         ///< sys.set_coroutine_origin_tracking_depth
    Value trace_function = {};    ///< sys.settrace
    Value profile_function = {};  ///< sys.setprofile
    bool hooked = false;          ///< There is one of them, and none of them runs.

    /// Works `hooked` out anew.
    void update_hooked() { hooked = !trace_function.is_null() || !profile_function.is_null(); }
};

/// How a program ended.
struct Outcome {
    enum class Kind : std::uint8_t {
        Ok,
        Failed,  ///< An exception reached the top; its traceback was written to stderr.
        Exited,  ///< SystemExit, or the program could not be compiled.
    };
    Kind kind = Kind::Ok;
    int status = 0;  ///< Exit status, as of the process python3 would be.
};

/// What the filenames of library modules written in Python begin with.
inline constexpr std::string_view kLibraryPrefix = "/usr/lib/python3.11/";

/// What the filenames of library modules begin with that CPython has in C. Their text begins with
/// "# native". Frames of theirs are in no traceback, as those of C functions are not.
inline constexpr std::string_view kNativePrefix = "<native>/";
inline constexpr std::string_view kNativeMark = "# native";

/// Whether code of this file belongs to the library, not to the program.
inline bool is_library_file(std::string_view filename) {
    return filename.starts_with(kLibraryPrefix) || filename.starts_with(kNativePrefix);
}

/// Fills a builtin module when it is imported first.
using ModuleInit = void (*)(object::Module& module);

/// The SyntaxError (or MemoryError, RecursionError) for a refused text.
Ref<ExceptionObject> make_syntax_error(const syntax::SyntaxErrorInfo& info,
                                       std::string_view filename);

/// The interpreter of one run. Lives in its Runtime as an extension.
class Interpreter : public object::Runtime::Extension {
  public:
    static constexpr char kRuntimeKey = 0;

    /// Makes an interpreter in the current Runtime and installs the runtime's hooks `where`, `warn`
    /// and `unraisable` where they are unset.
    static Interpreter& create();
    /// Whether there is an interpreter that may run guest code now.
    static bool can_run();
    static Interpreter& current() { return *object::Runtime::current().find<Interpreter>(); }
    ~Interpreter() override;

    // -- programs ------------------------------------------------------------------------------

    /// Runs a program as `__main__`: compiles it, executes it, prints an uncaught exception to the
    /// program's stderr as CPython does. Does not tear modules down: see finish().
    /// Errors: object::Stopped passes through.
    Outcome run_main(std::string_view source, std::string_view filename);

    /// What happens at the end of a process: threads that are no daemons are waited for, atexit
    /// callbacks run, then the modules are cleared in CPython's order, so that `__del__` and
    /// warnings of what is left happen. `finalizing` is called when only the main thread may run
    /// any more. Call once.
    /// Mirrors: Py_FinalizeEx.
    void finish(const std::function<void()>& finalizing = {});

    /// Makes the builtins and sys modules; run_main and import_module do it when it is due.
    void start();
    /// Parses and compiles; SyntaxErrors are Raised, warnings warned.
    Ref<Code> compile(std::string_view source, std::string_view filename,
                      compile::CompileMode mode);
    /// Prints an exception that reached the top, or reads SystemExit's status.
    Outcome report(const Ref<ExceptionObject>& exception);

    /// Registers a module written in C++. Later registrations of a name replace earlier ones.
    void register_module(std::string name, ModuleInit init);
    /// Registers a module written in Python (our own library text).
    void register_source(std::string name, std::string_view source);
    /// `import name` for C++ code: the module, dotted names give the innermost. Throws Raised.
    Value import_module(std::string_view name);
    /// Whether a library module of this full name is registered.
    bool knows_module(const std::string& name);
    /// Whether library modules are registered below this name.
    bool is_package(const std::string& name) const;
    /// __import__(name, globals, fromlist, level).
    Value import(Str* name, Dict* globals, const Value& fromlist, int level);
    Ref<Dict> modules;   ///< sys.modules
    Ref<Dict> builtins;  ///< The builtins module's dict.

    // -- running code --------------------------------------------------------------------------

    /// Calls an interpreted function. Throws Raised.
    Value call(Function& function, object::CallArgs args);
    /// Runs code in a namespace (exec). `locals` may be any mapping. Throws Raised.
    Value run_code(const Ref<Code>& code, const Ref<Dict>& globals, const Value& locals);
    /// Runs a class body: `function` with `space` as its namespace.
    Value run_in(Function& function, const Value& space);
    /// Resumes a generator or coroutine with a value (None or ignored at first). Goes straight to
    /// the innermost one of a chain of awaits.
    object::SendStatus resume(Generator& generator, const Value& value, Value& out);
    /// Resumes it with an exception raised at its innermost suspension point.
    object::SendStatus resume_raising(Generator& generator, Ref<ExceptionObject> exception,
                                      Value& out, OnExit on_exit = OnExit::CloseDelegate);

    // -- where it stands -----------------------------------------------------------------------

    ThreadState& thread() { return *thread_; }
    /// Makes the thread with this number (1: the main one) the current one. For whoever switches
    /// fibers: after the switch, or just before it.
    void switch_thread(std::uint32_t number);
    /// The current thread is about to end: lets go of what only it held. On its own stack.
    void thread_ends();
    /// That thread's stack is gone.
    void thread_ended(std::uint32_t number);
    ThreadState& main_thread() { return main_thread_; }
    /// The innermost frame of each thread that has one, by number.
    std::vector<std::pair<std::uint32_t, Frame*>> thread_frames() const;
    Frame* frame() const { return thread_->frame; }
    object::SourcePlace place() const;
    /// warnings.warn with the place of the innermost frame ("sys:1" when there is none).
    void warn(Type& category, std::string_view text);
    /// The exception being handled, or null: sys.exc_info(), and the context of a new one.
    ExceptionObject* handled_exception() const;

    // -- options -------------------------------------------------------------------------------

    /// Set before running code or between steps; null: nothing is observed.
    void set_observer(Observer* observer);
    Observer* observer() const { return observer_; }
    /// Called when the budget of steps (backward jumps and calls) is used up; it sets a new one or
    /// throws object::Stopped.
    std::function<void()> on_steps_used;
    std::int64_t steps_left = INT64_MAX;
    /// Instructions of the program itself that have run; counted while there is an observer and
    /// `counts_instructions` is set.
    std::uint64_t instructions = 0;
    bool counts_instructions = false;

    /// The text of a source file that was compiled, line by line; for tracebacks. Empty: unknown.
    std::string_view source_line(std::string_view filename, int line) const;
    void keep_source(std::string_view filename, std::string_view source);

    std::vector<std::string> arguments;  ///< sys.argv
    std::vector<Value> at_exit;          ///< Callables without arguments, run last first.
    std::uint64_t seed = 0;              ///< Of the random module, until the program sets one.
    bool finishing = false;

  private:
    Interpreter();
    Value run_frame(Frame* frame);
    void wait_for_threads();
    void run_at_exit();
    void default_warn(const Type& category, std::string_view text,
                      const object::SourcePlace& place);
    Value find_module(const std::string& name);
    Value load_module(const std::string& name);

    struct Source {
        std::string text;
        std::vector<std::size_t> line_starts;
    };
    object::Runtime& runtime_;
    ThreadState main_thread_{.stack = DataStack(DataStack::kChunkBytes)};
    ThreadState* thread_ = &main_thread_;
    std::vector<std::unique_ptr<ThreadState>> threads_;  ///< By number; null: main, or has ended.
    std::vector<std::unique_ptr<ThreadState>> spare_threads_;
    Observer* observer_ = nullptr;
    std::map<std::string, ModuleInit, std::less<>> native_modules_;
    std::map<std::string, std::string_view, std::less<>> source_modules_;
    std::map<std::string, Source, std::less<>> sources_;
    std::set<std::string> warned_;
    Ref<object::Module> builtins_module_;
    Ref<object::Module> main_module_;
    bool started_ = false;
};

}  // namespace loopscope::python::vm
