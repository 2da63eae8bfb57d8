// Fuzzing the trace reader: any bytes must give a trace up to the damage, or a failure; and what
// was read must fold, narrate and be written again without harm.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sim/trace/narration.h"
#include "sim/trace/timeline.h"
#include "sim/trace/trace_file.h"

using namespace loopscope::trace;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const ReadLimits limits{.events_max = 2'000,
                            .bytes_max = 4 << 20,
                            .text_bytes_max = 1 << 20,
                            .line_bytes_max = 1 << 18};
    TraceFile file;
    auto result = parse_trace(bytes, "fuzz", file, limits);
    if (!result.ok()) return 0;
    Timeline timeline(file.log);
    timeline.seek(file.log.size() / 2);
    for (Position at = 0; at < timeline.size(); at += 1 + timeline.size() / 16) {
        (void)narrate({file.log, &file.header, Language::Chinese}, timeline, at);
        (void)narrate_step({file.log, &file.header}, timeline, 0, at);
    }
    std::string written = format_trace(file.header, file.log);
    TraceFile again;
    auto reread = parse_trace(written, "again", again);
    bool same =
        reread.ok() && reread->damage.empty() && format_trace(again.header, again.log) == written;
    if (!same) std::abort();
    return 0;
}
