// The iterators of itertools that combine items: product, permutations, combinations.
#include <algorithm>
#include <mutex>
#include <numeric>

#include "sim/python/modules/arguments.h"
#include "sim/python/modules/itertools.h"

namespace loopscope::python::modules {

namespace {

Type product_type;
Type permutations_type;
Type combinations_type;
Type combinations_with_replacement_type;

std::vector<Value> values_of(const Value& iterable) {
    std::vector<Value> values;
    for_each(iterable, [&](const Value& item) { values.push_back(item); });
    return values;
}

/// The tuple of the pool's items at the first `count` indices.
Value pick(const ToolIterator& tool, std::size_t count) {
    Ref<Tuple> result = Tuple::make_unfilled(count);
    for (std::size_t i = 0; i < count; ++i) {
        (*result)[i] = tool.pool[static_cast<std::size_t>(tool.indices[i])];
    }
    return result;
}

/// MemoryError when `times` times `count` places are more than there can be.
void check_places(std::int64_t times, std::size_t count) {
    constexpr std::int64_t kPlacesMax = std::int64_t{1} << 40;
    if (times > kPlacesMax) raise(object::memory_error_type);
    object::check_allocation(static_cast<std::size_t>(times) * 2, count * sizeof(Value));
}

// product: pool holds one tuple per position, indices say where each stands.

Value product_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"product", "*iterables, repeat="};
    auto [repeat, iterables] = kParameters.bind<2>(args);
    std::int64_t times = index_or(repeat, 1);
    if (times < 0) raise_value_error("repeat argument cannot be negative");
    auto tool = make_typed<ToolIterator>(cls);
    std::vector<Value> once;
    for (const Value& iterable : iterables.as<Tuple>()->items()) {
        once.push_back(Tuple::from_iterable(iterable));
    }
    check_places(once.empty() ? 0 : times, once.size());
    for (std::int64_t i = 0; !once.empty() && i < times; ++i) {
        tool->pool.insert(tool->pool.end(), once.begin(), once.end());
    }
    tool->indices.assign(tool->pool.size(), 0);
    for (const Value& part : tool->pool) tool->done = tool->done || part.as<Tuple>()->size == 0;
    return tool;
}

/// Moves the last index on, carrying to the left. False when all combinations are through.
bool product_step(ToolIterator& tool) {
    for (std::size_t i = tool.pool.size(); i-- > 0;) {
        auto size = static_cast<std::int64_t>(tool.pool[i].as<Tuple>()->size);
        if (++tool.indices[i] < size) return true;
        tool.indices[i] = 0;
    }
    return false;
}

Value product_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    if (tool.done) return Value();
    if (std::exchange(tool.begun, true) && !product_step(tool)) {
        tool.done = true;
        return Value();
    }
    Ref<Tuple> result = Tuple::make_unfilled(tool.pool.size());
    for (std::size_t i = 0; i < tool.pool.size(); ++i) {
        (*result)[i] = (*tool.pool[i].as<Tuple>())[static_cast<std::size_t>(tool.indices[i])];
    }
    return result;
}

// permutations: indices is a permutation of the pool's places, of which `limit` are shown. The
// cycles of the algorithm stand behind them in `indices`.

Value permutations_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"permutations", "iterable, r="};
    auto [iterable, length] = kParameters.bind<2>(args);
    auto tool = make_typed<ToolIterator>(cls);
    tool->pool = values_of(iterable);
    auto size = static_cast<std::int64_t>(tool->pool.size());
    if (!absent(length) && !is_int(length)) raise_type_error("Expected int as r");
    tool->limit = absent(length) ? size : object::to_index(length);
    if (tool->limit < 0) raise_value_error("r must be non-negative");
    tool->number = size;
    tool->done = tool->limit > size;
    if (tool->done) return tool;
    tool->indices.resize(static_cast<std::size_t>(size + tool->limit));
    std::iota(tool->indices.begin(), tool->indices.begin() + size, 0);
    for (std::int64_t i = 0; i < tool->limit; ++i) {
        tool->indices[static_cast<std::size_t>(size + i)] = size - i;
    }
    return tool;
}

bool permutations_step(ToolIterator& tool) {
    auto first = tool.indices.begin();
    std::int64_t size = tool.number;
    for (std::int64_t i = tool.limit; i-- > 0;) {
        std::int64_t& cycle = first[size + i];
        if (--cycle == 0) {
            std::rotate(first + i, first + i + 1, first + size);
            cycle = size - i;
        } else {
            std::swap(first[i], first[size - cycle]);
            return true;
        }
    }
    return false;
}

Value permutations_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    if (tool.done) return Value();
    if (std::exchange(tool.begun, true) && !permutations_step(tool)) {
        tool.done = true;
        return Value();
    }
    return pick(tool, static_cast<std::size_t>(tool.limit));
}

// combinations: indices are the chosen places, rising.

Ref<ToolIterator> make_combinations(Type* cls, const Value& iterable, const Value& length) {
    auto tool = make_typed<ToolIterator>(cls);
    tool->pool = values_of(iterable);
    tool->limit = object::to_index(length);
    if (tool->limit < 0) raise_value_error("r must be non-negative");
    return tool;
}

Value combinations_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"combinations", "iterable, r"};
    auto [iterable, length] = kParameters.bind<2>(args);
    auto tool = make_combinations(cls, iterable, length);
    tool->done = tool->limit > static_cast<std::int64_t>(tool->pool.size());
    if (tool->done) return tool;
    tool->indices.resize(static_cast<std::size_t>(tool->limit));
    std::iota(tool->indices.begin(), tool->indices.end(), 0);
    return tool;
}

bool combinations_step(ToolIterator& tool) {
    auto size = static_cast<std::int64_t>(tool.pool.size());
    for (std::size_t i = tool.indices.size(); i-- > 0;) {
        std::int64_t last = size - tool.limit + static_cast<std::int64_t>(i);
        if (tool.indices[i] == last) continue;
        std::iota(tool.indices.begin() + static_cast<std::ptrdiff_t>(i), tool.indices.end(),
                  tool.indices[i] + 1);
        return true;
    }
    return false;
}

Value combinations_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    if (tool.done) return Value();
    if (std::exchange(tool.begun, true) && !combinations_step(tool)) {
        tool.done = true;
        return Value();
    }
    return pick(tool, tool.indices.size());
}

Value replacement_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"combinations_with_replacement", "iterable, r"};
    auto [iterable, length] = kParameters.bind<2>(args);
    auto tool = make_combinations(cls, iterable, length);
    tool->done = tool->pool.empty() && tool->limit > 0;
    if (tool->done) return tool;
    check_places(tool->limit, 1);
    tool->indices.assign(static_cast<std::size_t>(tool->limit), 0);
    return tool;
}

bool replacement_step(ToolIterator& tool) {
    std::int64_t last = static_cast<std::int64_t>(tool.pool.size()) - 1;
    for (std::size_t i = tool.indices.size(); i-- > 0;) {
        if (tool.indices[i] == last) continue;
        std::int64_t value = tool.indices[i] + 1;
        std::fill(tool.indices.begin() + static_cast<std::ptrdiff_t>(i), tool.indices.end(), value);
        return true;
    }
    return false;
}

Value replacement_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    if (tool.done) return Value();
    if (std::exchange(tool.begun, true) && !replacement_step(tool)) {
        tool.done = true;
        return Value();
    }
    return pick(tool, tool.indices.size());
}

}  // namespace

void add_combining_tools(Module& module) {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_tool({product_type, "product", product_construct, product_next});
        define_tool({permutations_type, "permutations", permutations_construct, permutations_next});
        define_tool({combinations_type, "combinations", combinations_construct, combinations_next});
        define_tool({combinations_with_replacement_type, "combinations_with_replacement",
                     replacement_construct, replacement_next});
    });
    for (Type* type : {&product_type, &permutations_type, &combinations_type,
                       &combinations_with_replacement_type}) {
        module.set(type->qualname, type_value(type));
    }
}

}  // namespace loopscope::python::modules
