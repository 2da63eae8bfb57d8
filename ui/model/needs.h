// What a pending future comes to: the task, timer, socket, executor's call or process at the end of
// an await chain.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/timeline.h"
#include "ui/model/strings.h"
#include "ui/theme/theme.h"

namespace loopscope::ui {

enum class Thing : std::uint8_t { Task, Future, Timer, Socket, Pipe, Work, Process, Sync, Thread };

/// One thing that has to happen before a future is done.
struct NeedView {
    Thing thing = Thing::Future;
    std::uint32_t number = 0;  ///< Of the task, future, handle, descriptor, call or process.
    std::string name = {};     ///< "Task-2", ":40001 → :8888", "work()"
    std::string end = {};      ///< What has to happen: "its timer is due at 1.000 s". May be empty.
    Look look = Look::Waiting;
    bool ended = false;      ///< It has happened.
    trace::Position at = 0;  ///< The latest event that says of it; 0: none.

    trace::FutureId future() const {
        return thing == Thing::Task || thing == Thing::Future ? trace::FutureId{number}
                                                              : trace::FutureId{};
    }
};

/// In the order in which the trace tells them. Of a sleep, its timer.
std::vector<NeedView> needs_of(const trace::ProgramState& state, const trace::EventLog& log,
                               const Strings& strings, const trace::FutureState& future);

/// What the program calls it: what it was made for, else its class.
std::string future_label(const trace::FutureState& future, const trace::EventLog& log);

/// "Lock", "queue.Queue".
std::string sync_label(const trace::SyncState& sync, const trace::EventLog& log);

/// ":40001 → :8888", "/tmp/socket", "fd 7".
std::string socket_label(const trace::SocketState& socket, const trace::EventLog& log);

/// An address; of this machine itself the port alone.
std::string short_address(std::string_view whole);

Look look_of(const trace::FutureState& future);

}  // namespace loopscope::ui
