// heapq's own order, as CPython's heapq module gives it.
#include "sim/base/heapq.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace loopscope::base {
namespace {

using testing::ElementsAre;

struct Item {
    int when;
    int id;
};
constexpr auto kLess = [](const Item& a, const Item& b) { return a.when < b.when; };

std::vector<Item> pushed(const std::vector<int>& whens) {
    std::vector<Item> heap;
    int id = 0;
    for (int when : whens) heap_push(heap, Item{when, id++}, kLess);
    return heap;
}

std::vector<int> ids(const std::vector<Item>& items) {
    std::vector<int> result;
    for (const Item& item : items) result.push_back(item.id);
    return result;
}

std::vector<int> popped(std::vector<Item> heap) {
    std::vector<int> order;
    while (!heap.empty()) order.push_back(heap_pop(heap, kLess).id);
    return order;
}

TEST(Heapq, TiesLeaveInTheOrderOfSiftingNotOfArrival) {
    EXPECT_THAT(popped(pushed({1, 1, 1, 1, 1})), ElementsAre(0, 2, 4, 1, 3));
    EXPECT_THAT(popped(pushed({1, 1, 1, 1, 1, 1, 1, 1, 1})),
                ElementsAre(0, 2, 6, 8, 5, 7, 4, 1, 3));
}

TEST(Heapq, ALaterEntryBehindTiesChangesTheirOrder) {
    EXPECT_THAT(popped(pushed({1, 1, 1, 1, 1, 2})), ElementsAre(0, 2, 1, 3, 4, 5));
}

TEST(Heapq, TheListItselfLooksAsInCPython) {
    auto heap = pushed({3, 1, 2, 3, 1, 2, 3, 1, 2, 0});
    EXPECT_THAT(ids(heap), ElementsAre(9, 1, 2, 7, 4, 5, 6, 3, 8, 0));
    EXPECT_THAT(popped(heap), ElementsAre(9, 1, 4, 7, 2, 5, 8, 6, 3, 0));
}

TEST(Heapq, HeapifyGivesCPythonsList) {
    std::vector<Item> items;
    int id = 0;
    for (int when : {5, 5, 1, 5, 5, 1, 1, 5, 5, 1}) items.push_back({when, id++});
    heapify(items, kLess);
    EXPECT_THAT(ids(items), ElementsAre(6, 9, 2, 8, 4, 5, 0, 7, 3, 1));
}

TEST(Heapq, AnyPushesComeOutSorted) {
    std::mt19937 generator(7);
    for (int round = 0; round < 200; ++round) {
        std::vector<int> whens(generator() % 60);
        for (int& when : whens) when = static_cast<int>(generator() % 10);
        auto heap = pushed(whens);
        int last = -1;
        while (!heap.empty()) {
            int when = heap_pop(heap, kLess).when;
            EXPECT_LE(last, when);
            last = when;
        }
    }
}

}  // namespace
}  // namespace loopscope::base
