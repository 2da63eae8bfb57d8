// Agenda: a heap by time, then by order of entry.
#include "sim/world/agenda.h"

#include <algorithm>

namespace loopscope::world {

bool Agenda::later(const Item& a, const Item& b) {
    if (a.when != b.when) return a.when > b.when;
    return a.sequence > b.sequence;
}

std::uint64_t Agenda::add(double when, std::string what, std::function<void()> action) {
    std::uint64_t number = sequence_++;
    items_.push_back({when, number, std::move(what), std::move(action)});
    std::push_heap(items_.begin(), items_.end(), later);
    return number;
}

void Agenda::cancel(std::uint64_t number) {
    std::erase_if(items_, [number](const Item& item) { return item.sequence == number; });
    std::make_heap(items_.begin(), items_.end(), later);
}

std::optional<double> Agenda::next() const {
    if (items_.empty()) return std::nullopt;
    return items_.front().when;
}

std::function<void()> Agenda::take_due(double now, std::string& what) {
    if (items_.empty() || items_.front().when > now) return {};
    std::pop_heap(items_.begin(), items_.end(), later);
    Item item = std::move(items_.back());
    items_.pop_back();
    what = std::move(item.what);
    return std::move(item.action);
}

}  // namespace loopscope::world
