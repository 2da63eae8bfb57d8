// The command palette, and the line in which a text is asked for.
#pragma once

#include "ui/draw/painter.h"
#include "ui/model/palette.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

inline constexpr std::size_t kPaletteRows = 9;

void draw_palette(Painter& painter, const Strings& strings, const ViewState& view,
                  const std::vector<PaletteEntry>& answer, Commands& commands);

/// Asks for a line of text for the command in view.prompt.
void draw_prompt(Painter& painter, const Strings& strings, const ViewState& view,
                 Commands& commands);

/// A bright dot at the pointer, to point with on a projector.
void draw_laser(Painter& painter);

}  // namespace loopscope::ui
