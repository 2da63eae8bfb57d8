// The iterators of itertools that pass on, leave out or group items of others.
#include <mutex>

#include "sim/python/modules/arguments.h"
#include "sim/python/modules/itertools.h"

namespace loopscope::python::modules {

namespace {

Type chain_type;
Type compress_type;
Type dropwhile_type;
Type takewhile_type;
Type filterfalse_type;
Type islice_type;
Type groupby_type;
Type grouper_type;
Type tee_type;
Type zip_longest_type;

// chain: a iterates the iterables, b the one at hand.

Value make_chain(Type* cls, const Value& iterables) {
    auto tool = make_typed<ToolIterator>(cls);
    tool->a = iter(iterables);
    return tool;
}

Value chain_construct(Type* cls, CallArgs args) {
    refuse_keywords("chain", cls, chain_type, args);
    return make_chain(cls, Tuple::make(args.positional()));
}

Value chain_from_iterable(const Value& self, CallArgs args) {
    return make_chain(as_type(self), args.values[0]);
}

Value chain_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    while (tool.a) {
        if (!tool.b) {
            Value iterable = next(tool.a);
            if (!iterable) {
                tool.a = Value();
                return Value();
            }
            tool.b = iter(iterable);
        }
        Value iterator = tool.b;
        if (Value item = next(iterator)) return item;
        tool.b = Value();
    }
    return Value();
}

// compress: a iterates the data, b the selectors.

Value compress_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"compress", "data, selectors"};
    auto [data, selectors] = kParameters.bind<2>(args);
    auto tool = make_typed<ToolIterator>(cls);
    tool->a = iter(data);
    tool->b = iter(selectors);
    return tool;
}

Value compress_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    while (true) {
        Value item = next(tool.a);
        if (!item) return Value();
        Value selector = next(tool.b);
        if (!selector) return Value();
        if (truth(selector)) return item;
    }
}

// dropwhile, takewhile, filterfalse: a iterates, b is the predicate.

template <Type* type>
Value predicate_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{type->qualname, "predicate, iterable, /"};
    auto [predicate, iterable] = kParameters.bind<2>(args);
    auto tool = make_typed<ToolIterator>(cls);
    tool->a = iter(iterable);
    tool->b = predicate;
    return tool;
}

Value dropwhile_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    while (Value item = next(tool.a)) {
        if (tool.begun) return item;
        if (!truth(call(tool.b, {item}))) {
            tool.begun = true;
            return item;
        }
    }
    return Value();
}

Value takewhile_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    if (tool.done) return Value();
    Value item = next(tool.a);
    if (!item) return Value();
    if (truth(call(tool.b, {item}))) return item;
    tool.done = true;
    return Value();
}

Value filterfalse_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    bool by_truth =
        is_none(tool.b) || (tool.b.is_object() && tool.b.object() == &object::bool_type);
    while (Value item = next(tool.a)) {
        if (!truth(by_truth ? item : call(tool.b, {item}))) return item;
    }
    return Value();
}

// islice: a iterates; number counts the items taken, limit is where the next wanted one stands,
// indices[0] the end (-1: none).

std::int64_t slice_bound(const Value& v, std::int64_t fallback, const char* message) {
    if (absent(v)) return fallback;
    std::int64_t bound = -1;
    try {
        bound = object::to_index(v);
    } catch (Raised&) {
        raise_value_error(message);
    }
    if (bound < 0) raise_value_error(message);
    return bound;
}

Value islice_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"islice", "iterable, start, stop=, step=, /"};
    auto [iterable, start, stop, step] = kParameters.bind<4>(args);
    const char* indices = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    auto tool = make_typed<ToolIterator>(cls);
    bool has_stop = bool(stop);
    tool->indices = {slice_bound(has_stop ? stop : start, -1,
                                 has_stop ? indices
                                          : "Stop argument for islice() must be None or an "
                                            "integer: 0 <= x <= sys.maxsize.")};
    tool->limit = has_stop ? slice_bound(start, 0, indices) : 0;
    tool->step = slice_bound(step, 1, "Step for islice() must be a positive integer or None.");
    if (tool->step == 0) raise_value_error("Step for islice() must be a positive integer or None.");
    tool->a = iter(iterable);
    return tool;
}

Value islice_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    if (!tool.a) return Value();
    std::int64_t stop = tool.indices[0];
    while (tool.number < tool.limit && (stop < 0 || tool.number < stop)) {
        if (!next(tool.a)) {
            tool.a = Value();
            return Value();
        }
        ++tool.number;
    }
    if (stop >= 0 && tool.number >= stop) {
        tool.a = Value();
        return Value();
    }
    Value item = next(tool.a);
    if (!item) {
        tool.a = Value();
        return Value();
    }
    ++tool.number;
    tool.limit += tool.step;
    if (stop >= 0 && tool.limit > stop) tool.limit = stop;
    return item;
}

// groupby: a iterates, b is the key function or null; pool holds {the group's key, the key of the
// item at hand, that item}; number counts the groups, so that an old group knows that it is over.

enum : std::size_t { kTargetKey, kCurrentKey, kCurrentItem };

bool groupby_step(ToolIterator& tool) {
    Value item = next(tool.a);
    if (!item) return false;
    Value key = tool.b ? call(tool.b, {item}) : item;
    tool.pool[kCurrentItem] = item;
    tool.pool[kCurrentKey] = key;
    return true;
}

Value groupby_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"groupby", "iterable, key="};
    auto [iterable, key] = kParameters.bind<2>(args);
    auto tool = make_typed<ToolIterator>(cls);
    tool->a = iter(iterable);
    if (!absent(key)) tool->b = key;
    tool->pool.resize(3);
    return tool;
}

Value groupby_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    ++tool.number;
    while (true) {
        if (tool.pool[kCurrentKey]) {
            if (!tool.pool[kTargetKey]) break;
            Value target = tool.pool[kTargetKey];
            Value current = tool.pool[kCurrentKey];
            if (!equal(target, current)) break;
        }
        if (!groupby_step(tool)) return Value();
    }
    tool.pool[kTargetKey] = tool.pool[kCurrentKey];
    auto group = make_typed<ToolIterator>(&grouper_type);
    group->a = self;
    group->b = tool.pool[kTargetKey];
    group->number = tool.number;
    return Tuple::make({tool.pool[kCurrentKey], Value(group)});
}

Value grouper_construct(Type*, CallArgs) {
    raise_type_error("cannot create 'itertools._grouper' instances");
}

Value grouper_next(const Value& self) {
    auto& group = *self.as<ToolIterator>();
    auto& tool = *group.a.as<ToolIterator>();
    if (tool.number != group.number) return Value();
    if (!tool.pool[kCurrentItem] && !groupby_step(tool)) return Value();
    Value target = group.b;
    Value current = tool.pool[kCurrentKey];
    if (!equal(target, current)) return Value();
    return std::exchange(tool.pool[kCurrentItem], Value());
}

// tee: iterators over one chain of items that is filled on demand.

Type tee_link_type;

struct TeeLink : Container {
    Value item;  ///< Null: not fetched yet.
    Ref<TeeLink> next;
    Value source;  ///< The iterator that fills it.
    static Type* class_type() { return &tee_link_type; }
    /// A long chain is let go step by step, not by recursion.
    ~TeeLink() {
        Ref<TeeLink> rest = std::move(next);
        while (rest && rest->refs == 1) {
            Ref<TeeLink> after = std::move(rest->next);
            rest = std::move(after);
        }
    }
};

/// a is the link to read next.
Value make_tee(const Ref<TeeLink>& link) {
    auto tool = make_typed<ToolIterator>(&tee_type);
    tool->a = link;
    return tool;
}

Value tee_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    Ref<TeeLink> link(tool.a.as<TeeLink>());
    if (!link->item) {
        Value item = next(link->source);
        if (!item) return Value();
        link->item = item;
        link->next = make<TeeLink>();
        link->next->source = link->source;
    }
    Value item = link->item;
    tool.a = link->next;
    return item;
}

Value tee_copy(const Value& self, CallArgs) {
    return make_tee(Ref<TeeLink>(self.as<ToolIterator>()->a.as<TeeLink>()));
}

Value tee_construct(Type*, CallArgs args) {
    static const Parameters kParameters{"_tee", "iterable, /"};
    auto [iterable] = kParameters.bind<1>(args);
    auto link = make<TeeLink>();
    link->source = iter(iterable);
    return make_tee(link);
}

Value itertools_tee(const Value&, CallArgs args) {
    std::int64_t count = index_or(args.values[1], 2);
    if (count < 0) raise_value_error("n must be >= 0");
    Ref<Tuple> result = Tuple::make_unfilled(static_cast<std::size_t>(count));
    if (count == 0) return result;
    Value iterator = iter(args.values[0]);
    Ref<TeeLink> link;
    if (iterator.is_object() && iterator.object()->type == &tee_type) {
        link = Ref<TeeLink>(iterator.as<ToolIterator>()->a.as<TeeLink>());
    } else {
        link = make<TeeLink>();
        link->source = iterator;
    }
    for (Value& place : result->items()) place = make_tee(link);
    return result;
}

void define_tee() {
    tee_link_type.traverse = [](Object* self, Visitor& visitor) {
        auto* link = static_cast<TeeLink*>(self);
        visitor.visit(link->item);
        visitor.visit(link->next);
        visitor.visit(link->source);
    };
    tee_link_type.clear = [](Object* self) {
        auto* link = static_cast<TeeLink*>(self);
        link->item = Value();
        link->source = Value();
    };
    define_type<TeeLink>(tee_link_type, {.name = "_tee_dataobject", .module = "itertools"});
    define_tool({tee_type, "_tee", tee_construct, tee_next, {{"__copy__", tee_copy, ""}}});
}

// zip_longest: pool holds the iterators (null: ended), a the filler, number those still going.

Value zip_longest_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"zip_longest", "*iterables, fillvalue="};
    for (std::size_t i = 0; i < args.keyword_count(); ++i) {
        if (!(*args.names)[i].as<Str>()->equals("fillvalue")) {
            raise_type_error("zip_longest() got an unexpected keyword argument");
        }
    }
    auto [filler, iterables] = kParameters.bind<2>(args);
    auto tool = make_typed<ToolIterator>(cls);
    tool->a = filler ? filler : none();
    for (const Value& iterable : iterables.as<Tuple>()->items()) {
        tool->pool.push_back(iter(iterable));
    }
    tool->number = static_cast<std::int64_t>(tool->pool.size());
    return tool;
}

Value zip_longest_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    if (tool.number == 0) return Value();
    Ref<Tuple> result = Tuple::make_unfilled(tool.pool.size());
    for (std::size_t i = 0; i < tool.pool.size(); ++i) {
        Value iterator = tool.pool[i];
        Value item = iterator ? next(iterator) : Value();
        if (!item) {
            if (iterator) {
                tool.pool[i] = Value();
                if (--tool.number == 0) return Value();
            }
            item = tool.a;
        }
        (*result)[i] = item;
    }
    return result;
}

void define_selecting_tools() {
    define_tool({chain_type,
                 "chain",
                 chain_construct,
                 chain_next,
                 {{"from_iterable", chain_from_iterable, "iterable, /", nullptr, Binding::Class}}});
    define_tool({compress_type, "compress", compress_construct, compress_next});
    define_tool(
        {dropwhile_type, "dropwhile", predicate_construct<&dropwhile_type>, dropwhile_next});
    define_tool(
        {takewhile_type, "takewhile", predicate_construct<&takewhile_type>, takewhile_next});
    define_tool({filterfalse_type, "filterfalse", predicate_construct<&filterfalse_type>,
                 filterfalse_next});
    define_tool({islice_type, "islice", islice_construct, islice_next});
    define_tool({groupby_type, "groupby", groupby_construct, groupby_next});
    define_tool({grouper_type, "_grouper", grouper_construct, grouper_next});
    define_tee();
    define_tool({zip_longest_type, "zip_longest", zip_longest_construct, zip_longest_next});
}

}  // namespace

void add_selecting_tools(Module& module) {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_selecting_tools();
    });
    for (Type* type :
         {&chain_type, &compress_type, &dropwhile_type, &takewhile_type, &filterfalse_type,
          &islice_type, &groupby_type, &grouper_type, &tee_type, &zip_longest_type}) {
        module.set(type->qualname, type_value(type));
    }
    object::add_functions(*module.dict, {{"tee", itertools_tee, "iterable, n=, /"}}, "itertools");
}

}  // namespace loopscope::python::modules
