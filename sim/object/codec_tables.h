// The encodings that need tables: the Chinese, Japanese and Korean ones, and some of one byte.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace loopscope::object {

enum class MultibyteEncoding : std::uint8_t { Gb2312, Gbk, Gb18030, Big5, ShiftJis, EucKr };

inline constexpr const char* kIllegalSequence = "illegal multibyte sequence";
inline constexpr const char* kIncompleteSequence = "incomplete multibyte sequence";

/// What stands at a place: a character, or a fault, and how many bytes it takes.
struct MultibyteStep {
    char32_t point = 0;
    std::size_t size = 1;
    const char* fault = nullptr;
};

/// Appends the bytes of a character. False, and nothing appended: the encoding has no such one.
bool multibyte_encode(MultibyteEncoding encoding, char32_t point, std::string& out);
/// Requires: at < data.size().
MultibyteStep multibyte_decode(MultibyteEncoding encoding, std::string_view data, std::size_t at);

// The same of those behind GB18030. sim/object/codec_tables_east.cpp
bool table_encode(MultibyteEncoding encoding, char32_t point, std::string& out);
MultibyteStep table_decode(MultibyteEncoding encoding, std::string_view data, std::size_t at);

inline constexpr char32_t kNoCharacter = 0xffffffff;

/// The number of an encoding of one byte: "cp1252", "koi8-r"; -1: none of that name.
int find_charmap(std::string_view name);
/// kNoCharacter where the encoding has none.
char32_t charmap_decode(int charmap, unsigned char byte);
/// -1: the encoding lacks it.
int charmap_encode(int charmap, char32_t point);

}  // namespace loopscope::object
