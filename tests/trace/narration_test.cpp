// Narration: every kind has its sentences in both languages, and they are what they should be.
#include "sim/trace/narration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>

#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "sim/trace/narrator.h"
#include "sim/trace/reducer.h"
#include "tests/trace/generated_trace.h"
#include "tests/trace/golden.h"
#include "tests/trace/sample_trace.h"

namespace loopscope::trace {
namespace {

using ::testing::HasSubstr;

constexpr Language kLanguages[] = {Language::English, Language::Chinese};

// The places that a message shows; those that only choose a plural are left out.
std::set<std::string> places(std::string_view message) {
    std::set<std::string> names;
    for (std::size_t open = message.find('{'); open != std::string_view::npos;
         open = message.find('{', open + 1)) {
        std::string_view place = message.substr(open + 1, message.find('}', open) - open - 1);
        if (place.find('|') == std::string_view::npos) names.emplace(place);
    }
    return names;
}

/// What stands in the files of one language, without what it borrows from English.
Catalogue files_of(const std::string& code) {
    Catalogue catalogue;
    for (const std::string& name : {code + ".json", "ui." + code + ".json"}) {
        std::ifstream file(LOOPSCOPE_SOURCE_DIR "/assets/lang/" + name, std::ios::binary);
        std::stringstream text;
        text << file.rdbuf();
        EXPECT_TRUE(catalogue.add(text.str(), name).ok()) << name;
    }
    return catalogue;
}

TEST(Catalogue, AThirdLanguageIsOneFileAndSaysTheRestInEnglish) {
    const base::EmbeddedFile files[] = {
        {"en.json", R"({"start": "It starts.", "end": "{n} {n|end|ends}"})"},
        {"ui.en.json", R"({"ui.play": "Play", "ui.stop": "Stop"})"},
        {"zh.json", R"({"start": "开始。"})"},
        {"eo.json", R"({"start": "Komenco.", "ui.play": "Ludi"})"}};
    EXPECT_EQ(languages_of(files), (std::vector<std::string>{"en", "zh", "eo"}));
    Catalogue esperanto = Catalogue::of_files(files, "eo");
    EXPECT_EQ(esperanto.get("start"), "Komenco.");
    EXPECT_EQ(esperanto.get("ui.play"), "Ludi");
    EXPECT_EQ(esperanto.get("ui.stop"), "Stop");
    EXPECT_EQ(esperanto.get("end", {{"n", std::uint64_t{2}}}), "2 ends");
    EXPECT_EQ(Catalogue::of_files(files, "zh").get("end", {{"n", std::uint64_t{1}}}), "1 end");
    EXPECT_EQ(language_of("zh"), Language::Chinese);
    EXPECT_EQ(language_of("nobody's"), Language::English);
    EXPECT_EQ(language_code(Language::Chinese), "zh");
}

TEST(Catalogue, BothLanguagesHaveTheSameMessagesWithTheSamePlaces) {
    const Catalogue english_alone = files_of("en");
    const Catalogue chinese_alone = files_of("zh");
    const auto& english = english_alone.messages();
    const auto& chinese = chinese_alone.messages();
    EXPECT_GT(english.size(), 200u);
    for (const auto& [key, message] : english) {
        auto found = chinese.find(key);
        ASSERT_NE(found, chinese.end()) << key << " is missing in Chinese";
        std::set<std::string> expected = places(message);
        for (const std::string& place : places(found->second)) expected.erase(place);
        EXPECT_TRUE(expected.empty()) << key << " lacks {" << *expected.begin() << "} in Chinese";
    }
    for (const auto& [key, message] : chinese) EXPECT_TRUE(english.contains(key)) << key;
}

TEST(Catalogue, MessagesAreBalancedAndEndAsSentences) {
    for (Language language : kLanguages)
        for (const auto& [key, message] : Catalogue::of(language).messages()) {
            EXPECT_FALSE(message.empty()) << key;
            EXPECT_EQ(std::count(message.begin(), message.end(), '`') % 2, 0) << key;
            EXPECT_EQ(std::count(message.begin(), message.end(), '{'),
                      std::count(message.begin(), message.end(), '}'))
                << key;
        }
}

TEST(Catalogue, PlacesAndPluralsAreFilled) {
    EXPECT_EQ(fill_message("{n} {n|handle|handles}", {{"n", std::uint64_t{1}}}), "1 handle");
    EXPECT_EQ(fill_message("{n} {n|handle|handles}", {{"n", std::uint64_t{2}}}), "2 handles");
    EXPECT_EQ(fill_message("{a}-{b}", {{"a", "x"}, {"b", "{a}"}}), "x-{a}");
    EXPECT_EQ(fill_message("{{x} {missing}", {}), "{x} {missing}");
    EXPECT_EQ(fill_message("open {a", {{"a", "x"}}), "open x");
    EXPECT_EQ(Catalogue::of(Language::English).get("no.such.key"), "no.such.key");
}

TEST(Catalogue, ABrokenFileIsToldByItsName) {
    Catalogue catalogue;
    EXPECT_THAT(catalogue.add("[1]", "x.json").failure().message, HasSubstr("x.json is not"));
    EXPECT_THAT(catalogue.add("{\"k\": 1}", "x.json").failure().message, HasSubstr("\"k\""));
    ASSERT_TRUE(catalogue.add("{\"k\": \"v\"}", "x.json").ok());
    EXPECT_EQ(catalogue.get("k"), "v");
}

TEST(Sentences, ChineseIsSpacedFromLatinScriptAndNotWithin) {
    auto finish = [](const char* text) { return finish_sentence(text, Language::Chinese); };
    EXPECT_EQ(finish("运行Task-2 `say()`的第一步"), "运行 Task-2 `say()` 的第一步");
    EXPECT_EQ(finish("运行 回调"), "运行回调");
    EXPECT_EQ(finish("`a中b`，好"), "`a中b`，好");
}

TEST(Sentences, EnglishBeginsWithACapitalUnlessItBeginsWithCode) {
    EXPECT_EQ(finish_sentence("the loop", Language::English), "The loop");
    EXPECT_EQ(finish_sentence("`select()`: so", Language::English), "`select()`: so");
}

TEST(Sentences, LongTextsAreCutBetweenCharacters) {
    std::string cut = on_one_line(std::string(89, 'x') + "世界");
    EXPECT_EQ(cut, std::string(89, 'x') + "…");
    EXPECT_EQ(on_one_line("a\nb`c"), "a b'c");
}

class SampleNarration : public ::testing::Test {
  protected:
    SampleNarration() {
        testing::make_sample_trace(file_);
        timeline_.update();
    }
    std::string told(Language language) {
        std::string text;
        for (Position at = 0; at < timeline_.size(); ++at) {
            Narration n = narrate({file_.log, &file_.header, language}, timeline_, at);
            text += std::to_string(at) + " " + n.headline + "\n";
            if (!n.reason.empty()) text += "    " + n.reason + "\n";
            if (!n.function.empty()) text += "    [" + n.function + "]\n";
        }
        return text;
    }
    std::string told_by_step(StepSize size, Language language) {
        std::string text;
        Position from = 0;
        while (auto to = timeline_.next(from, size)) {
            Narration n = narrate_step({file_.log, &file_.header, language}, timeline_, from, *to);
            text += std::to_string(*to) + " " + n.headline + "\n";
            if (!n.reason.empty()) text += "    " + n.reason + "\n";
            from = *to;
        }
        return text;
    }
    TraceFile file_;
    Timeline timeline_{file_.log};
};

TEST_F(SampleNarration, EachEventIsToldAsTheGoldenFilesSay) {
    testing::expect_golden("sample.en.txt", told(Language::English));
    testing::expect_golden("sample.zh.txt", told(Language::Chinese));
}

TEST_F(SampleNarration, EachCallbackAndIterationIsToldAsTheGoldenFilesSay) {
    for (Language language : kLanguages) {
        std::string code(language_code(language));
        testing::expect_golden("sample.steps." + code + ".txt",
                               told_by_step(StepSize::Callback, language) + "----\n" +
                                   told_by_step(StepSize::Iteration, language) + "----\n" +
                                   told_by_step(StepSize::Time, language));
    }
}

TEST_F(SampleNarration, TheTimeoutIsToldWithItsReason) {
    Position second = timeline_.iterations()[1] + 1;
    EXPECT_EQ(plain_text(narrate({file_.log}, timeline_, second).headline),
              "select(timeout=0): the ready queue holds 2 handles, so the loop does not wait.");
}

// Whatever the trace, no message and no place may be missing.
void expect_whole_sentences(const EventLog& log) {
    ProgramState before, after;
    for (Position at = 0; at < log.size(); ++at) {
        before = after;
        apply(after, log[at]);
        for (Language language : kLanguages) {
            Narration n = narrate({log, nullptr, language}, before, after, at);
            ASSERT_FALSE(n.headline.empty()) << schema_of(log[at].kind).name;
            ASSERT_EQ((n.headline + n.reason).find('{'), std::string::npos)
                << n.headline << " / " << n.reason;
            ASSERT_FALSE(Catalogue::of(language).has(n.headline));
            ASSERT_EQ(n.headline.find(".why"), std::string::npos) << n.headline;
            ASSERT_EQ(n.reason.find(".why"), std::string::npos) << n.reason;
        }
    }
}

TEST(Narration, NoPlaceIsLeftEmptyInPlausibleTraces) {
    EventLog log;
    testing::PlausibleTrace(log, 6, 20).write(4'000);
    expect_whole_sentences(log);
}

TEST(Narration, NoPlaceIsLeftEmptyInHostileTraces) {
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
        EventLog log;
        testing::write_hostile(log, seed, 3'000);
        expect_whole_sentences(log);
    }
}

}  // namespace
}  // namespace loopscope::trace
