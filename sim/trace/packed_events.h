// PackedEvents: a run of events in a third of their room.
//
// An Event has room for every field of every kind; most kinds use two or three. A packed run keeps,
// for each event, its kind and a mask of the fields that are not as in a fresh Event, and those
// fields alone; times that are equal to the one before are kept once.
//
// Invariants:
//  1. words_ has the fields of event i from starts_[i / 8] on, after those of the events before it
//     in its group of eight, in the order of Field.
//  2. times_[n] is the time of the n-th event (from 0) whose bit in new_time_ is set, and of those
//     that follow until the next such; the first event's bit is set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/trace/event.h"

namespace loopscope::trace {

/// Some thousands of events that are read, but never changed.
class PackedEvents {
  public:
    /// Cost: some 15 ns an event.
    explicit PackedEvents(std::span<const Event> events);

    /// Requires: i is less than the number of events. Cost: O(1), some nanoseconds.
    Event operator[](std::size_t i) const;

    /// Memory that it takes.
    std::size_t bytes() const;

  private:
    enum Field : std::uint8_t {
        A = 1,
        B = 2,
        C = 4,
        Text = 8,
        Text2 = 16,
        Line = 32,
        Number = 64,
        Thread = 128
    };
    struct Head {
        EventKind kind;
        std::uint8_t detail;
    };

    void add(const Event& event);

    std::vector<Head> heads_;
    std::vector<std::uint8_t> masks_;    // Which fields of an event stand in words_.
    std::vector<std::uint32_t> starts_;  // One for eight events.
    std::vector<std::uint32_t> words_;   // A number stands there as its index in numbers_.
    std::vector<double> numbers_;
    std::vector<std::uint64_t> new_time_;      // One bit an event.
    std::vector<std::uint32_t> times_before_;  // One for 64 events.
    std::vector<double> times_;
};

}  // namespace loopscope::trace
