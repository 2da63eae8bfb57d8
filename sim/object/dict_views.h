// Views and iterators of dicts.
#pragma once

#include "sim/object/dict.h"

namespace loopscope::object {

enum class DictPart : std::uint8_t { Keys, Values, Items };

/// dict.keys() and kin: `type` is one of the three view types.
Value make_dict_view(Type& type, const Value& dict);
Value make_dict_iterator(DictPart part, const Value& dict, bool reversed);

}  // namespace loopscope::object
