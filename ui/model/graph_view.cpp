// Who waits for whom, and who made whom.
#include "ui/model/graph_view.h"

#include <algorithm>
#include <compare>
#include <map>
#include <set>

#include "ui/model/needs.h"
#include "ui/model/sync_wait.h"
#include "ui/model/tasks_view.h"
#include "ui/model/time_axis.h"

namespace loopscope::ui {
namespace {

using trace::FutureId;
using trace::Party;
using trace::ProgramState;
using trace::SyncId;
using trace::SyncKind;
using trace::SyncState;
using trace::TaskState;
using trace::ThreadId;

/// What stands in the graph. Ordered by kind, then by age; a future's and a task's ids are one row
/// of numbers.
struct Node {
    GraphThing thing = GraphThing::Future;
    std::uint32_t id = 0;

    explicit operator bool() const { return id != 0; }
    friend bool operator==(const Node&, const Node&) = default;
    friend auto operator<=>(const Node&, const Node&) = default;
};

constexpr int kDepthMax = 60;

bool waits(const TaskState& task) {
    return task.status == trace::TaskStatus::Pending && task.waits_for && !is_ready(task);
}

class Web {
  public:
    Web(const ProgramState& state, const trace::EventLog& log, const Strings& strings,
        GraphKind kind, std::string_view filter)
        : state_(state), log_(log), strings_(strings), kind_(kind), filter_(filter) {}

    GraphView build() {
        if (kind_ == GraphKind::Waits) {
            for (const SyncState& sync : state_.syncs) waiters_of(sync);
            for (const trace::StuckState& stuck : state_.stuck) follow(stuck);
        }
        for (const TaskState& task : state_.tasks) link(task);
        if (kind_ == GraphKind::Waits) {
            find_circles();
            while (try_other_holders()) find_circles();
            take_ring();
        }
        for (Node root : roots()) {
            if (!filter_.empty() && !matches(root)) continue;
            add(root, 0, {});
        }
        // What no root leads to stands in a circle, or below one: it is told from its oldest.
        for (const auto& [node, below] : below_) {
            if (told_.contains(node) || (!filter_.empty() && !matches(node))) continue;
            add(node, 0, {});
        }
        for (const Node& node : circle_)
            view_.circles += node.thing == GraphThing::Task || node.thing == GraphThing::Thread;
        return std::move(view_);
    }

  private:
    // ---- Nodes and edges. Below each thing stands what it waits for, or whom it made.

    Node node_of(FutureId id) const {
        return {state_.tasks.find(id) ? GraphThing::Task : GraphThing::Future, id.value};
    }
    Node node_of(const Party& party) const {
        if (party.task) return {GraphThing::Task, party.task.value};
        return {GraphThing::Thread, party.thread.value};
    }

    /// Whoever waits for a lock, semaphore, queue …, and who holds it.
    void waiters_of(const SyncState& sync) {
        Node it{GraphThing::Sync, sync.id.value};
        bool awaited = false;
        for (const trace::SyncWaiter& waiter : sync.waiters) {
            const TaskState* task = state_.tasks.find(waiter.who.task);
            if (task && is_ready(*task)) continue;  // It has been let in and will run.
            join(node_of(waiter.who), it);
            awaited = true;
        }
        if (awaited && !sync.holders.empty()) join(it, node_of(sync.holders[0]));
    }

    /// Who waits for ever for a thread or a task: a join() is told of nowhere else.
    void follow(const trace::StuckState& stuck) {
        bool thread = stuck.on == trace::StuckOn::Thread;
        if (stuck.id == 0 || (!thread && stuck.on != trace::StuckOn::Task)) return;
        Node who = node_of(stuck.who);
        Node what{thread ? GraphThing::Thread : GraphThing::Task, stuck.id};
        if (who && below_[who].empty()) join(who, what);
    }

    void join(Node from, Node to) {
        below_[from].push_back(to);
        below_[to];
        stands_below_.insert(to);
    }

    void link(const TaskState& task) {
        bool shown = kind_ == GraphKind::Parents || task.status == trace::TaskStatus::Pending ||
                     task.status == trace::TaskStatus::Running;
        if (!shown) return;
        Node it{GraphThing::Task, task.id.value};
        if (kind_ == GraphKind::Parents) {
            below_[it];
            if (task.parent) join({GraphThing::Task, task.parent.value}, it);
            return;
        }
        if (!below_[it].empty() || !waits(task)) return;
        Node awaited = node_of(task.waits_for);
        join(it, awaited);
        if (awaited.thing == GraphThing::Future) needs(awaited);
    }

    /// A gather, a TaskGroup, a wait: what it needs.
    void needs(Node node, int depth = 0) {
        const trace::FutureState* future = state_.futures.find(FutureId{node.id});
        if (!future || !below_[node].empty() || depth > kDepthMax) return;
        for (const trace::NeedState& need : future->needs) {
            if (need.what != trace::NeedKind::Future) continue;
            Node on = node_of(FutureId{need.id});
            if (on == node || ended(on)) continue;
            join(node, on);
            if (on.thing == GraphThing::Future) needs(on, depth + 1);
        }
    }
    bool ended(Node node) const {
        if (const TaskState* task = state_.tasks.find(FutureId{node.id}))
            return task->status == trace::TaskStatus::Done ||
                   task->status == trace::TaskStatus::Cancelled;
        const trace::FutureState* future = state_.futures.find(FutureId{node.id});
        return !future || future->status != trace::FutureStatus::Pending;
    }

    /// Whether one that waits there can't go on before all that stands below has ended. A wait_for
    /// gives up in time, and for a wait or as_completed one of several may do.
    bool needs_all(Node node) const {
        if (node.thing != GraphThing::Future) return true;
        const trace::FutureState* future = state_.futures.find(FutureId{node.id});
        if (!future) return true;
        std::string_view purpose = log_.text(future->purpose);
        return purpose != "wait_for" && purpose != "wait" && purpose != "as_completed";
    }

    /// What stands below, as circles see it: of several that hold a semaphore, one at a time.
    const std::vector<Node>& edges(Node node) const {
        static const std::vector<Node> kNone;
        auto found = below_.find(node);
        return found == below_.end() || !needs_all(node) ? kNone : found->second;
    }

    // ---- Circles: the strongly connected parts, by Tarjan's algorithm, without recursion, for
    // chains may be of thousands.

    struct Visit {
        Node node;
        std::size_t next = 0;
    };
    struct Mark {
        std::size_t index = 0, low = 0;
        bool open = false;
    };

    void find_circles() {
        circle_.clear();
        parts_.clear();
        std::map<Node, Mark> marks;
        std::vector<Node> open;
        for (const auto& [start, below] : below_) {
            if (marks.contains(start)) continue;
            std::vector<Visit> path;
            enter(start, marks, open, path);
            while (!path.empty()) step(marks, open, path);
        }
        std::sort(parts_.begin(), parts_.end());
    }
    static void enter(Node node, std::map<Node, Mark>& marks, std::vector<Node>& open,
                      std::vector<Visit>& path) {
        std::size_t index = marks.size();
        marks[node] = {index, index, true};
        open.push_back(node);
        path.push_back({node, 0});
    }
    void step(std::map<Node, Mark>& marks, std::vector<Node>& open, std::vector<Visit>& path) {
        Visit& visit = path.back();
        const std::vector<Node>& below = edges(visit.node);
        if (visit.next < below.size()) {
            Node next = below[visit.next++];
            auto known = marks.find(next);
            if (known == marks.end()) return enter(next, marks, open, path);
            Mark& mark = marks[visit.node];
            if (known->second.open) mark.low = std::min(mark.low, known->second.index);
            return;
        }
        Node done = visit.node;
        Mark mark = marks[done];
        path.pop_back();
        if (!path.empty()) {
            Mark& above = marks[path.back().node];
            above.low = std::min(above.low, mark.low);
        }
        if (mark.low == mark.index) close(done, marks, open);
    }
    void close(Node first, std::map<Node, Mark>& marks, std::vector<Node>& open) {
        auto from = std::find(open.rbegin(), open.rend(), first).base() - 1;
        std::vector<Node> part(from, open.end());
        open.erase(from, open.end());
        for (Node node : part) marks[node].open = false;
        const std::vector<Node>& below = edges(first);
        bool itself = std::find(below.begin(), below.end(), first) != below.end();
        if (part.size() < 2 && !itself) return;
        circle_.insert(part.begin(), part.end());
        parts_.push_back(*std::min_element(part.begin(), part.end()));
    }

    /// Lets each semaphore in a circle stand above its next holder, for one that is free would let
    /// the circle go on. False when no circle has such a semaphore left.
    bool try_other_holders() {
        bool tried = false;
        for (const Node& node : circle_) {
            if (node.thing != GraphThing::Sync) continue;
            const SyncState* sync = state_.syncs.find(SyncId{node.id});
            if (!sync) continue;
            std::size_t& holder = holder_of_[node];
            if (holder + 1 >= sync->holders.size()) continue;
            Node next = node_of(sync->holders[++holder]);
            below_[node] = {next};
            below_[next];
            stands_below_.insert(next);
            tried = true;
        }
        return tried;
    }

    /// The first circle, as its tasks and threads and what stands between them.
    void take_ring() {
        if (parts_.empty()) return;
        view_.rings_more = parts_.size() - 1;
        auto is_party = [](Node node) {
            return node.thing == GraphThing::Task || node.thing == GraphThing::Thread;
        };
        std::vector<Node> way{parts_[0]};
        while (way.size() <= 4 * GraphView::kRingMax) {
            const std::vector<Node>& below = edges(way.back());
            auto next = std::find_if(below.begin(), below.end(),
                                     [&](Node node) { return circle_.contains(node); });
            if (next == below.end()) return;
            auto met = std::find(way.begin(), way.end(), *next);
            if (met != way.end()) {
                way.erase(way.begin(), met);
                break;
            }
            way.push_back(*next);
        }
        auto first = std::find_if(way.begin(), way.end(), is_party);
        if (first == way.end()) return;
        std::rotate(way.begin(), first, way.end());
        for (Node node : way) {
            if (is_party(node))
                view_.ring.push_back({row_of(node), {}});
            else
                view_.ring.back().through = row_of(node);
        }
        if (view_.ring.size() > GraphView::kRingMax) view_.ring.clear();
    }

    // ---- Rows.

    std::vector<Node> roots() const {
        std::vector<Node> list;
        for (const auto& [node, below] : below_)
            if (!stands_below_.contains(node)) list.push_back(node);
        return list;
    }

    bool matches(Node start) const {
        std::set<Node> seen;
        std::vector<Node> open{start};
        while (!open.empty()) {
            Node node = open.back();
            open.pop_back();
            if (!seen.insert(node).second) continue;
            const TaskState* task = state_.tasks.find(FutureId{node.id});
            if (node.thing == GraphThing::Task && task && task_matches(*task, log_, filter_))
                return true;
            const std::vector<Node>& below = below_.at(node);
            open.insert(open.end(), below.begin(), below.end());
        }
        return false;
    }

    void add(Node node, int depth, std::vector<bool> goes_on) {
        if (view_.rows.size() >= GraphView::kRowsMax) {
            view_.cut = true;
            return;
        }
        GraphRow row = row_of(node);
        row.depth = depth;
        row.goes_on = goes_on;
        row.again = !told_.insert(node).second && !below_.at(node).empty();
        bool goes_down = !row.again && depth < kDepthMax;
        std::vector<Node> below = goes_down ? below_.at(node) : std::vector<Node>{};
        if (below.size() == 1 && row.thing == GraphThing::Task && is_leaf(below[0])) {
            // What has nothing more to tell stands in the row of the task that waits for it.
            GraphRow leaf = row_of(below[0]);
            row.waits = leaf.name;
            row.waits_on = leaf.leaf;
            if (leaf.thing == GraphThing::Sync) {
                row.waits_on = Thing::Sync;
                row.sync = leaf.sync;
                std::string condition = condition_of(*state_.syncs.find(SyncId{below[0].id}));
                if (!condition.empty()) row.waits += " · " + condition;
            }
            told_.insert(below[0]);
            below.clear();
        }
        view_.rows.push_back(std::move(row));
        for (std::size_t i = 0; i < below.size(); ++i) {
            std::vector<bool> lines = goes_on;
            lines.push_back(i + 1 < below.size());
            add(below[i], depth + 1, std::move(lines));
        }
    }
    /// A future at the end of its chain, for which nobody else waits; a queue or event, which
    /// nobody holds; a lock whose holder was told of before.
    bool is_leaf(Node node) const {
        if (node.thing == GraphThing::Sync)
            return !circle_.contains(node) && (below_.at(node).empty() || told_.contains(node));
        if (node.thing != GraphThing::Future || !below_.at(node).empty()) return false;
        const trace::FutureState* future = state_.futures.find(FutureId{node.id});
        return kind_ == GraphKind::Waits && (!future || future->waiters.size() < 2);
    }

    GraphRow row_of(Node node) const {
        GraphRow row;
        row.thing = node.thing;
        row.in_circle = circle_.contains(node);
        switch (node.thing) {
            case GraphThing::Task:
            case GraphThing::Future:
                row.id = FutureId{node.id};
                if (const TaskState* task = state_.tasks.find(row.id))
                    name_task(row, *task);
                else
                    name_future(row);
                break;
            case GraphThing::Thread:
                name_thread(row, ThreadId{static_cast<std::uint16_t>(node.id)});
                break;
            case GraphThing::Sync:
                name_sync(row, *state_.syncs.find(SyncId{node.id}));
                break;
        }
        return row;
    }

    void name_task(GraphRow& row, const TaskState& task) const {
        row.name = log_.text(task.name);
        row.detail = coroutine_label(log_.text(task.coroutine));
        row.look = look_of(task);
    }

    void name_future(GraphRow& row) const {
        const trace::FutureState* future = state_.futures.find(row.id);
        if (!future) {
            row.name = strings_("task.a_future");
            return;
        }
        row.name = future_label(*future, log_);
        row.look = look_of(*future);
        std::vector<NeedView> needs = needs_of(state_, log_, strings_, *future);
        bool several = needs.size() > 1;
        if (!several && !needs.empty() && !needs[0].future()) {
            row.leaf = needs[0].thing;
            row.name += needs[0].thing == Thing::Timer ? "" : " · " + needs[0].name;
            row.detail = needs[0].end;
        }
        auto ended = static_cast<std::size_t>(std::count_if(
            needs.begin(), needs.end(), [](const NeedView& need) { return need.ended; }));
        if (several)
            row.detail = strings_(
                "chain.some", {{"n", std::uint64_t{ended}}, {"of", std::uint64_t{needs.size()}}});
        if (future->created_line > 0)
            row.detail += (row.detail.empty() ? "" : " · ") + line(future->created_line);
    }

    void name_thread(GraphRow& row, ThreadId id) const {
        const trace::ThreadState* thread = state_.threads.find(id);
        row.detail = strings_("graph.thread");
        if (!thread) return;
        row.name = log_.text(thread->name);
        row.look = thread->status == trace::ThreadStatus::Running ? Look::Running : Look::Waiting;
    }

    void name_sync(GraphRow& row, const SyncState& sync) const {
        row.sync = sync.kind;
        row.name = sync_label(sync, log_);
        row.look = Look::Waiting;
        row.detail = condition_of(sync);
        if (sync.created_line > 0)
            row.detail += (row.detail.empty() ? "" : " · ") + line(sync.created_line);
    }

    /// Why one has to wait for it: who holds it, or how full it is.
    std::string condition_of(const SyncState& sync) const {
        if (!sync.holders.empty())
            return strings_("graph.held", {{"who", holders_of(sync, state_, log_)}});
        std::uint64_t value = sync.value;
        switch (sync.kind) {
            case SyncKind::Event:
                return strings_(value > 0 ? "machine.set" : "machine.unset");
            case SyncKind::Queue:
                return value == 0 ? strings_("graph.queue.empty")
                                  : strings_("graph.queue.items", {{"n", value}});
            case SyncKind::Barrier:
                return strings_("graph.barrier",
                                {{"n", value}, {"of", std::uint64_t{sync.capacity}}});
            default:
                return {};
        }
    }

    std::string line(std::uint32_t number) const {
        return strings_("task.runs_line", {{"line", std::to_string(number)}});
    }

    const ProgramState& state_;
    const trace::EventLog& log_;
    const Strings& strings_;
    GraphKind kind_;
    std::string_view filter_;
    std::map<Node, std::vector<Node>> below_;  // Of each node, also of those with nothing below.
    std::set<Node> stands_below_;              // Something stands above it.
    std::map<Node, std::size_t> holder_of_;    // Above which of its holders a semaphore stands.
    std::set<Node> circle_, told_;
    std::vector<Node> parts_;  // The oldest of each circle.
    GraphView view_;
};

}  // namespace

GraphView view_graph(const ProgramState& state, const trace::EventLog& log, const Strings& strings,
                     GraphKind kind, std::string_view filter) {
    return Web(state, log, strings, kind, filter).build();
}

}  // namespace loopscope::ui
