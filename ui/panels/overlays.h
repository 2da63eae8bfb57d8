// What lies above the panels: the help, the search field, an error, the tip at the pointer.
#pragma once

#include "ui/draw/painter.h"
#include "ui/model/command.h"
#include "ui/model/keys.h"
#include "ui/model/strings.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

/// Every key and what it does, in columns that scroll where there is no room for all; `screen` says
/// which keys matter now.
struct HelpLook {
    KeyScope screen = KeyScope::Program;
    std::int64_t first = 0;  ///< First row shown.
};
void draw_help(Painter& painter, const Strings& strings, const HelpLook& look, Commands& commands);

/// The field of the search, at the top of the window.
void draw_search(Painter& painter, const Strings& strings, const ViewState& view,
                 Commands& commands);

/// A message that something could not be done, with a button to dismiss it.
/// Asks whether a program may be recorded under a real Python, and says why one should think.
void draw_offer(Painter& painter, const Strings& strings, const ViewState& view,
                Commands& commands);
void draw_error(Painter& painter, const Strings& strings, std::string_view message,
                Commands& commands);

/// How far an export or another long work is, with a way to cancel it; or that something went well.
void draw_progress(Painter& painter, const Strings& strings, const ViewState& view,
                   Commands& commands);

/// The menu that is open; what is taken from it waits in the grip for its control.
void draw_menu(Painter& painter, Grip& grip);

/// The painter's pending tip beside the pointer, once it has rested for a moment.
void draw_tip(Painter& painter, const Grip& grip);

/// What lies under an open overlay fades back.
void draw_veil(Painter& painter);

}  // namespace loopscope::ui
