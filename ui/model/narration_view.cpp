// What the panel of the narration says.
#include "ui/model/narration_view.h"

namespace loopscope::ui {

Look look_of_ending(trace::Ending how, std::uint32_t status) {
    switch (how) {
        case trace::Ending::Finished:
            return Look::Done;
        case trace::Ending::Exited:
            return status == 0 ? Look::Done : Look::Failed;
        case trace::Ending::Failed:
        case trace::Ending::Budget:
        case trace::Ending::WaitsForEver:
            break;
    }
    return Look::Failed;
}

Look look_of_event(const trace::Event& event, const trace::ProgramState& state) {
    using K = trace::EventKind;
    switch (event.kind) {
        case K::TaskDone:
        case K::FutureResolved:
            return Look::Done;
        case K::TaskFailed:
        case K::HandleFailed:
        case K::ExceptionReported:
        case K::Warning:
            return Look::Failed;
        case K::TaskCancelled:
        case K::FutureCancelled:
        case K::HandleCancelled:
        case K::TimerDropped:
        case K::TaskCancelRequested:
            return Look::Cancelled;
        case K::HandleReady:
        case K::HandleCreated:
        case K::TaskCreated:
        case K::TimerDue:
        case K::FdReady:
            return Look::Ready;
        case K::SelectBegan:
        case K::TimeoutChosen:
        case K::TaskWaits:
        case K::FrameSuspended:
        case K::ClockAdvanced:
            return Look::Waiting;
        case K::RunEnded:
            return look_of_ending(static_cast<trace::Ending>(event.detail), event.a);
        default:
            break;
    }
    const trace::LoopState* loop = trace::shown_loop(state);
    bool idle = loop && loop->status == trace::LoopStatus::Running && !loop->running;
    return idle ? Look::Waiting : Look::Running;
}

NarrationView view_narration(const trace::Narration& told, const trace::Event& event,
                             const trace::ProgramState& state) {
    NarrationView view;
    view.function = told.function;
    // A sentence about a whole callback is about what ran, whatever its last event was.
    bool about_a_run = told.function == "Handle._run";
    view.look = about_a_run ? Look::Running : look_of_event(event, state);
    for (TextSpan& span : parse_rich(told.headline)) {
        if (span.kind == SpanKind::Plain) span.kind = SpanKind::Strong;
        view.sentence.push_back(std::move(span));
    }
    if (!told.reason.empty()) {
        for (TextSpan& span : parse_rich(" " + told.reason))
            view.sentence.push_back(std::move(span));
    }
    return view;
}

}  // namespace loopscope::ui
