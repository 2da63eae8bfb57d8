// "Did you mean: 'x'?": the name most like a mistyped one. Mirrors: suggestions.c.
#include <algorithm>
#include <vector>

#include "sim/object/protocol.h"
#include "sim/python/vm/executor.h"
#include "sim/python/vm/traceback.h"
#include "sim/python/vm/vm_builtins.h"

namespace loopscope::python::vm {

namespace {

constexpr std::size_t kCandidatesMax = 750;
constexpr std::size_t kTextMax = 40;
constexpr std::size_t kMoveCost = 2;
constexpr std::size_t kCaseCost = 1;

std::size_t substitution_cost(char a, char b) {
    if ((a & 31) != (b & 31)) return kMoveCost;
    if (a == b) return 0;
    auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(a) == lower(b) ? kCaseCost : kMoveCost;
}

/// The edit distance, or something over `limit` as soon as it is clear that it is over.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit) {
    while (!a.empty() && !b.empty() && a.front() == b.front()) {
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
    while (!a.empty() && !b.empty() && a.back() == b.back()) {
        a.remove_suffix(1);
        b.remove_suffix(1);
    }
    if (a.empty() || b.empty()) return (a.size() + b.size()) * kMoveCost;
    if (a.size() > kTextMax || b.size() > kTextMax) return limit + 1;
    if (b.size() < a.size()) std::swap(a, b);
    if ((b.size() - a.size()) * kMoveCost > limit) return limit + 1;
    std::vector<std::size_t> row(a.size());
    for (std::size_t k = 0; k < a.size(); ++k) row[k] = (k + 1) * kMoveCost;
    std::size_t result = 0;
    for (std::size_t j = 0; j < b.size(); ++j) {
        std::size_t diagonal = j * kMoveCost;
        result = diagonal;
        std::size_t least = static_cast<std::size_t>(-1);
        for (std::size_t k = 0; k < a.size(); ++k) {
            std::size_t substituted = diagonal + substitution_cost(b[j], a[k]);
            diagonal = row[k];
            std::size_t moved = std::min(result, diagonal) + kMoveCost;
            result = std::min(moved, substituted);
            row[k] = result;
            least = std::min(least, result);
        }
        if (least > limit) return limit + 1;
    }
    return result;
}

std::string best_of(const std::vector<std::string>& candidates, std::string_view name) {
    if (candidates.size() >= kCandidatesMax) return {};
    std::string best;
    std::size_t best_distance = static_cast<std::size_t>(-1);
    for (const std::string& item : candidates) {
        if (item == name) continue;
        std::size_t limit = (name.size() + item.size() + 3) * kMoveCost / 6;
        limit = std::min(limit, best_distance - 1);
        std::size_t d = distance(name, item, limit);
        if (d > limit) continue;
        best = item;
        best_distance = d;
    }
    return best;
}

std::vector<std::string> keys_of(const Dict& dict) {
    std::vector<std::string> names;
    for (std::uint32_t k = 0; k < dict.entry_count(); ++k) {
        const Value& key = dict.entry(k).key;
        if (key && object::is_str(key)) names.emplace_back(key.as<Str>()->view());
    }
    return names;
}

std::string suggestion_for_name(const ExceptionObject& exception, std::string_view name) {
    Traceback* last = traceback_of(exception);
    if (last == nullptr) return {};
    while (last->next) last = last->next.get();
    const FrameObject& frame = *last->frame;
    std::vector<std::string> locals;
    for (const auto& s : frame.code->slot_names) locals.emplace_back(s->view());
    std::string found = best_of(locals, name);
    if (found.empty()) found = best_of(keys_of(*frame.globals), name);
    if (found.empty()) found = best_of(keys_of(*frame.builtins), name);
    return found;
}

}  // namespace

std::string suggestion_for(const ExceptionObject& exception) {
    bool is_name = object::matches(exception, object::name_error_type);
    bool is_attribute = object::matches(exception, object::attribute_error_type);
    if (!is_name && !is_attribute) return {};
    const auto& named = static_cast<const object::NamedErrorObject&>(exception);
    if (!named.name || !object::is_str(named.name)) return {};
    std::string_view name = named.name.as<Str>()->view();
    if (is_name) return suggestion_for_name(exception, name);
    if (!named.object) return {};
    std::vector<std::string> names;
    try {
        object::for_each(dir_of(named.object), [&](const Value& v) {
            if (object::is_str(v)) names.emplace_back(v.as<Str>()->view());
        });
    } catch (object::Raised&) {
        return {};
    }
    return best_of(names, name);
}

}  // namespace loopscope::python::vm
