// Rich text: sentences with code spans, broken into lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ui/model/text_style.h"

namespace loopscope::ui {

enum class SpanKind : std::uint8_t { Plain, Strong, Code };

struct TextSpan {
    std::string text;
    SpanKind kind = SpanKind::Plain;

    friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

/// Reads `code` and **strong** in `text`. A mark without its partner stands for itself.
std::vector<TextSpan> parse_rich(std::string_view text);

/// A piece of one line: a run of one kind.
struct TextPiece {
    std::string text;
    SpanKind kind = SpanKind::Plain;
    float x = 0;  ///< From the line's start, in logical pixels.
    float width = 0;
};

struct TextLine {
    std::vector<TextPiece> pieces;
    float width = 0;
};

/// Breaks spans into lines of at most `width` logical pixels: between words, around Chinese
/// characters (never before closing punctuation), and inside a word that is wider than a line. A
/// number and its unit ("0.3 s") stay together.
std::vector<TextLine> break_lines(const std::vector<TextSpan>& spans, float width, Size size,
                                  const TextMeasure& measure);

/// The type in which a kind of span is set at a size.
constexpr Type type_of(SpanKind kind, Size size) {
    switch (kind) {
        case SpanKind::Plain:
            return {Face::Ui, size};
        case SpanKind::Strong:
            return {Face::UiBold, size};
        case SpanKind::Code:
            return {Face::Mono, size};
    }
    return {Face::Ui, size};
}

/// The largest size at which `spans` take at most the room's lines, and those lines. If not even
/// the smallest fits, its last line ends in "…".
struct FittedText {
    Size size = Size::Large;
    std::vector<TextLine> lines;
    bool complete = true;
};
FittedText fit_text(const std::vector<TextSpan>& spans, float width, float height, Size largest,
                    const TextMeasure& measure);

}  // namespace loopscope::ui
