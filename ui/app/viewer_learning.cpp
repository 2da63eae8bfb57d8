// Viewer: predicting, lessons, and why.
#include "ui/app/viewer.h"

namespace loopscope::ui {
namespace {

constexpr trace::Position kQuestionEvents = 20'000;  // Produced ahead to find a question in.
constexpr trace::Position kNoteEvents = 200'000;     // Produced at most to find a note's moment.

}  // namespace

trace::NarrationSource Viewer::narration_source() const {
    return {document_->timeline().log(), &document_->header(), strings_.language_id()};
}

// ---- Predict.

void Viewer::start_quiz() {
    bool whole_class = quiz_.whole_class;
    quiz_ = {};
    quiz_.on = true;
    quiz_.whole_class = whole_class;
    playback_.stop();
    ask(document_->timeline().state().events == 0 ? 0 : position(), 0);
}

void Viewer::ask(trace::Position from, int wished) {
    trace::Timeline& timeline = document_->timeline();
    if (document_->is_live() && timeline.size() < from + kQuestionEvents)
        document_->produce(kQuestionEvents);
    quiz_.answer.reset();
    quiz_.revealed = false;
    quiz_.tally = {};
    quiz_.question =
        ui::next_question(narration_source(), timeline, strings_, from,
                          static_cast<QuestionKind>(wished % kQuestionKinds), quiz_.before);
    quiz_.over = !quiz_.question;
    if (quiz_.over) return;
    quiz_.wished = (static_cast<int>(quiz_.question->kind) + 1) % kQuestionKinds;
    alphabet_.add(quiz_.question->why);
    animator_.settle();
    view_.source_follows = true;
    view_.output_first = kFollow;
    seek(quiz_.question->asked);
}

void Viewer::answer(std::size_t choice) {
    if (!quiz_.question || quiz_.revealed || choice >= quiz_.question->choices.size()) return;
    quiz_.answer = choice;
    reveal();
}

void Viewer::reveal() {
    if (!quiz_.question || quiz_.revealed) return;
    quiz_.revealed = true;
    ++quiz_.asked;
    ++quiz_.before[quiz_.question->gist];
    if (quiz_.whole_class) {
        for (int hands : quiz_.tally) quiz_.hands += hands;
        quiz_.hands_right += quiz_.tally[quiz_.question->right];
        quiz_.answer = quiz_.most_hands();
    }
    if (quiz_.answer == quiz_.question->right) ++quiz_.right;
    seek(quiz_.question->answered);
}

void Viewer::next_question() {
    if (quiz_.over) {
        start_quiz();
        ask(0, 0);
    } else if (quiz_.question && !quiz_.revealed) {
        reveal();
    } else if (quiz_.question) {
        ask(quiz_.question->answered, quiz_.wished);
    }
}

bool Viewer::take_quiz_key(const KeyPress& press, double) {
    if (!document_ || !quiz_.on || press.control || view_.help_open) return false;
    int letter = static_cast<int>(press.key) - static_cast<int>(Key::A);
    bool open = quiz_.question && !quiz_.revealed;
    if (letter >= 0 && letter < static_cast<int>(kChoicesMax) && open) {
        if (quiz_.whole_class)
            apply({Act::Tally, letter, press.shift ? -1.0 : 1.0}, 0);
        else
            apply({Act::Answer, letter}, 0);
        return true;
    }
    switch (press.key) {
        case Key::Enter:
        case Key::Right:
        case Key::PageDown:
        case Key::Period:
        case Key::Space:
            // Going on may not pass the question by: only the class, or an answer, goes on.
            if (!open || quiz_.whole_class || press.key == Key::Enter)
                apply({Act::NextQuestion}, 0);
            return true;
        case Key::Left:
        case Key::PageUp:
        case Key::Comma:
        case Key::Home:
        case Key::End:
            return true;
        default:
            return false;
    }
}

// ---- Lessons.

void Viewer::go_to_note(int direction) {
    lesson_on_ = true;
    if (document_->timeline().state().events == 0 && direction > 0) seek(0);
    const auto& notes = document_->scenario().notes;
    trace::Timeline& timeline = document_->timeline();
    lesson_.update(timeline, notes, document_->name());
    trace::Position made = 0;
    while (direction > 0 && !lesson_.next(position()) && lesson_.stops().size() < notes.size() &&
           document_->is_live() && made < kNoteEvents) {
        document_->produce(kQuestionEvents);
        made += kQuestionEvents;
        lesson_.update(timeline, notes, document_->name());
    }
    auto stop = direction > 0 ? lesson_.next(position()) : lesson_.previous(position());
    if (!stop) return;
    moved_by_jump();
    seek(lesson_.stops()[*stop].position);
}

void Viewer::refresh_learning() {
    const auto& notes = document_->scenario().notes;
    const trace::Timeline& timeline = document_->timeline();
    lesson_.update(timeline, notes, document_->name());
    LessonView& lesson = views_.lesson;
    lesson = {};
    lesson.on = lesson_on_;
    lesson.count = notes.size();
    if (lesson_on_ && timeline.state().events > 0) {
        trace::Position at = timeline.position();
        lesson.index = lesson_.stop_at(at);
        lesson.has_next = lesson_.next(at).has_value();
        lesson.has_previous = lesson_.previous(at).has_value();
        if (lesson.index) {
            lesson.note = &notes[lesson_.stops()[*lesson.index].note];
            lesson.parts = parts_named(lesson.note->text.in("en"));
        }
    }
    if (views_.tabs_known) return;
    views_.tabs_known = true;
    if (view_.dock.shows(Page::Graph))
        views_.graph =
            view_graph(timeline.state(), timeline.log(), strings_, view_.graph, view_.task_filter);
    if (view_.dock.shows(Page::Machine))
        views_.machine =
            view_machine(timeline.state(), timeline.log(), strings_, document_->header().unseen);
    if (view_.dock.shows(Page::Heap))
        views_.heap = view_heap(timeline.state(), timeline.log(), strings_);
    if (view_.dock.shows(Page::Why)) {
        views_.why =
            view_why(narration_source(), timeline, strings_, {view_.selected, view_.asked});
        for (const WhySection& section : views_.why.sections)
            for (const WhyStep& step : section.steps) alphabet_.add(step.sentence);
    }
}

bool Viewer::apply_learning(const Command& c) {
    if (!document_) return false;
    auto choice = static_cast<std::size_t>(std::max<std::int64_t>(0, c.number));
    switch (c.act) {
        case Act::ChooseGraph:
            view_.graph = static_cast<GraphKind>(c.number % 2);
            view_.side_first = 0;
            views_.tabs_known = false;
            return true;
        case Act::ScrollSide:
            view_.side_first = c.number;
            return true;
        case Act::TogglePredict:
            if (quiz_.on)
                quiz_ = {};
            else
                start_quiz();
            return true;
        case Act::Answer:
            answer(choice);
            return true;
        case Act::NextQuestion:
            next_question();
            return true;
        case Act::ToggleClass:
            quiz_.whole_class = !quiz_.whole_class;
            return true;
        case Act::Tally:
            if (quiz_.question && choice < quiz_.question->choices.size() && !quiz_.revealed)
                quiz_.tally[choice] = std::max(0, quiz_.tally[choice] + static_cast<int>(c.from));
            return true;
        case Act::ToggleLesson:
            lesson_on_ = !lesson_on_;
            return true;
        case Act::NextNote:
            go_to_note(+1);
            return true;
        case Act::PreviousNote:
            go_to_note(-1);
            return true;
        default:
            return false;
    }
}

}  // namespace loopscope::ui
