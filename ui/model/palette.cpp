// The command palette.
#include "ui/model/palette.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "ui/model/breakpoints.h"

namespace loopscope::ui {
namespace {

struct Extra {
    std::string_view text;
    KeyScope scope;
    Command command;
};

Command break_at(BreakKind kind, double number = 0) {
    return {Act::ToggleBreak, static_cast<int>(kind), number};
}

std::vector<Extra> extras() {
    constexpr KeyScope kProgram = KeyScope::Program;
    return {
        {"tab.tasks", kProgram, {Act::ChooseTab, 0}},
        {"tab.why", kProgram, {Act::ChooseTab, 1}},
        {"tab.frames", kProgram, {Act::ChooseTab, 2}},
        {"tab.graph", kProgram, {Act::ChooseTab, 3}},
        {"tab.machine", kProgram, {Act::ChooseTab, 4}},
        {"palette.queues", kProgram, {Act::ChooseCentre, 0}},
        {"palette.path", kProgram, {Act::ChooseCentre, 1}},
        {"palette.heap", kProgram, {Act::ChooseCentre, 2}},
        {"palette.class", kProgram, {Act::ToggleClass}},
        {"palette.axis", kProgram, {Act::AxisMode}},
        {"palette.record", kProgram, {Act::Record, 0}},
        {"palette.fold", kProgram, {Act::FoldGroup, -1}},
        {"palette.machine", kProgram, {Act::ChooseCentre, 3}},
        {"palette.fit", kProgram, {Act::FitTimeline}},
        {"palette.break.exception", kProgram, break_at(BreakKind::Exception)},
        {"palette.break.ends", kProgram, break_at(BreakKind::TaskEnds)},
        {"palette.break.cancel", kProgram, break_at(BreakKind::Cancel)},
        {"palette.break.ready", kProgram, break_at(BreakKind::QueueFull, 10)},
        {"palette.break.clear", kProgram, {Act::ClearBreaks}},
        {"palette.preset.lesson", kProgram, {Act::ChoosePreset, 0}},
        {"palette.preset.debugging", kProgram, {Act::ChoosePreset, 1}},
        {"palette.preset.presentation", kProgram, {Act::ChoosePreset, 2}},
        {"palette.copy.narration", kProgram, {Act::CopyText, 0}},
        {"palette.copy.output", kProgram, {Act::CopyText, 1}},
        {"palette.copy.source", kProgram, {Act::CopyText, 2}},
        {"palette.unmark", kProgram, {Act::RemoveBookmark}},
        {"palette.filter", kProgram, {Act::FilterTasks}},
        {"palette.animate", kProgram, {Act::Export, 0, 1}},
        {"palette.list", kProgram, {Act::ShowList}},
    };
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// A number in the query: an event, or a time after "t".
void add_places(std::vector<PaletteEntry>& answer, std::string_view query, const Strings& strings) {
    bool time = query.starts_with("t ") || query.starts_with("t=");
    std::string number(time ? query.substr(2) : query);
    char* end = nullptr;
    double value = std::strtod(number.c_str(), &end);
    if (number.empty() || end != number.c_str() + number.size() || value < 0) return;
    if (time) {
        answer.push_back({strings("palette.time", {{"t", number}}), {}, {Act::Seek, -1, value}});
        answer.push_back(
            {strings("palette.break.time", {{"t", number}}), {}, break_at(BreakKind::Time, value)});
        return;
    }
    auto event = static_cast<std::int64_t>(value);
    if (event < 1) return;
    answer.push_back(
        {strings("palette.event", {{"n", std::to_string(event)}}), {}, {Act::Seek, event - 1}});
}

}  // namespace

std::vector<PaletteEntry> palette_entries(const Strings& strings, KeyScope screen) {
    std::vector<PaletteEntry> entries;
    for (const Binding& b : bindings()) {
        bool here = b.scope == KeyScope::Everywhere || b.scope == screen;
        if (here && b.command.act != Act::TogglePalette)
            entries.push_back({strings(b.text), std::string(b.label), b.command, true});
    }
    for (const Extra& extra : extras()) {
        bool here = extra.scope == KeyScope::Everywhere || extra.scope == screen;
        if (here) entries.push_back({strings(extra.text), {}, extra.command});
    }
    return entries;
}

int palette_score(std::string_view title, std::string_view query) {
    int score = 1;
    std::size_t at = 0;
    bool in_row = false;
    for (char wanted : query) {
        if (wanted == ' ') {
            in_row = false;
            continue;
        }
        std::size_t begin = at;
        while (at < title.size() && lower(title[at]) != lower(wanted)) ++at;
        if (at == title.size()) return 0;
        bool word = at == 0 || title[at - 1] == ' ' || title[at - 1] == '_';
        score += word ? 6 : 0;
        score += in_row && at == begin ? 4 : 0;
        score -= static_cast<int>(std::min<std::size_t>(3, at - begin));
        in_row = true;
        ++at;
    }
    return std::max(1, score);
}

std::vector<PaletteEntry> palette_answer(const std::vector<PaletteEntry>& entries,
                                         std::string_view query, const Strings& strings) {
    std::vector<PaletteEntry> answer;
    add_places(answer, query, strings);
    std::vector<std::pair<int, const PaletteEntry*>> scored;
    for (const PaletteEntry& entry : entries) {
        int score = query.empty() ? 1 : palette_score(entry.title, query);
        if (score > 0) scored.emplace_back(score, &entry);
    }
    std::stable_sort(scored.begin(), scored.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [score, entry] : scored) answer.push_back(*entry);
    return answer;
}

}  // namespace loopscope::ui
