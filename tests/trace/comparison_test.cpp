// Comparison: the first event at which two traces part, and how it is told.
#include "sim/trace/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/trace/sample_trace.h"

namespace loopscope::trace {
namespace {

using ::testing::HasSubstr;

// The sample trace again, with `change` applied to each event on the way.
void copy_with(const TraceFile& from, TraceFile& to,
               const std::function<bool(Position, Event&)>& change) {
    to.header = from.header;
    to.log.texts.intern("shifts the numbers of all texts");
    for (Position at = 0; at < from.log.size(); ++at) {
        Event event = from.log[at];
        event.text = to.log.texts.intern(from.log.text(event.text));
        event.text2 = to.log.texts.intern(from.log.text(event.text2));
        if (change(at, event)) to.log.append(event);
    }
}

class Comparison : public ::testing::Test {
  protected:
    Comparison() { testing::make_sample_trace(a_); }
    Divergence compare(const std::function<bool(Position, Event&)>& change) {
        copy_with(a_, b_, change);
        return compare_traces({"old", a_.header, a_.log}, {"new", b_.header, b_.log},
                              Language::English);
    }
    TraceFile a_, b_;
};

TEST_F(Comparison, EqualTracesAreTheSameWhateverTheNumbersOfTheirTexts) {
    Divergence d = compare([](Position, Event&) { return true; });
    EXPECT_TRUE(d.same);
    EXPECT_EQ(d.agreeing, a_.log.size());
    EXPECT_THAT(d.sentence, HasSubstr("The two traces are the same: 236 events."));
}

TEST_F(Comparison, AnotherKindOfEventIsToldFromBothSides) {
    Divergence d = compare([](Position at, Event&) { return at != 48; });
    EXPECT_FALSE(d.same);
    EXPECT_EQ(d.agreeing, 48u);
    EXPECT_EQ(d.first, 48u);
    EXPECT_EQ(d.second, 48u);
    EXPECT_THAT(d.sentence, HasSubstr("agree in 48 events and part at event 48, at 0 s."));
    EXPECT_THAT(d.sentence, HasSubstr("old: Task-2 `say()` prints: `hello 00:00:00`"));
    EXPECT_THAT(d.sentence, HasSubstr("new: Line 7: `await asyncio.sleep(delay)`"));
}

TEST_F(Comparison, AnotherValueIsToldByItsField) {
    Divergence d = compare([&](Position at, Event& event) {
        if (at == 48) event.text = b_.log.texts.intern("bye\n");
        return true;
    });
    EXPECT_THAT(d.sentence, HasSubstr("They differ in `text`: `hello 00:00:00 ` and `bye `."));
}

TEST_F(Comparison, TheSameAtAnotherTimeIsToldAsThat) {
    Divergence d = compare([](Position at, Event& event) {
        if (at >= 73) event.time += 0.5;
        return true;
    });
    EXPECT_EQ(d.first, 73u);
    EXPECT_THAT(d.sentence, HasSubstr("at 1 s in one and at 1.5 s in the other"));
}

TEST_F(Comparison, ATraceThatEndsEarlierIsNamed) {
    Divergence d = compare([](Position at, Event&) { return at < 100; });
    EXPECT_FALSE(d.same);
    EXPECT_EQ(d.second, std::nullopt);
    EXPECT_THAT(d.sentence, HasSubstr("agree in 100 events; then new ends and the other goes on."));
    EXPECT_THAT(d.sentence, HasSubstr("It goes on with: The wake-up of Task-2 `say()` has run."));
}

TEST_F(Comparison, TracesOfDifferentDetailAreComparedInWhatBothRecord) {
    copy_with(a_, b_, [](Position, Event& event) {
        return event.kind != EventKind::VariableChanged && event.kind != EventKind::LineReached &&
               event.kind != EventKind::FrameEntered && event.kind != EventKind::FrameExited &&
               event.kind != EventKind::FrameSuspended && event.kind != EventKind::FrameResumed;
    });
    b_.header.level = Level::Loop;
    Divergence d =
        compare_traces({"a", a_.header, a_.log}, {"b", b_.header, b_.log}, Language::Chinese);
    EXPECT_TRUE(d.same);
    EXPECT_EQ(d.agreeing, b_.log.size());
}

}  // namespace
}  // namespace loopscope::trace
