// itertools: the module, and the iterators that make values: count, cycle, repeat, accumulate,
// pairwise, starmap.
#include "sim/python/modules/itertools.h"

#include <mutex>

#include "sim/object/type_name.h"
#include "sim/python/modules/arguments.h"
#include "sim/python/modules/modules.h"

namespace loopscope::python::modules {

namespace {

Type count_type;
Type cycle_type;
Type repeat_type;
Type accumulate_type;
Type pairwise_type;
Type starmap_type;

Value self_iter(const Value& self) { return self; }

void tool_traverse(Object* self, Visitor& visitor) {
    auto* tool = static_cast<ToolIterator*>(self);
    visitor.visit(tool->a);
    visitor.visit(tool->b);
    visitor.visit(tool->c);
    for (const Value& v : tool->pool) visitor.visit(v);
}

void tool_clear(Object* self) {
    auto* tool = static_cast<ToolIterator*>(self);
    Value a = std::move(tool->a);
    Value b = std::move(tool->b);
    Value c = std::move(tool->c);
    std::vector<Value> pool = std::exchange(tool->pool, {});
    tool->done = true;
}

// count: a is the next number, b the step.

Value count_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"count", "start=, step="};
    auto [start, step] = kParameters.bind<2>(args);
    for (const Value& v : {start, step}) {
        if (v && !is_int(v) && !v.type()->index && !v.type()->to_float && !v.type()->to_int) {
            raise_type_error("a number is required");
        }
    }
    auto tool = make_typed<ToolIterator>(cls);
    tool->a = start ? start : Value::small(0);
    tool->b = step ? step : Value::small(1);
    return tool;
}

Value count_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    Value result = tool.a;
    tool.a = object::binary(BinaryOp::Add, result, tool.b);
    return result;
}

Value count_repr(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    std::string text = object::short_name(*self.type()) + "(" + repr_string(tool.a);
    if (!(tool.b.is_small() && tool.b.small() == 1)) text += ", " + repr_string(tool.b);
    return make_str(text + ")");
}

// cycle: a iterates, pool holds what came, number is the place in it.

Value cycle_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"cycle", "iterable, /"};
    auto [iterable] = kParameters.bind<1>(args);
    auto tool = make_typed<ToolIterator>(cls);
    tool->a = iter(iterable);
    return tool;
}

Value cycle_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    if (tool.a) {
        Value iterator = tool.a;
        if (Value item = next(iterator)) {
            tool.pool.push_back(item);
            return item;
        }
        tool.a = Value();
    }
    if (tool.pool.empty()) return Value();
    Value item = tool.pool[static_cast<std::size_t>(tool.number)];
    tool.number = (tool.number + 1) % static_cast<std::int64_t>(tool.pool.size());
    return item;
}

// repeat: a is the object; number is how often it still comes, -1 for ever.

Value repeat_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"repeat", "object, times="};
    auto [object, times] = kParameters.bind<2>(args);
    auto tool = make_typed<ToolIterator>(cls);
    tool->a = object;
    tool->number = times ? std::max<std::int64_t>(object::to_index(times), 0) : -1;
    return tool;
}

Value repeat_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    if (tool.number == 0) return Value();
    if (tool.number > 0) --tool.number;
    return tool.a;
}

Value repeat_repr(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    std::string text = "repeat(" + repr_string(tool.a);
    if (tool.number >= 0) text += fmt::format(", {}", tool.number);
    return make_str(text + ")");
}

Value repeat_length_hint(const Value& self, CallArgs) {
    auto& tool = *self.as<ToolIterator>();
    if (tool.number < 0) raise_type_error("len() of unsized object");
    return Int::from(tool.number);
}

// accumulate: a iterates, b is the function or null, c the total so far.

Value accumulate_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"accumulate", "iterable, func=, *, initial="};
    auto [iterable, function, initial] = kParameters.bind<3>(args);
    auto tool = make_typed<ToolIterator>(cls);
    tool->a = iter(iterable);
    if (!absent(function)) tool->b = function;
    if (!absent(initial)) {
        tool->c = initial;
        tool->begun = true;
    }
    return tool;
}

Value accumulate_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    if (std::exchange(tool.begun, false)) return tool.c;
    Value item = next(tool.a);
    if (!item) return Value();
    if (!tool.c) {
        tool.c = item;
    } else {
        Value total = tool.c;
        tool.c = tool.b ? call(tool.b, {total, item}) : object::binary(BinaryOp::Add, total, item);
    }
    return tool.c;
}

// pairwise: a iterates, b is the item before.

Value pairwise_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"pairwise", "iterable, /"};
    auto [iterable] = kParameters.bind<1>(args);
    auto tool = make_typed<ToolIterator>(cls);
    tool->a = iter(iterable);
    return tool;
}

Value pairwise_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    if (!tool.a) return Value();
    if (!tool.b) tool.b = next(tool.a);
    Value item = tool.b && tool.a ? next(tool.a) : Value();
    if (!item) {
        tool.a = Value();
        tool.b = Value();
        return Value();
    }
    Value before = std::exchange(tool.b, item);
    return Tuple::make({before, item});
}

// starmap: a iterates, b is the function.

Value starmap_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"starmap", "function, iterable, /"};
    auto [function, iterable] = kParameters.bind<2>(args);
    auto tool = make_typed<ToolIterator>(cls);
    tool->a = iter(iterable);
    tool->b = function;
    return tool;
}

Value starmap_next(const Value& self) {
    auto& tool = *self.as<ToolIterator>();
    Value item = next(tool.a);
    if (!item) return Value();
    Ref<Tuple> arguments = Tuple::from_iterable(item);
    return call(tool.b, std::span<const Value>(arguments->items()));
}

}  // namespace

void define_tool(const ToolType& tool) {
    Type& type = tool.type;
    type.construct = tool.construct;
    type.next = tool.next;
    type.iter = self_iter;
    type.traverse = tool_traverse;
    type.clear = tool_clear;
    define_type<ToolIterator>(type, {.name = tool.name,
                                     .module = "itertools",
                                     .flags = Type::kBaseType,
                                     .methods = tool.methods});
}

void add_endless_tools(Module& module) {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        count_type.repr = count_repr;
        repeat_type.repr = repeat_repr;
        define_tool({count_type, "count", count_construct, count_next});
        define_tool({cycle_type, "cycle", cycle_construct, cycle_next});
        define_tool({repeat_type,
                     "repeat",
                     repeat_construct,
                     repeat_next,
                     {{"__length_hint__", repeat_length_hint, ""}}});
        define_tool({accumulate_type, "accumulate", accumulate_construct, accumulate_next});
        define_tool({pairwise_type, "pairwise", pairwise_construct, pairwise_next});
        define_tool({starmap_type, "starmap", starmap_construct, starmap_next});
    });
    for (Type* type : {&count_type, &cycle_type, &repeat_type, &accumulate_type, &pairwise_type,
                       &starmap_type}) {
        module.set(type->qualname, type_value(type));
    }
}

void init_itertools(Module& module) {
    add_endless_tools(module);
    add_selecting_tools(module);
    add_combining_tools(module);
}

}  // namespace loopscope::python::modules
