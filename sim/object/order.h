// What a comparison operator makes of an order.
#pragma once

#include <compare>

#include "sim/object/type.h"

namespace loopscope::object {

/// Whether `a op b` is true when a stands to b in `order`.
inline bool holds(std::strong_ordering order, CompareOp op) {
    switch (op) {
        case CompareOp::Lt:
            return order < 0;
        case CompareOp::Le:
            return order <= 0;
        case CompareOp::Eq:
            return order == 0;
        case CompareOp::Ne:
            return order != 0;
        case CompareOp::Gt:
            return order > 0;
        default:
            return order >= 0;
    }
}

}  // namespace loopscope::object
