// Exporters: a trace, or a range of its events, in the formats of other programs.
#pragma once

#include <string>

#include "sim/trace/narration.h"
#include "sim/trace/timeline.h"
#include "sim/trace/trace_file.h"

namespace loopscope::trace {

/// The events [from, to] of a trace, both included.
struct ExportRange {
    Position from = 0;
    Position to = 0;
};

/// Chrome's trace events as JSON, which Perfetto and chrome://tracing open.
///
/// Callbacks and steps are slices on the track of their thread; a task has a track of its own,
/// which shows when it is ready, runs and waits. Timestamps are in microseconds. In virtual time
/// running takes none, so events of one moment are set one nanosecond apart: they keep their order
/// and don't hide each other. Mirrors: the document "Trace Event Format" of the Chromium project.
std::string chrome_trace(const TraceHeader& header, const Timeline& timeline, ExportRange range);

/// One line for each task in RFC 4180's CSV, with a heading: who made it, when it began and ended,
/// how, and the seconds for which it was ready, ran and waited.
std::string tasks_csv(const Timeline& timeline, ExportRange range);

/// One HTML page with the narrated steps of the range, in both languages, and nothing from outside:
/// arrow keys step, the source line, the tasks and the output are those of the step. Whatever the
/// program wrote is shown as text.
std::string steps_page(const TraceHeader& header, const Timeline& timeline, ExportRange range,
                       StepSize size);

/// Whether bytes look like the beginning of Chrome's trace events.
bool looks_like_chrome_trace(std::string_view first_bytes);

/// Reads Chrome's trace events, as VizTracer writes them, into a trace of frames: complete (X) and
/// begin/end (B, E) events become frames on their threads, names of threads are kept; the rest is
/// left out, and header.unseen says so.
///
/// Errors: not JSON, no traceEvents, or more than the limits allow.
base::Result<ReadReport> import_chrome_trace(std::string_view bytes, std::string_view name,
                                             TraceFile& into, const ReadLimits& limits = {});

}  // namespace loopscope::trace
