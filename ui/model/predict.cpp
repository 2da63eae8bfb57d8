// Predict: finds questions in a trace and makes their choices.
#include "ui/model/predict.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/trace/narrator.h"
#include "ui/model/loop_view.h"
#include "ui/model/tasks_view.h"
#include "ui/model/time_axis.h"

namespace loopscope::ui {
namespace {

using trace::Event;
using trace::EventKind;
using trace::Position;
using trace::ProgramState;

constexpr Position kNear = 60;         // So far behind the first question the wished kind may be.
constexpr Position kOutputNear = 600;  // So far ahead is what is asked to be printed next.
constexpr Position kFarthest = 20000;  // So far a question is looked for.
constexpr int kTimesMax = 2;           // So often the same is asked.

/// A number that tells nothing, the same for the same place.
std::uint64_t mixed(Position at) {
    std::uint64_t seed = at * 0x9E3779B97F4A7C15ull + 0x1234567;
    return (seed ^ (seed >> 29)) * 0xBF58476D1CE4E5B9ull >> 32;
}

/// Puts the choices into an order that tells nothing, the same for the same question.
void shuffle(Question& q) {
    std::uint64_t seed = q.asked * 0x9E3779B97F4A7C15ull + 0x1234567;
    for (std::size_t i = q.choices.size(); i > 1; --i) {
        seed = seed * 6364136223846793005ull + 1442695040888963407ull;
        std::size_t k = static_cast<std::size_t>(seed >> 33) % i;
        std::swap(q.choices[i - 1], q.choices[k]);
        if (q.right == i - 1)
            q.right = k;
        else if (q.right == k)
            q.right = i - 1;
    }
}

bool all_differ(const std::vector<Choice>& choices) {
    for (std::size_t i = 0; i < choices.size(); ++i)
        for (std::size_t k = i + 1; k < choices.size(); ++k)
            if (choices[i].text == choices[k].text && choices[i].detail == choices[k].detail)
                return false;
    return true;
}

std::string trimmed_line(std::string_view text) {
    std::size_t end = text.find('\n');
    if (end == 0) {
        text.remove_prefix(1);
        end = text.find('\n');
    }
    return std::string(text.substr(0, end));
}

class Asker {
  public:
    Asker(const trace::NarrationSource& source, const trace::Timeline& timeline,
          const Strings& strings)
        : source_(source), timeline_(timeline), log_(timeline.log()), strings_(strings) {}

    /// The question of `kind` that can be asked at `at`, if its event is one that asks it.
    std::optional<Question> ask(QuestionKind kind, Position at) const {
        std::optional<Question> q;
        const Event& e = log_[at];
        if (kind == QuestionKind::NextHandle && asks_handle(e)) q = next_handle(at);
        if (kind == QuestionKind::NextOutput && asks_output(e)) q = next_output(at);
        if (kind == QuestionKind::SelectEnd && e.kind == EventKind::IterationBegan)
            q = select_end(at);
        if (kind == QuestionKind::TaskState && e.kind == EventKind::HandleBegan) q = task_state(at);
        if (!q || q->choices.size() < 2 || !all_differ(q->choices)) return std::nullopt;
        q->kind = kind;
        q->asked = at;
        const Choice& right = q->choices[q->right];
        if (q->gist.empty()) q->gist = right.text + right.detail;
        q->gist += std::to_string(static_cast<int>(kind));
        if (kind != QuestionKind::SelectEnd && kind != QuestionKind::TaskState) shuffle(*q);
        if (q->why.empty()) q->why = told(q->answered);
        return q;
    }

  private:
    std::string told(Position at) const {
        trace::Narration told = trace::narrate(source_, timeline_, at);
        return trace::join_sentences(told.headline, told.reason, source_.language);
    }
    /// What asyncio.run does when the program is over teaches nothing, and every program has it.
    bool is_tidying(const trace::TaskState& task) const {
        return log_.text(task.coroutine).find("BaseEventLoop.shutdown_") != std::string_view::npos;
    }

    static bool asks_handle(const Event& e) {
        return e.kind == EventKind::BatchBegan || e.kind == EventKind::HandleEnded;
    }
    static bool asks_output(const Event& e) {
        return e.kind == EventKind::BatchBegan || e.kind == EventKind::HandleEnded ||
               e.kind == EventKind::IterationEnded;
    }
    template <typename Wanted>
    std::optional<Position> find(Position from, Wanted wanted) const {
        Position end = std::min<Position>(timeline_.size(), from + kFarthest);
        for (Position at = from + 1; at < end; ++at)
            if (wanted(log_[at])) return at;
        return std::nullopt;
    }

    std::optional<Question> next_handle(Position at) const {
        ProgramState state = timeline_.state_at(at);
        const trace::LoopState* loop = trace::shown_loop(state);
        if (!loop || loop->ready.size() < 2 || loop->batch_left == 0) return std::nullopt;
        auto began = find(at, [&](const Event& e) {
            return e.kind == EventKind::HandleBegan || e.kind == EventKind::HandleSkipped;
        });
        if (!began || log_[*began].b != loop->ready.front().value) return std::nullopt;
        if (log_[*began].kind == EventKind::HandleSkipped) return std::nullopt;
        Question q;
        q.answered = *began;
        q.text = strings_("predict.handle");
        std::size_t count = std::min(loop->ready.size(), kChoicesMax);
        for (std::size_t i = 0; i < count; ++i) {
            // The last one stands for the end of the queue: "the newest first" is a common guess.
            std::size_t k = i + 1 == count ? loop->ready.size() - 1 : i;
            const trace::HandleState* handle = state.handles.find(loop->ready[k]);
            if (!handle) return std::nullopt;
            HandleView view = view_handle(*handle, state, log_, strings_);
            q.choices.push_back({view.title, view.what, false});
        }
        return q;
    }

    std::optional<Question> next_output(Position at) const {
        trace::Positions all = timeline_.outputs();
        auto next = std::upper_bound(all.begin(), all.end(), at);
        if (next == all.end() || *next - at > kOutputNear) return std::nullopt;
        Question q;
        q.answered = *next;
        q.text = strings_("predict.output");
        auto add = [&](std::uint32_t p) {
            std::string text = trimmed_line(log_.text(log_[p].text));
            if (text.empty() || text.size() > 90 || q.choices.size() >= kChoicesMax) return;
            for (const Choice& c : q.choices)
                if (c.text == text) return;
            q.choices.push_back({text, {}, true});
        };
        add(*next);
        if (q.choices.empty()) return std::nullopt;
        for (auto it = next + 1; it != all.end() && it - next < 40; ++it) add(*it);
        for (auto it = next; it != all.begin() && next - it < 40;) add(*--it);
        return q;
    }

    std::optional<Question> select_end(Position at) const {
        ProgramState state = timeline_.state_at(at);
        const trace::LoopState* loop = trace::shown_loop(state);
        if (!loop || !loop->ready.empty()) return std::nullopt;
        auto returned = find(at, [&](const Event& e) {
            return (e.kind == EventKind::SelectReturned || e.kind == EventKind::IterationEnded) &&
                   e.a == loop->id.value;
        });
        if (!returned || log_[*returned].kind != EventKind::SelectReturned) return std::nullopt;
        double right = log_[*returned].time;
        if (format_time(right) == format_time(state.now)) return std::nullopt;
        // Only what the heap tells can be known beforehand; input comes when it comes.
        bool due = std::any_of(
            loop->scheduled.begin(), loop->scheduled.end(), [&](const trace::TimerEntry& timer) {
                const trace::HandleState* handle = state.handles.find(timer.handle);
                return timer.when <= right + 1e-9 && handle && !handle->cancelled;
            });
        if (!due) return std::nullopt;
        // How many of the choices come before the right one must not be the same each time.
        std::vector<double> times;
        std::uint64_t before = mixed(at) % 3;
        if (before > 0) times.push_back(state.now);
        if (before > 1) times.push_back(state.now + (right - state.now) / 2);
        double sum = state.now;
        for (const trace::TimerEntry& timer : loop->scheduled) {
            if (times.size() < 12) times.push_back(timer.when);
            sum += timer.when - state.now;
        }
        times.push_back(sum);
        times.push_back(state.now + 2 * (right - state.now));
        times.push_back(right + 1);
        Question q;
        q.answered = *returned;
        q.text = strings_("predict.select", {{"now", format_time(state.now)}});
        q.gist = format_time(right - state.now);
        // The reason is the timeout that phase 2 chooses, not that nothing was ready afterwards.
        auto chosen_timeout = find(at, [&](const Event& e) {
            return e.kind == EventKind::TimeoutChosen && e.a == loop->id.value;
        });
        if (chosen_timeout && *chosen_timeout < *returned) q.why = told(*chosen_timeout);
        std::vector<double> chosen{right};
        for (double t : times) {
            bool known = std::any_of(chosen.begin(), chosen.end(),
                                     [&](double c) { return format_time(c) == format_time(t); });
            if (!known && chosen.size() < kChoicesMax) chosen.push_back(t);
        }
        std::sort(chosen.begin(), chosen.end());
        for (double t : chosen) {
            if (t == right) q.right = q.choices.size();
            bool now = t == state.now;
            q.choices.push_back({strings_("predict.at", {{"t", format_time(t)}}),
                                 now ? strings_("predict.at_once") : std::string(), false});
        }
        return q;
    }

    std::optional<Question> task_state(Position at) const {
        ProgramState state = timeline_.state_at(at);
        const trace::HandleState* handle = state.handles.find(trace::HandleId{log_[at].b});
        const trace::TaskState* task = handle ? state.tasks.find(handle->task) : nullptr;
        if (!task || is_tidying(*task)) return std::nullopt;
        auto over = find(
            at, [&](const Event& e) { return ends_handle(e.kind) && e.b == handle->id.value; });
        if (!over) return std::nullopt;
        ProgramState after_state = timeline_.state_at(*over);
        const trace::TaskState* after = after_state.tasks.find(task->id);
        if (!after || after->status == trace::TaskStatus::Running) return std::nullopt;
        Question q;
        // What answers it is what the task did last: that it waits, or that it ended.
        q.answered = *over;
        for (Position p = *over; p > at; --p) {
            const Event& e = log_[p];
            bool tells = e.kind == EventKind::TaskWaits || e.kind == EventKind::TaskDone ||
                         e.kind == EventKind::TaskFailed || e.kind == EventKind::TaskCancelled;
            if (!tells || e.a != task->id.value) continue;
            q.answered = p;
            break;
        }
        q.text =
            strings_("predict.state", {{"task", std::string(log_.text(task->name))},
                                       {"coroutine", coroutine_label(log_.text(task->coroutine))}});
        // What is offered must not tell what is right: of the two bad ends one is always there.
        bool cancelled = after->status == trace::TaskStatus::Cancelled;
        bool failed = after->status == trace::TaskStatus::Done && after->failed;
        bool offers_failed = failed || (!cancelled && mixed(at) % 2 == 0);
        const std::string_view states[] = {
            "predict.waits", "predict.ready", "predict.done",
            offers_failed ? std::string_view("predict.failed") : "predict.cancelled"};
        for (std::string_view key : states)
            q.choices.push_back({strings_(key), strings_(std::string(key) + ".detail"), false});
        if (after->status == trace::TaskStatus::Pending)
            q.right = is_ready(*after) || after->bare_yield ? 1 : 0;
        else
            q.right = failed || cancelled ? 3 : 2;
        q.gist = fmt::format("{} {} {}", task->id.value, task->waiting_line, q.right);
        return q;
    }

    const trace::NarrationSource& source_;
    const trace::Timeline& timeline_;
    const trace::EventLog& log_;
    const Strings& strings_;
};

}  // namespace

std::optional<Question> next_question(const trace::NarrationSource& source,
                                      const trace::Timeline& timeline, const Strings& strings,
                                      Position from, QuestionKind wished,
                                      const AskedGists& before) {
    Asker asker(source, timeline, strings);
    auto ask = [&](QuestionKind kind, Position at) {
        auto q = asker.ask(kind, at);
        auto times = q ? before.find(q->gist) : before.end();
        if (times != before.end() && times->second >= kTimesMax) q.reset();
        return q;
    };
    std::optional<Question> first;
    Position end = std::min<Position>(timeline.size(), from + kFarthest);
    for (Position at = from; at < end; ++at) {
        if (auto q = ask(wished, at)) return q;
        for (int kind = 0; kind < kQuestionKinds && !first; ++kind) {
            first = ask(static_cast<QuestionKind>(kind), at);
            if (first) end = std::min(end, at + kNear);
        }
    }
    return first;
}

std::optional<std::size_t> Quiz::most_hands() const {
    auto most = std::max_element(tally.begin(), tally.end());
    if (*most == 0 || std::count(tally.begin(), tally.end(), *most) > 1) return std::nullopt;
    return static_cast<std::size_t>(most - tally.begin());
}

}  // namespace loopscope::ui
