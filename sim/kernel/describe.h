// Texts about guest values: for reprs of callbacks, and for the trace.
#pragma once

#include <string>
#include <string_view>

#include "sim/kernel/handle.h"

namespace loopscope::kernel {

/// reprlib.repr: at most 30 characters of a str, 6 items of a list, and so on. May run guest code.
std::string short_repr(const object::Value& v);

/// "say_hi('x') at prog.py:3". CPython: format_helpers._format_callback_source
std::string format_callback_source(const object::Value& callback,
                                   std::span<const object::Value> arguments);

// For the trace. These never run guest code and never give out an address, because recording must
// not change what a program does or prints.
/// A value in a few words: 42, 'text', [1, 2, …], ValueError('x'), <Point object>, <Task Task-1>.
std::string describe(const object::Value& v);
/// The `__qualname__` of a callable: "main", "Chat.join", "partial(print)".
std::string describe_callable(const object::Value& callable);
/// "main"
std::string describe_coroutine(const object::Value& coroutine);
std::string describe_arguments(std::span<const object::Value> arguments);

}  // namespace loopscope::kernel
