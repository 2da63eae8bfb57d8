// Keywords, and the spelling of tokens.
#include "sim/python/syntax/token.h"

#include <algorithm>
#include <array>
#include <utility>

namespace loopscope::python::syntax {

namespace {

using Word = std::pair<std::string_view, TokenKind>;

// In alphabetical order (capitals first), for binary search.
constexpr std::array<Word, 35> kKeywords{{
    {"False", TokenKind::False},
    {"None", TokenKind::None},
    {"True", TokenKind::True},
    {"and", TokenKind::And},
    {"as", TokenKind::As},
    {"assert", TokenKind::Assert},
    {"async", TokenKind::Async},
    {"await", TokenKind::Await},
    {"break", TokenKind::Break},
    {"class", TokenKind::Class},
    {"continue", TokenKind::Continue},
    {"def", TokenKind::Def},
    {"del", TokenKind::Del},
    {"elif", TokenKind::Elif},
    {"else", TokenKind::Else},
    {"except", TokenKind::Except},
    {"finally", TokenKind::Finally},
    {"for", TokenKind::For},
    {"from", TokenKind::From},
    {"global", TokenKind::Global},
    {"if", TokenKind::If},
    {"import", TokenKind::Import},
    {"in", TokenKind::In},
    {"is", TokenKind::Is},
    {"lambda", TokenKind::Lambda},
    {"nonlocal", TokenKind::Nonlocal},
    {"not", TokenKind::Not},
    {"or", TokenKind::Or},
    {"pass", TokenKind::Pass},
    {"raise", TokenKind::Raise},
    {"return", TokenKind::Return},
    {"try", TokenKind::Try},
    {"while", TokenKind::While},
    {"with", TokenKind::With},
    {"yield", TokenKind::Yield},
}};

constexpr std::array<Word, 4> kForcedOperators{{
    {"(", TokenKind::LeftParen},
    {")", TokenKind::RightParen},
    {":", TokenKind::Colon},
    {",", TokenKind::Comma},
}};

}  // namespace

TokenKind keyword_kind(std::string_view word) {
    if (word.size() < 2 || word.size() > 8) return TokenKind::Name;
    const auto* const found =
        std::lower_bound(kKeywords.begin(), kKeywords.end(), word,
                         [](const Word& a, std::string_view b) { return a.first < b; });
    return found != kKeywords.end() && found->first == word ? found->second : TokenKind::Name;
}

std::string_view spelling(TokenKind kind) {
    for (const auto& [text, its_kind] : kForcedOperators) {
        if (its_kind == kind) return text;
    }
    for (const auto& [text, its_kind] : kKeywords) {
        if (its_kind == kind) return text;
    }
    return "?";
}

}  // namespace loopscope::python::syntax
