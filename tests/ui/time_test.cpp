// Things of time: the timeline's axis, playback, animation.
#include <gtest/gtest.h>

#include "tests/ui/made_document.h"
#include "ui/model/animation.h"
#include "ui/model/playback.h"
#include "ui/model/time_axis.h"
#include "ui/model/timeline_rows.h"

namespace loopscope::ui {
namespace {

/// A trace whose events stand at the given times.
std::unique_ptr<testing::MadeDocument> trace_at(const std::vector<double>& times) {
    auto document = std::make_unique<testing::MadeDocument>();
    trace::Recorder r(document->file.log, trace::Level::Loop);
    for (double time : times) {
        bool moved = time > r.now;
        double from = std::exchange(r.now, time);
        if (moved)
            r.record({.number = from, .kind = trace::EventKind::ClockAdvanced});
        else
            r.record({.a = 1, .kind = trace::EventKind::LoopStopRequested});
    }
    return document;
}

TEST(TimeAxis, EventsOfOneInstantStandSideBySide) {
    auto document = trace_at({0, 0, 0, 1, 1});
    TimeAxis axis;
    axis.update(document->timeline());
    EXPECT_DOUBLE_EQ(axis.unit(0), 0);
    EXPECT_DOUBLE_EQ(axis.unit(2), 2);
    EXPECT_GT(axis.unit(3), 3 + TimeAxis::kGapMin - 1);
    EXPECT_DOUBLE_EQ(axis.unit(4), axis.unit(3) + 1);
}

TEST(TimeAxis, TwiceTheTimeIsTwiceTheGap) {
    std::vector<double> times(60, 0.0);
    times.push_back(1);
    times.push_back(3);
    auto document = trace_at(times);
    TimeAxis axis;
    axis.update(document->timeline());
    const auto& instants = axis.instants();
    ASSERT_EQ(instants.size(), 3u);
    double first = instants[1].begin - instants[0].end;
    double second = instants[2].begin - instants[1].end;
    EXPECT_NEAR(second, 2 * first, 1e-9);
}

TEST(TimeAxis, PositionsAndUnitsAnswerEachOther) {
    auto document = testing::sample_document();
    TimeAxis axis;
    axis.update(document->timeline());
    for (trace::Position p = 0; p < document->timeline().size(); ++p) {
        EXPECT_EQ(axis.position(axis.unit(p) + 0.5), p);
        EXPECT_TRUE(p == 0 || axis.unit(p) > axis.unit(p - 1)) << p;
    }
    EXPECT_EQ(axis.position(-5), 0u);
    EXPECT_EQ(axis.position(1e9), document->timeline().size() - 1);
}

TEST(TimeAxis, AnEmptyTraceHasAnAxisToo) {
    auto document = testing::empty_document();
    TimeAxis axis;
    axis.update(document->timeline());
    EXPECT_DOUBLE_EQ(axis.unit(0), 0);
    EXPECT_EQ(axis.position(3), 0u);
    EXPECT_TRUE(ticks_of(axis, fit_view(axis), 800, 80).empty());
}

TEST(TimeAxis, TheViewFollowsTheCursorOnALongAxis) {
    auto document = testing::crowd_document();
    TimeAxis axis;
    axis.update(document->timeline());
    AxisView view;
    for (trace::Position p = 0; p < document->timeline().size(); p += 37) {
        view = follow_view(axis, view, axis.unit(p));
        EXPECT_GE(axis.unit(p), view.from);
        EXPECT_LE(axis.unit(p), view.to);
    }
    AxisView again = follow_view(axis, view, view.from + view.length() * 0.5);
    EXPECT_EQ(again, view) << "a cursor in the middle moves nothing";
}

TEST(TimeAxis, ZoomingKeepsItsAnchor) {
    auto document = testing::crowd_document();
    TimeAxis axis;
    axis.update(document->timeline());
    AxisView view{1000, 1400};
    AxisView closer = zoom_view(axis, view, 1100, 2);
    EXPECT_NEAR(closer.length(), 200, 1e-6);
    EXPECT_NEAR(closer.x_of(1100, 0, 800), view.x_of(1100, 0, 800), 0.01);
    AxisView out = zoom_view(axis, view, 1100, 1e-6);
    EXPECT_EQ(out, fit_view(axis)) << "no further out than everything";
}

TEST(TimeAxis, TicksKeepTheirDistance) {
    std::vector<double> times;
    for (int i = 0; i < 400; ++i) times.push_back(i * 0.01);
    auto document = trace_at(times);
    TimeAxis axis;
    axis.update(document->timeline());
    AxisView view = fit_view(axis);
    auto ticks = ticks_of(axis, view, 1000, 90);
    ASSERT_GT(ticks.size(), 4u);
    for (std::size_t i = 1; i < ticks.size(); ++i) {
        float gap = view.x_of(ticks[i].unit, 0, 1000) - view.x_of(ticks[i - 1].unit, 0, 1000);
        EXPECT_GE(gap, 89.9f);
    }
}

TEST(TimeAxis, TimesAreWrittenWithAsManyDigitsAsTheyNeed) {
    EXPECT_EQ(format_time(0), "0.000");
    EXPECT_EQ(format_time(1.25), "1.250");
    EXPECT_EQ(format_time(0.0001), "0.0001");
    EXPECT_EQ(format_time(86400), "86400.000");
    EXPECT_EQ(format_time(trace::kNoTimeout), "∞");
}

TEST(TimelineRows, ARowTellsReadyRunningAndWaiting) {
    auto document = testing::sample_document();
    TimeAxis axis;
    axis.update(document->timeline());
    auto rows = timeline_rows(document->timeline(), AxisColumns(axis, fit_view(axis), 0.25), 0, 10);
    ASSERT_GE(rows.size(), 3u);
    EXPECT_EQ(rows[1].name, "Task-2");
    EXPECT_EQ(rows[1].coroutine, "say()");
    ASSERT_GE(rows[1].bars.size(), 4u);
    EXPECT_EQ(rows[1].bars[0].activity, trace::Activity::Ready);
    EXPECT_EQ(rows[1].bars[1].activity, trace::Activity::Running);
    EXPECT_EQ(rows[1].bars[2].activity, trace::Activity::Waiting);
    EXPECT_TRUE(rows[1].ended);
    EXPECT_EQ(rows[1].end_look, Look::Done);
    for (std::size_t i = 1; i < rows[1].bars.size(); ++i) {
        EXPECT_GE(rows[1].bars[i].from, rows[1].bars[i - 1].to - 1e-9);
    }
}

TEST(TimelineRows, BarsThinnerThanAPixelAreJoined) {
    auto document = testing::sample_document();
    TimeAxis axis;
    axis.update(document->timeline());
    auto rows = timeline_rows(document->timeline(), AxisColumns(axis, fit_view(axis), 1e6), 0, 1);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].bars.size(), 1u);
    EXPECT_EQ(rows[0].bars[0].activity, trace::Activity::Running) << "what matters most is seen";
}

/// A task that steps and waits, now for a turn, now for a time.
std::unique_ptr<testing::MadeDocument> restless_task(int steps) {
    auto document = std::make_unique<testing::MadeDocument>();
    trace::Recorder r(document->file.log, trace::Level::Loop);
    using enum trace::EventKind;
    r.record({.a = 1, .c = 1, .text = r.text("Task-1"), .kind = TaskCreated});
    std::uint32_t seed = 7;
    for (int i = 1; i <= steps; ++i) {
        seed = seed * 1664525 + 1013904223;
        auto handle = static_cast<std::uint32_t>(i);
        r.record({.a = 1, .b = handle, .c = 1, .text = r.text("s"), .kind = HandleCreated});
        r.record({.a = 1, .b = handle, .kind = HandleReady});
        r.record({.a = 1, .b = handle, .kind = HandleBegan});
        r.record({.a = 1, .kind = TaskStepped});
        r.record({.a = 1, .kind = TaskWaits, .detail = 0});
        r.record({.a = 1, .b = handle, .kind = HandleEnded});
        if (seed >> 26 != 0) continue;
        double before = r.now;
        r.now += 3;
        r.record({.number = before, .kind = ClockAdvanced});
    }
    return document;
}

TEST(TimelineRows, FromAnyDistanceNothingBusyIsLostAndThereAreNoMoreBarsThanRoom) {
    auto document = restless_task(4000);
    const trace::Timeline& timeline = document->timeline();
    TimeAxis axis;
    axis.update(timeline);
    auto spans = timeline.spans(trace::FutureId{1}, 0, timeline.size());
    ASSERT_GT(spans.size(), 8000u);
    for (double width : {0.25, 1.0, 7.0, 50.0, 333.0, 5000.0}) {
        AxisColumns columns(axis, fit_view(axis), width);
        std::vector<BarView> bars = timeline_row(timeline, columns, trace::FutureId{1}).bars;
        EXPECT_LE(static_cast<double>(bars.size()), 2 * axis.length() * 1.03 / width + 4);
        for (std::size_t i = 1; i < bars.size(); ++i) EXPECT_EQ(bars[i].from, bars[i - 1].to);
        std::size_t at = 0;
        for (const trace::TaskSpan& span : spans) {
            if (span.activity != trace::Activity::Running) continue;
            double middle = axis.unit(span.from) + 0.5;
            while (at + 1 < bars.size() && bars[at].to < middle) ++at;
            ASSERT_EQ(bars[at].activity, trace::Activity::Running) << width << " " << span.from;
        }
    }
}

TEST(TimelineRows, WaitingForLongIsSeenAsSuchFromAfar) {
    auto document = restless_task(4000);
    const trace::Timeline& timeline = document->timeline();
    TimeAxis axis;
    axis.update(timeline);
    AxisColumns columns(axis, fit_view(axis), axis.length() / 500);
    double waits = 0;
    double all = 0;
    for (const BarView& bar : timeline_row(timeline, columns, trace::FutureId{1}).bars) {
        all += bar.to - bar.from;
        if (bar.activity == trace::Activity::Waiting) waits += bar.to - bar.from;
    }
    EXPECT_NEAR(all, axis.length(), axis.length() * 0.01);
    EXPECT_GT(waits, axis.length() * 0.2) << "half of the axis is time that passes";
}

TEST(Playback, StepsComeAtTheirSpeed) {
    Playback playback;
    playback.set_speed(1);  // One a second.
    playback.toggle(10.0);
    EXPECT_EQ(playback.take_due(10.0), 1) << "the first at once";
    EXPECT_EQ(playback.take_due(10.5), 0);
    EXPECT_NEAR(playback.wait(10.5), 0.5, 1e-9);
    EXPECT_EQ(playback.take_due(11.0), 1);
}

TEST(Playback, AHiddenWindowDoesNotMakeUpForIt) {
    Playback playback;
    playback.toggle(0);
    EXPECT_EQ(playback.take_due(3600), Playback::kStepsMax);
    EXPECT_EQ(playback.take_due(3600.001), 0);
}

TEST(Playback, SpeedStaysInItsList) {
    Playback playback;
    playback.change_speed(-100, 0);
    EXPECT_EQ(playback.steps_per_second(), kSpeeds[0]);
    playback.change_speed(+100, 0);
    EXPECT_EQ(playback.steps_per_second(), kSpeeds[kSpeedCount - 1]);
}

constexpr CardKey kCard{1, 7};

TEST(Animator, ANewCardStandsAtItsPlace) {
    Animator animator;
    animator.begin_frame(0, true);
    EXPECT_EQ(animator.place(kCard, {10, 10, 5, 5}), (Rect{10, 10, 5, 5}));
    EXPECT_FALSE(animator.any_moving());
}

TEST(Animator, ACardGlidesAndArrives) {
    Animator animator;
    animator.begin_frame(0, true);
    animator.place(kCard, {0, 0, 5, 5});
    animator.begin_frame(1, true);
    EXPECT_EQ(animator.place(kCard, {100, 0, 5, 5}).x, 0) << "it starts where it is seen";
    EXPECT_TRUE(animator.moving(kCard));
    animator.begin_frame(1.1, true);
    float x = animator.place(kCard, {100, 0, 5, 5}).x;
    EXPECT_GT(x, 20);
    EXPECT_LT(x, 100);
    animator.begin_frame(1 + Animator::kSeconds, true);
    EXPECT_EQ(animator.place(kCard, {100, 0, 5, 5}).x, 100);
    EXPECT_FALSE(animator.any_moving());
}

TEST(Animator, ATargetThatChangesOnTheWayCausesNoJump) {
    Animator animator;
    animator.begin_frame(0, true);
    animator.place(kCard, {0, 0, 5, 5});
    animator.begin_frame(1, true);
    animator.place(kCard, {100, 0, 5, 5});
    animator.begin_frame(1.1, true);
    float x = animator.place(kCard, {100, 0, 5, 5}).x;
    animator.begin_frame(1.1, true);
    EXPECT_FLOAT_EQ(animator.place(kCard, {0, 50, 5, 5}).x, x);
}

TEST(Animator, WithoutMotionCardsJump) {
    Animator animator;
    animator.begin_frame(0, false);
    animator.place(kCard, {0, 0, 5, 5});
    EXPECT_EQ(animator.place(kCard, {100, 0, 5, 5}).x, 100);
    EXPECT_FALSE(animator.any_moving());
}

TEST(Animator, ACardThatWasAwayIsNew) {
    Animator animator;
    animator.begin_frame(0, true);
    animator.place(kCard, {0, 0, 5, 5});
    animator.end_frame();
    animator.begin_frame(1, true);
    animator.end_frame();
    animator.begin_frame(2, true);
    EXPECT_EQ(animator.place(kCard, {100, 0, 5, 5}).x, 100);
}

}  // namespace
}  // namespace loopscope::ui
