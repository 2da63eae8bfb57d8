// PackedEvents: writing and reading the masks.
#include "sim/trace/packed_events.h"

#include <array>
#include <bit>

namespace loopscope::trace {

namespace {

constexpr std::size_t kGroup = 8, kTimeGroup = 64;

// How many bits of a byte are set; std::popcount is a call where the machine's instruction may not
// be used.
constexpr std::array<std::uint8_t, 256> kBits = [] {
    std::array<std::uint8_t, 256> bits{};
    for (std::size_t i = 1; i < bits.size(); ++i)
        bits[i] = static_cast<std::uint8_t>(bits[i / 2] + i % 2);
    return bits;
}();

// Equal as bytes: 0.0 and -0.0 differ, and a value that is no number equals itself.
bool same(double x, double y) {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
}

}  // namespace

PackedEvents::PackedEvents(std::span<const Event> events) {
    heads_.reserve(events.size());
    masks_.reserve(events.size());
    words_.reserve(events.size() * 3);
    for (const Event& event : events) add(event);
    words_.shrink_to_fit();
    numbers_.shrink_to_fit();
    times_.shrink_to_fit();
    starts_.shrink_to_fit();
    new_time_.shrink_to_fit();
    times_before_.shrink_to_fit();
}

void PackedEvents::add(const Event& event) {
    const std::size_t i = heads_.size();
    heads_.push_back({event.kind, event.detail});
    if (i % kGroup == 0) starts_.push_back(static_cast<std::uint32_t>(words_.size()));
    if (i % kTimeGroup == 0) {
        times_before_.push_back(static_cast<std::uint32_t>(times_.size()));
        new_time_.push_back(0);
    }
    if (times_.empty() || !same(times_.back(), event.time)) {
        new_time_.back() |= std::uint64_t{1} << i % kTimeGroup;
        times_.push_back(event.time);
    }
    unsigned mask = 0;
    auto put = [&](Field field, std::uint32_t value, std::uint32_t usual = 0) {
        if (value == usual) return;
        mask |= field;
        words_.push_back(value);
    };
    put(A, event.a);
    put(B, event.b);
    put(C, event.c);
    put(Text, event.text.value);
    put(Text2, event.text2.value);
    put(Line, event.line);
    if (!same(event.number, 0.0)) {
        if (numbers_.empty() || !same(numbers_.back(), event.number))
            numbers_.push_back(event.number);
        mask |= Number;
        words_.push_back(static_cast<std::uint32_t>(numbers_.size() - 1));
    }
    put(Thread, event.thread, 1);
    masks_.push_back(static_cast<std::uint8_t>(mask));
}

Event PackedEvents::operator[](std::size_t i) const {
    std::size_t at = starts_[i / kGroup];
    for (std::size_t before = i - i % kGroup; before < i; ++before) at += kBits[masks_[before]];
    const std::uint32_t* word = words_.data() + at;
    const unsigned mask = masks_[i];
    Event event;
    event.kind = heads_[i].kind;
    event.detail = heads_[i].detail;
    if (mask & A) event.a = *word++;
    if (mask & B) event.b = *word++;
    if (mask & C) event.c = *word++;
    if (mask & Text) event.text = TextId{*word++};
    if (mask & Text2) event.text2 = TextId{*word++};
    if (mask & Line) event.line = *word++;
    if (mask & Number) event.number = numbers_[*word++];
    if (mask & Thread) event.thread = static_cast<std::uint16_t>(*word);
    const std::size_t group = i / kTimeGroup;
    std::uint64_t upto = new_time_[group] << (kTimeGroup - 1 - i % kTimeGroup);
    std::size_t times = times_before_[group];
    for (; upto != 0; upto >>= 8) times += kBits[upto & 0xFF];
    event.time = times_[times - 1];
    return event;
}

std::size_t PackedEvents::bytes() const {
    return sizeof(*this) + heads_.capacity() * sizeof(Head) + masks_.capacity() +
           (starts_.capacity() + words_.capacity() + times_before_.capacity()) *
               sizeof(std::uint32_t) +
           (numbers_.capacity() + times_.capacity()) * sizeof(double) +
           new_time_.capacity() * sizeof(std::uint64_t);
}

}  // namespace loopscope::trace
