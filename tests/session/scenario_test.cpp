// The metadata block of a program: what is read, and what is refused with which words.
#include "sim/session/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace loopscope::session {
namespace {

using testing::HasSubstr;

std::string failure_of(std::string_view source) {
    auto scenario = read_scenario(source);
    return scenario ? "it was read" : scenario.failure().message;
}

TEST(ScenarioBlock, APlainProgramIsAScenarioWithoutATitle) {
    auto scenario = read_scenario("print(1)\n");
    ASSERT_TRUE(scenario);
    EXPECT_TRUE(scenario->title.empty());
    EXPECT_TRUE(scenario->notes.empty());
}

TEST(ScenarioBlock, ReadsEverything) {
    auto scenario = read_scenario(
        "import asyncio\n"
        "x = 1\n"
        "# /// script\n"
        "# [tool.loopscope]\n"
        "# order = 3\n"
        "# title = {en = \"One\", zh = \"一\"}\n"
        "# about = \"plain\"\n"
        "# wall_clock = \"15:27:26\"\n"
        "# seed = 42\n"
        "#\n"
        "# [[tool.loopscope.notes]]\n"
        "# at = \"x = 1\"\n"
        "# en = \"here\"\n"
        "#\n"
        "# [[tool.loopscope.notes]]\n"
        "# line = 1\n"
        "# en = \"first\"\n"
        "# ///\n");
    ASSERT_TRUE(scenario) << scenario.failure().message;
    EXPECT_EQ(scenario->order, 3);
    EXPECT_EQ(scenario->title.in("zh"), "一");
    EXPECT_EQ(scenario->title.in("fr"), "One");
    EXPECT_EQ(scenario->about.in("zh"), "plain");
    EXPECT_EQ(scenario->wall_clock_seconds, 15 * 3600 + 27 * 60 + 26);
    EXPECT_EQ(scenario->seed, 42u);
    ASSERT_EQ(scenario->notes.size(), 2u);
    EXPECT_EQ(scenario->notes[0].line, 1);
    EXPECT_EQ(scenario->notes[1].line, 2);
}

TEST(ScenarioBlock, ABlockForSomebodyElseIsLeftAlone) {
    EXPECT_TRUE(read_scenario("# /// script\n# requires-python = '>=3.11'\n# ///\n"));
}

TEST(ScenarioBlock, SaysWhereItIsWrong) {
    EXPECT_THAT(failure_of("# /// script\n# x = 1\n"),
                HasSubstr("line 1: the '# /// script' block has no end"));
    EXPECT_THAT(failure_of("# /// script\n# ///\n\n# /// script\n# ///\n"),
                HasSubstr("line 4: a second"));
    EXPECT_THAT(failure_of("# /// script\n# = 1\n# ///\n"),
                HasSubstr("line 2: the metadata block is not good TOML"));
    EXPECT_THAT(failure_of("# /// script\n# [tool.loopscope]\n# titel = 'x'\n# ///\n"),
                HasSubstr("line 3: 'titel' is not known"));
    EXPECT_THAT(failure_of("# /// script\n# [tool.loopscope]\n# wall_clock = '25:00'\n# ///\n"),
                HasSubstr("HH:MM:SS"));
    EXPECT_THAT(failure_of("a\n# /// script\n# [[tool.loopscope.notes]]\n# at = 'zzz'\n# ///\n"),
                HasSubstr("line 4: no line of the program contains zzz"));
}

TEST(TimeOfDay, TakesHoursAndMinutesWithOrWithoutSeconds) {
    EXPECT_EQ(parse_time_of_day("00:00"), 0.0);
    EXPECT_EQ(parse_time_of_day("23:59:59"), 86399.0);
    for (const char* bad :
         {"", "1", "1:2", "24:00", "12:60", "12:00:60", "12:00:00:00", "ab:cd", "12", "12:00x"})
        EXPECT_EQ(parse_time_of_day(bad), std::nullopt) << bad;
}

TEST(ScenariosFolder, EachScenarioHasATitleAndTwoToFiveNotesInBothLanguages) {
    auto entries = list_scenarios(LOOPSCOPE_SOURCE_DIR "/scenarios");
    ASSERT_GE(entries.size(), 15u);
    for (const auto& entry : entries) {
        SCOPED_TRACE(entry.name);
        EXPECT_GE(entry.scenario.notes.size(), 2u);
        EXPECT_LE(entry.scenario.notes.size(), 5u);
        for (const char* language : {"en", "zh"}) {
            EXPECT_TRUE(entry.scenario.title.by_language.contains(language));
            EXPECT_TRUE(entry.scenario.about.by_language.contains(language));
            for (const auto& note : entry.scenario.notes)
                EXPECT_TRUE(note.text.by_language.contains(language)) << note.line;
        }
    }
}

TEST(Scenarios, EachChapterStandsInOnePlace) {
    std::set<std::string> ended;
    std::string chapter;
    for (const auto& entry : list_scenarios(LOOPSCOPE_SOURCE_DIR "/scenarios")) {
        const std::string own(entry.scenario.chapter.in("en"));
        if (own == chapter) continue;
        EXPECT_TRUE(ended.insert(chapter).second);
        EXPECT_FALSE(ended.contains(own)) << own << " begins again at " << entry.name;
        chapter = own;
    }
}

}  // namespace
}  // namespace loopscope::session
