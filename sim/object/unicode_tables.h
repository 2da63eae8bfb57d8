// The generated tables of Unicode properties, for unicode.cpp only.
#pragma once

#include <cstddef>
#include <cstdint>

namespace loopscope::object::unicode {

/// Bits of Traits::flags, in the generator's order.
enum Flag : std::uint16_t {
    kAlpha = 1u << 0,
    kDecimal = 1u << 1,
    kDigit = 1u << 2,
    kNumeric = 1u << 3,
    kSpace = 1u << 4,
    kUpper = 1u << 5,
    kLower = 1u << 6,
    kTitle = 1u << 7,
    kPrintable = 1u << 8,
    kIdentifierStart = 1u << 9,
    kIdentifierContinue = 1u << 10,
    kCaseIgnorable = 1u << 11,
};

/// What characters of one kind have in common. The mappings are distances to add.
struct Traits {
    std::uint16_t flags;
    std::int32_t mapping[4];  ///< Upper, lower, title, fold; 0 also where kLongMappings rules.
};

/// The traits of a run's even and odd code points: capitals and small letters often alternate.
struct TraitsPair {
    std::uint8_t even;
    std::uint8_t odd;
};

/// A case mapping to more than one character.
struct LongMapping {
    std::uint32_t code_point;
    std::uint8_t kind;    ///< As the index of Traits::mapping.
    std::uint16_t to[3];  ///< Zeros behind the last.
};

extern const Traits kTraits[];
extern const TraitsPair kPairs[];
/// Runs in order: first code point in the upper 23 bits, index into kPairs in the lower 9.
extern const std::uint32_t kRuns[];
extern const std::size_t kRunCount;
/// In order of code point, then kind.
extern const LongMapping kLongMappings[];
extern const std::size_t kLongMappingCount;

}  // namespace loopscope::object::unicode
