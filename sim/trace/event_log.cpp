// TextTable's out-of-line parts.
#include "sim/trace/event_log.h"

namespace loopscope::trace {

TextTable::TextTable() {
    texts_.emplace_back();
    ids_.emplace(texts_.back(), 0);
}

TextId TextTable::intern(std::string_view text) {
    if (auto found = ids_.find(text); found != ids_.end()) return TextId{found->second};
    auto id = static_cast<std::uint32_t>(texts_.size());
    texts_.emplace_back(text);
    ids_.emplace(texts_.back(), id);
    bytes_ += text.size();
    return TextId{id};
}

void EventLog::add_chunk() {
    auto* chunk = static_cast<Event*>(::operator new(kChunkEvents * sizeof(Event)));
    chunks_.emplace_back(chunk);
    next_ = chunk;
    end_ = chunk + kChunkEvents;
}

}  // namespace loopscope::trace
