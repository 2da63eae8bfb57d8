// _functools: partial, reduce, cmp_to_key, and the wrapper that lru_cache makes.
#include <mutex>

#include "sim/object/attribute.h"
#include "sim/python/modules/arguments.h"
#include "sim/python/modules/modules.h"

namespace loopscope::python::modules {

namespace {

Type partial_type;
Type key_wrapper_type;
Type lru_cache_wrapper_type;

struct Partial : Container {
    Value function;
    Ref<Tuple> arguments;
    Ref<Dict> keywords;
    Dict* dict = nullptr;

    ~Partial() {
        if (dict != nullptr) object::release(dict);
    }
    static Type* class_type() { return &partial_type; }
};

/// A call's keywords as a dict.
Ref<Dict> keywords_of(CallArgs args) {
    Ref<Dict> keywords = Dict::make();
    for (std::size_t i = 0; i < args.keyword_count(); ++i) {
        keywords->set((*args.names)[i], args.values[args.positional_count + i]);
    }
    return keywords;
}

Value partial_construct(Type* cls, CallArgs args) {
    if (args.positional_count < 1) {
        raise_type_error("type 'partial' takes at least one argument");
    }
    const Value& function = args.values[0];
    if (!object::is_callable(function)) raise_type_error("the first argument must be callable");
    auto result = make_typed<Partial>(cls);
    std::span<const Value> rest = args.positional().subspan(1);
    Partial* inner = object::is_exact<Partial>(function) ? function.as<Partial>() : nullptr;
    if (inner == nullptr || inner->dict != nullptr || cls != &partial_type) {
        result->function = function;
        result->arguments = Tuple::make(rest);
        result->keywords = keywords_of(args);
        return result;
    }
    std::vector<Value> all(inner->arguments->items().begin(), inner->arguments->items().end());
    all.insert(all.end(), rest.begin(), rest.end());
    result->function = inner->function;
    result->arguments = Tuple::make(std::span<const Value>(all));
    result->keywords = inner->keywords->copy();
    result->keywords->update(keywords_of(args));
    return result;
}

Value partial_call(const Value& self, CallArgs args) {
    Partial& partial = *self.as<Partial>();
    std::vector<Value> values(partial.arguments->items().begin(), partial.arguments->items().end());
    values.insert(values.end(), args.positional().begin(), args.positional().end());
    std::size_t positional = values.size();
    Ref<Dict> keywords = partial.keywords;
    if (args.keyword_count() > 0) {
        keywords = keywords->copy();
        keywords->update(keywords_of(args));
    }
    std::vector<Value> names;
    for (std::uint32_t i = 0; i < keywords->entry_count(); ++i) {
        if (!keywords->entry(i).key) continue;
        names.push_back(keywords->entry(i).key);
        values.push_back(keywords->entry(i).value);
    }
    Ref<Tuple> name_tuple = Tuple::make(std::span<const Value>(names));
    Value function = partial.function;
    return call(function,
                CallArgs{values.data(), positional, names.empty() ? nullptr : name_tuple.get()});
}

Value partial_repr(const Value& self) {
    static thread_local std::vector<const Object*> active;
    Partial& partial = *self.as<Partial>();
    for (const Object* object : active) {
        if (object == self.object()) return make_str("...");
    }
    active.push_back(self.object());
    struct Leave {
        ~Leave() { active.pop_back(); }
    } leave;
    std::string name = self.type() == &partial_type ? "functools.partial" : self.type()->qualname;
    std::string text = name + "(" + repr_string(partial.function);
    for (const Value& argument : partial.arguments->items()) text += ", " + repr_string(argument);
    for (std::uint32_t i = 0; i < partial.keywords->entry_count(); ++i) {
        object::DictEntry entry = partial.keywords->entry(i);
        if (entry.key) text += ", " + str_string(entry.key) + "=" + repr_string(entry.value);
    }
    return make_str(text + ")");
}

Value partial_function(const Value& self) { return self.as<Partial>()->function; }
Value partial_arguments(const Value& self) { return self.as<Partial>()->arguments; }
Value partial_keywords(const Value& self) { return self.as<Partial>()->keywords; }

/// The state that __reduce__ gave: (func, args, keywords, attributes).
Value partial_setstate(const Value& self, CallArgs args) {
    Partial& partial = *self.as<Partial>();
    const Tuple* state = is_tuple(args.values[0]) ? args.values[0].as<Tuple>() : nullptr;
    bool fits = state != nullptr && state->size == 4 && object::is_callable((*state)[0]) &&
                is_tuple((*state)[1]) && (is_none((*state)[2]) || is_dict((*state)[2]));
    if (!fits) raise_type_error("invalid partial state");
    partial.function = (*state)[0];
    partial.arguments = Ref<Tuple>((*state)[1].as<Tuple>());
    partial.keywords = is_none((*state)[2]) ? Dict::make() : Ref<Dict>((*state)[2].as<Dict>());
    if (!is_none((*state)[3])) setattr(self, "__dict__", (*state)[3]);
    return none();
}

void define_partial() {
    partial_type.construct = partial_construct;
    partial_type.call = partial_call;
    partial_type.repr = partial_repr;
    partial_type.traverse = [](Object* self, Visitor& visitor) {
        auto* partial = static_cast<Partial*>(self);
        visitor.visit(partial->function);
        visitor.visit(partial->arguments);
        visitor.visit(partial->keywords);
        if (partial->dict != nullptr) visitor.visit(static_cast<Object*>(partial->dict));
    };
    // Emptied rather than nulled: a finalizer may still call it.
    partial_type.clear = [](Object* self) {
        auto* partial = static_cast<Partial*>(self);
        partial->function = none();
        partial->arguments = Tuple::empty();
        partial->keywords = Dict::make();
    };
    define_type<Partial>(
        partial_type,
        {.name = "partial",
         .module = "functools",
         .flags = Type::kBaseType | Type::kGeneric,
         .dict_offset = static_cast<std::int32_t>(object::offset_of(&Partial::dict)),
         .methods = {{"__setstate__", partial_setstate, "state, /"}},
         .getsets = {{"func", partial_function},
                     {"args", partial_arguments},
                     {"keywords", partial_keywords},
                     {"__dict__", object::get_instance_dict, object::set_instance_dict}}});
}

// cmp_to_key.

struct KeyWrapper : Container {
    Value comparison;
    Value object;  ///< Null in the function that cmp_to_key itself answers.
    static Type* class_type() { return &key_wrapper_type; }
};

Value key_call(const Value& self, CallArgs args) {
    static const Parameters kParameters{"K", "obj"};
    auto [object] = kParameters.bind<1>(args);
    auto key = make<KeyWrapper>();
    key->comparison = self.as<KeyWrapper>()->comparison;
    key->object = object;
    return key;
}

Value key_compare(const Value& a, const Value& b, CompareOp op) {
    if (!object::is_exact<KeyWrapper>(a) || !object::is_exact<KeyWrapper>(b)) {
        raise_type_error("other argument must be K instance");
    }
    Value order = call(a.as<KeyWrapper>()->comparison,
                       {a.as<KeyWrapper>()->object, b.as<KeyWrapper>()->object});
    return object::compare(order, Value::small(0), op);
}

Value functools_cmp_to_key(const Value&, CallArgs args) {
    auto key = make<KeyWrapper>();
    key->comparison = args.values[0];
    return key;
}

void define_key_wrapper() {
    key_wrapper_type.call = key_call;
    key_wrapper_type.compare = key_compare;
    key_wrapper_type.traverse = [](Object* self, Visitor& visitor) {
        auto* key = static_cast<KeyWrapper*>(self);
        visitor.visit(key->comparison);
        visitor.visit(key->object);
    };
    define_type<KeyWrapper>(key_wrapper_type,
                            {.name = "KeyWrapper",
                             .module = "functools",
                             .members = {{"obj", object::offset_of(&KeyWrapper::object), false}}});
}

Value functools_reduce(const Value&, CallArgs args) {
    Value iterator = iter(args.values[1]);
    Value total = args.values[2] ? args.values[2] : next(iterator);
    if (!total) raise_type_error("reduce() of empty iterable with no initial value");
    while (Value item = next(iterator)) total = call(args.values[0], {total, item});
    return total;
}

// lru_cache.

/// What lru_cache puts around a function. Entries of `results` stand in the order of their last
/// use, oldest first.
struct LruCacheWrapper : Container {
    Value function;
    Value info_class;
    Ref<Dict> results;
    std::int64_t size_max = -1;  ///< -1: unbounded; 0: nothing is kept.
    bool typed = false;
    std::int64_t hits = 0;
    std::int64_t misses = 0;
    Dict* dict = nullptr;

    ~LruCacheWrapper() {
        if (dict != nullptr) object::release(dict);
    }
    static Type* class_type() { return &lru_cache_wrapper_type; }
};

/// What a call is remembered by. Mirrors: lru_cache_make_key.
Value make_key(const LruCacheWrapper& cache, CallArgs args) {
    if (!cache.typed && args.keyword_count() == 0 && args.positional_count == 1) {
        const Value& only = args.values[0];
        if (only.is_small() || object::is_str_exact(only)) return only;
    }
    std::vector<Value> parts(args.positional().begin(), args.positional().end());
    std::size_t count = args.positional_count + args.keyword_count();
    if (args.keyword_count() > 0) parts.push_back(type_value(&object::object_type));
    for (std::size_t i = 0; i < args.keyword_count(); ++i) {
        parts.push_back((*args.names)[i]);
        parts.push_back(args.values[args.positional_count + i]);
    }
    if (cache.typed) {
        for (std::size_t i = 0; i < count; ++i) parts.push_back(type_value(args.values[i].type()));
    }
    return Tuple::make(std::span<const Value>(parts));
}

void drop_oldest(Dict& results) {
    for (std::uint32_t i = 0; i < results.entry_count(); ++i) {
        if (Value key = results.entry(i).key) {
            results.erase(key);
            return;
        }
    }
}

Value lru_call(const Value& self, CallArgs args) {
    object::RecursionGuard guard(object::kWhileCalling);
    LruCacheWrapper& cache = *self.as<LruCacheWrapper>();
    Value function = cache.function;
    if (cache.size_max == 0) {
        ++cache.misses;
        return call(function, args);
    }
    Value key = make_key(cache, args);
    std::int64_t hash = object::hash(key);
    if (Value* found = cache.results->find_hashed(key, hash)) {
        Value result = *found;
        ++cache.hits;
        if (cache.size_max > 0) {
            cache.results->erase(key);
            cache.results->set_hashed(key, hash, result);
        }
        return result;
    }
    ++cache.misses;
    Value result = call(function, args);
    if (cache.results->find_hashed(key, hash) != nullptr) return result;
    if (cache.size_max > 0 && cache.results->size() >= static_cast<std::size_t>(cache.size_max)) {
        drop_oldest(*cache.results);
    }
    cache.results->set_hashed(key, hash, result);
    return result;
}

Value lru_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"lru_cache",
                                        "user_function, maxsize, typed, cache_info_type"};
    auto [function, size_max, typed, info] = kParameters.bind<4>(args);
    if (!object::is_callable(function)) raise_type_error("the first argument must be callable");
    auto cache = make_typed<LruCacheWrapper>(cls);
    if (!is_none(size_max)) {
        if (!is_int(size_max)) raise_type_error("maxsize should be integer or None");
        cache->size_max = std::max<std::int64_t>(object::to_index(size_max), 0);
    }
    cache->typed = truth(typed);
    cache->function = function;
    cache->info_class = info;
    cache->results = Dict::make();
    return cache;
}

Value lru_cache_info(const Value& self, CallArgs) {
    auto& cache = *self.as<LruCacheWrapper>();
    return call(cache.info_class, {Int::from(cache.hits), Int::from(cache.misses),
                                   cache.size_max < 0 ? none() : Int::from(cache.size_max),
                                   Int::from_size(cache.results->size())});
}

Value lru_cache_clear(const Value& self, CallArgs) {
    auto& cache = *self.as<LruCacheWrapper>();
    cache.hits = 0;
    cache.misses = 0;
    Ref<Dict> old = std::exchange(cache.results, Dict::make());
    return none();
}

Value lru_copy(const Value& self, CallArgs) { return self; }

Value lru_descr_get(const Value& self, const Value& instance, Type*) {
    if (!instance || is_none(instance)) return self;
    return make<object::BoundMethod>(self, instance);
}

void define_lru_cache() {
    lru_cache_wrapper_type.construct = lru_construct;
    lru_cache_wrapper_type.call = lru_call;
    lru_cache_wrapper_type.descr_get = lru_descr_get;
    lru_cache_wrapper_type.traverse = [](Object* self, Visitor& visitor) {
        auto* cache = static_cast<LruCacheWrapper*>(self);
        visitor.visit(cache->function);
        visitor.visit(cache->info_class);
        visitor.visit(cache->results);
        if (cache->dict != nullptr) visitor.visit(static_cast<Object*>(cache->dict));
    };
    lru_cache_wrapper_type.clear = [](Object* self) {
        auto* cache = static_cast<LruCacheWrapper*>(self);
        cache->function = none();
        cache->results = Dict::make();
    };
    define_type<LruCacheWrapper>(
        lru_cache_wrapper_type,
        {.name = "_lru_cache_wrapper",
         .module = "functools",
         .flags = Type::kBaseType,
         .dict_offset = static_cast<std::int32_t>(object::offset_of(&LruCacheWrapper::dict)),
         .methods = {{"cache_info", lru_cache_info, ""},
                     {"cache_clear", lru_cache_clear, ""},
                     {"__copy__", lru_copy, ""},
                     {"__deepcopy__", lru_copy, "memo, /"}},
         .getsets = {{"__dict__", object::get_instance_dict, object::set_instance_dict}}});
}

}  // namespace

void init_functools(Module& module) {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_partial();
        define_key_wrapper();
        define_lru_cache();
    });
    module.set("partial", type_value(&partial_type));
    module.set("_lru_cache_wrapper", type_value(&lru_cache_wrapper_type));
    object::add_functions(*module.dict,
                          {{"reduce", functools_reduce, "function, iterable, initial=, /"},
                           {"cmp_to_key", functools_cmp_to_key, "mycmp"}},
                          "_functools");
}

}  // namespace loopscope::python::modules
