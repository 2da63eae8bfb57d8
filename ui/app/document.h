// Document: what the window needs of an open program or trace.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "sim/session/scenario.h"
#include "sim/trace/timeline.h"
#include "sim/trace/trace_file.h"
#include "ui/model/what_if.h"

namespace loopscope::ui {

/// An open program or trace, as the window sees it. The real one wraps a session; tests bring
/// traces of their own.
class Document {
  public:
    virtual ~Document() = default;

    virtual trace::Timeline& timeline() = 0;
    virtual const trace::TraceHeader& header() const = 0;
    virtual const session::Scenario& scenario() const = 0;
    /// File name without folders.
    virtual std::string_view name() const = 0;
    virtual std::string_view source() const = 0;
    virtual bool is_recording() const { return false; }
    virtual const base::Failure& damage() const {
        static const base::Failure kNone;
        return kNone;
    }
    /// How much of a recording has been read, from 0 to 1.
    virtual double loaded() const { return 1; }
    /// What happens to the run from outside.
    virtual const Stimuli& stimuli() const {
        static const Stimuli kNone;
        return kNone;
    }
    /// The same before "what if" changed it.
    virtual const Stimuli& told_stimuli() const { return stimuli(); }

    /// Whether produce() can still give more.
    virtual bool is_live() const { return false; }
    /// Lets the program run for about so many events more, and takes them into the timeline.
    virtual void produce(trace::Position) {}
};

}  // namespace loopscope::ui
