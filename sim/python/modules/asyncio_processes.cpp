// The doors from the loop and from `asyncio` to asyncio._subprocesses and asyncio.subprocess.
#include "sim/python/modules/asyncio_processes.h"

#include <mutex>

#include "sim/aio/protocols.h"
#include "sim/kernel/event_loop.h"
#include "sim/python/modules/native_module.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

namespace {

using kernel::CallSpec;
using kernel::EventLoop;

constexpr const char* kLibrary = "asyncio._subprocesses";
constexpr const char* kStreams = "asyncio.subprocess";

/// Calls BaseEventLoop.NAME of the library with the loop in front.
template <const char* const& kName>
Value library_method(const Value& self, CallArgs args) {
    Value library = vm::Interpreter::current().import_module(kLibrary);
    Value function = getattr(getattr(library, "BaseEventLoop"), kName);
    std::vector<Value> values{self};
    values.insert(values.end(), args.values,
                  args.values + args.positional_count + args.keyword_count());
    return call(function, CallArgs{values.data(), args.positional_count + 1, args.names});
}

constexpr const char* kConnectRead = "connect_read_pipe";
constexpr const char* kConnectWrite = "connect_write_pipe";
constexpr const char* kExec = "subprocess_exec";
constexpr const char* kShell = "subprocess_shell";

CallSpec callback_spec(const Value& callback, const Value& rest) {
    CallSpec spec{.target = callback};
    auto* arguments = rest.as<Tuple>();
    if (arguments->size == 1) spec.argument = (*arguments)[0];
    if (arguments->size > 1) {
        spec.argument = rest;
        spec.several_arguments = true;
    }
    return spec;
}

world::Fd fd_of(const Value& v) { return static_cast<world::Fd>(object::to_index(v)); }

Value add_reader(const Value& self, CallArgs args) {
    self.as<EventLoop>()->add_reader(fd_of(args.values[0]),
                                     callback_spec(args.values[1], args.values[2]), "pipe");
    return none();
}
Value add_writer(const Value& self, CallArgs args) {
    self.as<EventLoop>()->add_writer(fd_of(args.values[0]),
                                     callback_spec(args.values[1], args.values[2]), "pipe");
    return none();
}
Value remove_reader(const Value& self, CallArgs args) {
    return make_bool(self.as<EventLoop>()->remove_reader(fd_of(args.values[0])));
}
Value remove_writer(const Value& self, CallArgs args) {
    return make_bool(self.as<EventLoop>()->remove_writer(fd_of(args.values[0])));
}

MethodDef python(std::string_view name, object::NativeCall call, std::string_view parameters) {
    return {.name = name, .call = call, .parameters = parameters, .style = CallStyle::Function};
}

void add_loop_methods() {
    static std::once_flag once;
    std::call_once(once, [] {
        aio::add_methods(kernel::event_loop_type,
                         {python(kConnectRead, library_method<kConnectRead>, "..."),
                          python(kConnectWrite, library_method<kConnectWrite>, "..."),
                          python(kExec, library_method<kExec>, "..."),
                          python(kShell, library_method<kShell>, "...")},
                         "BaseEventLoop");
        aio::add_methods(kernel::event_loop_type,
                         {python("_add_reader", add_reader, "fd, callback, *args"),
                          python("_add_writer", add_writer, "fd, callback, *args"),
                          python("_remove_reader", remove_reader, "fd"),
                          python("_remove_writer", remove_writer, "fd")},
                         "BaseSelectorEventLoop");
    });
}

struct LazyName {
    std::string_view name;
    const char* module;
};

constexpr LazyName kLazyNames[] = {
    {"create_subprocess_exec", kStreams}, {"create_subprocess_shell", kStreams},
    {"AbstractChildWatcher", kLibrary},   {"ThreadedChildWatcher", kLibrary},
    {"PidfdChildWatcher", kLibrary},      {"MultiLoopChildWatcher", kLibrary},
    {"SafeChildWatcher", kLibrary},       {"FastChildWatcher", kLibrary},
    {"get_child_watcher", kLibrary},      {"set_child_watcher", kLibrary}};

/// asyncio.__getattr__: what is loaded when it is asked for.
Value lazy_attribute(const Value&, CallArgs args) {
    const std::string name = str_string(args.values[0]);
    vm::Interpreter& interpreter = vm::Interpreter::current();
    if (name == "subprocess") return interpreter.import_module(kStreams);
    for (const LazyName& lazy : kLazyNames) {
        if (lazy.name == name) return getattr(interpreter.import_module(lazy.module), name);
    }
    object::raise_no_attribute(*interpreter.modules->find(std::string_view("asyncio")),
                               args.values[0].as<Str>());
}

}  // namespace

void install_processes(Module& asyncio) {
    add_loop_methods();
    object::add_functions(*asyncio.dict, {{"__getattr__", lazy_attribute, "name, /"}}, "asyncio");
}

}  // namespace loopscope::python::modules
