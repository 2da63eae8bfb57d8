// None, Ellipsis, NotImplemented, True and False.
#include "sim/object/singletons.h"

#include "sim/object/exception.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/setup.h"

namespace loopscope::object {

Type none_type;
Type ellipsis_type;
Type not_implemented_type;
Type bool_type;
Object none_object;
Object ellipsis_object;
Object not_implemented_object;
Int true_object;
Int false_object;

namespace {

void set_up(Object& object, Type& type) {
    object.refs = 1u << 30;
    object.flags |= kImmortal;
    object.type = &type;
}

template <Object* object>
Value construct_single(Type* cls, CallArgs args) {
    if (args.positional_count + args.keyword_count() != 0) {
        raise_format(type_error_type, "{} takes no arguments", cls->name);
    }
    return Value::borrow(object);
}

Value none_repr(const Value&) { return make_str("None"); }
bool none_truth(const Value&) { return false; }
std::int64_t none_hash(const Value&) { return 0x7f8a2f9d1c5; }
Value ellipsis_repr(const Value&) { return make_str("Ellipsis"); }
Value not_implemented_repr(const Value&) { return make_str("NotImplemented"); }

Value bool_repr(const Value& self) { return make_str(is_true(self) ? "True" : "False"); }

Value bool_construct(Type*, CallArgs args) {
    if (args.keyword_count() != 0) raise_type_error("bool() takes no keyword arguments");
    if (args.positional_count > 1) {
        raise_format(type_error_type, "bool expected at most 1 argument, got {}",
                     args.positional_count);
    }
    return make_bool(args.positional_count == 1 && truth(args.values[0]));
}

template <BinaryOp op>
Value bool_bitwise(const Value& a, const Value& b) {
    if (!is_bool(a) || !is_bool(b)) {
        return int_type.binary[static_cast<std::size_t>(op)](a, b);
    }
    bool x = is_true(a);
    bool y = is_true(b);
    if (op == BinaryOp::And) return make_bool(x && y);
    if (op == BinaryOp::Or) return make_bool(x || y);
    return make_bool(x != y);
}

void never_freed(Object* object) { object->refs = 1u << 30; }

}  // namespace

void define_singletons() {
    set_up(none_object, none_type);
    set_up(ellipsis_object, ellipsis_type);
    set_up(not_implemented_object, not_implemented_type);
    none_type.repr = none_repr;
    none_type.truth = none_truth;
    none_type.hash = none_hash;
    none_type.construct = construct_single<&none_object>;
    none_type.dealloc = never_freed;
    define_type<Object>(none_type, {.name = "NoneType"});
    ellipsis_type.repr = ellipsis_repr;
    ellipsis_type.construct = construct_single<&ellipsis_object>;
    ellipsis_type.dealloc = never_freed;
    define_type<Object>(ellipsis_type, {.name = "ellipsis"});
    not_implemented_type.repr = not_implemented_repr;
    not_implemented_type.construct = construct_single<&not_implemented_object>;
    not_implemented_type.dealloc = never_freed;
    define_type<Object>(not_implemented_type, {.name = "NotImplementedType"});
}

void define_bool() {
    set_up(true_object, bool_type);
    set_up(false_object, bool_type);
    mpz_set_si(true_object.number, 1);
    bool_type.repr = bool_repr;
    bool_type.construct = bool_construct;
    bool_type.dealloc = never_freed;
    bool_type.binary[static_cast<std::size_t>(BinaryOp::And)] = bool_bitwise<BinaryOp::And>;
    bool_type.binary[static_cast<std::size_t>(BinaryOp::Or)] = bool_bitwise<BinaryOp::Or>;
    bool_type.binary[static_cast<std::size_t>(BinaryOp::Xor)] = bool_bitwise<BinaryOp::Xor>;
    define_type<Int>(
        bool_type,
        {.name = "bool", .doc = "True or False, which are ints too.", .base = &int_type});
}

}  // namespace loopscope::object
