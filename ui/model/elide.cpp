// Shortening of texts that are too wide.
#include "ui/model/elide.h"

#include <algorithm>
#include <vector>

namespace loopscope::ui {
namespace {

constexpr std::string_view kEllipsis = "…";

std::vector<std::size_t> character_starts(std::string_view text) {
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < text.size(); i += utf8_length(text, i)) starts.push_back(i);
    starts.push_back(text.size());
    return starts;
}

/// The longest result of `cut(n)`, n kept characters, that fits; n from 0 to `count`.
template <typename Cut>
std::string longest(std::size_t count, float width, Type type, const TextMeasure& measure,
                    Cut cut) {
    std::size_t low = 0;
    std::size_t high = count;
    while (low < high) {
        std::size_t middle = (low + high + 1) / 2;
        if (measure.width(cut(middle), type) <= width)
            low = middle;
        else
            high = middle - 1;
    }
    if (low == 0) return {};
    std::string text = cut(low);
    return measure.width(text, type) <= width ? text : std::string();
}

}  // namespace

std::size_t utf8_length(std::string_view text, std::size_t index) {
    auto byte = static_cast<unsigned char>(text[index]);
    std::size_t length = byte < 0x80 ? 1 : byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return std::min(length, text.size() - index);
}

std::size_t utf8_start(std::string_view text, std::size_t index) {
    index = std::min(index, text.size());
    while (index > 0 && index < text.size() &&
           (static_cast<unsigned char>(text[index]) & 0xc0) == 0x80) {
        --index;
    }
    return index;
}

std::string elide_middle(std::string_view text, float width, Type type,
                         const TextMeasure& measure) {
    if (measure.width(text, type) <= width) return std::string(text);
    std::vector<std::size_t> starts = character_starts(text);
    std::size_t count = starts.size() - 1;
    return longest(count - 1, width, type, measure, [&](std::size_t kept) {
        std::size_t head = (kept + 1) / 2;
        std::size_t tail = kept - head;
        std::string result(text.substr(0, starts[head]));
        result += kEllipsis;
        result += text.substr(starts[count - tail]);
        return result;
    });
}

std::string elide_end(std::string_view text, float width, Type type, const TextMeasure& measure) {
    if (measure.width(text, type) <= width) return std::string(text);
    std::vector<std::size_t> starts = character_starts(text);
    return longest(starts.size() - 2, width, type, measure, [&](std::size_t kept) {
        std::size_t end = starts[kept];
        while (end > 0 && text[end - 1] == ' ') --end;
        return std::string(text.substr(0, end)) + std::string(kEllipsis);
    });
}

}  // namespace loopscope::ui
