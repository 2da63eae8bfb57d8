// Invariant checks that stay on in every build.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace loopscope::base {

/// Prints where an invariant broke and ends the process. Programmer errors crash; what a user or
/// a guest program can cause is never reported this way.
[[noreturn]] inline void check_failed(const char* what, const char* file, int line) {
    std::fprintf(stderr, "loopscope: internal error: %s (%s:%d)\n", what, file, line);
    std::abort();
}

}  // namespace loopscope::base

/// States an invariant; cheap, and on in release too. Write two checks instead of `a && b`.
#define LOOPSCOPE_CHECK(condition) \
    (static_cast<bool>(condition)  \
         ? static_cast<void>(0)    \
         : ::loopscope::base::check_failed(#condition, __FILE__, __LINE__))
