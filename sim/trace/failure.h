// Failures in the words of any language: by their keys in the catalogue.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "sim/base/result.h"
#include "sim/trace/catalogue.h"

namespace loopscope::trace {

/// What fills a place of a failure's sentence: a text that is the same in every language, a number,
/// or another failure, which is the cause.
struct FailurePlace {
    FailurePlace(std::string_view n, std::string_view v) : name(n), value{std::string(v)} {}
    FailurePlace(std::string_view n, const char* v) : name(n), value{std::string(v)} {}
    FailurePlace(std::string_view n, const std::string& v) : name(n), value{v} {}
    FailurePlace(std::string_view n, std::uint64_t v) : name(n), value{std::to_string(v)} {}
    FailurePlace(std::string_view n, base::Failure v) : name(n), value(std::move(v)) {}
    std::string_view name;
    base::Failure value;
};

/// The failure "failure.KEY" of the catalogue. Its message is in English; in_words() has the
/// others.
base::Failure failure(std::string_view key, std::initializer_list<FailurePlace> places = {});
/// Why the system refused, by errno; one that the catalogue doesn't know is told as the system
/// does.
base::Failure system_failure(int error);

/// A failure in a language; one without a key is its message.
std::string in_words(const base::Failure& failure, Language language);

}  // namespace loopscope::trace
