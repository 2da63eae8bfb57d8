// Sets keep CPython's table order under any sequence of changes.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/iterator.h"
#include "sim/object/protocol.h"
#include "sim/object/runtime.h"
#include "sim/object/set.h"
#include "sim/object/singletons.h"
#include "tests/object/expression.h"

namespace loopscope::object::test {
namespace {

std::string shown(const Ref<Set>& set) {
    std::string text;
    for_each(set, [&](const Value& v) { text += (text.empty() ? "" : " ") + repr_string(v); });
    return text;
}

/// Each line of the table: changes (+N add, -N discard, p pop) and, behind "=", the order then.
TEST(SetOrder, FollowsCPythonThroughAddsDiscardsAndPops) {
    Runtime runtime;
    Runtime::Scope scope(runtime);
    std::ifstream file(LOOPSCOPE_SOURCE_DIR "/tests/object/tables/set_changes.txt");
    std::string line;
    int lines = 0;
    while (std::getline(file, line)) {
        if (line.starts_with('#')) continue;
        ++lines;
        Ref<Set> set = Set::make();
        std::size_t mark = line.find(" =");
        std::istringstream changes(line.substr(0, mark));
        std::string change;
        while (changes >> change) {
            if (change == "p") {
                call_method(set, "pop");
                continue;
            }
            Value number = Int::from_digits(change.substr(1), 10);
            change[0] == '+' ? set->add(number) : set->discard(number);
        }
        EXPECT_EQ(shown(set), line.substr(std::min(mark + 3, line.size()))) << line.substr(0, mark);
    }
    EXPECT_GT(lines, 50);
}

TEST(SetOrder, GrowsAsCPythonBeyondFiftyThousandEntries) {
    Runtime runtime;
    Runtime::Scope scope(runtime);
    Ref<Set> set = Set::make();
    for (std::int64_t i = 0; i < 60000; ++i) set->add(Int::from(i * 7919));
    EXPECT_EQ(set->table_size(), 131072u);
    for (std::int64_t i = 60000; i < 90000; ++i) set->add(Int::from(i * 7919));
    EXPECT_EQ(set->table_size(), 262144u);
}

TEST(SetIteration, RaisesWhenTheSizeChanges) {
    Runtime runtime;
    Runtime::Scope scope(runtime);
    Ref<Set> set = Set::make();
    for (int i = 0; i < 3; ++i) set->add(Int::from(i));
    Value iterator = iter(set);
    next(iterator);
    set->add(Int::from(10));
    try {
        next(iterator);
        FAIL() << "no exception";
    } catch (const Raised& raised) {
        EXPECT_EQ(str_string(raised.exception), "Set changed size during iteration");
    }
}

TEST(OrderedSet, IteratesInOrderOfInsertionAndActsAsASet) {
    Runtime runtime;
    Runtime::Scope scope(runtime);
    std::vector<Value> items;
    for (int i : {90, 3, 77, 1000, 5, 12, 8}) items.push_back(Int::from(i));
    Ref<Set> set = Set::make_ordered(items);
    EXPECT_EQ(shown(set), "90 3 77 1000 5 12 8");
    EXPECT_TRUE(set->discard(Int::from(77)));
    EXPECT_FALSE(set->add(Int::from(5)));
    for (int i = 0; i < 40; ++i) set->add(Int::from(2000 - i));
    EXPECT_EQ(set->size(), 46u);
    EXPECT_EQ(shown(set).substr(0, 26), "90 3 1000 5 12 8 2000 1999");
    Ref<Set> plain = Set::make();
    plain->update(set);
    EXPECT_TRUE(compare_bool(set, plain, CompareOp::Eq));
    EXPECT_TRUE(compare_bool(plain, set, CompareOp::Eq));
    set->clear();
    EXPECT_EQ(set->size(), 0u);
}

}  // namespace
}  // namespace loopscope::object::test
