// What is to be exported from the window.
#include "ui/model/export_wish.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace loopscope::ui {
namespace {

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// "png" of "a/b.PNG"; empty for what has no ending.
std::string ending_of(std::string_view path) {
    std::size_t dot = path.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || path[dot - 1] == '/') return {};
    std::string ending(path.substr(dot + 1));
    for (char& c : ending)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return ending;
}

}  // namespace

std::optional<ExportWish> parse_export(std::string_view text) {
    text = trimmed(text);
    std::size_t steps = kExportSteps;
    std::size_t space = text.rfind(' ');
    if (space != std::string_view::npos) {
        std::string_view number = text.substr(space + 1);
        auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), steps);
        bool is_number = error == std::errc() && end == number.data() + number.size();
        if (is_number)
            text = trimmed(text.substr(0, space));
        else
            steps = kExportSteps;
    }
    std::string format = ending_of(text);
    if (format == "png") return ExportWish{std::string(text), format, 0};
    bool moving = format == "webp" || format == "gif" || format == "mp4";
    if (!moving || steps == 0 || steps > kExportStepsMax) return std::nullopt;
    return ExportWish{std::string(text), format, steps};
}

}  // namespace loopscope::ui
