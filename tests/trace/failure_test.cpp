// Failures in the words of each language.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "sim/trace/failure.h"
#include "sim/trace/trace_file.h"

namespace loopscope::trace {
namespace {

using ::testing::HasSubstr;

TEST(Failure, IsToldWithItsCauseInTheWordsOfEachLanguage) {
    base::Failure failed = failure("read", {{"path", "a.trace"}, {"why", system_failure(ENOENT)}});
    EXPECT_THAT(failed.message, HasSubstr("a.trace can't be read: No such file or directory."));
    EXPECT_EQ(in_words(failed, Language::English), failed.message);
    EXPECT_THAT(in_words(failed, Language::Chinese),
                HasSubstr("无法读取 a.trace：没有这个文件或目录。"));
}

TEST(Failure, DamageOfATraceSaysInChineseWhereAndWhy) {
    TraceFile file;
    auto report = parse_trace(
        "{\"format\":\"loopscope-trace\",\"version\":\"1.0\"}\n{\"t\":0,\"e\":\"clock\",\"from\":}"
        "\n",
        "t.trace", file);
    ASSERT_TRUE(report);
    EXPECT_THAT(report->damage.message, HasSubstr("t.trace, line 2: a value was expected"));
    std::string chinese = in_words(report->damage, Language::Chinese);
    EXPECT_THAT(chinese, HasSubstr("t.trace 第 2 行：这里应是一个值（在该行第 "));
    EXPECT_THAT(chinese, HasSubstr("重新录制"));
}

TEST(Failure, EveryOneIsKnownInEnglishAndInChinese) {
    std::size_t count = 0;
    for (const auto& [key, english] : Catalogue::of(Language::English).messages()) {
        if (!key.starts_with("failure.")) continue;
        ++count;
        EXPECT_NE(Catalogue::of(Language::Chinese).get(key), english) << key;
    }
    EXPECT_GT(count, 80u);
    EXPECT_EQ(in_words({"as it is"}, Language::Chinese), "as it is") << "without a key";
}

}  // namespace
}  // namespace loopscope::trace
