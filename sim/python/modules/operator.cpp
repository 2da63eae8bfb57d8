// The operator module: the operators as functions, and the getters.
#include "sim/python/modules/operator.h"

#include "sim/python/modules/modules.h"

namespace loopscope::python::modules {

namespace {

template <BinaryOp op>
Value apply_binary(const Value&, CallArgs args) {
    return object::binary(op, args.values[0], args.values[1]);
}

template <BinaryOp op>
Value apply_inplace(const Value&, CallArgs args) {
    return object::inplace(op, args.values[0], args.values[1]);
}

template <CompareOp op>
Value apply_compare(const Value&, CallArgs args) {
    return object::compare(args.values[0], args.values[1], op);
}

template <Value (*function)(const Value&)>
Value apply_unary(const Value&, CallArgs args) {
    return function(args.values[0]);
}

Value operator_truth(const Value&, CallArgs args) { return make_bool(truth(args.values[0])); }
Value operator_not(const Value&, CallArgs args) { return make_bool(!truth(args.values[0])); }

Value operator_is(const Value&, CallArgs args) {
    return make_bool(is_same(args.values[0], args.values[1]));
}

Value operator_is_not(const Value&, CallArgs args) {
    return make_bool(!is_same(args.values[0], args.values[1]));
}

Value operator_contains(const Value&, CallArgs args) {
    return make_bool(object::contains(args.values[0], args.values[1]));
}

Value operator_getitem(const Value&, CallArgs args) {
    return getitem(args.values[0], args.values[1]);
}

Value operator_setitem(const Value&, CallArgs args) {
    object::setitem(args.values[0], args.values[1], args.values[2]);
    return none();
}

Value operator_delitem(const Value&, CallArgs args) {
    object::delitem(args.values[0], args.values[1]);
    return none();
}

bool is_sequence(const Value& v) { return v.type()->getitem != nullptr && !is_dict(v); }

Value operator_concat(const Value&, CallArgs args) {
    for (std::size_t i = 0; i < 2; ++i) {
        if (!is_sequence(args.values[i])) {
            raise_format(type_error_type, "'{}' object can't be concatenated",
                         type_name(args.values[0]));
        }
    }
    return object::binary(BinaryOp::Add, args.values[0], args.values[1]);
}

Value operator_iconcat(const Value&, CallArgs args) {
    return object::inplace(BinaryOp::Add, args.values[0], args.values[1]);
}

Value operator_count_of(const Value&, CallArgs args) {
    std::int64_t count = 0;
    for_each(args.values[0], [&](const Value& item) { count += equal(item, args.values[1]); });
    return Int::from(count);
}

Value operator_index_of(const Value&, CallArgs args) {
    Value iterator = iter(args.values[0]);
    for (std::int64_t i = 0;; ++i) {
        Value item = next(iterator);
        if (!item) raise_value_error("sequence.index(x): x not in sequence");
        if (equal(item, args.values[1])) return Int::from(i);
    }
}

Value operator_length_hint(const Value&, CallArgs args) {
    std::int64_t hint = object::length_hint(args.values[0]);
    if (hint >= 0) return Int::from(hint);
    return args.values[1] ? args.values[1] : Value::small(0);
}

Value operator_index(const Value&, CallArgs args) { return object::index_value(args.values[0]); }

Value operator_call(const Value&, CallArgs args) {
    CallArgs rest = args;
    if (args.positional_count == 0) {
        raise_type_error("call expected at least 1 argument, got 0");
    }
    ++rest.values;
    --rest.positional_count;
    return call(args.values[0], rest);
}

void add_arithmetic(Dict& dict) {
    constexpr const char* kTwo = "a, b, /";
    object::add_functions(dict,
                          {{"add", apply_binary<BinaryOp::Add>, kTwo},
                           {"sub", apply_binary<BinaryOp::Sub>, kTwo},
                           {"mul", apply_binary<BinaryOp::Mul>, kTwo},
                           {"matmul", apply_binary<BinaryOp::MatMul>, kTwo},
                           {"truediv", apply_binary<BinaryOp::TrueDiv>, kTwo},
                           {"floordiv", apply_binary<BinaryOp::FloorDiv>, kTwo},
                           {"mod", apply_binary<BinaryOp::Mod>, kTwo},
                           {"pow", apply_binary<BinaryOp::Pow>, kTwo},
                           {"lshift", apply_binary<BinaryOp::LShift>, kTwo},
                           {"rshift", apply_binary<BinaryOp::RShift>, kTwo},
                           {"and_", apply_binary<BinaryOp::And>, kTwo},
                           {"or_", apply_binary<BinaryOp::Or>, kTwo},
                           {"xor", apply_binary<BinaryOp::Xor>, kTwo},
                           {"iadd", apply_inplace<BinaryOp::Add>, kTwo},
                           {"isub", apply_inplace<BinaryOp::Sub>, kTwo},
                           {"imul", apply_inplace<BinaryOp::Mul>, kTwo},
                           {"imatmul", apply_inplace<BinaryOp::MatMul>, kTwo},
                           {"itruediv", apply_inplace<BinaryOp::TrueDiv>, kTwo},
                           {"ifloordiv", apply_inplace<BinaryOp::FloorDiv>, kTwo},
                           {"imod", apply_inplace<BinaryOp::Mod>, kTwo},
                           {"ipow", apply_inplace<BinaryOp::Pow>, kTwo},
                           {"ilshift", apply_inplace<BinaryOp::LShift>, kTwo},
                           {"irshift", apply_inplace<BinaryOp::RShift>, kTwo},
                           {"iand", apply_inplace<BinaryOp::And>, kTwo},
                           {"ior", apply_inplace<BinaryOp::Or>, kTwo},
                           {"ixor", apply_inplace<BinaryOp::Xor>, kTwo},
                           {"neg", apply_unary<object::negative>, "a, /"},
                           {"pos", apply_unary<object::positive>, "a, /"},
                           {"inv", apply_unary<object::invert>, "a, /"},
                           {"invert", apply_unary<object::invert>, "a, /"},
                           {"abs", apply_unary<object::absolute>, "a, /"}},
                          "_operator");
}

void add_others(Dict& dict) {
    constexpr const char* kTwo = "a, b, /";
    object::add_functions(dict,
                          {{"lt", apply_compare<CompareOp::Lt>, kTwo},
                           {"le", apply_compare<CompareOp::Le>, kTwo},
                           {"eq", apply_compare<CompareOp::Eq>, kTwo},
                           {"ne", apply_compare<CompareOp::Ne>, kTwo},
                           {"gt", apply_compare<CompareOp::Gt>, kTwo},
                           {"ge", apply_compare<CompareOp::Ge>, kTwo},
                           {"truth", operator_truth, "a, /"},
                           {"not_", operator_not, "a, /"},
                           {"is_", operator_is, kTwo},
                           {"is_not", operator_is_not, kTwo},
                           {"contains", operator_contains, kTwo},
                           {"getitem", operator_getitem, kTwo},
                           {"setitem", operator_setitem, "a, b, c, /"},
                           {"delitem", operator_delitem, kTwo},
                           {"concat", operator_concat, kTwo},
                           {"iconcat", operator_iconcat, kTwo},
                           {"countOf", operator_count_of, kTwo},
                           {"indexOf", operator_index_of, kTwo},
                           {"length_hint", operator_length_hint, "obj, default=, /"},
                           {"index", operator_index, "a, /"},
                           {"call", operator_call, "..."}},
                          "_operator");
}

}  // namespace

/// CPython's `operator` takes these from `_operator`, which is the module that they name.
void init_operator(Module& module) {
    add_arithmetic(*module.dict);
    add_others(*module.dict);
    add_getters(module);
    for (const char* name :
         {"add",    "sub",      "mul",     "matmul",  "truediv", "floordiv", "mod",
          "pow",    "lshift",   "rshift",  "xor",     "neg",     "pos",      "inv",
          "invert", "abs",      "lt",      "le",      "eq",      "ne",       "gt",
          "ge",     "contains", "getitem", "setitem", "delitem", "concat",   "index",
          "call",   "iadd",     "isub",    "imul",    "imatmul", "itruediv", "ifloordiv",
          "imod",   "ipow",     "ilshift", "irshift", "iand",    "ior",      "ixor",
          "iconcat"}) {
        Value function = *module.dict->find(std::string_view(name));
        module.set(std::string("__") + name + "__", function);
    }
    module.set("__and__", *module.dict->find("and_"));
    module.set("__or__", *module.dict->find("or_"));
    module.set("__not__", *module.dict->find("not_"));
}

}  // namespace loopscope::python::modules
