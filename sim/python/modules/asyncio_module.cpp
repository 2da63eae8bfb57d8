// The asyncio module: names, functions, and the class Runner.
#include "sim/python/modules/asyncio_module.h"

#include <algorithm>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "sim/aio/gather.h"
#include "sim/aio/locks.h"
#include "sim/aio/queues.h"
#include "sim/aio/runner.h"
#include "sim/aio/sleep.h"
#include "sim/aio/task_group.h"
#include "sim/aio/tasks.h"
#include "sim/aio/timeouts.h"
#include "sim/aio/wait.h"
#include "sim/kernel/coro.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/kernel.h"
#include "sim/kernel/policy.h"
#include "sim/object/class.h"
#include "sim/object/list.h"
#include "sim/object/module.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/set.h"
#include "sim/python/modules/asyncio_asyncgens.h"
#include "sim/python/modules/asyncio_hooks.h"
#include "sim/python/modules/asyncio_network.h"
#include "sim/python/modules/asyncio_policy.h"
#include "sim/python/modules/asyncio_processes.h"

namespace loopscope::python::modules {

using namespace object;
using namespace kernel;

namespace {

Type runner_type;
Kernel& current_kernel() { return Kernel::current(); }

EventLoop* loop_argument(const Value& loop) {
    if (!loop || is_none(loop)) return nullptr;
    EventLoop* known = as_event_loop(loop);
    if (known == nullptr) raise_type_error("an event loop was expected, got " + repr_string(loop));
    return known;
}

// Loops.

Value get_running_loop_function(const Value&, CallArgs) {
    return Value::borrow(&get_running_loop(current_kernel()));
}
Value private_running_loop(const Value&, CallArgs) {
    EventLoop* loop = running_loop(current_kernel());
    return loop != nullptr ? Value::borrow(loop) : none();
}
Value get_event_loop_function(const Value&, CallArgs) {
    return Value::borrow(&get_event_loop(current_kernel()));
}
Value new_event_loop_function(const Value&, CallArgs) {
    return kernel::new_event_loop(current_kernel());
}
Value set_event_loop_function(const Value&, CallArgs args) {
    const Value& loop = args.values[0];
    if (!is_none(loop) && as_event_loop(loop) == nullptr) {
        raise_type_error("loop must be an instance of AbstractEventLoop or None, not '" +
                         loop.type()->name + "'");
    }
    set_event_loop(current_kernel(), as_event_loop(loop));
    return none();
}

// Tasks.

Value run_function(const Value&, CallArgs args) {
    return aio::run(current_kernel(), args.values[0], args.values[1]);
}
Value sleep_function(const Value&, CallArgs args) {
    return aio::sleep(current_kernel(), args.values[0], args.values[1] ? args.values[1] : none());
}
/// Whether one of them only follows the `_asyncio_future_blocking` protocol. The library's C++
/// takes futures of its own kind; for others there is Python text that asks their methods.
bool any_foreign(const Value& awaitables) {
    if (!is_tuple(awaitables) && !is_list(awaitables) && !is_any_set(awaitables)) return false;
    bool foreign = false;
    for_each(awaitables, [&](const Value& v) {
        if (as_future(v) == nullptr && !is_coroutine(v) && is_future(v)) foreign = true;
    });
    return foreign;
}
bool is_foreign(const Value& v) {
    return as_future(v) == nullptr && !is_coroutine(v) && is_future(v);
}
Value foreign(std::string_view name, std::initializer_list<Value> arguments) {
    return call(current_kernel().hooks.library(name), arguments);
}
Value or_none(const Value& v) { return v ? v : none(); }

Value gather_function(const Value&, CallArgs args) {
    if (any_foreign(args.values[1]))
        return foreign("_gather", {args.values[1], or_none(args.values[0])});
    bool exceptions = args.values[0] && truth(args.values[0]);
    return aio::gather(current_kernel(), args.values[1].as<Tuple>()->items(), exceptions);
}
Value create_task_function(const Value&, CallArgs args) {
    return aio::create_task(current_kernel(), args.values[0], args.values[1], args.values[2]);
}
Value ensure_future_function(const Value&, CallArgs args) {
    return ensure_future(args.values[0], loop_argument(args.values[1]));
}
Value wait_for_function(const Value&, CallArgs args) {
    if (is_foreign(args.values[0])) return foreign("wait_for", {args.values[0], args.values[1]});
    return aio::wait_for(current_kernel(), args.values[0], args.values[1]);
}
Value wait_function(const Value&, CallArgs args) {
    if (any_foreign(args.values[0])) {
        Value when = args.values[2] ? args.values[2] : make_str("ALL_COMPLETED");
        return foreign("wait", {args.values[0], or_none(args.values[1]), when});
    }
    return aio::wait(current_kernel(), args.values[0], args.values[1], args.values[2]);
}
Value shield_function(const Value&, CallArgs args) {
    if (is_foreign(args.values[0])) return foreign("shield", {args.values[0]});
    return aio::shield(current_kernel(), args.values[0]);
}
Value as_completed_function(const Value&, CallArgs args) {
    return aio::as_completed(current_kernel(), args.values[0], args.values[1]);
}
Value timeout_function(const Value&, CallArgs args) {
    return aio::timeout(current_kernel(), args.values[0]);
}
Value timeout_at_function(const Value&, CallArgs args) { return aio::timeout_at(args.values[0]); }
Value current_task_function(const Value&, CallArgs args) {
    EventLoop* loop = loop_argument(args.values[0]);
    return aio::current_task(loop != nullptr ? *loop : get_running_loop(current_kernel()));
}
Value all_tasks_function(const Value&, CallArgs args) {
    EventLoop* loop = loop_argument(args.values[0]);
    return Set::make_ordered(aio::all_tasks(
        current_kernel(), loop != nullptr ? *loop : get_running_loop(current_kernel())));
}

// Tests.

Value iscoroutine(const Value&, CallArgs args) { return make_bool(is_coroutine(args.values[0])); }
Value isfuture(const Value&, CallArgs args) { return make_bool(is_future(args.values[0])); }

// What asyncio itself defines with `async def`, for its functions here are C++.
constexpr std::string_view kCoroutineFunctions[] = {"sleep",
                                                    "wait",
                                                    "wait_for",
                                                    "to_thread",
                                                    "open_connection",
                                                    "open_unix_connection",
                                                    "start_server",
                                                    "start_unix_server",
                                                    "create_subprocess_exec",
                                                    "create_subprocess_shell"};
constexpr std::string_view kCoroutineMethods[] = {"__aenter__",
                                                  "__aexit__",
                                                  "__anext__",
                                                  "acquire",
                                                  "connect_accepted_socket",
                                                  "connect_read_pipe",
                                                  "connect_write_pipe",
                                                  "create_connection",
                                                  "create_datagram_endpoint",
                                                  "create_server",
                                                  "create_unix_connection",
                                                  "create_unix_server",
                                                  "drain",
                                                  "get",
                                                  "getaddrinfo",
                                                  "getnameinfo",
                                                  "join",
                                                  "put",
                                                  "read",
                                                  "readexactly",
                                                  "readline",
                                                  "readuntil",
                                                  "sendfile",
                                                  "serve_forever",
                                                  "shutdown_asyncgens",
                                                  "shutdown_default_executor",
                                                  "sock_accept",
                                                  "sock_connect",
                                                  "sock_recv",
                                                  "sock_recv_into",
                                                  "sock_recvfrom",
                                                  "sock_recvfrom_into",
                                                  "sock_sendall",
                                                  "sock_sendfile",
                                                  "sock_sendto",
                                                  "start_serving",
                                                  "start_tls",
                                                  "subprocess_exec",
                                                  "subprocess_shell",
                                                  "wait",
                                                  "wait_closed",
                                                  "wait_for"};

/// Whether a function or method in C++ is one of asyncio's that CPython defines with `async def`.
bool is_native_coroutine_function(const Value& function) {
    Value name = lookup_attr(function, "__name__");
    if (!name || !is_str(name)) return false;
    Value owner = lookup_attr(function, "__objclass__");
    if (!owner) {
        Value self = lookup_attr(function, "__self__");
        bool bound = self && !is_none(self) && self.type() != &object::module_type;
        if (bound) owner = getattr(self, "__class__");
    }
    bool method = bool(owner);
    Value module = lookup_attr(method ? owner : function, "__module__");
    if (!module || !is_str(module)) return false;
    if (!module.as<Str>()->to_string().starts_with("asyncio")) return false;
    std::string text = name.as<Str>()->to_string();
    std::span<const std::string_view> known = kCoroutineFunctions;
    if (method) known = kCoroutineMethods;
    return std::ranges::find(known, text) != known.end();
}

/// asyncio.iscoroutinefunction: functions, bound methods and partials of `async def`.
Value iscoroutinefunction(const Value&, CallArgs args) {
    constexpr std::int64_t kCoroutineFlag = 0x80;  // inspect.CO_COROUTINE
    Value function = args.values[0];
    while (function.type()->name.ends_with("partial")) function = getattr(function, "func");
    if (is_native_coroutine_function(function)) return make_bool(true);
    Value code = lookup_attr(function, "__code__");
    Value flags = code ? lookup_attr(code, "co_flags") : Value();
    return make_bool(flags && is_int(flags) && (to_index(flags) & kCoroutineFlag) != 0);
}

// Runner.

struct RunnerObject : Container {
    aio::Runner runner;

    RunnerObject(Value debug, Value factory)
        : runner(current_kernel(), std::move(debug), std::move(factory)) {}
    static Type* class_type() { return &runner_type; }
};

aio::Runner& self_runner(const Value& self) { return self.as<RunnerObject>()->runner; }

Value runner_construct(Type* cls, CallArgs args) {
    static const NativeCode* const kCode = make_code({.name = "Runner.__init__",
                                                      .parameters = "*, debug=, loop_factory=",
                                                      .style = CallStyle::Function});
    Value values[2];
    bind_arguments(*kCode, args, values);
    return make_typed<RunnerObject>(cls, values[0], values[1]);
}
Value runner_enter(const Value& self, CallArgs) {
    self_runner(self).lazy_init();
    return self;
}
Value runner_exit(const Value& self, CallArgs) {
    self_runner(self).close();
    return none();
}
Value runner_close(const Value& self, CallArgs) {
    self_runner(self).close();
    return none();
}
Value runner_get_loop(const Value& self, CallArgs) { return self_runner(self).get_loop(); }
Value runner_run(const Value& self, CallArgs args) {
    return self_runner(self).run(args.values[0], args.values[1]);
}

constexpr CallStyle kPython = CallStyle::Function;

MethodDef python(std::string_view name, NativeCall call, std::string_view parameters) {
    return {.name = name, .call = call, .parameters = parameters, .style = kPython};
}

void define_runner() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        runner_type.construct = runner_construct;
        define_type<RunnerObject>(
            runner_type,
            {.name = "Runner",
             .module = "asyncio.runners",
             .methods = {python("__enter__", runner_enter, ""),
                         python("__exit__", runner_exit, "type, value, traceback"),
                         python("close", runner_close, ""), python("get_loop", runner_get_loop, ""),
                         python("run", runner_run, "coro, *, context=")}});
    });
}

// The module.

/// One submodule's share of names: (name, value), in the order of CPython's `__all__`.
struct Names {
    Dict& dict;
    void type(std::string_view name, Type& value) { dict.set(name, type_value(&value)); }
    void text(std::string_view name, std::string_view value) { dict.set(name, make_str(value)); }
};

void fill_exceptions(Module& module) {
    Names names{*module.dict};
    names.type("CancelledError", cancelled_error_type);
    names.type("InvalidStateError", invalid_state_error_type);
    names.type("TimeoutError", timeout_error_type);
    names.type("BrokenBarrierError", broken_barrier_error_type);
    fill_stream_exceptions(module);
}

void fill_events(Module& module) {
    fill_policies(module);
    Names names{*module.dict};
    names.type("AbstractEventLoop", abstract_event_loop_type);
    fill_server_names(module, true);
    names.type("Handle", handle_type);
    names.type("TimerHandle", timer_handle_type);
    add_functions(*module.dict,
                  {python("new_event_loop", new_event_loop_function, ""),
                   python("set_event_loop", set_event_loop_function, "loop")},
                  "asyncio.events");
    add_functions(*module.dict,
                  {{"get_event_loop", get_event_loop_function, ""},
                   {"get_running_loop", get_running_loop_function, ""},
                   {"_get_running_loop", private_running_loop, ""}},
                  "_asyncio");
}

/// asyncio.to_thread and kin are Python text: calls them by their name there.
template <const char* const& kName>
Value library_function(const Value&, CallArgs args) {
    return call(current_kernel().hooks.library(kName), args);
}
constexpr const char* kToThread = "to_thread";
constexpr const char* kRunThreadsafe = "run_coroutine_threadsafe";
constexpr const char* kWrapFuture = "wrap_future";

void fill_futures(Module& module) {
    Names names{*module.dict};
    names.type("Future", future_type);
    add_functions(*module.dict, {python("isfuture", isfuture, "obj")}, "asyncio.base_futures");
    add_functions(*module.dict, {{kWrapFuture, library_function<kWrapFuture>, "..."}},
                  "asyncio.futures");
}

void fill_coroutines(Module& module) {
    add_functions(*module.dict,
                  {python("iscoroutine", iscoroutine, "obj"),
                   python("iscoroutinefunction", iscoroutinefunction, "func")},
                  "asyncio.coroutines");
}

void fill_tasks(Module& module) {
    Names names{*module.dict};
    names.type("Task", task_type);
    names.text("FIRST_COMPLETED", "FIRST_COMPLETED");
    names.text("FIRST_EXCEPTION", "FIRST_EXCEPTION");
    names.text("ALL_COMPLETED", "ALL_COMPLETED");
    add_functions(*module.dict,
                  {python("create_task", create_task_function, "coro, *, name=, context="),
                   python("sleep", sleep_function, "delay, result="),
                   python("gather", gather_function, "*coros_or_futures, return_exceptions="),
                   python("ensure_future", ensure_future_function, "coro_or_future, *, loop="),
                   python("wait_for", wait_for_function, "fut, timeout"),
                   python("wait", wait_function, "fs, *, timeout=, return_when="),
                   python("shield", shield_function, "arg"),
                   python("as_completed", as_completed_function, "fs, *, timeout="),
                   python("current_task", current_task_function, "loop="),
                   python("all_tasks", all_tasks_function, "loop="),
                   {kRunThreadsafe, library_function<kRunThreadsafe>, "..."}},
                  "asyncio.tasks");
}

void fill_threads(Module& module) {
    add_functions(*module.dict, {{kToThread, library_function<kToThread>, "..."}},
                  "asyncio.threads");
}

void fill_runners(Module& module) {
    define_runner();
    Names{*module.dict}.type("Runner", runner_type);
    add_functions(*module.dict, {python("run", run_function, "main, *, debug=")},
                  "asyncio.runners");
}

void fill_timeouts(Module& module) {
    aio::define_timeout_type();
    Names{*module.dict}.type("Timeout", aio::timeout_type);
    add_functions(*module.dict,
                  {python("timeout", timeout_function, "delay"),
                   python("timeout_at", timeout_at_function, "when")},
                  "asyncio.timeouts");
}

void fill_taskgroups(Module& module) {
    aio::define_task_group_type();
    Names{*module.dict}.type("TaskGroup", aio::task_group_type);
}

void fill_locks(Module& module) {
    aio::define_lock_types();
    Names names{*module.dict};
    names.type("Lock", aio::lock_type);
    names.type("Event", aio::event_type);
    names.type("Condition", aio::condition_type);
    names.type("Semaphore", aio::semaphore_type);
    names.type("BoundedSemaphore", aio::bounded_semaphore_type);
    names.type("Barrier", aio::barrier_type);
}

void fill_queues(Module& module) {
    aio::define_queue_types();
    Names names{*module.dict};
    names.type("Queue", aio::queue_type);
    names.type("PriorityQueue", aio::priority_queue_type);
    names.type("LifoQueue", aio::lifo_queue_type);
    names.type("QueueEmpty", queue_empty_type);
    names.type("QueueFull", queue_full_type);
}

void fill_base_events(Module& module) {
    Names{*module.dict}.type("BaseEventLoop", base_event_loop_type);
    fill_server_names(module, false);
}

void fill_unix_events(Module& module) {
    Names names{*module.dict};
    names.type("SelectorEventLoop", event_loop_type);
    names.type("_UnixSelectorEventLoop", event_loop_type);
}

struct Submodule {
    const char* name;
    vm::ModuleInit fill;
};

constexpr Submodule kSubmodules[] = {
    {"base_events", fill_base_events},
    {"coroutines", fill_coroutines},
    {"events", fill_events},
    {"exceptions", fill_exceptions},
    {"futures", fill_futures},
    {"locks", fill_locks},
    {"protocols", fill_protocols},
    {"transports", fill_transports},
    {"streams", fill_streams},
    {"queues", fill_queues},
    {"runners", fill_runners},
    {"taskgroups", fill_taskgroups},
    {"tasks", fill_tasks},
    {"threads", fill_threads},
    {"timeouts", fill_timeouts},
    {"unix_events", fill_unix_events},
};

/// `asyncio` itself: every public name of its submodules, and the submodules.
void fill_asyncio(Module& module) {
    vm::Interpreter& interpreter = vm::Interpreter::current();
    Ref<List> all = List::make();
    for (const Submodule& submodule : kSubmodules) {
        Value inner = interpreter.import_module(std::string("asyncio.") + submodule.name);
        Dict& names = *inner.as<Module>()->dict;
        for (std::uint32_t i = 0; i < names.entry_count(); ++i) {
            const DictEntry& entry = names.entry(i);
            if (!entry.key || entry.key.as<Str>()->view().starts_with('_')) continue;
            if (entry.key.as<Str>()->view() == "FlowControlMixin") continue;
            module.dict->set(entry.key, entry.value);
            all->append(entry.key);
        }
        module.set(submodule.name, inner);
    }
    module.set("_get_running_loop",
               getattr(getattr(Value::borrow(&module), "events"), "_get_running_loop"));
    install_processes(module);
    module.set("__all__", Tuple::make(all->items()));
    module.set("__file__", make_str("/usr/lib/python3.11/asyncio/__init__.py"));
}

}  // namespace

void register_asyncio(vm::Interpreter& interpreter) {
    connect_kernel(current_kernel(), interpreter);
    connect_asyncgens(current_kernel(), interpreter);
    interpreter.register_module("asyncio", fill_asyncio);
    for (const Submodule& submodule : kSubmodules)
        interpreter.register_module(std::string("asyncio.") + submodule.name, submodule.fill);
    interpreter.register_module("asyncio.selector_events", fill_selector_events);
    interpreter.register_module("asyncio.trsock", fill_trsock);
}

}  // namespace loopscope::python::modules
