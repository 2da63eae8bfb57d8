// The panels of learning: a question to predict the answer of, and the note of a lesson.
#pragma once

#include "ui/draw/painter.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

/// The question, its choices, and why the answer is right.
void draw_question(Painter& painter, const Scene& scene, const Rect& rect, Commands& commands);

/// The note that is told now, with the way to the next and the previous one.
void draw_lesson(Painter& painter, const Scene& scene, const Rect& rect, Commands& commands);

/// "Why?": chains of events back to their causes; a click goes there.
void draw_why(Painter& painter, const Scene& scene, Rect area, Commands& commands);

}  // namespace loopscope::ui
