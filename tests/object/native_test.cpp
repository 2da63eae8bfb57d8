// Builtin functions: parameters, and the words of their errors in both styles.
#include "tests/object/fixture.h"

namespace loopscope::object::test {
namespace {

class Natives : public ObjectTest {
  protected:
    static Value show(const Value&, CallArgs args) {
        std::string out;
        for (const Value& v : args.positional()) {
            out += (out.empty() ? "" : " ") + (v ? repr_string(v) : std::string("-"));
        }
        return text(out);
    }
    /// What the function makes of the arguments; keywords as "name=value" in order.
    static std::string outcome(std::string_view parameters, CallStyle style,
                               std::initializer_list<Value> positional,
                               std::initializer_list<std::pair<const char*, Value>> keywords = {}) {
        Value function(make_function({"f", show, parameters, nullptr, Binding::Instance, style}));
        std::vector<Value> values(positional);
        std::vector<Value> names;
        for (const auto& [name, value] : keywords) {
            names.push_back(Value(intern(name)));
            values.push_back(value);
        }
        Ref<Tuple> name_row = Tuple::make(names);
        std::string result;
        std::string error = error_of([&] {
            result = str_string(call(function, CallArgs{values.data(), positional.size(),
                                                        names.empty() ? nullptr : name_row.get()}));
        });
        return error == "no exception" ? result : error;
    }
    static constexpr CallStyle kBuiltin = CallStyle::Builtin;
    static constexpr CallStyle kFunction = CallStyle::Function;
    const Value one = number(1);
    const Value two = number(2);
    const Value three = number(3);
};

TEST_F(Natives, ValuesComeInTheOrderOfTheParameters) {
    EXPECT_EQ(outcome("a, b=", kBuiltin, {one}), "1 -");
    EXPECT_EQ(outcome("a, b=", kBuiltin, {}, {{"b", two}, {"a", one}}), "1 2");
    EXPECT_EQ(outcome("a, *rest", kBuiltin, {one, two, three}), "1 (2, 3)");
    EXPECT_EQ(outcome("a, *, k=", kBuiltin, {one}, {{"k", two}}), "1 2");
    EXPECT_EQ(outcome("a, *rest, **others", kBuiltin, {one}, {{"z", two}}), "1 () {'z': 2}");
    EXPECT_EQ(outcome("a, b=, /", kBuiltin, {one}), "1 -");
}

TEST_F(Natives, BuiltinsRefuseWithTheirOwnWords) {
    EXPECT_EQ(outcome("", kBuiltin, {one}), "TypeError: f() takes no arguments (1 given)");
    EXPECT_EQ(outcome("a, /", kBuiltin, {}), "TypeError: f() takes exactly one argument (0 given)");
    EXPECT_EQ(outcome("a, /", kBuiltin, {one}, {{"a", one}}),
              "TypeError: f() takes no keyword arguments");
    EXPECT_EQ(outcome("a, b=, /", kBuiltin, {}),
              "TypeError: f expected at least 1 argument, got 0");
    EXPECT_EQ(outcome("a, b=, /", kBuiltin, {one, two, three}),
              "TypeError: f expected at most 2 arguments, got 3");
    EXPECT_EQ(outcome("a, b, /", kBuiltin, {one}), "TypeError: f expected 2 arguments, got 1");
    EXPECT_EQ(outcome("a, b=", kBuiltin, {}),
              "TypeError: f() missing required argument 'a' (pos 1)");
    EXPECT_EQ(outcome("a, b=", kBuiltin, {one}, {{"c", two}}),
              "TypeError: 'c' is an invalid keyword argument for f()");
    EXPECT_EQ(outcome("a, b=", kBuiltin, {one}, {{"a", two}}),
              "TypeError: argument for f() given by name ('a') and position (1)");
    EXPECT_EQ(outcome("a, b=", kBuiltin, {one, two, three}),
              "TypeError: f() takes at most 2 arguments (3 given)");
    EXPECT_EQ(outcome("*, k=", kBuiltin, {one}), "TypeError: f() takes no positional arguments");
}

TEST_F(Natives, FunctionsRefuseAsPythonOnesDo) {
    EXPECT_EQ(outcome("", kFunction, {one}),
              "TypeError: f() takes 0 positional arguments but 1 was given");
    EXPECT_EQ(outcome("a, b", kFunction, {}),
              "TypeError: f() missing 2 required positional arguments: 'a' and 'b'");
    EXPECT_EQ(outcome("a, b, c", kFunction, {}),
              "TypeError: f() missing 3 required positional arguments: 'a', 'b', and 'c'");
    EXPECT_EQ(outcome("a, b=", kFunction, {one, two, three}),
              "TypeError: f() takes from 1 to 2 positional arguments but 3 were given");
    EXPECT_EQ(outcome("a", kFunction, {one}, {{"a", two}}),
              "TypeError: f() got multiple values for argument 'a'");
    EXPECT_EQ(outcome("a", kFunction, {one}, {{"z", two}}),
              "TypeError: f() got an unexpected keyword argument 'z'");
    EXPECT_EQ(outcome("*, k", kFunction, {}),
              "TypeError: f() missing 1 required keyword-only argument: 'k'");
}

}  // namespace
}  // namespace loopscope::object::test
