// Generators and coroutines as Python objects: send, throw, close, and what their end reports.
#include "sim/python/vm/generator.h"

#include <fmt/format.h>

#include "sim/object/class.h"
#include "sim/object/failure.h"
#include "sim/object/native.h"
#include "sim/object/singletons.h"
#include "sim/python/vm/executor.h"

namespace loopscope::python::vm {

using object::CallArgs;
using object::none;
using object::SendStatus;

Type generator_type;
Type coroutine_type;
Type async_generator_type;
Type coroutine_wrapper_type;

// ---- the object -------------------------------------------------------------------------------

namespace {

/// Where a coroutine is made, innermost frame first: (file, line, function) for each.
/// CPython: compute_cr_origin
Value origin_here(const Interpreter& vm, int depth) {
    std::vector<Value> places;
    for (Frame* f = vm.frame(); f != nullptr && depth > 0; f = f->back, --depth) {
        places.push_back(object::Tuple::make({object::make_str(f->code->filename_text),
                                              object::Int::from(f->line()), f->code->name}));
    }
    return object::Tuple::make(std::span<const Value>(places));
}

}  // namespace

Generator* make_generator(Interpreter& vm, Function* function) {
    Code& code = *function->code;
    Type* type = &generator_type;
    Value origin;
    if (code.has(compile::kCoroutine)) {
        type = &coroutine_type;
        int depth = vm.thread().origin_depth;
        if (depth > 0) [[unlikely]]
            origin = origin_here(vm, depth);
    } else if (code.has(compile::kAsyncGenerator)) {
        type = &async_generator_type;
    }
    std::size_t bytes = sizeof(Generator) + Frame::bytes_for(code);
    auto* g = new (object::allocate_small(bytes)) Generator(type, *function, bytes);
    if (origin) [[unlikely]]
        g->origin = std::move(origin);
    auto* frame = new (&g->frame()) Frame{.at = code.words.data(),
                                          .next = code.words.data(),
                                          .function = function,
                                          .code = &code,
                                          .globals = function->globals.get(),
                                          .builtins = function->builtins.get(),
                                          .generator = g};
    frame->sp = frame->stack();
    object::link_container(g);
    return g;
}

void free_returned(Generator* g) noexcept { object::dealloc_as<Generator>(g); }

object::Object* Generator::delegate() const {
    if (state != GeneratorState::Suspended) return nullptr;
    if (compile::op_of(*frame().at) != compile::Op::YieldFrom) return nullptr;
    return frame().sp[-1].object();
}

namespace {

Generator& generator_of(const Value& v) { return *v.as<Generator>(); }

/// "generator", "coroutine" or "async generator", as messages call it.
const char* kind_name(const Generator& g) {
    if (g.type == &coroutine_type) return "coroutine";
    return g.type == &async_generator_type ? "async generator" : "generator";
}

SendStatus fail(Type& type, std::string_view message, Value& out) {
    out = object::make_exception(type, message);
    ExceptionObject* handled = Interpreter::current().handled_exception();
    if (handled != nullptr) {
        object::set_context(*out.as<ExceptionObject>(), Ref<ExceptionObject>(handled));
    }
    return SendStatus::Raised;
}

/// CPython: gen_send_ex2.
SendStatus generator_send(const Value& self, const Value& arg, Value& out) {
    Generator& g = generator_of(self);
    switch (g.state) {
        case GeneratorState::Created:
            if (arg && !object::is_none(arg)) {
                return fail(
                    object::type_error_type,
                    fmt::format("can't send non-None value to a just-started {}", kind_name(g)),
                    out);
            }
            break;
        case GeneratorState::Running:
            return fail(object::value_error_type, fmt::format("{} already executing", kind_name(g)),
                        out);
        case GeneratorState::Finished:
            if (g.type == &coroutine_type) {
                return fail(object::runtime_error_type, "cannot reuse already awaited coroutine",
                            out);
            }
            out = none();
            return SendStatus::Returned;
        case GeneratorState::Suspended:
            break;
    }
    return Interpreter::current().resume(g, arg, out);
}

SendStatus generator_raise(const Value& self, const Value& exception, Value& out) {
    return throw_into(generator_of(self), Ref<ExceptionObject>(exception.as<ExceptionObject>()),
                      out);
}

/// What a method that resumes answers or throws.
Value finish(SendStatus status, Value out) {
    if (status == SendStatus::Yielded) return out;
    if (status == SendStatus::Returned) throw object::Raised{object::make_stop_iteration(out)};
    throw object::Raised{Ref<ExceptionObject>(out.as<ExceptionObject>())};
}

/// The same for a method, which may fail without a throw.
Value finish_method(SendStatus status, Value out) {
    if (status == SendStatus::Yielded) return out;
    if (status == SendStatus::Returned) return object::fail(object::make_stop_iteration(out));
    return object::fail(Ref<ExceptionObject>(out.as<ExceptionObject>()));
}

Value generator_next(const Value& self) {
    Value out;
    SendStatus status = generator_send(self, none(), out);
    // Who loops has no use for what a generator returns; who does sends.
    if (status == SendStatus::Returned) return Value();
    return finish(status, std::move(out));
}

}  // namespace

Value send_method(const Value& self, CallArgs args) {
    Value out;
    SendStatus status = self.type()->send(self, args.values[0], out);
    return finish_method(status, std::move(out));
}

Value throw_method(const Value& self, CallArgs args) {
    Ref<ExceptionObject> e = exception_of_throw(args.values[0], args.values[1], args.values[2]);
    Value out;
    SendStatus status = self.type()->raise_into(self, e, out);
    return finish_method(status, std::move(out));
}

Value next_by_send(const Value& self) {
    Value out;
    SendStatus status = self.type()->send(self, none(), out);
    // Who loops has no use for what a generator returns; who does sends.
    if (status == SendStatus::Returned) return Value();
    return finish(status, std::move(out));
}

/// CPython: _gen_throw's reading of its arguments.
Ref<ExceptionObject> exception_of_throw(const Value& type, const Value& value,
                                        const Value& traceback) {
    Value tb = traceback && !object::is_none(traceback) ? traceback : Value();
    if (tb && !object::is_instance(tb, &traceback_type)) {
        object::raise_type_error("throw() third argument must be a traceback object");
    }
    Ref<ExceptionObject> result;
    if (object::is_exception_class(type)) {
        bool made = value && object::is_exception(value) &&
                    value.type()->is_subtype_of(object::as_type(type));
        if (made) {
            result = Ref<ExceptionObject>(value.as<ExceptionObject>());
        } else {
            Value instance;
            if (!value || object::is_none(value)) {
                instance = object::call(type);
            } else if (object::is_tuple(value)) {
                instance = object::call(type, value.as<Tuple>()->items());
            } else {
                instance = object::call(type, {value});
            }
            result = object::exception_to_raise(instance);
        }
    } else if (object::is_exception(type)) {
        if (value && !object::is_none(value)) {
            object::raise_type_error("instance exception may not have a separate value");
        }
        result = Ref<ExceptionObject>(type.as<ExceptionObject>());
    } else {
        object::raise_type_error(fmt::format(
            "exceptions must be classes or instances deriving from BaseException, not {}",
            type.type()->name));
    }
    if (tb) result->traceback = tb;
    return result;
}

// ---- resuming ---------------------------------------------------------------------------------

namespace {

/// Makes `g` the running frame, entered from `back`.
void enter(Interpreter& vm, Generator& g, Frame* back, Entry entry) {
    ThreadState& t = vm.thread();
    Frame& frame = g.frame();
    frame.back = back;
    frame.entry = entry;
    ++object::Runtime::current().recursion_depth;
    g.state = GeneratorState::Running;
    g.handled.previous = t.handled;
    t.handled = &g.handled;
    t.frame = &frame;
    if (frame.traced && vm.observer() != nullptr) vm.observer()->frame_resumed(frame);
    frame.resumed = t.hooked;
}

/// Leaves the chain from `g` outwards with a yielded value, as YieldFrom does.
void suspend_chain(Interpreter& vm, Generator* g) {
    ThreadState& t = vm.thread();
    for (;;) {
        Frame& frame = g->frame();
        g->state = GeneratorState::Suspended;
        t.handled = std::exchange(g->handled.previous, nullptr);
        if (frame.traced && vm.observer() != nullptr) vm.observer()->frame_suspended(frame);
        --object::Runtime::current().recursion_depth;
        Entry entry = frame.entry;
        t.frame = std::exchange(frame.back, nullptr);
        if (entry != Entry::Delegate) return;
        g = t.frame->generator;
    }
}

SendStatus status_of(Exit exit) {
    switch (exit) {
        case Exit::Returned:
            return SendStatus::Returned;
        case Exit::Yielded:
            return SendStatus::Yielded;
        case Exit::Raised:
            break;
    }
    return SendStatus::Raised;
}

/// throw() of a delegate that is no generator of ours. False: it has none.
bool throw_into_native(const Value& delegate, const Ref<ExceptionObject>& exception,
                       SendStatus& status, Value& out) {
    if (delegate.type()->raise_into != nullptr) {
        status = delegate.type()->raise_into(delegate, exception, out);
        return true;
    }
    try {
        Value method = object::lookup_attr(delegate, "throw");
        if (!method) return false;
        out = object::call(method, {exception});
        status = SendStatus::Yielded;
    } catch (object::Raised& raised) {
        if (object::matches(*raised.exception, object::stop_iteration_type)) {
            out = object::stop_iteration_value(*raised.exception);
            status = SendStatus::Returned;
        } else {
            out = raised.exception;
            status = SendStatus::Raised;
        }
    }
    return true;
}

/// CPython: gen_close_iter.
void close_delegate(const Value& delegate) {
    if (Generator* g = as_generator(delegate); g != nullptr && g->type != &async_generator_type) {
        close_generator(*g);
        return;
    }
    if (Value method = object::lookup_attr(delegate, "close")) object::call(method);
}

}  // namespace

void end_without_running(Generator& g) {
    g.state = GeneratorState::Finished;
    clear_frame(g.frame());
}

SendStatus Interpreter::resume(Generator& g, const Value& value, Value& out) {
    if (runtime_.recursion_depth >= runtime_.recursion_limit || object::stack_is_low()) {
        end_without_running(g);
        return fail(object::recursion_error_type, "maximum recursion depth exceeded", out);
    }
    if (g.state == GeneratorState::Suspended) new (g.frame().sp++) Value(value ? value : none());
    enter(*this, g, thread_->frame, Entry::Native);
    Ref<Generator> keep(&g);
    return status_of(execute(*this, &g.frame(), {}, out));
}

SendStatus Interpreter::resume_raising(Generator& root, Ref<ExceptionObject> exception, Value& out,
                                       OnExit on_exit) {
    Ref<Generator> keep(&root);
    Generator* g = &root;
    Frame* back = thread_->frame;
    Entry entry = Entry::Native;
    for (;;) {
        object::Object* borrowed = g->delegate();
        Value delegate = borrowed != nullptr ? Value::borrow(borrowed) : Value();
        enter(*this, *g, back, entry);
        if (!delegate) break;
        bool exits = object::matches(*exception, object::generator_exit_type);
        if (exits && on_exit == OnExit::CloseDelegate) {
            try {
                close_delegate(delegate);
            } catch (object::Raised& raised) {
                exception = raised.exception;
            }
            break;
        }
        Generator* inner = as_generator(delegate);
        if (inner != nullptr && inner->type != &async_generator_type) {
            if (inner->state == GeneratorState::Running) {
                exception =
                    object::make_exception(object::value_error_type,
                                           fmt::format("{} already executing", kind_name(*inner)));
                break;
            }
            if (inner->state == GeneratorState::Finished) break;
            entry = Entry::Delegate;
            back = &g->frame();
            g = inner;
            continue;
        }
        SendStatus status;
        if (!throw_into_native(delegate, exception, status, out)) break;
        if (status == SendStatus::Yielded) {
            suspend_chain(*this, g);
            return status;
        }
        if (status == SendStatus::Raised) {
            exception = Ref<ExceptionObject>(out.as<ExceptionObject>());
            break;
        }
        // The delegate returned: its value is that of the yield from.
        Frame& frame = g->frame();
        frame.sp[-1] = std::move(out);
        ++frame.next;
        return status_of(execute(*this, &frame, {}, out));
    }
    ExceptionObject* handled = handled_exception();
    if (handled != nullptr && handled != exception.get()) {
        object::set_context(*exception, Ref<ExceptionObject>(handled));
    }
    return status_of(execute(*this, &g->frame(), {std::move(exception)}, out));
}

/// CPython: _gen_throw.
SendStatus throw_into(Generator& g, const Ref<ExceptionObject>& exception, Value& out,
                      OnExit on_exit) {
    switch (g.state) {
        case GeneratorState::Running:
            return fail(object::value_error_type, fmt::format("{} already executing", kind_name(g)),
                        out);
        case GeneratorState::Finished:
            if (g.type == &coroutine_type) {
                return fail(object::runtime_error_type, "cannot reuse already awaited coroutine",
                            out);
            }
            out = exception;
            return SendStatus::Raised;
        default:
            break;
    }
    return Interpreter::current().resume_raising(g, exception, out, on_exit);
}

/// CPython: gen_close.
void close_generator(Generator& g) {
    if (g.state == GeneratorState::Finished) return;
    if (g.state == GeneratorState::Running) {
        object::raise(object::value_error_type, fmt::format("{} already executing", kind_name(g)));
    }
    if (g.state == GeneratorState::Created) {
        end_without_running(g);
        return;
    }
    Ref<ExceptionObject> exit = object::make_exception(object::generator_exit_type);
    Value out;
    switch (Interpreter::current().resume_raising(g, exit, out)) {
        case SendStatus::Yielded:
            object::raise(object::runtime_error_type,
                          fmt::format("{} ignored GeneratorExit", kind_name(g)));
        case SendStatus::Returned:
            return;
        case SendStatus::Raised:
            break;
    }
    Ref<ExceptionObject> raised(out.as<ExceptionObject>());
    if (object::matches(*raised, object::generator_exit_type)) return;
    if (object::matches(*raised, object::stop_iteration_type)) return;
    throw object::Raised{std::move(raised)};
}

Ref<ExceptionObject> leaving_generator(const Generator& g, Ref<ExceptionObject> exception) {
    bool stop = object::matches(*exception, object::stop_iteration_type);
    bool stop_async = g.type == &async_generator_type &&
                      object::matches(*exception, object::stop_async_iteration_type);
    if (!stop && !stop_async) return exception;
    Ref<ExceptionObject> error = object::make_exception(
        object::runtime_error_type,
        fmt::format("{} raised {}", kind_name(g), stop ? "StopIteration" : "StopAsyncIteration"));
    error->context = exception;
    error->set_cause(exception);
    return error;
}

// ---- the end ----------------------------------------------------------------------------------

namespace {

/// What debug mode adds to the warning. CPython: warnings._warn_unawaited_coroutine
std::string creation_text(Interpreter& vm, const Generator& g) {
    if (!g.origin) return {};
    std::string text = "\nCoroutine created at (most recent call last)";
    std::span<const Value> places = g.origin.as<object::Tuple>()->items();
    for (std::size_t k = places.size(); k-- > 0;) {
        std::span<const Value> place = places[k].as<object::Tuple>()->items();
        std::string file = object::str_string(place[0]);
        auto line = static_cast<int>(object::to_index(place[1]));
        text += fmt::format("\n  File \"{}\", line {}, in {}", file, line,
                            object::str_string(place[2]));
        std::string source(vm.source_line(file, line));
        std::size_t begin = source.find_first_not_of(" \t\f");
        if (begin == std::string::npos) continue;
        text += "\n    " + source.substr(begin, source.find_last_not_of(" \t\r\n") + 1 - begin);
    }
    return text;
}

/// CPython: _PyErr_WarnUnawaitedCoroutine.
void warn_never_awaited(const Generator& g) {
    auto& vm = Interpreter::current();
    std::string text =
        fmt::format("coroutine '{}' was never awaited", object::str_string(g.qualname));
    vm.warn(object::runtime_warning_type, text + creation_text(vm, g));
}

/// CPython: _PyGen_Finalize.
void generator_finalize(object::Object* self) {
    auto& g = *static_cast<Generator*>(self);
    if (g.state == GeneratorState::Finished || g.state == GeneratorState::Running) return;
    if (!Interpreter::can_run()) return;
    Value held = Value::borrow(self);
    try {
        if (g.type == &async_generator_type && g.finalizer && !g.closed) {
            Value finalizer = std::move(g.finalizer);
            try {
                object::call(finalizer, {held});
            } catch (object::Raised& raised) {
                object::report_unraisable(raised.exception, "", finalizer);
            }
            return;
        }
        if (g.type == &coroutine_type && g.state == GeneratorState::Created) {
            warn_never_awaited(g);
        } else {
            close_generator(g);
        }
    } catch (object::Raised& raised) {
        object::report_unraisable(raised.exception, "", held);
    }
}

void generator_traverse(object::Object* self, object::Visitor& visitor) {
    auto& g = *static_cast<Generator*>(self);
    visitor.visit(g.handled.exception);
    visitor.visit(g.finalizer);
    visitor.visit(g.origin);
    bool holds = g.state == GeneratorState::Created || g.state == GeneratorState::Suspended;
    if (!holds) return;
    Frame& f = g.frame();
    if (f.function != nullptr) visitor.visit(static_cast<object::Object*>(f.function));
    if (f.object != nullptr) visitor.visit(static_cast<object::Object*>(f.object));
    for (Value* v = f.slots(); v < f.sp; ++v) visitor.visit(*v);
}

void generator_clear(object::Object* self) {
    auto& g = *static_cast<Generator*>(self);
    bool holds = g.state == GeneratorState::Created || g.state == GeneratorState::Suspended;
    if (holds) end_without_running(g);
    g.handled.exception = nullptr;
    g.finalizer = Value();
}

Value generator_repr(const Value& self) {
    return object::make_str(fmt::format("<{} object {} at {:#x}>", self.type()->name,
                                        object::str_string(generator_of(self).qualname),
                                        object::Runtime::current().address_of(self.object())));
}

Value get_frame(const Value& self) {
    Generator& g = generator_of(self);
    if (g.state == GeneratorState::Finished) return none();
    return frame_object(g.frame());
}
Value get_running(const Value& self) {
    return object::make_bool(generator_of(self).state == GeneratorState::Running);
}
Value get_suspended(const Value& self) {
    return object::make_bool(generator_of(self).state == GeneratorState::Suspended);
}
Value get_code(const Value& self) { return generator_of(self).code; }
Value get_delegate(const Value& self) {
    object::Object* d = generator_of(self).delegate();
    return d != nullptr ? Value::borrow(d) : none();
}
Value get_origin(const Value& self) {
    return generator_of(self).origin ? generator_of(self).origin : none();
}

void set_name(const Value& self, const Value& to) {
    if (!to || !object::is_str(to)) {
        object::raise_type_error("__name__ must be set to a string object");
    }
    generator_of(self).name = to;
}
void set_qualname(const Value& self, const Value& to) {
    if (!to || !object::is_str(to)) {
        object::raise_type_error("__qualname__ must be set to a string object");
    }
    generator_of(self).qualname = to;
}
Value get_name(const Value& self) { return generator_of(self).name; }
Value get_qualname(const Value& self) { return generator_of(self).qualname; }

Value close_method(const Value& self, CallArgs) {
    close_generator(generator_of(self));
    return none();
}

/// `coroutine.__await__()`: an iterator over the coroutine.
struct CoroutineWrapper : object::Container {
    Ref<Generator> coroutine;
    static Type* class_type() { return &coroutine_wrapper_type; }
};

Value coroutine_await(const Value& self, CallArgs) {
    Ref<CoroutineWrapper> w = object::make<CoroutineWrapper>();
    w->coroutine = Ref<Generator>(self.as<Generator>());
    return w;
}

Value wrapped(const Value& self) { return self.as<CoroutineWrapper>()->coroutine; }

void set_lifecycle(Type& type) {
    type.finalize = generator_finalize;
    type.traverse = generator_traverse;
    type.clear = generator_clear;
    type.repr = generator_repr;
}

}  // namespace

void define_generator_types() {
    set_lifecycle(generator_type);
    generator_type.iter = [](const Value& self) { return self; };
    generator_type.next = generator_next;
    generator_type.send = generator_send;
    generator_type.raise_into = generator_raise;
    object::define_type<Generator>(generator_type,
                                   {.name = "generator",
                                    .methods = {{"send", send_method, "arg, /"},
                                                {"throw", throw_method, "typ, val=, tb=, /"},
                                                {"close", close_method, ""}},
                                    .getsets = {{"gi_frame", get_frame},
                                                {"gi_running", get_running},
                                                {"gi_code", get_code},
                                                {"gi_yieldfrom", get_delegate},
                                                {"gi_suspended", get_suspended},
                                                {"__name__", get_name, set_name},
                                                {"__qualname__", get_qualname, set_qualname}}});
    set_lifecycle(coroutine_type);
    coroutine_type.send = generator_send;
    coroutine_type.raise_into = generator_raise;
    object::define_type<Generator>(coroutine_type,
                                   {.name = "coroutine",
                                    .flags = Type::kCoroutine,
                                    .methods = {{"send", send_method, "arg, /"},
                                                {"throw", throw_method, "typ, val=, tb=, /"},
                                                {"close", close_method, ""},
                                                {"__await__", coroutine_await, ""}},
                                    .getsets = {{"cr_frame", get_frame},
                                                {"cr_running", get_running},
                                                {"cr_code", get_code},
                                                {"cr_await", get_delegate},
                                                {"cr_suspended", get_suspended},
                                                {"cr_origin", get_origin},
                                                {"__name__", get_name, set_name},
                                                {"__qualname__", get_qualname, set_qualname}}});
    set_lifecycle(async_generator_type);
    coroutine_wrapper_type.iter = [](const Value& self) { return self; };
    coroutine_wrapper_type.next = next_by_send;
    coroutine_wrapper_type.send = [](const Value& self, const Value& arg, Value& out) {
        return generator_send(wrapped(self), arg, out);
    };
    coroutine_wrapper_type.raise_into = [](const Value& self, const Value& e, Value& out) {
        return generator_raise(wrapped(self), e, out);
    };
    coroutine_wrapper_type.traverse = [](object::Object* self, object::Visitor& visitor) {
        visitor.visit(static_cast<CoroutineWrapper*>(self)->coroutine);
    };
    object::define_type<CoroutineWrapper>(
        coroutine_wrapper_type, {.name = "coroutine_wrapper",
                                 .methods = {{"send", send_method, "arg, /"},
                                             {"throw", throw_method, "typ, val=, tb=, /"},
                                             {"close",
                                              [](const Value& self, CallArgs) {
                                                  close_generator(*wrapped(self).as<Generator>());
                                                  return none();
                                              },
                                              ""}}});
    define_async_generator_types();
}

}  // namespace loopscope::python::vm
