// Simulation: one run of one program, with everything that it runs on, wired together.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sim/session/session.h"

namespace loopscope::session {

/// Runs a program on a fiber of its own, so that it can be left in the middle of anything when the
/// log is long enough, and gone on with later.
///
/// Owns the run's world, object runtime, kernel and interpreter; writes to a log that outlives it.
class Simulation {
  public:
    Simulation(std::string source, std::string name, RunOptions options, trace::EventLog& log);
    /// An unfinished run is abandoned: its guest code is unwound without running any more of it.
    ~Simulation();
    Simulation(const Simulation&) = delete;
    Simulation& operator=(const Simulation&) = delete;

    /// Goes on until the log has `events` events or the run is over; its outcome in that case.
    std::optional<Outcome> run_until(trace::Position events);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace loopscope::session
