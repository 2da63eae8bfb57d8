// Runs one guest program to its end at one level of recording, for programs_beside_cpython.py.
//
// usage: program_bench off|loop|lines|variables FILE
//        program_bench measure OUT COMMAND...
//
// Only the run and its recording happen: no cursor over the events is built, no file is written.
// `measure` runs any command and writes its processor seconds and its peak resident set in KiB to
// the file OUT. It is here because a process inherits the peak of whoever forks it, and Python's
// own would hide what small runs need.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>

#include "sim/session/simulation.h"

namespace {

using namespace loopscope;

bool read_level(const char* name, trace::Level& level) {
    static constexpr const char* kNames[] = {"off", "loop", "lines", "variables"};
    for (int i = 0; i < 4; ++i) {
        if (std::strcmp(name, kNames[i]) != 0) continue;
        level = static_cast<trace::Level>(i);
        return true;
    }
    return false;
}

double seconds_of(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

int measure(const char* out, char** command) {
    pid_t child = fork();
    if (child == 0) {
        execvp(command[0], command);
        std::perror(command[0]);
        _exit(127);
    }
    int status = 0;
    rusage usage{};
    if (child < 0 || wait4(child, &status, 0, &usage) != child) return 1;
    std::FILE* file = std::fopen(out, "w");
    if (file == nullptr) return 1;
    std::fprintf(file, "%.6f %ld\n", seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime),
                 usage.ru_maxrss);
    std::fclose(file);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace

int main(int count, char** arguments) {
    if (count > 3 && std::strcmp(arguments[1], "measure") == 0)
        return measure(arguments[2], arguments + 3);
    session::RunOptions options;
    if (count != 3 || !read_level(arguments[1], options.level)) {
        std::fprintf(stderr, "usage: program_bench off|loop|lines|variables FILE\n");
        return 2;
    }
    std::ifstream file(arguments[2]);
    std::string source{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    options.steps_max = std::numeric_limits<std::int64_t>::max() / 2;
    options.iterations_max = std::numeric_limits<std::int64_t>::max() / 2;
    options.events_max = std::numeric_limits<std::int64_t>::max() / 2;
    options.memory_max_bytes = std::size_t{16} << 30;
    options.on_output = [](trace::OutputStream stream, std::string_view text) {
        std::fwrite(text.data(), 1, text.size(),
                    stream == trace::OutputStream::Stdout ? stdout : stderr);
    };
    trace::EventLog log;
    session::Simulation simulation(source, arguments[2], options, log);
    auto outcome = simulation.run_until(std::numeric_limits<trace::Position>::max());
    if (outcome && !outcome->message.empty())
        std::fprintf(stderr, "%s\n", outcome->message.c_str());
    return outcome ? outcome->status : 1;
}
