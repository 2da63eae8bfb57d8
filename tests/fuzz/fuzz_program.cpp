// Fuzz target (libFuzzer): any text is safe to run as a program, to pause anywhere, and to abandon.
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "sim/session/session.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace loopscope::session;
    if (size == 0) return 0;
    RunOptions options;
    options.events_max = 5'000;
    options.iterations_max = 2'000;
    options.steps_max = 20'000;
    options.end_seconds = 1'000.0;
    options.memory_max_bytes = std::size_t{64} << 20;
    // The last byte says how long the run goes on before it is left alone; a newline: to its end.
    const std::size_t events = data[size - 1] < 128 ? options.events_max : data[size - 1];
    std::string source(reinterpret_cast<const char*>(data), size);
    auto opened = Session::from_source(std::move(source), "fuzz.py", options);
    if (!opened.ok()) return 0;
    Session& session = **opened;
    session.produce(events);
    session.timeline().seek(session.log().size() / 2);
    return 0;
}
