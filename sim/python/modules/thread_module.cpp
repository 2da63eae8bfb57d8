// _thread: starting simulated threads, and what each of them has. CPython: _threadmodule.c
#include "sim/python/modules/thread_module.h"

#include <map>
#include <mutex>

#include "sim/kernel/kernel.h"
#include "sim/object/weakref.h"
#include "sim/python/modules/struct_sequence.h"
#include "sim/python/modules/thread_local.h"
#include "sim/python/modules/thread_locks.h"
#include "sim/python/vm/traceback.h"

namespace loopscope::python::modules {

using kernel::Kernel;

namespace {

/// What the library knows of the threads of a run.
struct Threads : Runtime::Extension {
    static constexpr char kRuntimeKey = 0;
    std::map<std::uint32_t, Value> sentinels;  ///< A lock to release when that thread has ended.
    std::int64_t stack_size = 0;

    static Threads& current() { return *Runtime::current().find<Threads>(); }
};

world::ThreadId present_thread() { return Kernel::current().machine().current_thread(); }

/// A name for the trace: that of the threading.Thread whose method is called, else the function's.
std::string name_for_trace(const Value& function) {
    if (Value owner = lookup_attr(function, "__self__")) {
        if (Value name = lookup_attr(owner, "_name"); name && is_str(name)) return str_string(name);
    }
    Value name = lookup_attr(function, "__qualname__");
    return name && is_str(name) ? str_string(name) : type_name(function);
}

/// Everything that a thread does. CPython: thread_run
void run_thread(const Value& function, const Value& arguments, const Value& keywords) {
    try {
        call_with(function, *arguments.as<Tuple>(), keywords ? keywords.as<Dict>() : nullptr);
    } catch (Raised& raised) {
        Ref<ExceptionObject> exception = std::move(raised.exception);
        if (!object::matches(*exception, object::system_exit_type)) {
            object::report_unraisable(exception, "Exception ignored in thread started by",
                                      function);
        }
    }
}

Value start_new_thread(const Value&, CallArgs args) {
    Value function = args.values[0];
    Value arguments = args.values[1];
    Value keywords = args.values[2];
    if (!object::is_callable(function)) raise_type_error("first arg must be callable");
    if (!is_tuple(arguments)) raise_type_error("2nd arg must be a tuple");
    if (keywords && !is_dict(keywords)) raise_type_error("optional 3rd arg must be a dictionary");
    Kernel& kernel = Kernel::current();
    const int process = kernel.thread().process_id;
    std::string name = name_for_trace(function);
    const world::ThreadId id = kernel.start_thread(
        std::move(name), [&kernel, function = std::move(function), arguments = std::move(arguments),
                          keywords = std::move(keywords), process]() mutable {
            kernel.thread().process_id = process;
            run_thread(function, arguments, keywords);
            // Before the thread counts as ended, as in CPython.
            function = arguments = keywords = Value();
        });
    return Int::from(thread_ident(id));
}

/// On the thread's own stack, last of all. CPython: PyThreadState_Clear, then the sentinel
void thread_ends() {
    const world::ThreadId self = present_thread();
    forget_thread_locals(self);
    auto& sentinels = Threads::current().sentinels;
    auto place = sentinels.find(self.value);
    if (place == sentinels.end()) return;
    Value sentinel = std::move(place->second);
    sentinels.erase(place);
    auto* lock = static_cast<LockObject*>(sentinel.as<object::WeakRef>()->target);
    if (lock != nullptr && lock->lock.locked()) lock->lock.release(Kernel::current());
}

Value allocate_lock(const Value&, CallArgs) {
    Ref<LockObject> lock = make<LockObject>();
    if (program_runs()) lock->sync = make_sync(lock_type, trace::SyncKind::Lock);
    return lock;
}
Value set_sentinel(const Value&, CallArgs) {
    Value lock = make<LockObject>();
    Threads::current().sentinels[present_thread().value] = object::make_weakref(lock);
    return lock;
}
Value get_ident(const Value&, CallArgs) { return Int::from(thread_ident(present_thread())); }
/// The kernel's number of a thread: that of the process for the main thread, then counted on.
Value get_native_id(const Value&, CallArgs) {
    constexpr std::int64_t kProcess = 4242;
    return Int::from(kProcess + static_cast<std::int64_t>(present_thread().value) - 1);
}
Value count(const Value&, CallArgs) {
    return Int::from_size(Kernel::current().machine().live_threads() - 1);
}
Value stack_size(const Value&, CallArgs args) {
    const std::int64_t old = Threads::current().stack_size;
    const std::int64_t wanted = index_or(args.values[0], 0);
    if (wanted < 0) raise_value_error("size must be 0 or a positive value");
    if (wanted > 0 && wanted < 32768)
        raise_value_error(fmt::format("size not valid: {} bytes", wanted));
    if (args.values[0]) Threads::current().stack_size = wanted;
    return Int::from(old);
}
Value exit_thread(const Value&, CallArgs) { raise(object::system_exit_type); }
/// threading.current_thread() before threading knows any: for excepthooks of bare threads.
Value main_ident(const Value&, CallArgs) {
    return Int::from(thread_ident(Kernel::current().process().main_thread));
}
/// Ours: os.getpid() as the calling thread sees it is `pid` from now on.
Value enter_process(const Value&, CallArgs args) {
    Kernel& kernel = Kernel::current();
    const int before = kernel.thread().process_id;
    const int parent = before != 0 ? before : kernel.process().pid;
    kernel.thread().process_id = static_cast<int>(object::to_index(args.values[0]));
    trace::Recorder& recorder = kernel.recorder();
    if (!recorder.on()) return none();
    recorder.record({.a = static_cast<std::uint32_t>(kernel.thread().process_id),
                     .b = static_cast<std::uint32_t>(parent),
                     .c = present_thread().value,
                     .text = recorder.text(str_string(args.values[1])),
                     .kind = trace::EventKind::ProcessStarted});
    return none();
}
/// Ours: the process that the calling thread stands for ends, killed by `signal` or with `status`.
Value leave_process(const Value&, CallArgs args) {
    Kernel& kernel = Kernel::current();
    trace::Recorder& recorder = kernel.recorder();
    if (!recorder.on()) return none();
    const auto status = object::to_index(args.values[1]);
    const bool killed = status < 0;
    recorder.record(
        {.a = static_cast<std::uint32_t>(object::to_index(args.values[0])),
         .b = killed ? 0 : static_cast<std::uint32_t>(status),
         .text = recorder.text(killed ? world::signal_name(static_cast<int>(-status)) : ""),
         .kind = trace::EventKind::ProcessEnded,
         .detail = static_cast<std::uint8_t>(killed ? trace::ProcessEnd::Killed
                                                    : trace::ProcessEnd::Exited)});
    return none();
}
Value process_id(const Value&, CallArgs) {
    return Int::from(Kernel::current().thread().process_id);
}

/// Ours: the threads that have to do something before the next wait of the calling one ends.
Value waits_for(const Value&, CallArgs args) {
    std::vector<world::ThreadId>& threads = Kernel::current().thread().waits_for_threads;
    threads.clear();
    for (const Value& ident : args.values[0].as<Tuple>()->items()) {
        if (is_int(ident)) threads.push_back(thread_of_ident(object::to_index(ident)));
    }
    return none();
}

/// Ours: what becomes of a call that an executor runs, for the trace.
Value note_work(const Value&, CallArgs args) {
    Kernel& kernel = Kernel::current();
    trace::Recorder& recorder = kernel.recorder();
    if (!recorder.on()) return none();
    trace::Event event{.a = static_cast<std::uint32_t>(object::to_index(args.values[1])),
                       .b = kernel.current_task_id().value,
                       .line = kernel.line(),
                       .kind = trace::EventKind::ExecutorWork};
    event.detail = static_cast<std::uint8_t>(object::to_index(args.values[0]));
    if (args.values[2]) event.text = recorder.text(str_string(args.values[2]));
    if (args.values[3]) event.text2 = recorder.text(str_string(args.values[3]));
    recorder.record(event);
    return none();
}

/// Ours: what has to happen before a future of the library is done, and what it is for.
Value note_need(const Value&, CallArgs args) {
    const kernel::Future* future = kernel::as_future(args.values[0]);
    if (future == nullptr || !future->loop) return none();
    kernel::note_need(*future, static_cast<trace::NeedKind>(object::to_index(args.values[1])),
                      static_cast<std::uint32_t>(object::to_index(args.values[2])),
                      args.values[3] ? str_string(args.values[3]) : std::string());
    return none();
}

/// Prints where an uncaught exception came from. CPython: thread_excepthook
Value excepthook(const Value&, CallArgs args) {
    const Tuple* given = try_cast<Tuple>(args.values[0]);
    if (given == nullptr || given->items().size() != 4)
        raise_type_error("_thread._excepthook argument type must be ExceptHookArgs");
    Value type = given->items()[0];
    Value exception = given->items()[1];
    Value thread = given->items()[3];
    if (is_same(type, type_value(&object::system_exit_type))) return none();
    Value name = is_none(thread) ? Value() : lookup_attr(thread, "_name");
    const std::string who =
        name ? str_string(name) : fmt::format("{}", thread_ident(present_thread()));
    auto& hooks = Runtime::current().hooks;
    if (hooks.write) hooks.write(object::Stream::Stderr, "Exception in thread " + who + ":\n");
    if (object::is_exception(exception))
        vm::print_exception(Ref<ExceptionObject>(exception.as<ExceptionObject>()));
    return none();
}

void fill_thread(Module& module) {
    Dict& names = *module.dict;
    names.set("LockType", type_value(&lock_type));
    names.set("RLock", type_value(&rlock_type));
    names.set("_local", type_value(&thread_local_type));
    names.set("error", type_value(&object::runtime_error_type));
    names.set("TIMEOUT_MAX", Float::from(9223372036.0));
    names.set("_ExceptHookArgs",
              make_struct_sequence("_thread", "_ExceptHookArgs",
                                   {"exc_type", "exc_value", "exc_traceback", "thread"}));
    object::add_functions(names,
                          {{"start_new_thread", start_new_thread, "function, args, kwargs=, /"},
                           {"start_new", start_new_thread, "function, args, kwargs=, /"},
                           {"allocate_lock", allocate_lock, ""},
                           {"allocate", allocate_lock, ""},
                           {"_set_sentinel", set_sentinel, ""},
                           {"get_ident", get_ident, ""},
                           {"get_native_id", get_native_id, ""},
                           {"_count", count, ""},
                           {"stack_size", stack_size, "size=, /"},
                           {"exit", exit_thread, ""},
                           {"exit_thread", exit_thread, ""},
                           {"_main_ident", main_ident, ""},
                           {"_enter_process", enter_process, "pid, name"},
                           {"_leave_process", leave_process, "pid, status"},
                           {"_process_id", process_id, ""},
                           sync_function(),
                           {"_waits_for", waits_for, "*idents"},
                           {"_note_work", note_work, "stage, number, function=, by="},
                           {"_note_need", note_need, "future, what, number, purpose="},
                           {"_excepthook", excepthook, "args, /"}},
                          "_thread");
}

constexpr const char* kEmptyDoc = "Exception raised by Queue.get(block=0)/get_nowait().";

void fill_queue(Module& module) {
    module.set("SimpleQueue", type_value(&simple_queue_type));
    Ref<Dict> space = Dict::make();
    space->set("__module__", make_str("_queue"));
    space->set("__doc__", make_str(kEmptyDoc));
    module.set("Empty",
               object::make_class(&object::type_type, intern("Empty").get(),
                                  Tuple::make({type_value(&object::exception_type)}), space));
}

void define_types() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_sync_types();
        define_thread_lock_types();
        define_simple_queue_type();
        define_thread_local_type();
    });
}

}  // namespace

void register_thread(vm::Interpreter& interpreter) {
    define_types();
    Runtime::current().add(std::make_unique<Threads>());
    Kernel& kernel = Kernel::current();
    kernel.hooks.thread_ends = [previous = std::move(kernel.hooks.thread_ends)] {
        if (previous) previous();
        thread_ends();
    };
    interpreter.register_module("_thread", fill_thread);
    interpreter.register_module("_queue", fill_queue);
}

}  // namespace loopscope::python::modules
