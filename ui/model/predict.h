// Predict: questions about what happens next, made from the trace itself.
//
// Whoever predicts before seeing learns; whoever only watches does not. Every question is asked at
// a position where the window shows all that is needed to answer it, and its answer is what the
// trace says happened: so every program has questions, and no answer key can be wrong.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/trace/narration.h"
#include "ui/model/strings.h"
#include "ui/theme/theme.h"

namespace loopscope::ui {

enum class QuestionKind : std::uint8_t {
    NextHandle,  ///< Which handle runs next?
    NextOutput,  ///< What is printed next?
    SelectEnd,   ///< When does select return?
    TaskState,   ///< Which state will this task have, when its step is over?
};
inline constexpr int kQuestionKinds = 4;

struct Choice {
    std::string text;
    std::string detail;    ///< A second, quieter line; may be empty.
    bool is_code = false;  ///< The text is the program's.
};
inline constexpr std::size_t kChoicesMax = 4;

struct Question {
    QuestionKind kind = QuestionKind::NextHandle;
    trace::Position asked = 0;     ///< Where the program stands while it is asked.
    trace::Position answered = 0;  ///< The event that answers it.
    std::string text;
    std::vector<Choice> choices;  ///< Two to kChoicesMax, all different.
    std::size_t right = 0;
    std::string why;   ///< Rich text: the narration of the answer.
    std::string gist;  ///< The same for questions that ask and answer the same once more.
};

/// How often each gist was asked.
using AskedGists = std::map<std::string, int>;

/// The next question after position `from`: of the kind `wished` if one comes about as soon as any,
/// else of another. What was asked twice already is passed over. Nullopt when none is left.
///
/// Ensures:  the same trace and arguments give the same question.
/// Cost:     a few thousand events.
std::optional<Question> next_question(const trace::NarrationSource& source,
                                      const trace::Timeline& timeline, const Strings& strings,
                                      trace::Position from, QuestionKind wished,
                                      const AskedGists& before = {});

/// A round of questions: what was asked, answered and counted.
struct Quiz {
    bool on = false;
    bool whole_class = false;
    std::optional<Question> question;
    std::optional<std::size_t> answer;  ///< What was chosen.
    bool revealed = false;
    bool over = false;  ///< No question is left.
    int asked = 0;
    int right = 0;
    int wished = 0;                                 ///< The kind that comes next, by turns.
    AskedGists before;                              ///< What was asked in this round.
    std::array<int, kChoicesMax> tally{};           ///< Hands for each choice.
    int hands = 0;                                  ///< Of all questions that a class answered,
    int hands_right = 0;                            ///< and how many were right.
    std::optional<std::size_t> most_hands() const;  ///< The choice with most hands, if one has.
};

}  // namespace loopscope::ui
