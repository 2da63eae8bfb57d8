// The timeline's groups.
#include "ui/model/timeline_groups.h"

#include <algorithm>

namespace loopscope::ui {
namespace {

using trace::EventKind;

constexpr std::uint32_t kThreadKey = 0x8000'0000;

}  // namespace

TimelineGroups::Life& TimelineGroups::life(trace::ThreadId thread) {
    if (thread.value >= lives_.size()) lives_.resize(thread.value + 1);
    return lives_[thread.value];
}

/// The group of a loop: in place of its thread's own, if that has no loop yet; else behind the
/// thread's other loops.
TimelineGroups::Group& TimelineGroups::group_of_loop(trace::LoopId loop, trace::ThreadId thread,
                                                     const trace::EventLog& log) {
    if (auto it = by_loop_.find(loop.value); it != by_loop_.end()) return groups_[it->second];
    for (std::size_t i = 0; i < groups_.size(); ++i) {
        Group& group = groups_[i];
        if (group.thread != thread || group.loop) continue;
        group.loop = loop;
        group.key = loop.value;
        ++life(thread).loops;
        by_loop_[loop.value] = i;
        return group;
    }
    Group group;
    group.key = loop.value;
    group.thread = thread;
    group.loop = loop;
    group.name = log.text(life(thread).name);
    std::size_t loops = ++life(thread).loops;
    if (loops > 1) group.name += " · " + std::to_string(loops);
    by_loop_[loop.value] = groups_.size();
    life(thread).has_group = true;
    groups_.push_back(std::move(group));
    rows_tasks_ = ~std::size_t{0};
    return groups_.back();
}

void TimelineGroups::group_of_thread(trace::ThreadId thread, const trace::EventLog& log) {
    if (life(thread).has_group) return;
    life(thread).has_group = true;
    Group group;
    group.key = kThreadKey | thread.value;
    group.thread = thread;
    group.name = log.text(life(thread).name);
    groups_.push_back(std::move(group));
    rows_tasks_ = ~std::size_t{0};
}

bool TimelineGroups::update(const trace::Timeline& timeline, trace::Position budget) {
    const trace::EventLog& log = timeline.log();
    size_ = timeline.size();
    trace::Position end = std::min<trace::Position>(size_, looked_ + budget);
    for (; looked_ < end; ++looked_) take(log[looked_], static_cast<std::uint32_t>(looked_), log);
    return looked_ == size_;
}

void TimelineGroups::take(const trace::Event& e, std::uint32_t at, const trace::EventLog& log) {
    switch (e.kind) {
        case EventKind::ThreadStarted: {
            Life& l = life(trace::ThreadId{e.a});
            l.name = e.text;
            l.begin = at;
            l.changes.push_back({at, true});
            group_of_thread(trace::ThreadId{e.a}, log);
            break;
        }
        case EventKind::ThreadBlocked:
        case EventKind::ThreadWoken:
            life(trace::ThreadId{e.a}).changes.push_back({at, e.kind == EventKind::ThreadWoken});
            break;
        case EventKind::ThreadEnded:
            life(trace::ThreadId{e.a}).end = at;
            break;
        case EventKind::LoopCreated:
            group_of_loop(trace::LoopId{e.a}, trace::ThreadId{e.thread}, log).created = at;
            break;
        case EventKind::LoopClosed:
            group_of_loop(trace::LoopId{e.a}, trace::ThreadId{e.thread}, log).closed = at;
            break;
        case EventKind::LoopRunning:
            group_of_loop(trace::LoopId{e.a}, trace::ThreadId{e.thread}, log);
            break;
        case EventKind::IterationBegan:
            group_of_loop(trace::LoopId{e.a}, trace::ThreadId{e.thread}, log).turns.push_back(at);
            break;
        case EventKind::TaskCreated:
            group_of_loop(trace::LoopId{e.c}, trace::ThreadId{e.thread}, log)
                .tasks.push_back(trace::FutureId{e.a});
            ++tasks_;
            break;
        case EventKind::ExecutorWork: {
            auto stage = static_cast<trace::WorkStage>(e.detail);
            std::vector<Job>& jobs = life(trace::ThreadId{e.thread}).jobs;
            if (stage == trace::WorkStage::Started) {
                jobs.push_back({at, ~std::uint32_t{0}, e.text});
            } else if (stage != trace::WorkStage::Submitted && !jobs.empty() &&
                       jobs.back().to == ~std::uint32_t{0}) {
                jobs.back().to = at;
            }
            break;
        }
        default:
            break;
    }
}

const std::vector<GroupRow>& TimelineGroups::rows(const std::vector<std::uint32_t>& folded) {
    if (rows_tasks_ == tasks_ && rows_folded_ == folded) return rows_;
    rows_tasks_ = tasks_;
    rows_folded_ = folded;
    rows_.clear();
    for (std::size_t i = 0; i < groups_.size(); ++i) {
        rows_.push_back({i, {}});
        if (std::find(folded.begin(), folded.end(), groups_[i].key) != folded.end()) continue;
        for (trace::FutureId task : groups_[i].tasks) rows_.push_back({i, task});
    }
    return rows_;
}

std::pair<std::uint32_t, std::uint32_t> TimelineGroups::extent(const Group& group) const {
    const Life& l = lives_[group.thread.value];
    if (l.loops < 2) return {l.begin, l.end};
    return {std::max(l.begin, group.created), std::min(l.end, group.closed)};
}

std::vector<BarView> TimelineGroups::bars(const Group& group, const TimeAxis& axis,
                                          const AxisView& view, double unit_min) const {
    std::vector<BarView> bars;
    if (group.thread.value >= lives_.size()) return bars;
    const Life& l = lives_[group.thread.value];
    auto [first, last] = extent(group);
    double begin = std::max(view.from, axis.unit(first));
    double end = std::min(view.to, last < size_ ? axis.unit(last) : axis.length());
    auto next = [&](std::uint32_t at) {
        return std::upper_bound(l.changes.begin(), l.changes.end(), at,
                                [](std::uint32_t x, const Change& c) { return x < c.at; });
    };
    for (double unit = begin; unit < end;) {
        auto it = next(static_cast<std::uint32_t>(axis.position(unit)));
        bool runs = it != l.changes.begin() && std::prev(it)->runs;
        double to = it == l.changes.end() ? end : std::min(end, axis.unit(it->at));
        if (to - unit < unit_min) {
            // Several changes within a pixel: it ran somewhere in it.
            to = std::min(end, unit + unit_min);
            runs = true;
        }
        if (to <= unit) to = unit + unit_min;
        trace::Activity activity = runs ? trace::Activity::Running : trace::Activity::Waiting;
        if (!bars.empty() && bars.back().activity == activity)
            bars.back().to = to;
        else
            bars.push_back({unit, to, activity});
        unit = to;
    }
    return bars;
}

std::vector<GroupJob> TimelineGroups::jobs(const Group& group, const TimeAxis& axis,
                                           const AxisView& view, const trace::EventLog& log) const {
    std::vector<GroupJob> list;
    if (group.thread.value >= lives_.size()) return list;
    const std::vector<Job>& jobs = lives_[group.thread.value].jobs;
    auto from = static_cast<std::uint32_t>(axis.position(std::max(0.0, view.from)));
    auto it = std::lower_bound(jobs.begin(), jobs.end(), from,
                               [](const Job& job, std::uint32_t at) { return job.to < at; });
    constexpr std::size_t kJobsMax = 400;
    auto [first, last] = extent(group);
    for (; it != jobs.end() && list.size() < kJobsMax; ++it) {
        double begin = axis.unit(it->from);
        if (begin > view.to || it->from >= last) break;
        if (it->from < first) continue;
        double end = it->to < size_ ? axis.unit(it->to) + 1 : axis.length();
        list.push_back({begin, end, std::string(log.text(it->name))});
    }
    return list;
}

}  // namespace loopscope::ui
