// The slow halves of instructions: unpacking, formatting, calls with unpacked arguments, with,
// match.
#include <fmt/format.h>

#include <algorithm>

#include "sim/object/bytes.h"
#include "sim/object/class.h"
#include "sim/object/float.h"
#include "sim/object/format.h"
#include "sim/object/iterator.h"
#include "sim/object/list.h"
#include "sim/object/method.h"
#include "sim/object/set.h"
#include "sim/object/singletons.h"
#include "sim/object/slice.h"
#include "sim/object/slots.h"
#include "sim/python/vm/executor.h"

namespace loopscope::python::vm {

using object::intern_static;
using object::none;

Value make_function_object(Frame& frame, const Value& code, int parts, Value* stack) {
    Ref<Function> f = object::make<Function>();
    auto* c = code.as<Code>();
    f->code = Ref<Code>(c);
    f->globals = Ref<Dict>(frame.globals);
    f->builtins = Ref<Dict>(frame.builtins);
    f->name = c->name;
    f->qualname = c->qualname;
    f->doc = c->doc;
    static Str* const kName = intern_static("__name__");
    if (Value* module = frame.globals->find(kName)) f->module = *module;
    if ((parts & compile::kPartDefaults) != 0) f->defaults = *stack++;
    if ((parts & compile::kPartKwDefaults) != 0) f->kwdefaults = *stack++;
    if ((parts & compile::kPartAnnotations) != 0) f->annotations = *stack++;
    if ((parts & compile::kPartClosure) != 0) f->closure = *stack++;
    return f;
}

// ---- unpacking --------------------------------------------------------------------------------

namespace {

Value iterator_for_unpacking(const Value& v) {
    bool iterable = v.type()->iter != nullptr || v.type()->getitem != nullptr;
    if (!iterable) {
        object::raise_type_error(
            fmt::format("cannot unpack non-iterable {} object", v.type()->name));
    }
    return object::iter(v);
}

}  // namespace

/// Writes the values so that the first ends on top. Mirrors: unpack_iterable.
void unpack_sequence(const Value& v, int count, Value* out) {
    auto wanted = static_cast<std::size_t>(count);
    std::vector<Value> items;
    items.reserve(wanted);
    Value iterator = iterator_for_unpacking(v);
    while (items.size() < wanted) {
        Value item = object::next(iterator);
        if (!item) {
            object::raise_value_error(fmt::format(
                "not enough values to unpack (expected {}, got {})", count, items.size()));
        }
        items.push_back(std::move(item));
    }
    if (object::next(iterator)) {
        object::raise_value_error(fmt::format("too many values to unpack (expected {})", count));
    }
    for (std::size_t k = 0; k < wanted; ++k) new (out + k) Value(std::move(items[wanted - 1 - k]));
}

void unpack_ex(const Value& v, int before, int after, Value* out) {
    Value iterator = iterator_for_unpacking(v);
    Ref<object::List> all = object::List::from_iterable(iterator);
    auto least = static_cast<std::size_t>(before + after);
    if (all->size() < least) {
        object::raise_value_error(fmt::format(
            "not enough values to unpack (expected at least {}, got {})", least, all->size()));
    }
    auto first = static_cast<std::size_t>(before);
    std::size_t rest_end = all->size() - static_cast<std::size_t>(after);
    Value rest = object::List::make(all->items().subspan(first, rest_end - first));
    Value* place = out;
    for (std::size_t k = all->size(); k > rest_end; --k) new (place++) Value((*all)[k - 1]);
    new (place++) Value(std::move(rest));
    for (std::size_t k = first; k > 0; --k) new (place++) Value((*all)[k - 1]);
}

// ---- strings ----------------------------------------------------------------------------------

std::string ascii_text(const Value& v) {
    Value text = object::repr(v);
    const Str& s = *text.as<Str>();
    if (s.is_ascii()) return s.to_string();
    std::string out;
    for (std::size_t k = 0; k < s.length; ++k) {
        auto c = static_cast<std::uint32_t>(s.at(k));
        if (c < 0x80) {
            out += static_cast<char>(c);
        } else if (c < 0x100) {
            out += fmt::format("\\x{:02x}", c);
        } else if (c < 0x10000) {
            out += fmt::format("\\u{:04x}", c);
        } else {
            out += fmt::format("\\U{:08x}", c);
        }
    }
    return out;
}

Value format_for_string(const Value& v, const Value& spec, int flags) {
    Value value = v;
    switch (flags & compile::kConvertMask) {
        case compile::kConvertStr:
            value = object::str(v);
            break;
        case compile::kConvertRepr:
            value = object::repr(v);
            break;
        case compile::kConvertAscii:
            value = object::make_str(ascii_text(v));
            break;
        default:
            break;
    }
    bool no_spec = !spec || spec.as<Str>()->length == 0;
    if (no_spec) {
        if (object::is_str_exact(value)) return value;
        if (value.is_small()) return object::str(value);
    }
    if (!spec) return object::format_value(value, object::Str::make_ascii(""));
    return object::format_value(value, spec);
}

Value join_strings(const Value* parts, int count) {
    std::size_t length = 0;
    bool ascii = true;
    for (int k = 0; k < count; ++k) {
        const Str& s = *parts[k].as<Str>();
        length += s.length;
        ascii = ascii && s.is_ascii();
    }
    if (ascii) {
        Ref<Str> text = Str::make_unfilled(length, object::StrKind::Ascii);
        char* to = static_cast<char*>(text->data());
        for (int k = 0; k < count; ++k) {
            const Str& s = *parts[k].as<Str>();
            std::memcpy(to, s.data(), s.length);
            to += s.length;
        }
        return text;
    }
    object::StrBuilder builder(length);
    for (int k = 0; k < count; ++k) builder.append(*parts[k].as<Str>());
    return builder.finish();
}

// ---- calls with * and ** ----------------------------------------------------------------------

/// CPython: _PyObject_FunctionStr.
std::string callable_text(const Value& callable) {
    static Str* const kQualname = intern_static("__qualname__");
    static Str* const kModule = intern_static("__module__");
    Value qualname = object::lookup_attr(callable, kQualname);
    if (!qualname) return object::str_string(callable);
    Value module = object::lookup_attr(callable, kModule);
    std::string name = object::str_string(qualname);
    if (module && object::is_str(module) && !module.as<Str>()->equals("builtins")) {
        return fmt::format("{}.{}()", module.as<Str>()->view(), name);
    }
    return name + "()";
}

void update_dict(Dict& into, const Value& mapping) {
    static Str* const kKeys = intern_static("keys");
    if (!object::is_dict(mapping) && !object::lookup_attr(mapping, kKeys)) {
        object::raise_type_error(fmt::format("'{}' object is not a mapping", mapping.type()->name));
    }
    into.update(mapping);
}

/// CPython: _PyDict_MergeEx with override 2, and format_kwargs_error.
void merge_keywords(const Value& callable, Dict& into, const Value& mapping) {
    static Str* const kKeys = intern_static("keys");
    if (!object::is_dict(mapping) && !object::lookup_attr(mapping, kKeys)) {
        object::raise_type_error(fmt::format("{} argument after ** must be a mapping, not {}",
                                             callable_text(callable), mapping.type()->name));
    }
    Ref<Dict> plain;
    if (object::is_dict(mapping)) {
        plain = Ref<Dict>(mapping.as<Dict>());
    } else {
        plain = Dict::make();
        plain->update(mapping);
    }
    for (std::uint32_t k = 0; k < plain->entry_count(); ++k) {
        Value key = plain->entry(k).key;
        if (!key) continue;
        if (!object::is_str(key)) {
            object::raise_type_error("keywords must be strings");
        }
        if (into.find(key) != nullptr) {
            object::raise_type_error(fmt::format("{} got multiple values for keyword argument '{}'",
                                                 callable_text(callable), object::str_string(key)));
        }
        into.set(key, plain->entry(k).value);
    }
}

Value call_unpacked(const Value& callable, const Value& args, const Value& keywords) {
    std::vector<Value> all;
    if (object::is_tuple(args)) {
        auto items = args.as<Tuple>()->items();
        all.assign(items.begin(), items.end());
    } else {
        bool iterable = args.type()->iter != nullptr || args.type()->getitem != nullptr;
        if (!iterable) {
            object::raise_type_error(fmt::format("{} argument after * must be an iterable, not {}",
                                                 callable_text(callable), args.type()->name));
        }
        object::for_each(args, [&](const Value& v) { all.push_back(v); });
    }
    std::size_t count = all.size();
    Ref<Tuple> names;
    if (keywords && keywords.as<Dict>()->size() != 0) {
        Dict& dict = *keywords.as<Dict>();
        names = Tuple::make_unfilled(dict.size());
        std::size_t at = 0;
        for (std::uint32_t k = 0; k < dict.entry_count(); ++k) {
            if (!dict.entry(k).key) continue;
            (*names)[at++] = dict.entry(k).key;
            all.push_back(dict.entry(k).value);
        }
    }
    return object::call(callable, object::CallArgs{all.data(), count, names.get()});
}

// ---- exceptions -------------------------------------------------------------------------------

/// CPython: CHECK_EXC_MATCH.
bool exception_matches(const Value& exception, const Value& type) {
    if (Type* cls = object::as_type(type); cls != nullptr && object::is_exception_class(type)) {
        return exception.type()->is_subtype_of(cls);
    }
    if (object::is_tuple(type)) {
        for (const Value& one : type.as<Tuple>()->items()) {
            if (!object::is_exception_class(one)) {
                object::raise_type_error(
                    "catching classes that do not inherit from BaseException is not allowed");
            }
        }
        for (const Value& one : type.as<Tuple>()->items()) {
            if (exception.type()->is_subtype_of(object::as_type(one))) return true;
        }
        return false;
    }
    object::raise_type_error(
        "catching classes that do not inherit from BaseException is not allowed");
}

void check_except_star_type(const Value& type) {
    auto check = [](const Value& one) {
        if (!object::is_exception_class(one)) {
            object::raise_type_error(
                "catching classes that do not inherit from BaseException is not allowed");
        }
        if (object::as_type(one)->is_subtype_of(&object::base_exception_group_type)) {
            object::raise_type_error(
                "catching ExceptionGroup with except* is not allowed. Use except instead.");
        }
    };
    if (object::is_tuple(type)) {
        for (const Value& one : type.as<Tuple>()->items()) check(one);
    } else {
        check(type);
    }
}

/// CPython: exception_group_match.
void match_group(const Value& exception, const Value& type, Value& match, Value& rest) {
    if (object::is_none(exception)) {
        match = none();
        rest = none();
        return;
    }
    bool is_group = exception.type()->is_subtype_of(&object::base_exception_group_type);
    if (exception_matches(exception, type)) {
        match = exception;
        if (!is_group) {
            Ref<object::List> one = object::List::make({exception});
            Value tuple = Tuple::make({exception});
            match = object::call(Value::borrow(&object::exception_group_type),
                                 {object::make_str(""), tuple});
            match.as<ExceptionObject>()->traceback = exception.as<ExceptionObject>()->traceback;
        }
        rest = none();
        return;
    }
    if (is_group) {
        Value pair = object::call_method(exception, "split", {type});
        if (!object::is_tuple(pair) || pair.as<Tuple>()->size < 2) {
            object::raise_type_error(fmt::format("{}.split must return a tuple, got {}",
                                                 exception.type()->name, pair.type()->name));
        }
        match = (*pair.as<Tuple>())[0];
        rest = (*pair.as<Tuple>())[1];
        return;
    }
    match = none();
    rest = exception;
}

namespace {

bool same_metadata(const ExceptionObject& a, const ExceptionObject& b) {
    return a.traceback.bits() == b.traceback.bits() && a.cause == b.cause && a.context == b.context;
}

void collect_leaves(const Value& e, std::vector<object::Object*>& out) {
    if (!e.type()->is_subtype_of(&object::base_exception_group_type)) {
        out.push_back(e.object());
        return;
    }
    auto* group = static_cast<object::ExceptionGroupObject*>(e.as<ExceptionObject>());
    object::for_each(group->exceptions, [&](const Value& inner) { collect_leaves(inner, out); });
}

/// The part of `original` whose leaves are in `keep`, its nesting kept. None when empty.
Value project(const Value& original, const std::vector<object::Object*>& keep) {
    if (!original.type()->is_subtype_of(&object::base_exception_group_type)) {
        bool kept = std::find(keep.begin(), keep.end(), original.object()) != keep.end();
        return kept ? original : none();
    }
    auto* group = static_cast<object::ExceptionGroupObject*>(original.as<ExceptionObject>());
    Ref<object::List> parts = object::List::make();
    object::for_each(group->exceptions, [&](const Value& inner) {
        Value part = project(inner, keep);
        if (!object::is_none(part)) parts->append(std::move(part));
    });
    if (parts->size() == 0) return none();
    Value made = object::call_method(original, "derive", {parts});
    auto* e = made.as<ExceptionObject>();
    e->traceback = group->traceback;
    e->context = group->context;
    e->cause = group->cause;
    e->suppress_context = group->suppress_context;
    if (Value notes = object::lookup_attr(original, "__notes__")) {
        object::setattr(made, "__notes__", object::List::from_iterable(notes));
    }
    return made;
}

}  // namespace

/// What is left to be raised after all except* clauses. Mirrors: _PyExc_PrepReraiseStar.
Value prepare_reraise_star(const Value& original, const Value& list) {
    auto* items = list.as<object::List>();
    std::vector<Value> raised;
    std::vector<object::Object*> reraised;
    bool is_group = original.type()->is_subtype_of(&object::base_exception_group_type);
    for (const Value& e : items->items()) {
        if (object::is_none(e)) continue;
        if (!is_group) {
            // A bare exception was caught: what came out is raised as it is.
            if (!raised.empty() || !reraised.empty()) continue;
            raised.push_back(e);
            continue;
        }
        if (same_metadata(*e.as<ExceptionObject>(), *original.as<ExceptionObject>())) {
            collect_leaves(e, reraised);
        } else {
            raised.push_back(e);
        }
    }
    if (!is_group) return raised.empty() ? none() : raised[0];
    Value again = reraised.empty() ? none() : project(original, reraised);
    if (raised.empty()) return again;
    if (!object::is_none(again)) raised.push_back(again);
    if (raised.size() == 1) return raised[0];
    return object::call(Value::borrow(&object::exception_group_type),
                        {object::make_str(""), object::List::make(raised)});
}

// ---- await, async with, with ------------------------------------------------------------------

/// CPython: GET_AWAITABLE and format_awaitable_error.
Value awaitable_of(const Value& v, int place) {
    if (place != compile::kAwaitExpression) {
        Generator* g = as_generator(v);
        bool awaitable = v.type()->await != nullptr || v.type()->has(object::Type::kCoroutine) ||
                         (g != nullptr && g->frame().code->has(compile::kIterableCoroutine));
        if (!awaitable) {
            object::raise_type_error(
                fmt::format("'async with' received an object from __a{}__ that does not implement "
                            "__await__: {}",
                            place == compile::kAwaitAsyncEnter ? "enter" : "exit", v.type()->name));
        }
    }
    // A generator that types.coroutine() has marked.
    if (v.type() == &generator_type &&
        v.as<Generator>()->frame().code->has(compile::kIterableCoroutine)) {
        return v;
    }
    Value iterator = object::awaitable_iterator(v);
    if (iterator.type() == &coroutine_type) {
        if (iterator.as<Generator>()->delegate() != nullptr) {
            object::raise(object::runtime_error_type, "coroutine is being awaited already");
        }
    }
    return iterator;
}

Value get_aiter(const Value& v) {
    if (v.type()->aiter == nullptr) {
        object::raise_type_error(fmt::format(
            "'async for' requires an object with __aiter__ method, got {}", v.type()->name));
    }
    Value iterator = v.type()->aiter(v);
    if (iterator.type()->anext == nullptr) {
        object::raise_type_error(
            fmt::format("'async for' received an object from __aiter__ that does not implement "
                        "__anext__: {}",
                        iterator.type()->name));
    }
    return iterator;
}

Value get_anext(const Value& aiter) {
    if (aiter.type()->anext == nullptr) {
        object::raise_type_error(fmt::format(
            "'async for' requires an iterator with __anext__ method, got {}", aiter.type()->name));
    }
    Value next = aiter.type()->anext(aiter);
    if (aiter.type() == &async_generator_type) return next;
    try {
        return object::awaitable_iterator(next);
    } catch (object::Raised& raised) {
        Ref<ExceptionObject> error = object::make_exception(
            object::type_error_type,
            fmt::format("'async for' received an invalid object from __anext__: {}",
                        next.type()->name));
        error->context = raised.exception;
        error->set_cause(raised.exception);
        object::raise(std::move(error));
    }
}

/// CPython: BEFORE_WITH, BEFORE_ASYNC_WITH.
void enter_with(const Value& manager, bool async, Value& exit, Value& entered) {
    static Str* const kEnter = intern_static("__enter__");
    static Str* const kExit = intern_static("__exit__");
    static Str* const kAsyncEnter = intern_static("__aenter__");
    static Str* const kAsyncExit = intern_static("__aexit__");
    const char* protocol = async ? "asynchronous context manager" : "context manager";
    Value enter = object::lookup_special(manager, async ? kAsyncEnter : kEnter);
    if (!enter) {
        object::raise_type_error(fmt::format("'{}' object does not support the {} protocol",
                                             manager.type()->name, protocol));
    }
    exit = object::lookup_special(manager, async ? kAsyncExit : kExit);
    if (!exit) {
        object::raise_type_error(
            fmt::format("'{}' object does not support the {} protocol (missed {} method)",
                        manager.type()->name, protocol, async ? "__aexit__" : "__exit__"));
    }
    entered = object::call(enter);
}

// ---- match ------------------------------------------------------------------------------------

namespace {

/// Whether a class has the abstract class collections.abc.`name` among its bases.
bool has_abstract_base(const Type& type, std::string_view name) {
    static Str* const kModule = intern_static("__module__");
    for (const Value& base : type.mro->items()) {
        const Type& t = *object::as_type(base);
        if (t.name != name || !t.has(Type::kHeapType)) continue;
        Value* module = t.dict->find(kModule);
        if (module != nullptr && object::is_str(*module) &&
            module->as<Str>()->equals("collections.abc")) {
            return true;
        }
    }
    return false;
}

}  // namespace

// FIDELITY: CPython also takes classes that were registered with the abstract class.
bool is_mapping(const Value& v) {
    if (object::is_dict(v)) return true;
    if (v.type() == &object::mappingproxy_type) return true;
    return v.type()->has(Type::kHeapType) && has_abstract_base(*v.type(), "Mapping");
}

bool is_sequence(const Value& v) {
    if (object::is_str(v) || object::is_bytes(v)) return false;
    if (object::is_list(v) || object::is_tuple(v)) return true;
    const Type* t = v.type();
    if (t == &object::range_type || t == &object::memoryview_type) return true;
    for (const Type* c = t; c != nullptr; c = c->base) {
        if (c->name.ends_with("deque") && !c->has(Type::kHeapType)) return true;
    }
    return t->has(Type::kHeapType) && has_abstract_base(*t, "Sequence");
}

Value match_keys(const Value& subject, const Value& keys) {
    auto* wanted = keys.as<Tuple>();
    Ref<object::Set> seen = object::Set::make();
    Ref<Tuple> found = Tuple::make_unfilled(wanted->size);
    for (std::size_t k = 0; k < wanted->size; ++k) (*found)[k] = none();
    for (std::size_t k = 0; k < wanted->size; ++k) {
        const Value& key = (*wanted)[k];
        if (!seen->add(key)) {
            object::raise_value_error(
                fmt::format("mapping pattern checks duplicate key ({})", object::repr_string(key)));
        }
        if (object::is_dict(subject) && subject.type() == &object::dict_type) {
            Value v = subject.as<Dict>()->get(key);
            if (!v) return none();
            (*found)[k] = std::move(v);
            continue;
        }
        Value missing = Tuple::make({key});  // A value that nobody else has.
        Value v = object::call_method(subject, "get", {key, missing});
        if (is_same(v, missing)) return none();
        (*found)[k] = std::move(v);
    }
    return found;
}

/// CPython: match_class. A tuple of the attributes, or None.
Value match_class(const Value& subject, const Value& cls, int positional, const Value& names) {
    if (!object::is_type(cls)) object::raise_type_error("called match pattern must be a type");
    if (!object::instance_check(subject, cls)) return none();
    auto* type = object::as_type(cls);
    std::vector<Value> found;
    std::vector<Value> seen;
    auto fetch = [&](const Value& name) {
        for (const Value& other : seen) {
            if (object::equal(other, name)) {
                object::raise_type_error(
                    fmt::format("{}() got multiple sub-patterns for attribute {}", type->name,
                                object::repr_string(name)));
            }
        }
        seen.push_back(name);
        Value v = object::lookup_attr(subject, name.as<Str>());
        if (!v) return false;
        found.push_back(std::move(v));
        return true;
    };
    if (positional > 0) {
        Value args = object::lookup_attr(cls, "__match_args__");
        bool self_only = false;
        std::size_t allowed = 0;
        if (args) {
            if (!object::is_tuple(args)) {
                object::raise_type_error(fmt::format("{}.__match_args__ must be a tuple (got {})",
                                                     type->name, args.type()->name));
            }
            allowed = args.as<Tuple>()->size;
        } else {
            for (Type* base : {&object::bool_type, &object::int_type, &object::float_type,
                               &object::str_type, &object::bytes_type, &object::bytearray_type,
                               &object::list_type, &object::tuple_type, &object::dict_type,
                               &object::set_type, &object::frozenset_type}) {
                if (type->is_subtype_of(base)) self_only = true;
            }
            allowed = self_only ? 1 : 0;
        }
        if (static_cast<std::size_t>(positional) > allowed) {
            object::raise_type_error(
                fmt::format("{}() accepts {} positional sub-pattern{} ({} given)", type->name,
                            allowed, allowed == 1 ? "" : "s", positional));
        }
        if (self_only) {
            found.push_back(subject);
        } else {
            for (int k = 0; k < positional; ++k) {
                const Value& name = (*args.as<Tuple>())[static_cast<std::size_t>(k)];
                if (!object::is_str(name)) {
                    object::raise_type_error(fmt::format(
                        "__match_args__ elements must be strings (got {})", name.type()->name));
                }
                if (!fetch(name)) return none();
            }
        }
    }
    for (const Value& name : names.as<Tuple>()->items()) {
        if (!fetch(name)) return none();
    }
    return Tuple::make(found);
}

Value copy_without_keys(const Value& subject, const Value& keys) {
    Ref<Dict> rest = Dict::make();
    rest->update(subject);
    for (const Value& key : keys.as<Tuple>()->items()) rest->erase(key);
    return rest;
}

// ---- import, class bodies, super --------------------------------------------------------------

Value import_from(const Value& module, Str* name) {
    if (Value found = object::lookup_attr(module, name)) return found;
    // A submodule that is still being imported.
    static Str* const kName = intern_static("__name__");
    Value package = object::lookup_attr(module, kName);
    std::string text = package && object::is_str(package) ? package.as<Str>()->to_string() : "";
    if (!text.empty()) {
        std::string full = fmt::format("{}.{}", text, name->view());
        if (Value* found = Interpreter::current().modules->find(std::string_view(full)))
            return *found;
    }
    Value file = object::lookup_attr(module, "__file__");
    std::string where = file && object::is_str(file) ? file.as<Str>()->to_string()
                                                     : std::string("unknown location");
    Ref<ExceptionObject> e =
        object::make_exception(object::import_error_type,
                               fmt::format("cannot import name '{}' from '{}' ({})", name->view(),
                                           text.empty() ? "<unknown module name>" : text, where));
    object::raise(std::move(e));
}

void import_star(Frame& frame, const Value& module) {
    Value space = frame_locals(frame);
    Value all = object::lookup_attr(module, "__all__");
    Value dict = object::getattr(module, "__dict__");
    std::vector<Value> names;
    if (all) {
        object::for_each(all, [&](const Value& v) { names.push_back(v); });
    } else {
        object::for_each(dict, [&](const Value& v) {
            if (object::is_str(v) && !v.as<Str>()->view().starts_with('_')) names.push_back(v);
        });
    }
    for (const Value& name : names) {
        object::setitem(space, name, object::getattr(module, object::expect_str(name, "name")));
    }
}

Value set_up_annotations(Frame& frame) {
    static Str* const kName = intern_static("__annotations__");
    Value space = Value::borrow(frame.locals);
    bool has = space.type() == &object::dict_type ? space.as<Dict>()->find(kName) != nullptr
                                                  : object::contains(space, Value::borrow(kName));
    if (!has) object::setitem(space, Value::borrow(kName), Dict::make());
    return none();
}

/// super() in a method: the class is in the __class__ cell, the instance in the first argument.
/// Mirrors: super_init_without_args.
Value zero_argument_super(Frame& frame) {
    const Code& code = *frame.code;
    auto fail = [](const char* why) { object::raise(object::runtime_error_type, why); };
    if (code.positional_count == 0) fail("super(): no arguments");
    Value self = frame.slots()[0];
    if (self.is_object() && self.object()->type == &cell_type &&
        code.slot_kinds[0] == compile::SlotKind::CellLocal) {
        self = self.as<Cell>()->value;
    }
    if (!self) fail("super(): arg[0] deleted");
    static Str* const kClass = intern_static("__class__");
    for (int k = code.slot_count - code.free_count; k < code.slot_count; ++k) {
        if (!code.slot_names[static_cast<std::size_t>(k)]->equals(*kClass)) continue;
        const Value& held = frame.slots()[k].as<Cell>()->value;
        if (!held) fail("super(): empty __class__ cell");
        return object::make_super(object::as_type(held), self);
    }
    fail("super(): __class__ cell not found");
    return Value();
}

}  // namespace loopscope::python::vm
