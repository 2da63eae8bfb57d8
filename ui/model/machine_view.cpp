// What the tab of the machine says.
#include "ui/model/machine_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "ui/model/tasks_view.h"
#include "ui/model/time_axis.h"

namespace loopscope::ui {
namespace {

using trace::ProgramState;

constexpr std::size_t kChipsMax = 12;  // More are counted.
constexpr std::size_t kCardsMax = 60;

/// Makes the groups of one state.
class MachineWords {
  public:
    MachineWords(const ProgramState& state, const trace::EventLog& log, const Strings& strings)
        : state_(state), log_(log), strings_(strings) {
        for (const trace::SyncState& sync : state.syncs)
            for (const trace::SyncWaiter& waiter : sync.waiters)
                at_sync_.insert(waiter.who.task.value);
        find_socket_waiters();
    }

    MachineView view() {
        // What not every program has comes first.
        add("machine.executors", executors());
        add("machine.syncs", syncs());
        add("machine.sockets", sockets());
        add("machine.processes", processes());
        add("machine.signals", signals());
        add("machine.threads", threads());
        add("machine.waiting", waiting());
        add("machine.fds", descriptors());
        return std::move(view_);
    }

  private:
    void add(std::string_view title, std::vector<MachineCard> cards) {
        if (cards.empty()) return;
        std::string count = std::to_string(cards.size());
        view_.groups.push_back({strings_(title), count, std::move(cards)});
    }

    /// Open, with a descriptor, and not outside the machine.
    static bool is_ours(const trace::SocketState& socket) {
        return socket.process && socket.fd > 0 && socket.status != trace::SocketStatus::Closed;
    }

    /// Which tasks wait for which socket.
    void find_socket_waiters() {
        std::set<std::uint32_t> open;
        for (const trace::SocketState& socket : state_.sockets)
            if (is_ours(socket)) open.insert(socket.fd);
        if (open.empty()) return;
        for (const trace::FutureState& future : state_.futures) {
            if (future.status != trace::FutureStatus::Pending || future.waiters.empty()) continue;
            for (const trace::NeedState& need : future.needs) {
                if (need.what != trace::NeedKind::Descriptor || !open.contains(need.id)) continue;
                for (trace::FutureId waiter : future.waiters) {
                    at_fd_[need.id].push_back(waiter);
                    at_socket_.insert(waiter);
                }
            }
        }
    }
    void add_socket_waiters(MachineCard& card, const trace::SocketState& socket) const {
        auto found = at_fd_.find(socket.fd);
        if (!is_ours(socket) || found == at_fd_.end()) return;
        for (trace::FutureId waiter : found->second) add_waiter(card, waiter);
    }

    /// Things without room for a card of their own.
    void count_rest(std::vector<MachineCard>& cards, std::size_t more) const {
        if (more == 0) return;
        MachineCard card;
        card.name = strings_.count("machine.more", more);
        cards.push_back(std::move(card));
    }

    std::string text(trace::TextId id) const { return std::string(log_.text(id)); }

    MachineChip chip_of(trace::FutureId id) const {
        const trace::TaskState* task = state_.tasks.find(id);
        if (!task) return {strings_("machine.outside"), Look::Waiting, {}};
        return {text(task->name), look_of(*task), task->id};
    }

    std::vector<MachineCard> threads() const {
        std::vector<MachineCard> cards;
        std::size_t ended = 0;
        std::size_t more = 0;
        for (const trace::ThreadState& thread : state_.threads) {
            if (thread.pool) continue;  // It stands in its executor.
            if (thread.status == trace::ThreadStatus::Ended) {
                ++ended;
                continue;
            }
            if (cards.size() < kCardsMax)
                cards.push_back(card_of(thread));
            else
                ++more;
        }
        count_rest(cards, more);
        if (ended > 0 && !cards.empty()) {
            MachineCard card;
            card.name = strings_.count("machine.threads.ended", ended);
            card.look = Look::Done;
            cards.push_back(std::move(card));
        }
        return cards;
    }

    MachineCard card_of(const trace::ThreadState& thread) const {
        MachineCard card;
        card.name = text(thread.name);
        if (thread.status == trace::ThreadStatus::Running) {
            card.look = Look::Running;
            card.state = strings_("machine.runs");
        } else {
            card.state =
                thread.blocked_until == trace::kNoTimeout
                    ? strings_("machine.blocked")
                    : strings_("machine.until", {{"t", format_time(thread.blocked_until)}});
            card.state_short = strings_("machine.blocked");
            card.detail = text(thread.blocked_on);
        }
        if (const trace::FrameState* frame = trace::live_frame(state_, thread.id)) {
            std::string place = strings_("machine.place", {{"function", text(frame->function)},
                                                           {"n", std::to_string(frame->line)}});
            card.detail = card.detail.empty() ? place : card.detail + " · " + place;
        }
        if (const trace::TaskState* task = state_.tasks.find(thread.task)) {
            card.task = task->id;
            card.holders.push_back(chip_of(task->id));
        }
        return card;
    }

    // ---- Executors: a slot for each worker, and the calls that no worker has taken yet.

    std::vector<MachineCard> executors() const {
        std::vector<MachineCard> cards;
        std::map<std::uint32_t, std::size_t> index;
        auto card_of_pool = [&](trace::TextId pool) -> MachineCard& {
            auto [it, fresh] = index.try_emplace(pool.value, cards.size());
            if (fresh) {
                cards.emplace_back();
                cards.back().name = text(pool);
            }
            return cards[it->second];
        };
        for (const trace::ThreadState& thread : state_.threads) {
            if (!thread.pool || thread.status == trace::ThreadStatus::Ended) continue;
            const trace::WorkState* work = state_.works.find(thread.work);
            MachineCard& card = card_of_pool(thread.pool);
            card.slots.push_back({text(thread.name), work ? text(work->function) : std::string()});
        }
        for (const trace::WorkState& work : state_.works) {
            if (work.status != trace::WorkStatus::Waiting) continue;
            MachineCard& card = card_of_pool(work.pool);
            if (card.queue.size() < kChipsMax)
                card.queue.push_back({text(work.function), Look::Ready, work.task});
            else
                ++card.queue_more;
        }
        for (MachineCard& card : cards) {
            std::size_t busy = 0;
            for (const MachineSlot& slot : card.slots) busy += slot.job.empty() ? 0 : 1;
            card.look = busy > 0 ? Look::Running : Look::Waiting;
            std::size_t waits = card.queue.size() + card.queue_more;
            card.state = strings_("machine.busy", {{"n", std::uint64_t{busy}},
                                                   {"of", std::uint64_t{card.slots.size()}}});
            if (waits > 0) card.state += " · " + strings_.count("machine.queued", waits);
        }
        return cards;
    }

    // ---- Locks, semaphores, queues, …: who holds, who waits, how full.

    MachineChip chip_of(const trace::Party& party) const {
        if (party.task) return chip_of(party.task);
        const trace::ThreadState* thread = state_.threads.find(party.thread);
        if (!thread) return {strings_("machine.outside"), Look::Waiting, {}};
        bool runs = thread->status == trace::ThreadStatus::Running;
        return {text(thread->name), runs ? Look::Running : Look::Waiting, {}};
    }

    static bool worth_showing(const trace::SyncState& sync) {
        if (!sync.holders.empty() || !sync.waiters.empty()) return true;
        switch (sync.kind) {
            case trace::SyncKind::Queue:
            case trace::SyncKind::Semaphore:
                return true;
            case trace::SyncKind::Event:
            case trace::SyncKind::Barrier:
                return sync.value > 0;
            default:
                return false;
        }
    }

    std::vector<MachineCard> syncs() const {
        std::vector<MachineCard> cards;
        std::size_t more = 0;
        for (const trace::SyncState& sync : state_.syncs) {
            if (!worth_showing(sync)) continue;
            if (cards.size() < kCardsMax)
                cards.push_back(card_of(sync));
            else
                ++more;
        }
        count_rest(cards, more);
        return cards;
    }

    MachineCard card_of(const trace::SyncState& sync) const {
        MachineCard card;
        card.name = text(sync.class_name);
        card.name_short = sync_label(sync, log_);
        if (sync.created_line > 0) {
            std::string line =
                " · " + strings_("machine.line", {{"n", std::to_string(sync.created_line)}});
            card.name += line;
            card.name_short += line;
        }
        for (const trace::Party& party : sync.holders)
            if (card.holders.size() < kChipsMax) card.holders.push_back(chip_of(party));
        for (const trace::SyncWaiter& waiter : sync.waiters) {
            if (card.waiters.size() < kChipsMax)
                card.waiters.push_back(chip_of(waiter.who));
            else
                ++card.waiters_more;
            if (!card.task) card.task = waiter.who.task;
        }
        bool taken = !sync.holders.empty();
        switch (sync.kind) {
            case trace::SyncKind::Lock:
                card.state = strings_(taken || sync.value > 0 ? "machine.held" : "machine.free");
                break;
            case trace::SyncKind::Event:
                card.state = strings_(sync.value > 0 ? "machine.set" : "machine.unset");
                card.look = sync.value > 0 ? Look::Done : Look::Waiting;
                break;
            case trace::SyncKind::Semaphore: {
                std::size_t permits = std::max<std::size_t>(sync.capacity, sync.value);
                card.fill = MachineFill{permits - sync.value, permits};
                card.state = strings_("machine.permits", {{"n", std::uint64_t{sync.value}},
                                                          {"of", std::uint64_t{permits}}});
                break;
            }
            case trace::SyncKind::Barrier:
                card.fill = MachineFill{sync.value, sync.capacity};
                break;
            case trace::SyncKind::Queue:
                card.fill = MachineFill{sync.value, sync.capacity};
                break;
            case trace::SyncKind::Condition:
                break;
        }
        std::size_t waits = card.waiters.size() + card.waiters_more;
        card.state_short = card.state;  // Who waits is seen below.
        if (waits > 0)
            card.state +=
                (card.state.empty() ? "" : " · ") + strings_.count("machine.waiters", waits);
        if (taken) card.look = Look::Running;
        return card;
    }

    // ---- Sockets: a connection is one card, with what goes each way.

    std::vector<MachineCard> sockets() const {
        std::vector<MachineCard> cards;
        std::size_t more = 0;
        for (const trace::SocketState& socket : state_.sockets) {
            // The end that was accepted stands with the one that connected.
            if (socket.listener && state_.sockets.find(socket.peer)) continue;
            if (cards.size() < kCardsMax)
                cards.push_back(card_of(socket));
            else
                ++more;
        }
        count_rest(cards, more);
        return cards;
    }

    std::string status_of(const trace::SocketState& socket) const {
        switch (socket.status) {
            case trace::SocketStatus::Open:
                return {};
            case trace::SocketStatus::Listening:
                return strings_.count("machine.accepted", socket.accepted);
            case trace::SocketStatus::Connecting:
                return strings_("machine.connecting");
            case trace::SocketStatus::Connected:
                return strings_("machine.connected");
            case trace::SocketStatus::Failed:
                return text(socket.error);
            case trace::SocketStatus::Closed:
                return strings_("machine.closed");
        }
        return {};
    }

    static Look look_of_status(trace::SocketStatus status) {
        switch (status) {
            case trace::SocketStatus::Failed:
                return Look::Failed;
            case trace::SocketStatus::Closed:
                return Look::Done;
            case trace::SocketStatus::Connected:
                return Look::Running;
            default:
                return Look::Waiting;
        }
    }

    MachineCard card_of(const trace::SocketState& socket) const {
        MachineCard card;
        card.state = status_of(socket);
        card.look = look_of_status(socket.status);
        const trace::SocketState* peer = state_.sockets.find(socket.peer);
        if (socket.status == trace::SocketStatus::Listening) {
            card.name =
                strings_("machine.listens", {{"address", short_address(log_.text(socket.local))}});
            if (socket.queued > 0) card.fill = MachineFill{socket.queued, socket.backlog};
            add_socket_waiters(card, socket);
            return card;
        }
        card.name = socket_label(socket, log_);
        if (socket.process.value == 0 && peer) card.detail = strings_("machine.from_outside");
        add_socket_waiters(card, socket);
        if (peer) add_socket_waiters(card, *peer);
        if (peer || socket.sent > 0) card.flows.push_back(flow_of(socket, peer, "→"));
        if (peer)
            card.flows.push_back(flow_of(*peer, &socket, "←"));
        else if (socket.received + socket.unread > 0)
            card.flows.push_back(flow_of({}, &socket, "←"));
        return card;
    }

    /// What `from` sent: on its way, else not yet read where it arrives, else in all.
    MachineFlow flow_of(const trace::SocketState& from, const trace::SocketState* to,
                        std::string arrow) const {
        std::uint64_t unread = to ? to->unread : 0;
        std::uint64_t sent = from.id ? from.sent : to ? to->received + to->unread : 0;
        MachineFlow flow;
        std::string last = text(from.last_sent);
        flow.label = std::move(arrow) + (last.empty() ? "" : " " + last);
        flow.text = strings_("machine.sent", {{"n", sent}});
        if (unread > 0) flow.text = strings_("machine.unread", {{"n", unread}});
        if (from.in_flight > 0) flow.text = strings_("machine.in_flight", {{"n", from.in_flight}});
        auto bytes = static_cast<double>(from.in_flight + unread);
        // A few bytes are seen as well as a few thousand.
        flow.part = static_cast<float>(std::log2(1 + bytes) / 16);
        return flow;
    }

    // ---- Processes and signals.

    std::vector<MachineCard> processes() const {
        std::vector<MachineCard> cards;
        std::size_t more = 0;
        for (const trace::ProcessState& process : state_.processes) {
            if (!process.parent && process.command.value == 0) continue;  // The program itself.
            if (cards.size() == kCardsMax) {
                ++more;
                continue;
            }
            MachineCard card;
            card.name = text(process.command);
            card.detail = fmt::format("pid {}", process.id.value);
            if (!process.ended) {
                card.look = Look::Running;
                card.state = strings_("machine.runs");
            } else if (process.how == trace::ProcessEnd::Killed) {
                card.look = Look::Cancelled;
                card.state = strings_("machine.killed", {{"signal", text(process.killed_by)}});
            } else {
                card.look = process.exit_status == 0 ? Look::Done : Look::Failed;
                card.state =
                    strings_("machine.exited", {{"n", std::uint64_t{process.exit_status}}});
            }
            if (process.signals > 0)
                card.detail += " · " + strings_.count("machine.got_signals", process.signals);
            cards.push_back(std::move(card));
        }
        count_rest(cards, more);
        return cards;
    }

    std::vector<MachineCard> signals() const {
        std::vector<MachineCard> cards;
        for (const trace::SignalState& signal : state_.latest_signals) {
            MachineCard card;
            card.name = text(signal.name);
            std::string_view fate = signal.fate == trace::SignalFate::Kills     ? "machine.kills"
                                    : signal.fate == trace::SignalFate::Ignored ? "machine.ignored"
                                    : signal.handled                            ? "machine.handled"
                                                                                : "machine.pending";
            card.state = strings_(fate);
            card.look = signal.fate == trace::SignalFate::Kills ? Look::Failed
                        : signal.handled                        ? Look::Done
                                                                : Look::Ready;
            card.detail = format_time(log_[signal.at].time) + " s";
            const trace::ProcessState* to = state_.processes.find(signal.process);
            if (to && to->parent) card.detail += " → " + text(to->command);
            cards.push_back(std::move(card));
        }
        return cards;
    }

    std::vector<MachineCard> descriptors() const {
        std::vector<MachineCard> cards;
        for (const trace::LoopState& loop : state_.loops) {
            for (const trace::WatchedFd& fd : loop.selector) {
                MachineCard card;
                card.name = fmt::format("fd {}", fd.fd);
                card.detail = text(fd.what);
                if (fd.reader) card.state = strings_("fd.read");
                if (fd.writer)
                    card.state += (card.state.empty() ? "" : ", ") + strings_("fd.write");
                card.look = fd.ready != 0 ? Look::Ready : Look::Waiting;
                cards.push_back(std::move(card));
            }
        }
        return cards;
    }

    /// Pending futures with somebody waiting, by what the library made them for, in order of
    /// creation: the queue at each, first come first.
    std::vector<MachineCard> waiting() const {
        std::vector<MachineCard> cards;
        std::map<std::string, std::size_t> index;
        for (const trace::FutureState& future : state_.futures) {
            if (future.status != trace::FutureStatus::Pending || future.waiters.empty()) continue;
            trace::FutureId first = future.waiters.front();
            if (at_sync_.contains(first.value) || at_socket_.contains(first)) continue;
            std::string purpose = text(future.purpose);
            if (purpose.empty()) purpose = text(future.class_name);
            auto [it, fresh] = index.try_emplace(purpose, cards.size());
            if (fresh) {
                cards.emplace_back();
                cards.back().name = purpose;
            }
            MachineCard& card = cards[it->second];
            for (trace::FutureId waiter : future.waiters) add_waiter(card, waiter);
        }
        for (MachineCard& card : cards)
            card.state = strings_.count("machine.waiters", card.waiters.size() + card.waiters_more);
        return cards;
    }

    void add_waiter(MachineCard& card, trace::FutureId waiter) const {
        if (!card.task) card.task = waiter;
        if (card.waiters.size() < kChipsMax)
            card.waiters.push_back(chip_of(waiter));
        else
            ++card.waiters_more;
    }

    const ProgramState& state_;
    const trace::EventLog& log_;
    const Strings& strings_;
    std::set<std::uint32_t> at_sync_;  // Tasks that wait at a lock, a queue, …
    std::map<std::uint32_t, std::vector<trace::FutureId>> at_fd_;  // Tasks by what they wait for.
    std::set<trace::FutureId> at_socket_;                          // Those that stand at a socket.
    MachineView view_;
};

}  // namespace

MachineView view_machine(const ProgramState& state, const trace::EventLog& log,
                         const Strings& strings, std::string_view unseen) {
    MachineView view = MachineWords(state, log, strings).view();
    if (!unseen.empty()) {
        MachineCard card;
        card.name = unseen;
        card.look = Look::Cancelled;
        view.groups.push_back({strings("machine.unseen"), {}, {card}});
    }
    return view;
}

}  // namespace loopscope::ui
