// Lifetimes: reference counts, cycles, finalizers, weak references, the end of a run.
#include "sim/object/attribute.h"
#include "sim/object/weakref.h"
#include "tests/object/fixture.h"

namespace loopscope::object::test {
namespace {

/// What finalizers and callbacks wrote, of the test that runs now.
std::vector<std::string> log_lines;
Value resurrected;

Value log_name(const Value& self, CallArgs) {
    log_lines.push_back("del " + str_string(getattr(self, "name")));
    return none();
}

Value resurrect(const Value& self, CallArgs) {
    log_lines.push_back("del " + str_string(getattr(self, "name")));
    resurrected = self;
    return none();
}

Value raise_in_del(const Value&, CallArgs) { raise_value_error("in __del__"); }

Value log_callback(const Value&, CallArgs args) {
    log_lines.push_back("callback " + repr_string(call(args.values[0])));
    return none();
}

class Lifetimes : public ObjectTest {
  protected:
    void SetUp() override { log_lines.clear(); }
    void TearDown() override { resurrected = Value(); }

    Value logging_class() {
        return make_test_class("C", {}, {{"__del__", method("__del__", log_name)}});
    }
    Value instance(const Value& cls, std::string_view name) {
        Value made = call(cls);
        setattr(made, "name", text(name));
        return made;
    }
    using Lines = std::vector<std::string>;
};

TEST_F(Lifetimes, TheLastReferenceRunsTheFinalizerAtOnce) {
    Value v = instance(logging_class(), "a");
    Value other = v;
    v = Value();
    EXPECT_EQ(log_lines, Lines());
    other = Value();
    EXPECT_EQ(log_lines, Lines({"del a"}));
}

TEST_F(Lifetimes, ACycleIsCollectedWithItsFinalizersInOrderOfCreation) {
    Value cls = logging_class();
    Value a = instance(cls, "a");
    Value b = instance(cls, "b");
    setattr(a, "other", b);
    setattr(b, "other", a);
    a = Value();
    b = Value();
    EXPECT_EQ(log_lines, Lines());
    EXPECT_EQ(runtime.collect_cycles(), 4u);  // Two instances and their dicts.
    EXPECT_EQ(log_lines, Lines({"del a", "del b"}));
    EXPECT_EQ(runtime.collect_cycles(), 0u);
}

TEST_F(Lifetimes, WhatIsHeldFromOutsideSurvivesACollection) {
    Value cls = logging_class();
    Value a = instance(cls, "a");
    Value b = instance(cls, "b");
    setattr(a, "other", b);
    setattr(b, "other", a);
    b = Value();
    EXPECT_EQ(runtime.collect_cycles(), 0u);
    EXPECT_EQ(str_string(getattr(getattr(a, "other"), "name")), "b");
}

TEST_F(Lifetimes, AFinalizerMayBringTheObjectBackAndRunsOnlyOnce) {
    Value cls = make_test_class("C", {}, {{"__del__", method("__del__", resurrect)}});
    Value a = instance(cls, "a");
    setattr(a, "me", a);
    a = Value();
    runtime.collect_cycles();
    EXPECT_EQ(log_lines, Lines({"del a"}));
    ASSERT_TRUE(resurrected);
    EXPECT_EQ(str_string(getattr(resurrected, "name")), "a");
    resurrected = Value();
    EXPECT_EQ(runtime.collect_cycles(), 2u);
    EXPECT_EQ(log_lines, Lines({"del a"}));
}

TEST_F(Lifetimes, AnExceptionInAFinalizerIsReportedAndGoesNoFurther) {
    std::string reported;
    runtime.hooks.unraisable = [&](ExceptionObject& e, std::string_view, const Value&) {
        reported = repr_string(Value::borrow(&e));
    };
    Value v = call(make_test_class("C", {}, {{"__del__", method("__del__", raise_in_del)}}));
    v = Value();
    EXPECT_EQ(reported, "ValueError('in __del__')");
}

TEST_F(Lifetimes, WeakReferencesAreClearedAndCalledBackNewestFirst) {
    Value v = instance(logging_class(), "a");
    Value callback(make_function({"callback", log_callback, "ref, /"}));
    Value plain = make_weakref(v);
    Value first = make_weakref(v, callback);
    Value second = make_weakref(v, callback);
    EXPECT_TRUE(is_same(plain, make_weakref(v)));
    EXPECT_FALSE(is_same(first, second));
    EXPECT_TRUE(is_same(call(plain), v));
    v = Value();
    EXPECT_TRUE(is_none(call(plain)));
    EXPECT_EQ(log_lines, Lines({"del a", "callback None", "callback None"}));
}

TEST_F(Lifetimes, GarbageIsNotSeenThroughWeakReferencesByItsFinalizers) {
    Value v = instance(logging_class(), "a");
    setattr(v, "me", v);
    Value ref = make_weakref(v, Value(make_function({"callback", log_callback, "ref, /"})));
    v = Value();
    runtime.collect_cycles();
    EXPECT_EQ(log_lines, Lines({"callback None", "del a"}));
    EXPECT_TRUE(is_none(call(ref)));
}

TEST_F(Lifetimes, SmallBuiltinValuesCantBeReferredToWeakly) {
    EXPECT_EQ(error_of([] { make_weakref(number(1)); }),
              "TypeError: cannot create weak reference to 'int' object");
    EXPECT_EQ(error_of([] { make_weakref(Value(List::make())); }),
              "TypeError: cannot create weak reference to 'list' object");
    EXPECT_EQ(error_of([] { make_weakref(none()); }),
              "TypeError: cannot create weak reference to 'NoneType' object");
}

TEST_F(Lifetimes, ALongChainIsFreedWithoutDeepRecursion) {
    Value chain = none();
    for (int n = 0; n < 300000; ++n) chain = Value(List::make({chain}));
    chain = Value();
    Value tuples = none();
    for (int n = 0; n < 300000; ++n) tuples = Value(Tuple::make({tuples}));
    tuples = Value();
}

TEST_F(Lifetimes, AClassIsCollectedWithItsInstances) {
    Value cls = make_test_class("C", {});
    Value v = call(cls);
    setattr(cls, "instance", v);
    Value ref = make_weakref(cls);
    cls = Value();
    v = Value();
    EXPECT_GT(runtime.collect_cycles(), 0u);
    EXPECT_TRUE(is_none(call(ref)));
    for (Type* t : subclasses_of(object_type)) EXPECT_NE(t->name, "C");
}

TEST_F(Lifetimes, SlotsAreVisitedByTheCollector) {
    Value cls =
        make_test_class("C", {}, {{"__slots__", Value(Tuple::make({text("a"), text("b")}))}});
    Value v = call(cls);
    setattr(v, "b", v);
    v = Value();
    EXPECT_EQ(runtime.collect_cycles(), 1u);
}

TEST(Runs, TheEndOfARunFreesEverythingAndCallsNoGuestCode) {
    log_lines.clear();
    {
        Runtime runtime;
        Runtime::Scope scope(runtime);
        Value cls = make_test_class("C", {}, {{"__del__", method("__del__", log_name)}});
        Value a = call(cls);
        setattr(a, "me", a);
        setattr(cls, "kept", a);
    }
    EXPECT_TRUE(log_lines.empty());
}

TEST(Runs, AddressesAreTheSameInEveryRun) {
    auto shown = [] {
        Runtime runtime;
        Runtime::Scope scope(runtime);
        Value a = call(value_of(object_type));
        Value b = call(value_of(object_type));
        return repr_string(b) + repr_string(a) + repr_string(b);
    };
    std::string first = shown();
    EXPECT_EQ(first, shown());
    EXPECT_TRUE(first.starts_with("<object object at 0x7f"));
}

TEST_F(Lifetimes, MemoryHasALimit) {
    runtime.memory_limit_bytes = std::size_t{8} << 20;
    EXPECT_EQ(error_of([] { binary(BinaryOp::Mul, text("a"), number(1'000'000'000'000)); }),
              "MemoryError");
    EXPECT_EQ(
        error_of([] { binary(BinaryOp::Mul, Value(List::make({none()})), number(100'000'000)); }),
        "MemoryError");
    EXPECT_EQ(error_of([] { binary(BinaryOp::LShift, number(1), number(std::int64_t{1} << 36)); }),
              "MemoryError");
    std::string error = error_of([] {
        Ref<List> list = List::make();
        while (true) list->append(Value(List::make({none(), none()})));
    });
    EXPECT_EQ(error, "MemoryError");
    EXPECT_EQ(repr_string(Value(List::make({number(1)}))), "[1]");
}

TEST_F(Lifetimes, DeepNestingRaisesRecursionError) {
    Value deep = none();
    for (int n = 0; n < 5000; ++n) deep = Value(List::make({deep}));
    EXPECT_EQ(
        error_of([&] { repr(deep); }),
        "RecursionError: maximum recursion depth exceeded while getting the repr of an object");
    Value other = none();
    for (int n = 0; n < 5000; ++n) other = Value(List::make({other}));
    EXPECT_EQ(error_of([&] { compare(deep, other, CompareOp::Eq); }),
              "RecursionError: maximum recursion depth exceeded in comparison");
    EXPECT_EQ(runtime.recursion_depth, 0);
}

TEST_F(Lifetimes, ContainersShowThemselvesAsDots) {
    Ref<List> list = List::make();
    list->append(Value(list));
    Ref<Dict> dict = Dict::make();
    dict->set("me", Value(dict));
    dict->set("list", Value(list));
    EXPECT_EQ(repr_string(Value(list)), "[[...]]");
    EXPECT_EQ(repr_string(Value(dict)), "{'me': {...}, 'list': [[...]]}");
    list->clear();
    dict->clear();
}

}  // namespace
}  // namespace loopscope::object::test
