// Golden files: expected texts under tests/trace/golden, rewritten on request.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace loopscope::trace::testing {

/// Compares `text` with the golden file `name`. With LOOPSCOPE_UPDATE_GOLDEN=1 in the environment
/// the file is written instead, and the difference is to be read as code.
inline void expect_golden(const std::string& name, const std::string& text) {
    std::string path = std::string(LOOPSCOPE_SOURCE_DIR) + "/tests/trace/golden/" + name;
    const char* update = std::getenv("LOOPSCOPE_UPDATE_GOLDEN");
    if (update && std::string(update) == "1") {
        std::ofstream(path, std::ios::binary) << text;
        return;
    }
    std::ifstream file(path, std::ios::binary);
    ASSERT_TRUE(file) << path << " is missing; LOOPSCOPE_UPDATE_GOLDEN=1 writes it";
    std::ostringstream expected;
    expected << file.rdbuf();
    EXPECT_EQ(text, expected.str()) << "differs from " << path;
}

}  // namespace loopscope::trace::testing
