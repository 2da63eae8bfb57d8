// BaseException, and how C++ code makes, raises and inspects exceptions.
#include "sim/object/exception.h"

#include <vector>

#include "sim/object/attribute.h"
#include "sim/object/class.h"
#include "sim/object/exception_kinds.h"
#include "sim/object/failure.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

Type base_exception_type;

ExceptionObject::~ExceptionObject() {
    if (dict != nullptr) release(dict);
}

Type* ExceptionObject::class_type() { return &exception_type; }

void ExceptionObject::set_cause(Ref<ExceptionObject> from) {
    cause = std::move(from);
    suppress_context = true;
}

namespace {

Value or_none(const Value& v) { return v ? v : none(); }
template <typename T>
Value or_none(const Ref<T>& ref) {
    return ref ? Value(ref) : none();
}

// Slots.

void exception_init(const Value& self, CallArgs args) {
    if (args.keyword_count() != 0)
        raise_format(type_error_type, "{}() takes no keyword arguments", self.type()->name);
    self.as<ExceptionObject>()->args = Tuple::make(args.positional());
}

// CPython: BaseException_repr
Value exception_repr(const Value& self) {
    const auto* exception = self.as<ExceptionObject>();
    const Tuple& args = *exception->args;
    std::string text = self.type()->name;
    if (args.size == 1) return make_str(text + "(" + repr_string(args[0]) + ")");
    return make_str(text + repr_string(Value(exception->args)));
}

// CPython: BaseException_str
Value exception_str(const Value& self) {
    const Ref<Tuple>& args = self.as<ExceptionObject>()->args;
    if (args->size == 0) return make_str("");
    if (args->size == 1) return str((*args)[0]);
    return str(Value(args));
}

// Attributes.

Value get_args(const Value& self) { return self.as<ExceptionObject>()->args; }
void set_args(const Value& self, const Value& value) {
    if (!value) raise_type_error("args may not be deleted");
    self.as<ExceptionObject>()->args = Tuple::from_iterable(value);
}

Value get_traceback(const Value& self) { return or_none(self.as<ExceptionObject>()->traceback); }
void set_traceback(const Value& self, const Value& value) {
    if (!value) raise_type_error("__traceback__ may not be deleted");
    if (!is_none(value) && value.type()->name != "traceback")
        raise_type_error("__traceback__ must be a traceback or None");
    self.as<ExceptionObject>()->traceback = is_none(value) ? Value() : value;
}

/// The exception that `__cause__` or `__context__` is to be; null for None.
Ref<ExceptionObject> related(const Value& value, const char* name) {
    if (!value) raise_format(type_error_type, "{} may not be deleted", name);
    if (is_none(value)) return {};
    if (!is_exception(value))
        raise_format(type_error_type, "exception {} must be None or derive from BaseException",
                     std::string_view(name) == "__cause__" ? "cause" : "context");
    return Ref<ExceptionObject>(value.as<ExceptionObject>());
}

Value get_context(const Value& self) { return or_none(self.as<ExceptionObject>()->context); }
void set_context_attribute(const Value& self, const Value& value) {
    self.as<ExceptionObject>()->context = related(value, "__context__");
}
Value get_cause(const Value& self) { return or_none(self.as<ExceptionObject>()->cause); }
void set_cause_attribute(const Value& self, const Value& value) {
    self.as<ExceptionObject>()->set_cause(related(value, "__cause__"));
}
Value get_suppress(const Value& self) {
    return make_bool(self.as<ExceptionObject>()->suppress_context);
}
void set_suppress(const Value& self, const Value& value) {
    if (!value) raise_type_error("can't delete numeric/char attribute");
    if (!is_bool(value)) raise_type_error("attribute value type must be bool");
    self.as<ExceptionObject>()->suppress_context = is_true(value);
}

// Methods.

Value with_traceback(const Value& self, CallArgs args) {
    set_traceback(self, args.values[0]);
    return self;
}

// CPython: BaseException_add_note
Value add_note(const Value& self, CallArgs args) {
    if (!is_str(args.values[0]))
        raise_format(type_error_type, "note must be a str, not '{}'", args.values[0].type()->name);
    Value notes = lookup_attr(self, "__notes__");
    if (!notes) {
        notes = List::make();
        setattr(self, "__notes__", notes);
    }
    if (!is_list(notes)) raise_type_error("Cannot add note: __notes__ is not a list");
    notes.as<List>()->append(args.values[0]);
    return none();
}

Value reduce(const Value& self, CallArgs) {
    const auto* exception = self.as<ExceptionObject>();
    Value cls = Value::borrow(self.type());
    if (exception->dict != nullptr && exception->dict->size() != 0)
        return Tuple::make({cls, exception->args, Value::borrow(exception->dict)});
    return Tuple::make({cls, exception->args});
}

Value set_state(const Value& self, CallArgs args) {
    const Value& state = args.values[0];
    if (is_none(state)) return none();
    if (!is_dict(state)) raise_type_error("state is not a dictionary");
    auto* dict = state.as<Dict>();
    for (std::uint32_t i = 0; i < dict->entry_count(); ++i) {
        // Held, because setting an attribute may run guest code that changes the dict.
        const Value name = dict->entry(i).key;
        const Value value = dict->entry(i).value;
        if (!name) continue;
        if (!is_str(name)) {
            raise_format(type_error_type, "attribute name must be string, not '{}'",
                         name.type()->name);
        }
        setattr(self, name.as<Str>(), value);
    }
    return none();
}

}  // namespace

void traverse_exception(Object* self, Visitor& visitor) {
    auto* exception = static_cast<ExceptionObject*>(self);
    if (exception->dict != nullptr) visitor.visit(static_cast<Object*>(exception->dict));
    visitor.visit(exception->args);
    visitor.visit(exception->traceback);
    visitor.visit(exception->context);
    visitor.visit(exception->cause);
}

void clear_exception(Object* self) {
    auto* exception = static_cast<ExceptionObject*>(self);
    if (Dict* dict = std::exchange(exception->dict, nullptr)) release(dict);
    // args stays: a finalizer that runs later may still ask for repr().
    exception->traceback = Value();
    exception->context = nullptr;
    exception->cause = nullptr;
}

void init_exception(const Value& self, CallArgs args) {
    self.as<ExceptionObject>()->args = Tuple::make(args.positional());
}

void define_base_exception() {
    Type& t = base_exception_type;
    t.construct = construct_exception<ExceptionObject>;
    t.init = exception_init;
    t.repr = exception_repr;
    t.str = exception_str;
    t.traverse = traverse_exception;
    t.clear = clear_exception;
    define_type<ExceptionObject>(
        t, {.name = "BaseException",
            .doc = "Common base class for all exceptions",
            .flags = Type::kBaseType | Type::kExceptionSubclass,
            .dict_offset = static_cast<std::int32_t>(offset_of(&ExceptionObject::dict)),
            .methods = {{"with_traceback", with_traceback, "traceback, /"},
                        {"add_note", add_note, "note, /"},
                        {"__reduce__", reduce, ""},
                        {"__setstate__", set_state, "state, /"}},
            .getsets = {{"args", get_args, set_args},
                        {"__traceback__", get_traceback, set_traceback},
                        {"__context__", get_context, set_context_attribute},
                        {"__cause__", get_cause, set_cause_attribute},
                        {"__suppress_context__", get_suppress, set_suppress},
                        {"__dict__", get_instance_dict, set_instance_dict}}});
}

// Raising.

void raise(Ref<ExceptionObject> exception) { throw Raised{std::move(exception)}; }
void raise(Type& type) { throw Raised{make_exception(type)}; }
void raise(Type& type, std::string_view message) { throw Raised{make_exception(type, message)}; }
void raise_type_error(std::string_view message) { raise(type_error_type, message); }
void raise_value_error(std::string_view message) { raise(value_error_type, message); }

void raise_key_error(const Value& key) { throw Raised{make_exception(key_error_type, {key})}; }

namespace {

/// Failures on their way to the caller. Mostly one: a second comes when what the failing function
/// held runs guest code on its way out.
thread_local std::vector<Ref<ExceptionObject>> failures;

}  // namespace

Value fail(Ref<ExceptionObject> exception) {
    failures.push_back(std::move(exception));
    return Value();
}
Value fail(Type& type, std::string_view message) { return fail(make_exception(type, message)); }
Value fail_key_error(const Value& key) { return fail(make_exception(key_error_type, {key})); }

Ref<ExceptionObject> take_failure() {
    LOOPSCOPE_CHECK(!failures.empty());
    Ref<ExceptionObject> last = std::move(failures.back());
    failures.pop_back();
    return last;
}

void throw_failure() { raise(take_failure()); }

// Making.

Ref<ExceptionObject> make_exception(Type& type, std::initializer_list<Value> args) {
    Value exception = call(Value::borrow(&type), args);
    return Ref<ExceptionObject>(exception.as<ExceptionObject>());
}

Ref<ExceptionObject> make_exception(Type& type, std::string_view message) {
    return make_exception(type, {make_str(message)});
}

Ref<ExceptionObject> make_stop_iteration(const Value& value) {
    if (!value || is_none(value)) return make_exception(stop_iteration_type);
    return make_exception(stop_iteration_type, {value});
}

// CPython: do_raise (ceval.c)
Ref<ExceptionObject> exception_to_raise(const Value& v) {
    if (is_exception(v)) return Ref<ExceptionObject>(v.as<ExceptionObject>());
    if (!is_exception_class(v)) raise_type_error("exceptions must derive from BaseException");
    Value made = call(v);
    if (!is_exception(made)) {
        raise_format(type_error_type,
                     "calling {} should have returned an instance of BaseException, not {}",
                     repr_string(v), repr_string(Value::borrow(made.type())));
    }
    return Ref<ExceptionObject>(made.as<ExceptionObject>());
}

Value stop_iteration_value(const ExceptionObject& exception) {
    LOOPSCOPE_CHECK(matches(exception, stop_iteration_type));
    return or_none(static_cast<const StopIterationObject&>(exception).value);
}

bool is_exception_class(const Value& v) {
    const Type* cls = as_type(v);
    return cls != nullptr && cls->has(Type::kExceptionSubclass);
}

namespace {

/// Links of a chain of contexts that may be walked for nothing; more of them count as steps.
constexpr std::int64_t kFreeWalk = 100;

/// Nothing may be thrown where contexts are set: a budget that ends here ends the run soon.
void pay_for_walk(std::int64_t links) noexcept {
    Runtime& runtime = Runtime::current();
    try {
        if (runtime.hooks.worked) runtime.hooks.worked(links);
    } catch (Stopped& stopped) {
        runtime.stop_soon(std::move(stopped));
    }
}

}  // namespace

// CPython: _PyErr_SetObject
void set_context(ExceptionObject& exception, const Ref<ExceptionObject>& handled) {
    if (!handled || handled.get() == &exception) return;
    // What only its raiser knows stands in no chain. Mostly so, and the chain may be long: each
    // exception of a recursion through `finally` has all those before it as context.
    if (exception.refs == 1) {
        exception.context = handled;
        return;
    }
    // If `exception` already stands in the chain of `handled`, cut it out there: no cycle.
    ExceptionObject* slow = handled.get();
    bool move_slow = false;
    std::int64_t walked = 0;
    for (ExceptionObject* at = handled.get(); at->context; at = at->context.get()) {
        ++walked;
        if (at->context.get() == &exception) {
            at->context = nullptr;
            break;
        }
        if (at->context.get() == slow) break;  // A cycle that a program made by hand.
        if (move_slow) slow = slow->context.get();
        move_slow = !move_slow;
    }
    if (walked > kFreeWalk) pay_for_walk(walked);
    exception.context = handled;
}

void report_unraisable(const Ref<ExceptionObject>& exception, std::string_view context,
                       const Value& object) {
    const RuntimeHooks& hooks = Runtime::current().hooks;
    if (hooks.unraisable) hooks.unraisable(*exception, context, object);
}

}  // namespace loopscope::object
