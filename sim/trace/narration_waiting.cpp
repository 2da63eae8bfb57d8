// Telling who waits for whom when a run waits for ever.
#include <algorithm>

#include "sim/trace/narrator.h"

namespace loopscope::trace {
namespace {

/// Of so many a text tells; the events before it tell of all.
constexpr std::size_t kToldMax = 24;

bool is_same(const Party& a, const Party& b) {
    return a.task == b.task && (a.task || a.thread == b.thread);
}

SyncAct act_of(const SyncState& sync, const Party& who) {
    for (const SyncWaiter& waiter : sync.waiters)
        if (is_same(waiter.who, who)) return waiter.for_what;
    return SyncAct::Acquire;
}

std::string_view acquire_key(const SyncState& sync, const Party& who) {
    if (sync.holders.empty()) return "stuck.acquire.free";
    const bool own = sync.holders.size() == 1 && is_same(sync.holders[0], who);
    return own ? "stuck.acquire.own" : "stuck.acquire";
}

std::string_view sync_key(const SyncState& sync, const Party& who) {
    switch (act_of(sync, who)) {
        case SyncAct::Get:
            return "stuck.get";
        case SyncAct::Put:
            return "stuck.put";
        case SyncAct::Join:
            return "stuck.join";
        case SyncAct::Wait:
            return sync.kind == SyncKind::Event     ? "stuck.event"
                   : sync.kind == SyncKind::Barrier ? "stuck.barrier"
                                                    : "stuck.condition";
        default:
            return acquire_key(sync, who);
    }
}

std::string sync_sentence(const Names& names, const StuckState& stuck, MessageArguments arguments) {
    const SyncState* sync = names.find_sync(SyncId{stuck.id});
    if (!sync) return names.say("stuck.call", arguments);
    arguments.push_back({"sync", names.sync(sync->id)});
    arguments.push_back({"holders", names.holders(*sync)});
    arguments.push_back({"value", std::uint64_t{sync->value}});
    arguments.push_back({"capacity", std::uint64_t{sync->capacity}});
    return names.say(sync_key(*sync, stuck.who), arguments);
}

std::string circle_sentence(const Names& names, const ProgramState& state, std::uint32_t circle) {
    std::vector<std::string> members;
    std::size_t total = 0;
    for (const StuckState& stuck : state.stuck) {
        if (stuck.circle != circle) continue;
        if (++total <= kToldMax) members.push_back(names.party(stuck.who));
    }
    return names.say(total == 1 ? "stuck.circle.one" : "stuck.circle",
                     {{"names", names.list(members, total)}});
}

}  // namespace

std::string stuck_sentence(const Names& names, const StuckState& stuck) {
    MessageArguments arguments{{"who", names.party(stuck.who)},
                               {"what", names.text(stuck.what)},
                               {"line", std::uint64_t{stuck.line}}};
    switch (stuck.on) {
        case StuckOn::Sync:
            return sync_sentence(names, stuck, std::move(arguments));
        case StuckOn::Task:
            arguments.push_back({"on", names.task(FutureId{stuck.id})});
            return names.say("stuck.task", arguments);
        case StuckOn::Thread:
            return names.say("stuck.thread", arguments);
        case StuckOn::Process:
            arguments.push_back({"pid", std::to_string(stuck.id)});
            return names.say(stuck.id > 0 ? "stuck.process" : "stuck.any_process", arguments);
        case StuckOn::Loop:
            arguments.push_back({"on", names.thread(ThreadId{stuck.id})});
            return names.say("stuck.loop", arguments);
        case StuckOn::Future:
            return names.say(stuck.what ? "stuck.call" : "stuck.future", arguments);
        case StuckOn::Call:
            break;
    }
    return names.say("stuck.call", arguments);
}

std::string stuck_text(const Names& names, const ProgramState& state) {
    const Language language = names.source().language;
    std::string text;
    auto add = [&](std::string sentence) {
        text = join_sentences(std::move(text), finish_sentence(std::move(sentence), language),
                              language);
    };
    std::uint32_t circles = 0;
    for (std::size_t k = 0; k < state.stuck.size(); ++k) {
        circles = std::max(circles, state.stuck[k].circle);
        if (k < kToldMax) add(stuck_sentence(names, state.stuck[k]));
    }
    if (state.stuck.size() > kToldMax)
        add(names.say("stuck.more", {{"n", std::uint64_t{state.stuck.size() - kToldMax}}}));
    for (std::uint32_t circle = 1; circle <= std::min<std::uint32_t>(circles, kToldMax); ++circle)
        add(circle_sentence(names, state, circle));
    return text;
}

void Narrator::stuck() {
    if (after_.stuck.empty()) return;
    const StuckState& last = after_.stuck.back();
    headline_ = stuck_sentence(names_, last);
    if (last.circle > 0) why("stuck.circle.why");
}

}  // namespace loopscope::trace
