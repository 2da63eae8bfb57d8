// What the tab of the machine says.
#include "ui/model/machine_view.h"

#include <fmt/format.h>

#include <map>

#include "ui/model/tasks_view.h"
#include "ui/model/time_axis.h"

namespace loopscope::ui {
namespace {

using trace::ProgramState;

constexpr std::size_t kChipsMax = 12;  // More are counted.

/// Makes the groups of one state.
class MachineWords {
  public:
    MachineWords(const ProgramState& state, const trace::EventLog& log, const Strings& strings)
        : state_(state), log_(log), strings_(strings) {}

    MachineView view() {
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

    std::string text(trace::TextId id) const { return std::string(log_.text(id)); }

    MachineChip chip_of(trace::FutureId id) const {
        const trace::TaskState* task = state_.tasks.find(id);
        if (!task) return {strings_("machine.outside"), Look::Waiting, {}};
        return {text(task->name), look_of(*task), task->id};
    }

    std::vector<MachineCard> threads() const {
        std::vector<MachineCard> cards;
        std::size_t ended = 0;
        for (const trace::ThreadState& thread : state_.threads) {
            if (thread.status == trace::ThreadStatus::Ended) {
                ++ended;
                continue;
            }
            cards.push_back(card_of(thread));
        }
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
    MachineView view_;
};

}  // namespace

MachineView view_machine(const ProgramState& state, const trace::EventLog& log,
                         const Strings& strings) {
    return MachineWords(state, log, strings).view();
}

}  // namespace loopscope::ui
