// What the window says of recording a program under a real Python.
#include "ui/model/real_python.h"

#include <string_view>
#include <vector>

namespace loopscope::ui {
namespace {

constexpr std::size_t kLinesTold = 6;

/// The last lines of a text that have something in them, each behind four spaces.
std::string last_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty() && lines.size() < kLinesTold) {
        std::size_t break_at = text.rfind('\n');
        std::size_t begin = break_at == std::string_view::npos ? 0 : break_at + 1;
        std::string_view line = text.substr(begin);
        if (line.find_first_not_of(" \t\r") != std::string_view::npos) lines.push_back(line);
        text = text.substr(0, begin == 0 ? 0 : begin - 1);
    }
    std::string result;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line)
        result += "\n    " + std::string(*line);
    return result;
}

}  // namespace

std::string text_of(const MissingFeature& missing, const Strings& strings) {
    if (!missing.other.empty()) return missing.other;
    if (missing.name.empty()) return strings("offer.module", {{"module", missing.module}});
    return strings("offer.name", {{"module", missing.module}, {"name", missing.name}});
}

std::string failure_of(const RealOutcome& outcome, const Strings& strings) {
    if (!outcome.started) return strings("offer.failed.start", {{"python", outcome.python}});
    std::string text = strings(
        "offer.failed", {{"python", outcome.python}, {"status", std::to_string(outcome.status)}});
    std::string said = last_lines(outcome.said);
    if (!said.empty()) text += "\n" + strings("offer.failed.said") + said;
    return text + "\n" + strings("offer.failed.todo");
}

}  // namespace loopscope::ui
