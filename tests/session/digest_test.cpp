// The same trace bytes from every compiler at every level: each build compares with one file.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "sim/session/session.h"

namespace loopscope::session {
namespace {

const char* const kGolden = LOOPSCOPE_SOURCE_DIR "/tests/golden/trace_digests.txt";

/// FNV-1a, 64 bits: enough to notice a difference, and short to read in a diff.
std::uint64_t digest(std::string_view bytes) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3u;
    return hash;
}

std::map<std::string, std::string> digests_of_scenarios() {
    std::map<std::string, std::string> result;
    for (const ScenarioEntry& entry : list_scenarios(LOOPSCOPE_SOURCE_DIR "/scenarios")) {
        auto session = Session::open(entry.path);
        EXPECT_TRUE(session) << entry.name;
        if (!session) continue;
        (*session)->produce_all();
        const std::string bytes = trace::format_trace((*session)->header(), (*session)->log());
        result[entry.name] =
            fmt::format("{:016x} {} events", digest(bytes), (*session)->log().size());
    }
    return result;
}

std::map<std::string, std::string> read_golden() {
    std::map<std::string, std::string> result;
    std::ifstream in(kGolden);
    for (std::string line; std::getline(in, line);)
        if (auto space = line.find(' '); space != std::string::npos)
            result[line.substr(0, space)] = line.substr(space + 1);
    return result;
}

TEST(TraceDigest, EveryBuildWritesTheSameBytesForEachScenario) {
    const auto digests = digests_of_scenarios();
    ASSERT_GE(digests.size(), 15u);
    if (std::getenv("LOOPSCOPE_UPDATE_GOLDEN") != nullptr) {
        std::ofstream out(kGolden);
        for (const auto& [name, text] : digests) out << name << ' ' << text << '\n';
    }
    EXPECT_EQ(digests, read_golden());
}

TEST(TraceDigest, RunningTwiceInOneProcessGivesTheSameBytes) {
    EXPECT_EQ(digests_of_scenarios(), digests_of_scenarios());
}

}  // namespace
}  // namespace loopscope::session
