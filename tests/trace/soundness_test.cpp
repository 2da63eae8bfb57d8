// Soundness: sound traces have no faults, and each broken rule is told.
#include "sim/trace/soundness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/trace/generated_trace.h"
#include "tests/trace/sample_trace.h"

namespace loopscope::trace {
namespace {

using ::testing::HasSubstr;

TEST(Soundness, TheSampleTraceAndPlausibleOnesHaveNoFaults) {
    TraceFile file;
    testing::make_sample_trace(file);
    for (const Fault& fault : find_faults(file.log, Language::English))
        ADD_FAILURE() << fault.sentence;
    EventLog log;
    testing::PlausibleTrace(log, 8, 30).write(10'000);
    for (const Fault& fault : find_faults(log, Language::English)) ADD_FAILURE() << fault.sentence;
}

TEST(Soundness, EachEventOfTheLoopThatIsLeftOutIsMissed) {
    TraceFile file;
    testing::make_sample_trace(file);
    for (EventKind kind : {EventKind::LoopCreated, EventKind::HandleCreated, EventKind::HandleReady,
                           EventKind::HandleBegan, EventKind::TimerDue, EventKind::TaskStepped,
                           EventKind::TaskWaits, EventKind::TaskCreated, EventKind::FrameEntered,
                           EventKind::FrameResumed, EventKind::IterationBegan}) {
        EventLog log;
        bool left_out = false;
        for (Position at = 0; at < file.log.size(); ++at) {
            Event event = file.log[at];
            event.text = event.text2 = {};
            bool leave_out = !left_out && event.kind == kind;
            left_out = left_out || leave_out;
            if (!leave_out) log.append(event);
        }
        EXPECT_FALSE(find_faults(log, Language::English).empty()) << schema_of(kind).name;
    }
}

TEST(Soundness, AFaultNamesItsEventInBothLanguages) {
    EventLog log;
    log.append({.a = 1, .kind = EventKind::LoopCreated});
    log.append({.a = 1, .b = 3, .kind = EventKind::HandleBegan});
    auto faults = find_faults(log, Language::English);
    ASSERT_EQ(faults.size(), 1u);
    EXPECT_EQ(faults[0].position, 1u);
    EXPECT_THAT(faults[0].sentence, HasSubstr("Event 1 (run): there is no such handle"));
    EXPECT_THAT(find_faults(log, Language::Chinese)[0].sentence, HasSubstr("事件 1"));
}

TEST(Soundness, NoMoreFaultsAreGivenThanAsked) {
    EventLog log;
    testing::write_hostile(log, 1, 1000);
    EXPECT_EQ(find_faults(log, Language::English, 7).size(), 7u);
}

}  // namespace
}  // namespace loopscope::trace
