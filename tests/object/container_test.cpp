// dict and list against naive oracles: any sequence of changes, hints, sort.
#include <algorithm>
#include <random>

#include "sim/object/float.h"
#include "sim/object/iterator.h"
#include "sim/object/slice.h"
#include "tests/object/fixture.h"

namespace loopscope::object::test {
namespace {

class Containers : public ObjectTest {};

/// A dict as a row of pairs, in order of insertion.
struct NaiveDict {
    std::vector<std::pair<std::int64_t, std::int64_t>> rows;
    auto place(std::int64_t key) {
        return std::find_if(rows.begin(), rows.end(), [&](auto& row) { return row.first == key; });
    }
    void set(std::int64_t key, std::int64_t value) {
        auto at = place(key);
        if (at == rows.end()) {
            rows.emplace_back(key, value);
        } else {
            at->second = value;
        }
    }
};

std::string shown(const NaiveDict& naive, bool as_text) {
    std::string out = "{";
    for (auto [key, value] : naive.rows) {
        std::string k = as_text ? "'k" + std::to_string(key) + "'" : std::to_string(key);
        out += (out.size() > 1 ? ", " : "") + k + ": " + std::to_string(value);
    }
    return out + "}";
}

void check_random_dict(bool text_keys, std::uint32_t seed, int key_range) {
    std::mt19937 random(seed);
    Ref<Dict> dict = Dict::make();
    NaiveDict naive;
    auto key_of = [&](std::int64_t k) {
        return text_keys ? text("k" + std::to_string(k)) : number(k);
    };
    for (int step = 0; step < 4000; ++step) {
        std::int64_t key = static_cast<std::int64_t>(random() % static_cast<unsigned>(key_range));
        switch (random() % 5) {
            case 0:
            case 1:
            case 2:
                dict->set(key_of(key), number(step));
                naive.set(key, step);
                break;
            case 3: {
                auto at = naive.place(key);
                EXPECT_EQ(dict->erase(key_of(key)), at != naive.rows.end());
                if (at != naive.rows.end()) naive.rows.erase(at);
                break;
            }
            default: {
                auto at = naive.place(key);
                Value found = dict->get(key_of(key));
                ASSERT_EQ(static_cast<bool>(found), at != naive.rows.end());
                if (found) {
                    EXPECT_EQ(found.small(), at->second);
                }
            }
        }
        ASSERT_EQ(dict->size(), naive.rows.size());
        if (step % 500 == 0) {
            ASSERT_EQ(repr_string(Value(dict)), shown(naive, text_keys));
        }
    }
    EXPECT_EQ(repr_string(Value(dict)), shown(naive, text_keys));
    EXPECT_EQ(repr_string(Value(dict->copy())), shown(naive, text_keys));
}

TEST_F(Containers, DictsAgreeWithARowOfPairs) {
    for (int range : {3, 8, 12, 300, 2000}) {
        check_random_dict(false, 1, range);
        check_random_dict(true, 2, range);
    }
}

TEST_F(Containers, AnEntryHintIsRightAsLongAsTheKeyStandsThere) {
    Ref<Dict> dict = Dict::make();
    Ref<Str> a = intern("a");
    Ref<Str> b = intern("b");
    dict->set(a.get(), number(1));
    dict->set(b.get(), number(2));
    std::uint32_t hint = dict->index_of(b.get());
    ASSERT_TRUE(dict->has_at(hint, b.get()));
    EXPECT_EQ(dict->value_at(hint).small(), 2);
    std::uint64_t version = dict->keys_version();
    dict->set(b.get(), number(3));
    EXPECT_EQ(dict->keys_version(), version);
    EXPECT_EQ(dict->value_at(hint).small(), 3);
    dict->erase(b.get());
    EXPECT_FALSE(dict->has_at(hint, b.get()));
    EXPECT_NE(dict->keys_version(), version);
    version = dict->keys_version();
    for (int n = 0; n < 100; ++n) dict->set(number(n), none());
    EXPECT_NE(dict->keys_version(), version);
    EXPECT_EQ(dict->index_of(b.get()), Dict::kNoEntry);
}

TEST_F(Containers, KeysThatAreEqualButNotAlikeAreOne) {
    Ref<Dict> dict = Dict::make();
    dict->set(number(1), text("int"));
    dict->set(true_value(), text("bool"));
    dict->set(call(value_of(float_type), {number(1)}), text("float"));
    EXPECT_EQ(repr_string(Value(dict)), "{1: 'float'}");
}

Ref<Dict> dict_to_clear;

Value clear_owner(const Value&, CallArgs) {
    if (dict_to_clear) dict_to_clear->clear();
    return false_value();
}
Value same_hash(const Value&, CallArgs) { return number(7); }

TEST_F(Containers, AComparisonMayChangeTheDictItIsCalledFrom) {
    Value cls = make_test_class(
        "K", {},
        {{"__eq__", method("__eq__", clear_owner)}, {"__hash__", method("__hash__", same_hash)}});
    for (int size : {2, 30}) {
        Ref<Dict> dict = Dict::make();
        for (int n = 0; n < size; ++n) dict->set(call(cls), number(n));
        dict_to_clear = dict;
        EXPECT_FALSE(dict->get(call(cls)));
        dict_to_clear = nullptr;
        EXPECT_EQ(dict->size(), 0u);
    }
}

TEST_F(Containers, ChangingADictWhileItIsIteratedIsAnError) {
    Ref<Dict> dict = Dict::make();
    dict->set("a", number(1));
    dict->set("b", number(2));
    Value it = iter(Value(dict));
    next(it);
    dict->set("c", number(3));
    EXPECT_EQ(error_of([&] { next(it); }),
              "RuntimeError: dictionary changed size during iteration");
    EXPECT_EQ(error_of([&] { next(it); }),
              "RuntimeError: dictionary changed size during iteration");
    Value other = iter(Value(dict));
    next(other);
    dict->erase(intern("b").get());
    dict->set("d", number(4));
    next(other);
    next(other);
    EXPECT_EQ(error_of([&] { next(other); }), "no exception");
}

Ref<List> list_to_clear;

TEST_F(Containers, AnIndexMayChangeTheListItIsAskedFor) {
    Value index = call(
        make_test_class("I", {}, {{"__index__", method("__index__", [](const Value&, CallArgs) {
                                       list_to_clear->clear();
                                       return number(0);
                                   })}}));
    auto fresh = [] { return list_to_clear = List::make({number(1), number(2), number(3)}); };
    Value from_index = call(value_of(slice_type), {index, none()});
    EXPECT_EQ(repr_string(getitem(Value(fresh()), from_index)), "[]");
    EXPECT_EQ(error_of([&] { getitem(Value(fresh()), index); }),
              "IndexError: list index out of range");
    EXPECT_EQ(error_of([&] { setitem(Value(fresh()), index, none()); }),
              "IndexError: list assignment index out of range");
    EXPECT_EQ(error_of([&] { delitem(Value(fresh()), from_index); }), "no exception");
    call_method(Value(fresh()), "insert", {index, number(9)});
    EXPECT_EQ(repr_string(Value(list_to_clear)), "[9]");
    list_to_clear = nullptr;
}

TEST_F(Containers, SortIsStableAndTakesKeyAndReverse) {
    std::mt19937 random(3);
    for (int size : {0, 1, 2, 31, 32, 33, 100, 1000}) {
        Ref<List> list = List::make();
        std::vector<std::pair<std::int64_t, std::int64_t>> naive;
        for (int n = 0; n < size; ++n) {
            std::int64_t key = static_cast<std::int64_t>(random() % 10);
            naive.emplace_back(key, n);
            list->append(Value(Tuple::make({number(key), number(n)})));
        }
        Value first(make_function(
            {"first", [](const Value&, CallArgs args) { return (*args.values[0].as<Tuple>())[0]; },
             "pair, /"}));
        for (bool reverse : {false, true}) {
            list->sort(first, reverse);
            std::stable_sort(naive.begin(), naive.end(), [&](auto& a, auto& b) {
                return reverse ? a.first > b.first : a.first < b.first;
            });
            for (std::size_t n = 0; n < naive.size(); ++n) {
                ASSERT_EQ((*(*list)[n].as<Tuple>())[1].small(), naive[n].second);
            }
        }
    }
}

Ref<List> list_to_change;

TEST_F(Containers, AListChangedWhileItIsSortedSaysSo) {
    list_to_change = List::make({number(3), number(1), number(2)});
    Value key(make_function({"key",
                             [](const Value&, CallArgs args) {
                                 list_to_change->append(none());
                                 return args.values[0];
                             },
                             "item, /"}));
    EXPECT_EQ(error_of([&] { list_to_change->sort(key, false); }),
              "ValueError: list modified during sort");
    EXPECT_EQ(repr_string(Value(list_to_change)), "[1, 2, 3]");
    list_to_change = nullptr;
}

TEST_F(Containers, AFailedComparisonLeavesAllItemsInTheList) {
    Ref<List> list = List::make();
    for (int n = 0; n < 100; ++n) list->append(number(n % 7));
    list->append(text("x"));
    EXPECT_EQ(error_of([&] { list->sort(Value(), false); }),
              "TypeError: '<' not supported between instances of 'str' and 'int'");
    EXPECT_EQ(list->size(), 101u);
    for (const Value& v : list->items()) EXPECT_TRUE(v);
}

}  // namespace
}  // namespace loopscope::object::test
