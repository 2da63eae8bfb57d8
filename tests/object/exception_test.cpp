// Exceptions: the hierarchy, texts, chains, groups.
#include <algorithm>

#include "tests/object/fixture.h"

namespace loopscope::object::test {
namespace {

class Exceptions : public ObjectTest {};

Value make(Type& type, std::initializer_list<Value> args) { return call(value_of(type), args); }

TEST_F(Exceptions, TextsFollowTheArguments) {
    EXPECT_EQ(str_string(make(value_error_type, {})), "");
    EXPECT_EQ(str_string(make(value_error_type, {text("a")})), "a");
    EXPECT_EQ(str_string(make(value_error_type, {text("a"), number(1)})), "('a', 1)");
    EXPECT_EQ(repr_string(make(value_error_type, {text("a")})), "ValueError('a')");
    EXPECT_EQ(repr_string(make(value_error_type, {text("a"), number(1)})), "ValueError('a', 1)");
    EXPECT_EQ(str_string(make(key_error_type, {text("a")})), "'a'");
    EXPECT_EQ(str_string(make(key_error_type, {})), "");
}

TEST_F(Exceptions, OsErrorsBecomeTheClassOfTheirNumber) {
    Value missing =
        make(os_error_type, {number(2), text("No such file or directory"), text("x.txt")});
    EXPECT_EQ(missing.type()->name, "FileNotFoundError");
    EXPECT_EQ(str_string(missing), "[Errno 2] No such file or directory: 'x.txt'");
    EXPECT_EQ(repr_string(getattr(missing, "args")), "(2, 'No such file or directory')");
    EXPECT_EQ(repr_string(getattr(missing, "filename")), "'x.txt'");
    EXPECT_EQ(make(os_error_type, {number(111), text("refused")}).type()->name,
              "ConnectionRefusedError");
    EXPECT_EQ(make(os_error_type, {number(9999), text("odd")}).type()->name, "OSError");
    EXPECT_EQ(str_string(make(os_error_type, {text("only text")})), "only text");
    EXPECT_EQ(make(timeout_error_type, {}).type()->base->name, "OSError");
}

TEST_F(Exceptions, StopIterationAndSystemExitKeepTheirValue) {
    EXPECT_EQ(repr_string(getattr(make(stop_iteration_type, {number(3)}), "value")), "3");
    EXPECT_EQ(repr_string(getattr(make(stop_iteration_type, {}), "value")), "None");
    EXPECT_EQ(repr_string(getattr(make(system_exit_type, {number(3)}), "code")), "3");
    EXPECT_EQ(repr_string(getattr(make(system_exit_type, {}), "code")), "None");
}

TEST_F(Exceptions, AnExceptionIsNeverInItsOwnChain) {
    auto a = make_exception(value_error_type, "a");
    auto b = make_exception(value_error_type, "b");
    auto c = make_exception(value_error_type, "c");
    set_context(*b, a);
    set_context(*c, b);
    set_context(*a, c);  // a was in c's chain: cut out there.
    EXPECT_EQ(a->context.get(), c.get());
    EXPECT_EQ(b->context.get(), nullptr);
    set_context(*a, a);
    EXPECT_EQ(a->context.get(), c.get());
}

TEST_F(Exceptions, NotesAreAddedAsAList) {
    Value e = make(value_error_type, {});
    call_method(e, "add_note", {text("first")});
    call_method(e, "add_note", {text("second")});
    EXPECT_EQ(repr_string(getattr(e, "__notes__")), "['first', 'second']");
    EXPECT_EQ(error_of([&] { call_method(e, "add_note", {number(1)}); }),
              "TypeError: note must be a str, not 'int'");
}

TEST_F(Exceptions, GroupsAreOfTheKindTheirMembersAllow) {
    Value plain = make(value_error_type, {number(1)});
    Value base = make(keyboard_interrupt_type, {});
    auto group = [](Type& type, std::initializer_list<Value> members) {
        return make(type, {text("g"), Value(List::make(members))});
    };
    EXPECT_EQ(group(base_exception_group_type, {plain}).type()->name, "ExceptionGroup");
    EXPECT_EQ(group(base_exception_group_type, {base}).type()->name, "BaseExceptionGroup");
    EXPECT_EQ(error_of([&] { group(exception_group_type, {base}); }),
              "TypeError: Cannot nest BaseExceptions in an ExceptionGroup");
    EXPECT_EQ(error_of([&] { group(exception_group_type, {}); }),
              "ValueError: second argument (exceptions) must be a non-empty sequence");
    EXPECT_EQ(error_of([&] { group(exception_group_type, {number(1)}); }),
              "ValueError: Item 0 of second argument (exceptions) is not an exception");
    EXPECT_EQ(str_string(group(exception_group_type, {plain, plain})), "g (2 sub-exceptions)");
    EXPECT_EQ(repr_string(group(exception_group_type, {plain})),
              "ExceptionGroup('g', [ValueError(1)])");
}

TEST_F(Exceptions, SplittingKeepsTheNestingOnBothSides) {
    Value inner = make(exception_group_type,
                       {text("inner"), Value(List::make({make(value_error_type, {number(1)}),
                                                         make(type_error_type, {number(2)})}))});
    Value outer =
        make(exception_group_type,
             {text("outer"), Value(List::make({inner, make(value_error_type, {number(3)})}))});
    Value parts = call_method(outer, "split", {value_of(value_error_type)});
    EXPECT_EQ(repr_string((*parts.as<Tuple>())[0]),
              "ExceptionGroup('outer', [ExceptionGroup('inner', [ValueError(1)]), ValueError(3)])");
    EXPECT_EQ(repr_string((*parts.as<Tuple>())[1]),
              "ExceptionGroup('outer', [ExceptionGroup('inner', [TypeError(2)])])");
    EXPECT_EQ(repr_string(call_method(outer, "subgroup", {value_of(os_error_type)})), "None");
    EXPECT_TRUE(is_same(call_method(outer, "subgroup", {value_of(exception_type)}), outer));
    EXPECT_EQ(error_of([&] { call_method(outer, "split", {number(1)}); }),
              "TypeError: expected a function, exception type or tuple of exception types");
}

TEST_F(Exceptions, RaisingAClassMakesAnInstance) {
    EXPECT_EQ(repr_string(Value(exception_to_raise(value_of(value_error_type)))), "ValueError()");
    EXPECT_EQ(error_of([] { exception_to_raise(number(1)); }),
              "TypeError: exceptions must derive from BaseException");
    EXPECT_EQ(error_of([] { exception_to_raise(value_of(int_type)); }),
              "TypeError: exceptions must derive from BaseException");
}

TEST_F(Exceptions, EveryTypeStandsBehindItsBases) {
    std::vector<Type*> seen;
    for (Type* type : exception_types()) {
        for (const Value& base : type->bases->items()) {
            Type* cls = base.as<Type>();
            bool known =
                cls == &object_type || std::find(seen.begin(), seen.end(), cls) != seen.end();
            EXPECT_TRUE(known) << type->name << " before " << cls->name;
        }
        seen.push_back(type);
    }
    EXPECT_EQ(seen.size(), 67u);
}

}  // namespace
}  // namespace loopscope::object::test
