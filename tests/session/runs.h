// Runs of short programs, for the tests of every layer that looks at one.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <utility>

#include "sim/session/session.h"
#include "sim/trace/trace_file.h"

namespace loopscope::session {

/// A session on `source` that has not run yet. Fails the test if it can't be opened.
inline std::unique_ptr<Session> session_of(std::string source, RunOptions options = {}) {
    auto session = Session::from_source(std::move(source), "program.py", std::move(options));
    EXPECT_TRUE(session) << (session ? "" : session.failure().message);
    return std::move(session).value();
}

/// The same after its last event.
inline std::unique_ptr<Session> run(std::string source, RunOptions options = {}) {
    auto session = session_of(std::move(source), std::move(options));
    session->produce_all();
    return session;
}

/// A path for this process alone: tests run side by side.
inline std::string own_path(const std::string& ending) {
    return ::testing::TempDir() + "loopscope_" + std::to_string(getpid()) + ending;
}

/// What `loopscope trace` would save of it by now.
inline std::string trace_of(const Session& session) {
    return trace::format_trace(session.header(), session.log());
}

}  // namespace loopscope::session
