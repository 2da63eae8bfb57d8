// Who waits for whom, and who made whom.
#include "ui/model/graph_view.h"

#include <algorithm>
#include <map>
#include <set>

#include "ui/model/tasks_view.h"
#include "ui/model/time_axis.h"

namespace loopscope::ui {
namespace {

using trace::FutureId;
using trace::ProgramState;
using trace::TaskState;

bool waits(const TaskState& task) {
    return task.status == trace::TaskStatus::Pending && task.waits_for && !is_ready(task);
}

class Forest {
  public:
    Forest(const ProgramState& state, const trace::EventLog& log, const Strings& strings,
           GraphKind kind, std::string_view filter)
        : state_(state), log_(log), strings_(strings), kind_(kind), filter_(filter) {}

    GraphView build() {
        for (const TaskState& task : state_.tasks) link(task);
        if (kind_ == GraphKind::Waits) find_circles();
        for (const FutureId root : roots()) {
            if (!filter_.empty() && !matches(root, 0)) continue;
            add(root, 0, {}, true);
        }
        view_.circles = circle_.size();
        return std::move(view_);
    }

  private:
    FutureId above(const TaskState& task) const {
        if (kind_ == GraphKind::Parents) return task.parent;
        return waits(task) ? task.waits_for : FutureId{};
    }

    void link(const TaskState& task) {
        FutureId up = above(task);
        bool shown = kind_ == GraphKind::Parents || task.status == trace::TaskStatus::Pending ||
                     task.status == trace::TaskStatus::Running;
        if (!shown) return;
        nodes_.insert(task.id);
        if (!up) return;
        nodes_.insert(up);
        below_[up].push_back(task.id);
        up_[task.id] = up;
    }

    /// Each walk up stops where an earlier one has been; only a walk that meets itself has found a
    /// circle. So every node is passed once, also in a chain of thousands.
    void find_circles() {
        std::map<FutureId, std::size_t> walk_of;
        std::size_t walk = 0;
        for (FutureId start : nodes_) {
            ++walk;
            FutureId at = start;
            while (at && walk_of.try_emplace(at, walk).second) at = above(at);
            if (!at || walk_of.at(at) != walk) continue;
            while (circle_.insert(at).second) at = up_.at(at);
        }
    }

    FutureId above(FutureId id) const {
        auto up = up_.find(id);
        return up == up_.end() ? FutureId{} : up->second;
    }

    std::vector<FutureId> roots() const {
        std::vector<FutureId> list;
        std::set<FutureId> circle_told;
        for (FutureId id : nodes_) {
            if (!up_.contains(id)) list.push_back(id);
            // A circle has no root: it is told from its oldest task.
            if (!circle_.contains(id) || circle_told.contains(id)) continue;
            list.push_back(id);
            for (FutureId at = id; circle_told.insert(at).second;) at = up_.at(at);
        }
        return list;
    }

    bool matches(FutureId id, int depth) const {
        if (const TaskState* task = state_.tasks.find(id)) {
            if (task_matches(*task, log_, filter_)) return true;
        }
        auto found = below_.find(id);
        if (found == below_.end() || depth > 60) return false;
        return std::any_of(found->second.begin(), found->second.end(),
                           [&](FutureId child) { return matches(child, depth + 1); });
    }

    void add(FutureId id, int depth, std::vector<bool> goes_on, bool root) {
        if (view_.rows.size() >= GraphView::kRowsMax) {
            view_.cut = true;
            return;
        }
        GraphRow row;
        row.id = id;
        row.depth = depth;
        row.goes_on = goes_on;
        row.in_circle = circle_.contains(id);
        name(row);
        view_.rows.push_back(std::move(row));
        if (!root && circle_.contains(id) && !told_.insert(id).second) return;
        if (root) told_.insert(id);
        auto found = below_.find(id);
        if (found == below_.end() || depth > 60) return;
        std::vector<FutureId> children;
        for (FutureId child : found->second)
            if (!told_.contains(child)) children.push_back(child);
        for (std::size_t i = 0; i < children.size(); ++i) {
            std::vector<bool> lines = goes_on;
            lines.push_back(i + 1 < children.size());
            add(children[i], depth + 1, std::move(lines), false);
        }
    }

    void name(GraphRow& row) const {
        if (const TaskState* task = state_.tasks.find(row.id)) {
            row.is_task = true;
            row.name = log_.text(task->name);
            row.detail = coroutine_label(log_.text(task->coroutine));
            row.look = look_of(*task);
            return;
        }
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
        if (future->created_line > 0)
            row.detail =
                strings_("task.runs_line", {{"line", std::to_string(future->created_line)}});
    }

    const ProgramState& state_;
    const trace::EventLog& log_;
    const Strings& strings_;
    GraphKind kind_;
    std::string_view filter_;
    std::set<FutureId> nodes_;
    std::map<FutureId, std::vector<FutureId>> below_;
    std::map<FutureId, FutureId> up_;
    std::set<FutureId> circle_, told_;
    GraphView view_;
};

}  // namespace

GraphView view_graph(const ProgramState& state, const trace::EventLog& log, const Strings& strings,
                     GraphKind kind, std::string_view filter) {
    return Forest(state, log, strings, kind, filter).build();
}

}  // namespace loopscope::ui
