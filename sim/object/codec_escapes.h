// Codecs that write characters in the letters of others: utf-7, unicode_escape, raw_unicode_escape.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "sim/object/str.h"

namespace loopscope::object {

enum class EscapeCodec : std::uint8_t { Utf7, Unicode, RawUnicode };

/// The text in that codec's bytes: each of them has a way to write every character.
std::string encode_escapes(EscapeCodec codec, const Str& text);

/// Told of the bytes [start, end) that mean nothing and why; raises, or puts something in their
/// place.
using EscapeFault = std::function<void(std::size_t start, std::size_t end, const char* reason)>;

/// Appends the characters of `data` to `out`.
void decode_escapes(EscapeCodec codec, std::string_view data, StrBuilder& out,
                    const EscapeFault& on_fault);

}  // namespace loopscope::object
