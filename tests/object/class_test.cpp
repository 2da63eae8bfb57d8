// Classes made by programs: mro, layout, slots, descriptors, hooks, attribute look-up.
#include "sim/object/attribute.h"
#include "sim/object/bytes.h"
#include "sim/object/method.h"
#include "tests/object/fixture.h"

namespace loopscope::object::test {
namespace {

Value answer_42(const Value&, CallArgs) { return number(42); }
Value answer_arguments(const Value&, CallArgs args) {
    return Value(Tuple::make(args.positional()));
}
Value answer_not_implemented(const Value&, CallArgs) { return not_implemented(); }
Value say_left(const Value&, CallArgs) { return text("left"); }
Value say_right(const Value&, CallArgs) { return text("right"); }
Value raise_attribute_error(const Value&, CallArgs) { raise(attribute_error_type, "from getter"); }

class Classes : public ObjectTest {};

TEST_F(Classes, TheMroIsC3) {
    Value o = value_of(object_type);
    Value a = make_test_class("A", {});
    Value b = make_test_class("B", {a});
    Value c = make_test_class("C", {a});
    Value d = make_test_class("D", {b, c});
    EXPECT_EQ(names_of_mro(d), "D B C A object");
    EXPECT_EQ(
        error_of([&] {
            make_test_class("X", {a, b});
        }),
        "TypeError: Cannot create a consistent method resolution\norder (MRO) for bases A, B");
    EXPECT_EQ(error_of([&] { make_test_class("X", {a, a}); }), "TypeError: duplicate base class A");
    EXPECT_EQ(
        error_of([&] {
            make_test_class("X", {o, a});
        }),
        "TypeError: Cannot create a consistent method resolution\norder (MRO) for bases object, A");
}

TEST_F(Classes, LayoutsOfBasesMustAgree) {
    EXPECT_EQ(error_of([] {
                  make_test_class("X", {value_of(int_type), value_of(str_type)});
              }),
              "TypeError: multiple bases have instance lay-out conflict");
    EXPECT_EQ(error_of([] { make_test_class("X", {value_of(bool_type)}); }),
              "TypeError: type 'bool' is not an acceptable base type");
    Value mixin = make_test_class("Mixin", {});
    Value mixed = make_test_class("Mixed", {mixin, value_of(dict_type)});
    EXPECT_EQ(repr_string(call(mixed)), "{}");
    Value error = make_test_class("E", {value_of(value_error_type), value_of(key_error_type)});
    EXPECT_EQ(str_string(call(error, {text("x")})), "'x'");
}

TEST_F(Classes, InstancesOfBuiltinSubclassesHaveAttributes) {
    for (Type* base : {&str_type, &tuple_type, &int_type, &list_type, &dict_type, &bytes_type}) {
        Value cls = make_test_class("Sub", {value_of(*base)});
        Value v = call(cls);
        setattr(v, "note", text("kept"));
        EXPECT_EQ(str_string(getattr(v, "note")), "kept") << base->name;
        EXPECT_TRUE(compare_bool(v, call(value_of(*base)), CompareOp::Eq)) << base->name;
    }
}

TEST_F(Classes, SlotsHoldValuesAndNothingElse) {
    Value cls =
        make_test_class("P", {}, {{"__slots__", Value(Tuple::make({text("x"), text("__y")}))}});
    Value v = call(cls);
    setattr(v, "x", number(1));
    setattr(v, "_P__y", number(2));
    EXPECT_EQ(repr_string(getattr(v, "x")), "1");
    EXPECT_EQ(repr_string(getattr(v, "_P__y")), "2");
    EXPECT_EQ(error_of([&] { setattr(v, "z", none()); }),
              "AttributeError: 'P' object has no attribute 'z'");
    EXPECT_EQ(error_of([&] { getattr(call(cls), "x"); }),
              "AttributeError: 'P' object has no attribute 'x'");
    EXPECT_EQ(repr_string(getattr(cls, "x")), "<member 'x' of 'P' objects>");
    Value derived = make_test_class("Q", {cls}, {{"__slots__", text("w")}});
    Value q = call(derived);
    setattr(q, "w", number(3));
    setattr(q, "x", number(4));
    EXPECT_EQ(repr_string(getattr(q, "w")) + repr_string(getattr(q, "x")), "34");
    Value open = call(make_test_class("R", {derived}));
    setattr(open, "z", number(5));
    setattr(open, "w", number(6));
    EXPECT_EQ(repr_string(getattr(open, "__dict__")), "{'z': 5}");
}

TEST_F(Classes, DataDescriptorsGoBeforeTheInstanceAndOthersAfterIt) {
    Value getter(make_function({"getter", answer_42, "..."}));
    Value property = call(value_of(property_type), {getter});
    Value cls =
        make_test_class("C", {}, {{"data", property}, {"plain", method("plain", answer_42)}});
    Value v = call(cls);
    instance_dict(v)->set("data", text("shadow"));
    instance_dict(v)->set("plain", text("shadow"));
    EXPECT_EQ(repr_string(getattr(v, "data")), "42");
    EXPECT_EQ(repr_string(getattr(v, "plain")), "'shadow'");
    EXPECT_EQ(error_of([&] { setattr(v, "data", none()); }),
              "AttributeError: property 'data' of 'C' object has no setter");
    EXPECT_EQ(error_of([&] { delattr(v, intern("data").get()); }),
              "AttributeError: property 'data' of 'C' object has no deleter");
}

TEST_F(Classes, GetattrIsAskedOnlyWhenNothingElseAnswers) {
    Value getter(make_function({"getter", raise_attribute_error, "..."}));
    Value cls = make_test_class("C", {},
                                {{"__getattr__", method("__getattr__", answer_arguments)},
                                 {"x", number(1)},
                                 {"p", call(value_of(property_type), {getter})}});
    Value v = call(cls);
    EXPECT_EQ(repr_string(getattr(v, "x")), "1");
    EXPECT_EQ(repr_string(getattr(v, "nothing")), "('nothing',)");
    EXPECT_EQ(repr_string(getattr(v, "p")), "('p',)");
    EXPECT_EQ(error_of([&] { getattr(cls, "nothing"); }),
              "AttributeError: type object 'C' has no attribute 'nothing'");
}

TEST_F(Classes, ChangingAClassChangesItsInstancesAndSubclasses) {
    Value base = make_test_class("A", {});
    Value derived = make_test_class("B", {base});
    Value v = call(derived);
    EXPECT_EQ(error_of([&] { length(v); }), "TypeError: object of type 'B' has no len()");
    std::uint32_t version = derived.as<Type>()->version;
    setattr(base, "__len__", method("__len__", answer_42));
    EXPECT_NE(derived.as<Type>()->version, version);
    EXPECT_EQ(length(v), 42);
    EXPECT_TRUE(truth(v));
    delattr(base, intern("__len__").get());
    EXPECT_EQ(error_of([&] { length(v); }), "TypeError: object of type 'B' has no len()");
    setattr(base, "x", number(1));
    EXPECT_EQ(repr_string(getattr(v, "x")), "1");
    setattr(base, "x", number(2));
    EXPECT_EQ(repr_string(getattr(v, "x")), "2");
}

TEST_F(Classes, OperatorsAskTheSubclassFirst) {
    Value base = make_test_class(
        "A", {},
        {{"__add__", method("__add__", say_left)}, {"__radd__", method("__radd__", say_left)}});
    Value derived = make_test_class("B", {base}, {{"__radd__", method("__radd__", say_right)}});
    EXPECT_EQ(str_string(binary(BinaryOp::Add, call(base), call(derived))), "right");
    EXPECT_EQ(str_string(binary(BinaryOp::Add, call(derived), call(base))), "left");
    EXPECT_EQ(str_string(binary(BinaryOp::Add, number(1), call(derived))), "right");
    EXPECT_EQ(str_string(binary(BinaryOp::Add, text("a"), call(derived))), "right");
    Value none_of_it =
        make_test_class("N", {}, {{"__add__", method("__add__", answer_not_implemented)}});
    EXPECT_EQ(error_of([&] { binary(BinaryOp::Add, call(none_of_it), number(1)); }),
              "TypeError: unsupported operand type(s) for +: 'N' and 'int'");
}

TEST_F(Classes, EqWithoutHashMakesInstancesUnhashable) {
    Value cls = make_test_class("C", {}, {{"__eq__", method("__eq__", answer_not_implemented)}});
    EXPECT_EQ(error_of([&] { hash(call(cls)); }), "TypeError: unhashable type: 'C'");
    EXPECT_EQ(repr_string(getattr(cls, "__hash__")), "None");
    Value hashed = make_test_class("D", {cls}, {{"__hash__", method("__hash__", answer_42)}});
    EXPECT_EQ(hash(call(hashed)), 42);
}

TEST_F(Classes, ArgumentsOfPlainClassesAreChecked) {
    Value cls = make_test_class("C", {});
    EXPECT_EQ(error_of([&] { call(cls, {number(1)}); }), "TypeError: C() takes no arguments");
    Value with_new = make_test_class("D", {}, {{"__init__", method("__init__", answer_42)}});
    EXPECT_EQ(error_of([&] { call(with_new); }),
              "TypeError: __init__() should return None, not 'int'");
}

TEST_F(Classes, SetNameAndInitSubclassAreCalled) {
    Value descriptor_class = make_test_class(
        "D", {}, {{"__set_name__", method("__set_name__", [](const Value& self, CallArgs args) {
                       setattr(self, "seen", args.values[1]);
                       return none();
                   })}});
    Value descriptor = call(descriptor_class);
    Value init = method("__init_subclass__", [](const Value& cls, CallArgs) {
        setattr(cls, "registered", true_value());
        return none();
    });
    Value base = make_test_class("Base", {},
                                 {{"__init_subclass__", call(value_of(classmethod_type), {init})}});
    Value derived = make_test_class("Derived", {base}, {{"field", descriptor}});
    EXPECT_EQ(repr_string(getattr(descriptor, "seen")), "'field'");
    EXPECT_TRUE(is_true(getattr(derived, "registered")));
    EXPECT_EQ(error_of([&] { getattr(base, "registered"); }),
              "AttributeError: type object 'Base' has no attribute 'registered'");
}

TEST_F(Classes, MetaclassesAreChosenAndMayConflict) {
    Value meta_a = make_test_class("MA", {value_of(type_type)});
    Value meta_b = make_test_class("MB", {value_of(type_type)});
    Value a = call(meta_a, {text("A"), Value(Tuple::empty()), Value(Dict::make())});
    Value b = call(meta_b, {text("B"), Value(Tuple::empty()), Value(Dict::make())});
    EXPECT_EQ(a.type()->name, "MA");
    EXPECT_EQ(make_test_class("C", {a}).type()->name, "MA");
    EXPECT_EQ(
        error_of([&] {
            make_test_class("D", {a, b});
        }),
        "TypeError: metaclass conflict: the metaclass of a derived class must be a (non-strict) "
        "subclass of the metaclasses of all its bases");
}

TEST_F(Classes, SuperWalksOnFromTheClassGiven) {
    Value a = make_test_class("A", {}, {{"who", method("who", say_left)}});
    Value b = make_test_class("B", {a}, {{"who", method("who", say_right)}});
    Value v = call(b);
    EXPECT_EQ(str_string(call_method(v, "who")), "right");
    EXPECT_EQ(str_string(call_method(make_super(b.as<Type>(), v), "who")), "left");
    EXPECT_EQ(error_of([&] { call_method(make_super(a.as<Type>(), v), "who"); }),
              "AttributeError: 'super' object has no attribute 'who'");
    EXPECT_EQ(error_of([&] { make_super(b.as<Type>(), number(1)); }),
              "TypeError: super(type, obj): obj must be an instance or subtype of type");
}

TEST_F(Classes, ClassAssignmentNeedsTheSameLayout) {
    Value a = make_test_class("A", {});
    Value b = make_test_class("B", {}, {{"who", method("who", say_right)}});
    Value slotted = make_test_class("S", {}, {{"__slots__", text("x")}});
    Value v = call(a);
    setattr(v, "__class__", b);
    EXPECT_EQ(str_string(call_method(v, "who")), "right");
    EXPECT_EQ(error_of([&] { setattr(v, "__class__", slotted); }),
              "TypeError: __class__ assignment: 'S' object layout differs from 'B'");
    EXPECT_EQ(error_of([&] { setattr(v, "__class__", value_of(int_type)); }),
              "TypeError: __class__ assignment only supported for mutable types or ModuleType "
              "subclasses");
}

TEST_F(Classes, BuiltinTypesCantBeChanged) {
    EXPECT_EQ(error_of([] { setattr(value_of(int_type), "x", none()); }),
              "TypeError: cannot set 'x' attribute of immutable type 'int'");
    EXPECT_EQ(error_of([] { setattr(number(1), "x", none()); }),
              "AttributeError: 'int' object has no attribute 'x'");
    EXPECT_EQ(error_of([] { setattr(Value(List::make()), "append", none()); }),
              "AttributeError: 'list' object attribute 'append' is read-only");
}

}  // namespace
}  // namespace loopscope::object::test
