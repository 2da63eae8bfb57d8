// What searching, replacing and splitting share: subjects, their pieces, templates, errors.
#include <algorithm>

#include "sim/python/modules/re_objects.h"

namespace loopscope::python::modules::regex {

ReState& ReState::current() {
    Runtime& runtime = Runtime::current();
    if (auto* state = runtime.find<ReState>()) return *state;
    return runtime.add(std::make_unique<ReState>());
}

std::u32string code_points_of(const Value& v) {
    std::u32string points;
    if (is_str(v)) {
        const Str& text = *v.as<Str>();
        points.reserve(text.length);
        for (std::size_t i = 0; i < text.length; ++i) points += text.at(i);
    } else {
        for (char c : object::expect_bytes_like(v)) points += static_cast<unsigned char>(c);
    }
    return points;
}

Value piece_of(const Value& string, std::int64_t begin, std::int64_t end) {
    auto first = static_cast<std::size_t>(begin);
    auto last = static_cast<std::size_t>(end);
    if (is_str(string)) {
        auto* text = string.as<Str>();
        last = std::min(last, text->length);
        if (first == 0 && last == text->length && string.type() != &object::str_type) {
            return Str::of_class(&object::str_type, text);
        }
        return Str::slice(text, std::min(first, last), last);
    }
    std::string_view bytes = object::expect_bytes_like(string);
    last = std::min(last, bytes.size());
    first = std::min(first, last);
    if (first == 0 && last == bytes.size() && string.type() == &object::bytes_type) return string;
    return Bytes::make(bytes.substr(first, last - first));
}

void raise_refused(const Refused& refused, const Value& pattern) {
    switch (refused.kind) {
        case Refused::Kind::Value:
            raise_value_error(refused.message);
        case Refused::Kind::Overflow:
            raise(object::overflow_error_type, refused.message);
        case Refused::Kind::Recursion:
            raise(object::recursion_error_type, refused.message);
        default:
            break;
    }
    Value position = refused.position ? Int::from_size(*refused.position) : none();
    Value shown = refused.position ? pattern : none();
    Value error =
        call(ReState::current().error_class, {make_str(refused.message), shown, position});
    raise(Ref<ExceptionObject>(error.as<ExceptionObject>()));
}

Search::Search(PatternObject& pattern, const Value& string, const Value& from, const Value& to)
    : pattern_(&pattern), string_(string) {
    std::int64_t length = 0;
    if (is_str(string)) {
        if (!pattern.engine->is_text()) {
            raise_type_error("cannot use a bytes pattern on a string-like object");
        }
        length = static_cast<std::int64_t>(string.as<Str>()->length);
    } else {
        auto bytes = object::bytes_like(string);
        if (!bytes) {
            raise_format(type_error_type, "expected string or bytes-like object, got '{}'",
                         type_name(string));
        }
        if (pattern.engine->is_text()) {
            raise_type_error("cannot use a string pattern on a bytes-like object");
        }
        length = static_cast<std::int64_t>(bytes->size());
    }
    auto clip = [&](const Value& v, std::int64_t missing) {
        if (!v) return missing;
        auto index = object::int_to_int64(object::index_value(v));
        return std::clamp<std::int64_t>(index.value_or(length), 0, length);
    };
    end_ = clip(to, length);
    begin_ = clip(from, 0);
    from_ = begin_;
}

Subject Search::subject() const {
    if (!is_str(string_)) {
        std::string_view bytes = object::expect_bytes_like(string_);
        return {bytes.data(), std::min(bytes.size(), static_cast<std::size_t>(end_)), Form::Bytes8};
    }
    const Str& text = *string_.as<Str>();
    Form form = text.is_ascii() ? Form::Bytes8 : Form::Latin8;
    if (text.width() == 2) form = Form::Wide16;
    if (text.width() == 4) form = Form::Wide32;
    return {text.data(), static_cast<std::size_t>(end_), form};
}

bool Search::next(Anchor anchor) {
    if (from_ > end_) return false;
    Subject what = subject();
    if (static_cast<std::size_t>(from_) > what.length) return false;
    Outcome outcome = Outcome::NoMatch;
    try {
        outcome = pattern_->engine->match(
            what, {static_cast<std::size_t>(from_), anchor, not_empty_}, spans_);
    } catch (const Refused& refused) {
        raise_refused(refused, pattern_->pattern);
    }
    auto& worked = Runtime::current().hooks.worked;
    if (worked) {
        std::int64_t steps = outcome == Outcome::TooMuchWork
                                 ? 50'000'000
                                 : (what.length - static_cast<std::size_t>(from_)) / 256;
        if (outcome == Outcome::Match) steps = spans_[1] > from_ ? (spans_[1] - from_) / 256 : 0;
        if (steps > 0) worked(steps);
    }
    if (outcome == Outcome::TooMuchWork) {
        // FIDELITY: CPython would go on for hours.
        raise_format(object::runtime_error_type,
                     "regular expression {} stopped by Loopscope: it backtracks too much",
                     repr_string(pattern_->pattern));
    }
    if (outcome == Outcome::TooMuchMemory) raise(object::memory_error_type);
    return outcome == Outcome::Match;
}

Ref<MatchObject> Search::match() const {
    auto match = make<MatchObject>();
    match->pattern = pattern_;
    match->string = string_;
    match->begin = begin_;
    match->end = end_;
    match->spans = spans_;
    return match;
}

Value Search::group(std::size_t group, const Value& missing) const {
    if (spans_[group * 2] < 0) return missing;
    return piece_of(string_, spans_[group * 2], spans_[group * 2 + 1]);
}

void Search::go_on() {
    not_empty_ = spans_[0] == spans_[1];
    from_ = spans_[1];
}

Value join_pieces(const Value& like, const std::vector<Value>& pieces) {
    bool text = is_str(like);
    Value joiner = text ? make_str("") : Value(Bytes::make(""));
    return call_method(joiner, "join", {List::make(pieces)});
}

std::vector<TemplatePiece> template_of(const PatternObject& pattern, const Value& text) {
    const Translation& said = pattern.engine->translation();
    try {
        return read_template(code_points_of(text), is_str(text), {said.groups, &said.names});
    } catch (const Refused& refused) {
        if (refused.kind == Refused::Kind::Value) {
            raise(object::index_error_type, refused.message);
        }
        raise_refused(refused, text);
    }
}

Value expand_template(const std::vector<TemplatePiece>& pieces, const Value& string,
                      const Spans& spans) {
    bool text = is_str(string);
    object::StrBuilder builder;
    std::string bytes;
    for (const TemplatePiece& piece : pieces) {
        if (piece.group < 0) {
            for (char32_t c : piece.text) {
                text ? builder.append(c) : bytes.push_back(static_cast<char>(c));
            }
            continue;
        }
        auto group = static_cast<std::size_t>(piece.group) * 2;
        if (spans[group] < 0) continue;
        Value found = piece_of(string, spans[group], spans[group + 1]);
        if (text) {
            builder.append(*found.as<Str>());
        } else {
            bytes += found.as<Bytes>()->view();
        }
    }
    return text ? Value(builder.finish()) : Value(Bytes::make(bytes));
}

}  // namespace loopscope::python::modules::regex
