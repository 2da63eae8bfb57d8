// Rich text: marks, words, lines.
#include "ui/model/rich_text.h"

#include <algorithm>

#include "ui/model/elide.h"

namespace loopscope::ui {
namespace {

void add_span(std::vector<TextSpan>& spans, std::string_view text, SpanKind kind) {
    if (text.empty()) return;
    if (!spans.empty() && spans.back().kind == kind)
        spans.back().text += text;
    else
        spans.push_back({std::string(text), kind});
}

/// One thing that is never broken, unless it is wider than a line.
struct Word {
    std::string text;
    SpanKind kind;
    bool space = false;
    bool glued = false;  ///< No break between the word before and this one.
};

bool is_wide(std::string_view character) {
    return character.size() >= 3 && character != "…" && character != "–" && character != "—" &&
           character != "→" && character != "‘" && character != "’" && character != "“" &&
           character != "”";
}

bool sticks_to_previous(std::string_view character) {
    constexpr std::string_view kClosing[] = {"，", "。", "、", "；", "：", "？", "！", "）", "”",
                                             "’",  "》", "」", ",",  ".",  ";",  ":",  ")"};
    return std::find(std::begin(kClosing), std::end(kClosing), character) != std::end(kClosing);
}

bool sticks_to_next(std::string_view character) {
    return character == "（" || character == "“" || character == "《" || character == "「" ||
           character == "(";
}

std::vector<Word> words_of(const std::vector<TextSpan>& spans) {
    std::vector<Word> words;
    bool open = false;  // The last word may grow.
    bool glue = false;  // The next one sticks to it.
    for (const TextSpan& span : spans) {
        bool first_of_span = true;
        for (std::size_t i = 0; i < span.text.size();) {
            std::size_t length = utf8_length(span.text, i);
            std::string_view c = std::string_view(span.text).substr(i, length);
            i += length;
            bool wide = is_wide(c);
            bool space = c == " ";
            bool grows = open && !space && !wide && !first_of_span;
            if (grows) {
                words.back().text += c;
            } else {
                // Code next to plain text without a space between sticks to it ("`f`,").
                bool after_word = !words.empty() && !words.back().space;
                bool joined = first_of_span && after_word && !wide && open;
                words.push_back(
                    {std::string(c), span.kind, space,
                     !space && after_word && (glue || joined || sticks_to_previous(c))});
            }
            open = !space && !wide;
            glue = sticks_to_next(c);
            first_of_span = false;
        }
    }
    return words;
}

bool is_number(std::string_view text) {
    return text.find_first_of("0123456789") != std::string_view::npos &&
           text.find_first_not_of("0123456789.,+-−") == std::string_view::npos;
}

/// "s", "ms", "B", "KiB" …, perhaps with the mark that ends a sentence.
bool is_unit(std::string_view text) {
    constexpr std::string_view kUnits[] = {"s",  "ms",  "µs", "ns",  "min", "h", "B",
                                           "KB", "KiB", "MB", "MiB", "px",  "×", "%"};
    text = text.substr(0, text.find_last_not_of(".,;:)!?") + 1);
    return std::find(std::begin(kUnits), std::end(kUnits), text) != std::end(kUnits);
}

/// Whether a line may not end at this space: it stands between a number and its unit.
bool binds(const std::vector<Word>& words, std::size_t space) {
    return space > 0 && space + 1 < words.size() && words[space].space &&
           is_number(words[space - 1].text) && is_unit(words[space + 1].text);
}

class LineBreaker {
  public:
    LineBreaker(float width, Size size, const TextMeasure& measure)
        : width_(width), size_(size), measure_(measure) {}

    void put(const std::vector<Word>& words, std::size_t from, std::size_t to) {
        float total = 0;
        for (std::size_t i = from; i < to; ++i) total += width_of(words[i]);
        if (line_.width + total > width_ && !line_.pieces.empty()) finish();
        for (std::size_t i = from; i < to; ++i) place(words[i]);
    }
    void space(const Word& word) {
        if (!line_.pieces.empty()) append(word, width_of(word));
    }
    std::vector<TextLine> take() {
        if (!line_.pieces.empty()) finish();
        return std::move(lines_);
    }

  private:
    float width_of(const Word& word) const {
        return measure_.width(word.text, type_of(word.kind, size_));
    }
    void append(const Word& word, float w) {
        if (!line_.pieces.empty() && line_.pieces.back().kind == word.kind) {
            TextPiece& piece = line_.pieces.back();
            piece.text += word.text;
            float grown = measure_.width(piece.text, type_of(word.kind, size_));
            line_.width += grown - piece.width;
            piece.width = grown;
            return;
        }
        line_.pieces.push_back({word.text, word.kind, line_.width, w});
        line_.width += w;
    }
    void place(const Word& word) {
        float w = width_of(word);
        if (line_.width + w <= width_) {
            append(word, w);
            return;
        }
        if (!line_.pieces.empty()) finish();
        if (w <= width_) {
            append(word, w);
            return;
        }
        split(word);
    }
    /// A word wider than a line, character by character.
    void split(const Word& word) {
        for (std::size_t i = 0; i < word.text.size();) {
            std::size_t length = utf8_length(word.text, i);
            Word part{word.text.substr(i, length), word.kind};
            float w = width_of(part);
            if (line_.width + w > width_ && !line_.pieces.empty()) finish();
            append(part, w);
            i += length;
        }
    }
    void finish() {
        while (!line_.pieces.empty()) {
            TextPiece& last = line_.pieces.back();
            std::size_t end = last.text.find_last_not_of(' ');
            if (end == std::string::npos) {
                line_.pieces.pop_back();
                continue;
            }
            last.text.resize(end + 1);
            last.width = measure_.width(last.text, type_of(last.kind, size_));
            line_.width = last.x + last.width;
            break;
        }
        lines_.push_back(std::move(line_));
        line_ = {};
    }

    float width_;
    Size size_;
    const TextMeasure& measure_;
    TextLine line_;
    std::vector<TextLine> lines_;
};

void end_with_ellipsis(TextLine& line, float width, Size size, const TextMeasure& measure) {
    if (line.pieces.empty()) return;
    TextPiece& last = line.pieces.back();
    Type type = type_of(last.kind, size);
    std::string kept = last.text.substr(0, last.text.find_last_not_of(" .,;:") + 1);
    float room = std::max(0.0f, width - last.x);
    std::string whole = kept + " …";
    last.text =
        measure.width(whole, type) <= room ? whole : elide_end(kept + "……", room, type, measure);
    last.width = measure.width(last.text, type);
    line.width = last.x + last.width;
}

}  // namespace

std::vector<TextSpan> parse_rich(std::string_view text) {
    std::vector<TextSpan> spans;
    while (!text.empty()) {
        std::size_t mark = std::min(text.find('`'), text.find("**"));
        if (mark == std::string_view::npos) break;
        bool code = text[mark] == '`';
        std::size_t mark_length = code ? 1 : 2;
        std::size_t close = text.find(code ? "`" : "**", mark + mark_length);
        if (close == std::string_view::npos) break;
        add_span(spans, text.substr(0, mark), SpanKind::Plain);
        add_span(spans, text.substr(mark + mark_length, close - mark - mark_length),
                 code ? SpanKind::Code : SpanKind::Strong);
        text.remove_prefix(close + mark_length);
    }
    add_span(spans, text, SpanKind::Plain);
    return spans;
}

std::vector<TextLine> break_lines(const std::vector<TextSpan>& spans, float width, Size size,
                                  const TextMeasure& measure) {
    std::vector<Word> words = words_of(spans);
    LineBreaker breaker(width, size, measure);
    for (std::size_t i = 0; i < words.size();) {
        if (words[i].space) {
            breaker.space(words[i++]);
            continue;
        }
        std::size_t end = i + 1;
        while (end < words.size() &&
               (words[end].glued || binds(words, end) || (end > i && binds(words, end - 1))))
            ++end;
        breaker.put(words, i, end);
        i = end;
    }
    return breaker.take();
}

FittedText fit_text(const std::vector<TextSpan>& spans, float width, float height, Size largest,
                    const TextMeasure& measure) {
    for (int s = static_cast<int>(largest); s >= 0; --s) {
        Size size = static_cast<Size>(s);
        auto room = static_cast<std::size_t>(std::max(1.0f, (height + 0.5f) / line_px(size)));
        std::vector<TextLine> lines = break_lines(spans, width, size, measure);
        if (lines.size() <= room) return {size, std::move(lines), true};
        if (s == 0) {
            lines.resize(room);
            end_with_ellipsis(lines.back(), width, size, measure);
            return {size, std::move(lines), false};
        }
    }
    return {};
}

}  // namespace loopscope::ui
