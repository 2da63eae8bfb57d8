// What the view of the heap says: `_scheduled` as an array and as a tree, and how the timeout for
// select follows from it.
#pragma once

#include <string>
#include <vector>

#include "sim/trace/timeline.h"
#include "ui/model/geometry.h"
#include "ui/model/strings.h"

namespace loopscope::ui {

/// One place of the heap's list.
struct HeapCell {
    trace::HandleId handle;
    std::string when;   ///< "1.000"
    std::string title;  ///< Whose timer it is.
    std::string tip;
    bool cancelled = false;  ///< It stays until it comes to the head, or until a rebuild.
    bool due = false;
};

struct HeapView {
    static constexpr std::size_t kCellsMax = 63;  ///< Six whole levels of the tree.

    std::vector<HeapCell> cells;  ///< In the list's very order.
    std::size_t count = 0;
    std::size_t cancelled = 0;
    std::string derivation_title;
    std::vector<std::string> derivation;  ///< Rich text, a line a step.
    std::string cancelled_note;           ///< What becomes of the cancelled ones.
};

HeapView view_heap(const trace::ProgramState& state, const trace::EventLog& log,
                   const Strings& strings);

/// Where cell `index` of a heap of `count` stands in a tree drawn into `area`: its centre.
Point heap_place(std::size_t index, std::size_t count, const Rect& area);
/// How many levels a heap of `count` has.
std::size_t heap_levels(std::size_t count);

}  // namespace loopscope::ui
