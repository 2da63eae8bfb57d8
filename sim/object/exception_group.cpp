// BaseExceptionGroup and ExceptionGroup: split, subgroup, derive (PEP 654).
#include "sim/object/class.h"
#include "sim/object/exception_kinds.h"
#include "sim/object/list.h"
#include "sim/object/method.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

Type base_exception_group_type;
Type exception_group_type;

namespace {

using Group = ExceptionGroupObject;

bool is_group(const Value& v) { return is_instance(v, &base_exception_group_type); }

/// The exceptions as a tuple, checked; says whether all of them are Exceptions.
Ref<Tuple> check_exceptions(const Value& exceptions, bool& all_plain) {
    if (!(is_list(exceptions) || is_tuple(exceptions)) && exceptions.type()->getitem == nullptr)
        raise_type_error("second argument (exceptions) must be a sequence");
    Ref<Tuple> items = Tuple::from_iterable(exceptions);
    if (items->size == 0)
        raise_value_error("second argument (exceptions) must be a non-empty sequence");
    all_plain = true;
    for (std::size_t i = 0; i < items->size; ++i) {
        const Value& item = (*items)[i];
        if (!is_exception(item)) {
            raise_format(value_error_type,
                         "Item {} of second argument (exceptions) is not an exception", i);
        }
        if (!is_instance(item, &exception_type)) all_plain = false;
    }
    return items;
}

// CPython: BaseExceptionGroup_new
Value group_construct(Type* cls, CallArgs args) {
    if (args.positional_count != 2) {
        raise_format(type_error_type,
                     "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)",
                     args.positional_count);
    }
    const Value& message = args.values[0];
    if (!is_str(message))
        raise_format(type_error_type, "BaseExceptionGroup.__new__() argument 1 must be str, not {}",
                     message.type()->name);
    bool all_plain = true;
    Ref<Tuple> items = check_exceptions(args.values[1], all_plain);
    if (cls == &base_exception_group_type) {
        if (all_plain) cls = &exception_group_type;
    } else if (!all_plain) {
        if (cls == &exception_group_type)
            raise_type_error("Cannot nest BaseExceptions in an ExceptionGroup");
        if (cls->is_subtype_of(&exception_type))
            raise_format(type_error_type, "Cannot nest BaseExceptions in '{}'", cls->name);
    }
    Ref<Group> group = make_typed<Group>(cls);
    group->args = Tuple::make(args.positional());
    group->message = message;
    group->exceptions = std::move(items);
    return group;
}

Value group_str(const Value& self) {
    const auto* group = self.as<Group>();
    const std::size_t count = group->exceptions.as<Tuple>()->size;
    return make_str(fmt::format("{} ({} sub-exception{})", str_string(group->message), count,
                                count > 1 ? "s" : ""));
}

void group_traverse(Object* self, Visitor& visitor) {
    traverse_exception(self, visitor);
    visitor.visit(static_cast<Group*>(self)->exceptions);
    visitor.visit(static_cast<Group*>(self)->message);
}

/// What split() and subgroup() ask of each exception.
class Condition {
  public:
    explicit Condition(const Value& v) : value_(v) {
        if (is_exception_class(v)) {
            by_type_ = true;
        } else if (is_tuple(v) && v.as<Tuple>()->size != 0) {
            by_type_ = true;
            for (const Value& item : v.as<Tuple>()->items())
                if (!is_exception_class(item)) by_type_ = false;
        }
        if (!by_type_ && (is_tuple(v) || !is_callable(v)))
            raise_type_error("expected a function, exception type or tuple of exception types");
    }

    bool matches(const Value& exception) const {
        if (by_type_) return instance_check(exception, value_);
        return truth(call(value_, {exception}));
    }

  private:
    const Value& value_;
    bool by_type_ = false;
};

/// A group of `items` like `like`: made by its derive(), with its traceback, cause, context, notes.
// CPython: exceptiongroup_subset
Value subset(const Value& like, const Ref<List>& items) {
    if (items->size() == 0) return none();
    Value made = call_method(like, "derive", {Value(items)});
    if (!is_group(made)) raise_type_error("derive must return an instance of BaseExceptionGroup");
    const auto* from = like.as<ExceptionObject>();
    auto* to = made.as<ExceptionObject>();
    to->traceback = from->traceback;
    to->context = from->context;
    if (from->cause) to->cause = from->cause;
    to->suppress_context = from->suppress_context;
    if (Value notes = lookup_attr(like, "__notes__"); notes && is_list(notes))
        setattr(made, "__notes__", List::from_iterable(notes));
    return made;
}

struct Split {
    Value match;
    Value rest;
};

// CPython: exceptiongroup_split_recursive
Split split(const Value& exception, const Condition& condition) {
    if (condition.matches(exception)) return {exception, none()};
    if (!is_group(exception)) return {none(), exception};
    RecursionGuard guard(" in exceptiongroup_split_recursive");
    Ref<List> matching = List::make();
    Ref<List> rest = List::make();
    for (const Value& item : exception.as<Group>()->exceptions.as<Tuple>()->items()) {
        Split parts = split(item, condition);
        if (!is_none(parts.match)) matching->append(parts.match);
        if (!is_none(parts.rest)) rest->append(parts.rest);
    }
    return {subset(exception, matching), subset(exception, rest)};
}

Value group_split(const Value& self, CallArgs args) {
    Split parts = split(self, Condition(args.values[0]));
    return Tuple::make({parts.match, parts.rest});
}

Value group_subgroup(const Value& self, CallArgs args) {
    return split(self, Condition(args.values[0])).match;
}

Value group_derive(const Value& self, CallArgs args) {
    return call(Value::borrow(&base_exception_group_type),
                {self.as<Group>()->message, args.values[0]});
}

void group_init(const Value& self, CallArgs args) {
    if (args.keyword_count() != 0)
        raise_format(type_error_type, "{}() takes no keyword arguments", self.type()->name);
    init_exception(self, args);
}

}  // namespace

void define_exception_groups() {
    Type& t = base_exception_group_type;
    t.construct = group_construct;
    t.init = group_init;
    t.str = group_str;
    t.traverse = group_traverse;
    define_type<Group>(t, {.name = "BaseExceptionGroup",
                           .doc = "A combination of multiple unrelated exceptions.",
                           .base = &base_exception_type,
                           .flags = Type::kBaseType | Type::kGeneric,
                           .methods = {{"split", group_split, "condition, /"},
                                       {"subgroup", group_subgroup, "condition, /"},
                                       {"derive", group_derive, "exceptions, /"}},
                           .members = {{"message", offset_of(&Group::message)},
                                       {"exceptions", offset_of(&Group::exceptions)}}});
    Type& plain = exception_group_type;
    define_type<Group>(plain, {.name = "ExceptionGroup", .base = &t, .flags = Type::kBaseType});
    // The one builtin type with two bases; a TypeSpec names one. What it made of it goes.
    plain.bases->flags &= ~std::uint32_t{kImmortal};
    plain.mro->flags &= ~std::uint32_t{kImmortal};
    plain.bases = Tuple::make({type_value(&t), type_value(&exception_type)});
    plain.mro = Tuple::make({type_value(&plain), type_value(&t), type_value(&exception_type),
                             type_value(&base_exception_type), type_value(&object_type)});
    plain.bases->flags |= kImmortal;
    plain.mro->flags |= kImmortal;
}

}  // namespace loopscope::object
