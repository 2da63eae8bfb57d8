// PackedEvents and the packing of long logs: every event comes back as it was, to the last bit.
#include "sim/trace/packed_events.h"

#include <gtest/gtest.h>

#include <bit>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include "sim/trace/event_log.h"
#include "tests/trace/generated_trace.h"

namespace loopscope::trace {
namespace {

// To the last bit: -0.0 and a value that is no number too.
bool identical(const Event& x, const Event& y) {
    auto bits = [](Event event) {
        const auto pair = std::pair(std::bit_cast<std::uint64_t>(event.time),
                                    std::bit_cast<std::uint64_t>(event.number));
        event.time = event.number = 0;
        return std::pair(pair, event);
    };
    return bits(x) == bits(y);
}

std::vector<Event> any_events(std::uint64_t seed, std::size_t count) {
    std::mt19937_64 random(seed);
    constexpr double kOddNumbers[] = {0.0,
                                      -0.0,
                                      1.5,
                                      std::numeric_limits<double>::infinity(),
                                      std::numeric_limits<double>::quiet_NaN(),
                                      std::numeric_limits<double>::denorm_min()};
    auto field = [&] { return random() % 3 == 0 ? static_cast<std::uint32_t>(random()) : 0u; };
    std::vector<Event> events(count);
    for (Event& event : events) {
        event.time = kOddNumbers[random() % 6];
        event.number = kOddNumbers[random() % 6];
        event.a = field();
        event.b = field();
        event.c = field();
        event.text = TextId{field()};
        event.text2 = TextId{field()};
        event.line = field();
        event.thread = static_cast<std::uint16_t>(random() % 4 == 0 ? random() : 1);
        event.kind = static_cast<EventKind>(random() % kEventKindCount);
        event.detail = static_cast<std::uint8_t>(random());
    }
    return events;
}

TEST(PackedEvents, GivesBackEveryEventAsItWas) {
    for (std::size_t count :
         {std::size_t{1}, std::size_t{63}, std::size_t{64}, std::size_t{65}, std::size_t{5000}}) {
        const std::vector<Event> events = any_events(count, count);
        const PackedEvents packed(events);
        for (std::size_t i = 0; i < count; ++i) ASSERT_TRUE(identical(events[i], packed[i])) << i;
    }
}

TEST(PackedEvents, TakesLessThanHalfTheRoomOfWhatProgramsDo) {
    EventLog log;
    testing::PlausibleTrace(log, 1, 50).write(EventLog::kChunkEvents);
    std::vector<Event> events;
    for (Position i = 0; i < log.size(); ++i) events.push_back(log[i]);
    EXPECT_LT(PackedEvents(events).bytes() * 2, events.size() * sizeof(Event));
}

TEST(EventLog, ALongOneIsTheSameAfterItsOlderEventsWerePacked) {
    EventLog log;
    const std::vector<Event> events = any_events(7, 1000);
    const Position count = (EventLog::kPlainChunks + 20) * EventLog::kChunkEvents + 5;
    for (Position i = 0; i < count; ++i) log.append(events[i % events.size()]);
    ASSERT_EQ(log.size(), count);
    EXPECT_LT(log.bytes(), count * sizeof(Event));
    for (Position i = 0; i < count; i += 97)
        ASSERT_TRUE(identical(log[i], events[i % events.size()])) << i;
    EXPECT_TRUE(identical(log[count - 1], events[(count - 1) % events.size()]));
}

}  // namespace
}  // namespace loopscope::trace
