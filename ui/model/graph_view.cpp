// Who waits for whom, and who made whom.
#include "ui/model/graph_view.h"

#include <algorithm>
#include <compare>
#include <map>
#include <set>

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

class Forest {
  public:
    Forest(const ProgramState& state, const trace::EventLog& log, const Strings& strings,
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
        for (const Node& node : joined_) below_[up_.at(node)].push_back(node);
        for (const Node root : roots()) {
            if (!filter_.empty() && !matches(root, 0)) continue;
            add(root, 0, {}, true);
        }
        for (const Node& node : circle_)
            view_.circles += node.thing == GraphThing::Task || node.thing == GraphThing::Thread;
        return std::move(view_);
    }

  private:
    // ---- Nodes and edges.

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
        if (!awaited) return;
        nodes_.insert(it);
        if (!sync.holders.empty()) join(it, node_of(sync.holders[0]));
    }

    /// Who waits for ever for a thread or a task: a join() is told of nowhere else.
    void follow(const trace::StuckState& stuck) {
        bool thread = stuck.on == trace::StuckOn::Thread;
        if (stuck.id == 0 || (!thread && stuck.on != trace::StuckOn::Task)) return;
        Node who = node_of(stuck.who);
        Node what{thread ? GraphThing::Thread : GraphThing::Task, stuck.id};
        if (who && !up_.contains(who)) join(who, what);
    }

    void join(Node below, Node above) {
        nodes_.insert(below);
        nodes_.insert(above);
        if (up_.insert_or_assign(below, above).second) joined_.push_back(below);
    }

    void link(const TaskState& task) {
        bool shown = kind_ == GraphKind::Parents || task.status == trace::TaskStatus::Pending ||
                     task.status == trace::TaskStatus::Running;
        if (!shown) return;
        Node it{GraphThing::Task, task.id.value};
        nodes_.insert(it);
        if (up_.contains(it)) return;
        if (kind_ == GraphKind::Parents) {
            if (task.parent) join(it, {GraphThing::Task, task.parent.value});
        } else if (waits(task)) {
            join(it, node_of(task.waits_for));
        }
    }

    Node above(Node node) const {
        auto up = up_.find(node);
        return up == up_.end() ? Node{} : up->second;
    }

    // ---- Circles.

    /// Each walk up stops where an earlier one has been; only a walk that meets itself has found a
    /// circle. So every node is passed once, also in a chain of thousands.
    void find_circles() {
        circle_.clear();
        firsts_.clear();
        std::map<Node, std::size_t> walk_of;
        std::size_t walk = 0;
        for (Node start : nodes_) {
            ++walk;
            Node at = start;
            while (at && walk_of.try_emplace(at, walk).second) at = above(at);
            if (!at || walk_of.at(at) != walk) continue;
            firsts_.push_back(at);
            while (circle_.insert(at).second) at = up_.at(at);
        }
    }

    /// Lets each semaphore in a circle stand below its next holder, for one that is free would let
    /// the circle go on. False when no circle has such a semaphore left.
    bool try_other_holders() {
        bool tried = false;
        for (const Node& node : circle_) {
            if (node.thing != GraphThing::Sync) continue;
            const SyncState* sync = state_.syncs.find(SyncId{node.id});
            if (!sync) continue;
            std::size_t& holder = holder_of_[node];
            if (holder + 1 >= sync->holders.size()) continue;
            up_[node] = node_of(sync->holders[++holder]);
            nodes_.insert(up_[node]);
            tried = true;
        }
        return tried;
    }

    void take_ring() {
        if (firsts_.empty()) return;
        view_.rings_more = firsts_.size() - 1;
        Node first = firsts_[0];
        if (first.thing == GraphThing::Sync) first = above(first);
        Node at = first;
        do {
            RingStop stop{row_of(at), {}};
            Node next = above(at);
            if (next.thing == GraphThing::Sync) {
                stop.through = row_of(next);
                next = above(next);
            }
            view_.ring.push_back(std::move(stop));
            at = next;
        } while (at != first && view_.ring.size() <= GraphView::kRingMax);
        if (view_.ring.size() > GraphView::kRingMax) view_.ring.clear();
    }

    // ---- Rows.

    std::vector<Node> roots() const {
        std::vector<Node> list;
        std::set<Node> circle_told;
        for (Node node : nodes_) {
            if (!up_.contains(node)) list.push_back(node);
            // A circle has no root: it is told from its oldest task.
            if (!circle_.contains(node) || circle_told.contains(node)) continue;
            list.push_back(node);
            for (Node at = node; circle_told.insert(at).second;) at = up_.at(at);
        }
        return list;
    }

    bool matches(Node node, int depth) const {
        if (node.thing == GraphThing::Task) {
            const TaskState* task = state_.tasks.find(FutureId{node.id});
            if (task && task_matches(*task, log_, filter_)) return true;
        }
        auto found = below_.find(node);
        if (found == below_.end() || depth > kDepthMax) return false;
        return std::any_of(found->second.begin(), found->second.end(),
                           [&](Node child) { return matches(child, depth + 1); });
    }

    void add(Node node, int depth, std::vector<bool> goes_on, bool root) {
        if (view_.rows.size() >= GraphView::kRowsMax) {
            view_.cut = true;
            return;
        }
        GraphRow row = row_of(node);
        row.depth = depth;
        row.goes_on = goes_on;
        view_.rows.push_back(std::move(row));
        bool new_here = told_.insert(node).second;
        if (!root && circle_.contains(node) && !new_here) return;
        auto found = below_.find(node);
        if (found == below_.end() || depth > kDepthMax) return;
        std::vector<Node> children;
        for (Node child : found->second)
            if (!told_.contains(child)) children.push_back(child);
        for (std::size_t i = 0; i < children.size(); ++i) {
            std::vector<bool> lines = goes_on;
            lines.push_back(i + 1 < children.size());
            add(children[i], depth + 1, std::move(lines), false);
        }
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
        std::string_view purpose = log_.text(future->purpose);
        row.name = purpose.empty() ? log_.text(future->class_name) : purpose;
        bool pending = future->status == trace::FutureStatus::Pending;
        row.look = pending                                            ? Look::Waiting
                   : future->status == trace::FutureStatus::Cancelled ? Look::Cancelled
                   : future->status == trace::FutureStatus::Exception ? Look::Failed
                                                                      : Look::Done;
        if (future->created_line > 0) row.detail = line(future->created_line);
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
        std::string_view name = log_.text(sync.class_name);
        constexpr std::string_view kUsual = "asyncio.";
        if (name.substr(0, kUsual.size()) == kUsual) name.remove_prefix(kUsual.size());
        row.name = name;
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
    std::set<Node> nodes_;
    std::map<Node, std::vector<Node>> below_;
    std::map<Node, Node> up_;
    std::vector<Node> joined_;               // What stands below something, as it was found.
    std::map<Node, std::size_t> holder_of_;  // Below which of its holders a semaphore stands.
    std::set<Node> circle_, told_;
    std::vector<Node> firsts_;  // One of each circle.
    GraphView view_;
};

}  // namespace

GraphView view_graph(const ProgramState& state, const trace::EventLog& log, const Strings& strings,
                     GraphKind kind, std::string_view filter) {
    return Forest(state, log, strings, kind, filter).build();
}

}  // namespace loopscope::ui
