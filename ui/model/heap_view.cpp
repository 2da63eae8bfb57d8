// What the view of the heap says.
#include "ui/model/heap_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "ui/model/loop_view.h"
#include "ui/model/time_axis.h"

namespace loopscope::ui {
namespace {

void derive(HeapView& view, const trace::LoopState& loop, const trace::ProgramState& state,
            const Strings& strings) {
    bool running = loop.status == trace::LoopStatus::Running;
    bool chosen = running && loop.phase >= trace::Phase::Timeout && loop.timeout_known;
    view.derivation_title = strings(chosen ? "heap.chosen" : "heap.would");
    auto& lines = view.derivation;
    std::size_t ready = chosen ? loop.timeout_ready : loop.ready.size();
    bool stopping = chosen ? loop.timeout_reason == trace::TimeoutReason::Stopping : loop.stopping;
    if (ready > 0 || stopping) {
        lines.push_back(ready > 0 ? strings.count("heap.because.ready", ready)
                                  : strings("heap.because.stopping"));
        lines.push_back("`timeout = 0`");
        return;
    }
    double when = loop.scheduled.empty() ? trace::kNoTimeout : loop.scheduled.front().when;
    double now = state.now;
    if (chosen && loop.timeout_reason == trace::TimeoutReason::NextTimer) {
        // Time may have moved since, and the timer may have left.
        const trace::HandleState* timer = state.handles.find(loop.timeout_timer);
        if (timer) when = timer->when;
        if (timer) now = timer->when - loop.timeout;
    }
    if (when == trace::kNoTimeout) {
        lines.push_back(strings("heap.because.nothing"));
        lines.push_back("`timeout = None`");
        return;
    }
    double timeout = std::min(std::max(0.0, when - now), 86400.0);
    lines.push_back("`timeout = min(max(0, when − now), 86400)`");
    lines.push_back(
        fmt::format("`= min(max(0, {} − {}), 86400)`", format_time(when), format_time(now)));
    lines.push_back(fmt::format("`= {} s`", format_time(timeout)));
}

}  // namespace

HeapView view_heap(const trace::ProgramState& state, const trace::EventLog& log,
                   const Strings& strings) {
    HeapView view;
    const trace::LoopState* loop = trace::shown_loop(state);
    if (!loop) return view;
    view.count = loop->scheduled.size();
    for (const trace::TimerEntry& entry : loop->scheduled) {
        const trace::HandleState* handle = state.handles.find(entry.handle);
        bool cancelled = handle && handle->cancelled;
        view.cancelled += cancelled ? 1 : 0;
        if (view.cells.size() >= HeapView::kCellsMax) continue;
        HeapCell cell;
        cell.handle = entry.handle;
        cell.when = format_time(entry.when);
        cell.cancelled = cancelled;
        cell.due = entry.when < state.now + 1e-9;
        if (handle) {
            HandleView told = view_timer_handle(*handle, state, log, strings);
            cell.title = told.title;
            cell.tip = told.title + "\n" + told.what + "\n" + told.origin;
            if (cancelled) cell.tip += "\n" + strings("heap.cancelled.tip");
        }
        view.cells.push_back(std::move(cell));
    }
    derive(view, *loop, state, strings);
    if (view.cancelled > 0)
        view.cancelled_note = strings("heap.cancelled", {{"n", std::uint64_t{view.cancelled}},
                                                         {"all", std::to_string(view.count)}});
    return view;
}

std::size_t heap_levels(std::size_t count) {
    std::size_t levels = 0;
    for (; count > 0; count /= 2) ++levels;
    return levels;
}

Point heap_place(std::size_t index, std::size_t count, const Rect& area) {
    std::size_t level = heap_levels(index + 1) - 1;
    std::size_t levels = std::max<std::size_t>(1, heap_levels(count));
    std::size_t width = std::size_t{1} << level;
    std::size_t place = index + 1 - width;
    float row = area.h / static_cast<float>(levels);
    return {area.x + area.w * (static_cast<float>(place) + 0.5f) / static_cast<float>(width),
            area.y + row * (static_cast<float>(level) + 0.5f)};
}

}  // namespace loopscope::ui
