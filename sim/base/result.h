// Result: a value, or the reason why there is none. For host failures (files, broken traces).
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/base/check.h"

namespace loopscope::base {

/// Why an operation on the host failed: what is wrong, where, and what to do, in one sentence or
/// two, ready to be shown in English. Where it has a key, trace::in_words() says it in any
/// language: by the catalogue's sentence of that key, with each place filled by a value or by its
/// own cause.
struct Failure {
    std::string message;
    std::string key = {};
    std::vector<std::pair<std::string, Failure>> places = {};

    bool empty() const { return message.empty(); }
};

/// Either a T or a Failure. Guest exceptions never travel in a Result; see sim/object/error.h.
template <typename T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Failure failure) : state_(std::in_place_index<1>, std::move(failure)) {}

    bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() & {
        LOOPSCOPE_CHECK(ok());
        return std::get<0>(state_);
    }
    const T& value() const& {
        LOOPSCOPE_CHECK(ok());
        return std::get<0>(state_);
    }
    T&& value() && {
        LOOPSCOPE_CHECK(ok());
        return std::get<0>(std::move(state_));
    }
    T& operator*() { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Failure& failure() const {
        LOOPSCOPE_CHECK(!ok());
        return std::get<1>(state_);
    }

  private:
    std::variant<T, Failure> state_;
};

}  // namespace loopscope::base
