// Text to bytes and back: the codecs that programs may name.
#pragma once

#include <string_view>

#include "sim/object/bytes.h"
#include "sim/object/str.h"

namespace loopscope::object {

/// text.encode(encoding, errors): utf-8, ascii, latin-1, utf-16 and utf-32 (also -le and -be).
/// Errors: LookupError for unknown names, UnicodeEncodeError.
Ref<Bytes> encode_text(const Value& text, std::string_view encoding = "utf-8",
                       std::string_view errors = "strict");
/// bytes.decode(encoding, errors). `object` is what an error shows as its object: the bytes.
Value decode_bytes(std::string_view data, const Value& object, std::string_view encoding = "utf-8",
                   std::string_view errors = "strict");

/// The optional arguments (encoding, errors) of encode and decode; null: the default.
struct CodecNames {
    std::string_view encoding = "utf-8";
    std::string_view errors = "strict";
};
/// TypeError "`function`() argument 'encoding' must be str, not X".
CodecNames codec_names(std::string_view function, const Value& encoding, const Value& errors);

}  // namespace loopscope::object
