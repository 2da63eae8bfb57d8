// Waiting for a lock, queue or event.
#include "ui/model/sync_wait.h"

#include <algorithm>

namespace loopscope::ui {

using trace::SyncAct;
using trace::SyncKind;

std::optional<SyncWait> sync_wait_of(const trace::ProgramState& state, trace::FutureId task) {
    for (const trace::SyncState& sync : state.syncs)
        for (const trace::SyncWaiter& waiter : sync.waiters)
            if (task && waiter.who.task == task) return SyncWait{&sync, &waiter};
    return std::nullopt;
}

trace::FutureId sole_holder(const trace::SyncState& sync) {
    return sync.holders.size() == 1 ? sync.holders[0].task : trace::FutureId{};
}

std::string holders_of(const trace::SyncState& sync, const trace::ProgramState& state,
                       const trace::EventLog& log) {
    constexpr std::size_t kNamed = 3;
    std::string who;
    std::size_t named = std::min(sync.holders.size(), kNamed);
    for (std::size_t i = 0; i < named; ++i) {
        const trace::Party& party = sync.holders[i];
        const trace::TaskState* task = state.tasks.find(party.task);
        const trace::ThreadState* thread = state.threads.find(party.thread);
        who += i == 0 ? "" : ", ";
        who += task ? log.text(task->name) : thread ? log.text(thread->name) : std::string_view{};
    }
    if (sync.holders.size() > named) who += " +" + std::to_string(sync.holders.size() - named);
    return who;
}

std::string end_of(const SyncWait& wait, const trace::ProgramState& state,
                   const trace::EventLog& log, const Strings& strings) {
    const trace::SyncState& sync = *wait.sync;
    if (!sync.holders.empty())
        return strings("chain.held", {{"who", holders_of(sync, state, log)}});
    std::uint64_t value = sync.value;
    switch (sync.kind) {
        case SyncKind::Queue:
            if (wait.waiter->for_what == SyncAct::Join) return strings("chain.queue.join");
            return value == 0 ? strings("chain.queue.empty")
                              : strings("chain.queue.full", {{"n", value}});
        case SyncKind::Event:
            return strings("chain.event");
        case SyncKind::Condition:
            return strings("chain.condition");
        case SyncKind::Barrier:
            return strings("chain.barrier", {{"n", value}, {"of", std::uint64_t{sync.capacity}}});
        default:
            return strings("chain.pending");
    }
}

std::string end_of_purpose(std::string_view purpose, const Strings& strings) {
    struct Meaning {
        std::string_view begin;
        std::string_view key;
    };
    // The first that fits: what is longer stands before what it begins with.
    constexpr Meaning kMeanings[] = {
        {"read", "chain.bytes"},
        {"sock_recv", "chain.bytes"},
        {"_wait_for_data", "chain.bytes"},
        {"_drain_helper", "chain.room"},
        {"_wait", "chain.process"},
        {"Process.wait", "chain.process"},
        {"drain", "chain.room"},
        {"sock_sendall", "chain.room"},
        {"sock_sendto", "chain.room"},
        {"sendfile", "chain.room"},
        {"sock_sendfile", "chain.room"},
        {"sock_connect", "chain.answer"},
        {"connection_made", "chain.answer"},
        {"start_tls", "chain.answer"},
        {"sock_accept", "chain.accept"},
        {"accept", "chain.accept"},
        {"connection_lost", "chain.closed"},
        {"StreamWriter", "chain.closed"},
        {"Server.wait_closed", "chain.closed"},
        {"Server.serve_forever", "chain.cancel"},
        {"connect_read_pipe", "chain.pipe"},
        {"connect_write_pipe", "chain.pipe"},
        {"executor", "chain.work"},
        {"shutdown_default_executor", "chain.pool"},
        {"as_completed", "chain.next"},
        {"gather", "chain.all"},
        {"TaskGroup", "chain.all"},
        {"wait_for", "chain.inner"},
        {"shield", "chain.inner"},
        {"wait", "chain.enough"},
    };
    if (purpose.empty()) return strings("chain.program");
    for (const Meaning& meaning : kMeanings)
        if (purpose.starts_with(meaning.begin)) return strings(meaning.key);
    return strings("chain.pending");
}

}  // namespace loopscope::ui
