// Parts that several panels draw: frames, headings, buttons, badges, scroll bars.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "ui/draw/icons.h"
#include "ui/draw/painter.h"
#include "ui/model/command.h"
#include "ui/model/layout.h"
#include "ui/model/line_edit.h"
#include "ui/model/needs.h"
#include "ui/model/rich_text.h"

namespace loopscope::ui {

/// What a thing is, where it isn't a task or future, whose state says more.
Icon icon_of(Thing thing, Look look);

inline constexpr float kPanelRadius = 8;
inline constexpr float kCardRadius = 6;

/// Draws a panel's ground and heading; gives the room below it, less the padding.
///
/// `state` stands at the right of the heading, in `state_type`. What the panel draws after this is
/// noted under `name`.
struct PanelLook {
    std::string_view name;
    std::string_view title;
    std::string_view state;
    Type state_type = kLabel;
};
Rect draw_panel(Painter& painter, const Rect& rect, const WindowLayout& layout,
                const PanelLook& look);

/// A small heading inside a panel, with a state at the right.
void draw_section(Painter& painter, const Rect& line, std::string_view title,
                  std::string_view state, Type title_type = kStrong);
/// The same with the first of `states` that fits; the last one is shortened if none does.
void draw_section_fitting(Painter& painter, const Rect& line, std::string_view title,
                          std::initializer_list<std::string_view> states,
                          Type title_type = kStrong);
/// The first of `texts` that fits into `width`, else the last.
std::string_view first_fitting(const Painter& painter, float width,
                               std::initializer_list<std::string_view> texts, Type type = kLabel);

/// A text in the dim colour where a list is empty: "empty: no timer is set".
void draw_empty(Painter& painter, const Rect& box, std::string_view text);
/// The same from the top of an area, on as many lines as it takes.
void draw_empty_area(Painter& painter, const Rect& area, std::string_view text);

/// A coroutine's label for `width`: whole, or without its "()", or nothing where so little room is
/// left that the rest would say nothing; a text that is still too wide is to be cut.
std::string fitting_label(const Painter& painter, const std::string& text, float width, Type type);

enum class ButtonKind : std::uint8_t { Plain, Accent, Chosen, Bare };

struct ButtonLook {
    std::string_view id;
    std::string_view tip;
    ButtonKind kind = ButtonKind::Plain;
    bool enabled = true;
};
/// A button with an icon, a text or both; true when it was clicked.
bool icon_button(Painter& painter, const Rect& rect, Icon icon, const ButtonLook& look);
bool text_button(Painter& painter, const Rect& rect, std::string_view text, const ButtonLook& look);
bool labelled_button(Painter& painter, const Rect& rect, Icon icon, std::string_view text,
                     const ButtonLook& look);

/// Keys as small raised boxes, one beside the other: a label as the table of keys has it.
float keys_width(const Painter& painter, std::string_view label);
void draw_keys(Painter& painter, Rect column, float row, std::string_view label);

/// The text of a field in its room, with the selection and the blinking cursor of the one that is
/// `open`. A press sets the cursor, a drag selects.
struct FieldLook {
    std::string_view id;
    const LineEdit& line;
    std::string_view hint;
    Type type = kBody;
    bool open = true;
};
void draw_field_text(Painter& painter, const Rect& room, const FieldLook& look, Commands& commands);

/// A state's icon and a name in a rounded box of the state's colour. Gives its width; `width_max`
/// cuts the name in its middle.
float badge_width(const Painter& painter, std::string_view name, float width_max);
void draw_badge(Painter& painter, const Rect& box, Look look, std::string_view name);

/// A raised card with the state's colour at its left edge.
void draw_card(Painter& painter, const Rect& rect, Look look, bool selected);

/// A scroll bar at the right edge of `area`, when `count` rows do not fit into `room`. Gives the
/// first row that it was dragged to, or `first`, and takes the wheel over `area`.
struct ScrollLook {
    std::string_view id;
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::int64_t room = 0;
};
std::int64_t scroll_rows(Painter& painter, const Rect& area, const ScrollLook& look);
inline constexpr float kScrollBarWidth = 8;

/// Draws lines of rich text from the top of `area`.
void draw_lines(Painter& painter, const Rect& area, const std::vector<TextLine>& lines, Size size,
                Colour text, Colour code);

/// One line of rich text in `box`, at its left or right; shortened at its end when it is too wide.
float draw_rich_line(Painter& painter, const Rect& box, std::string_view text, Colour colour,
                     Align align = Align::Left);

/// The tabs of a panel's heading; where they do not fit, the chosen one alone, which opens
/// a menu of all. Gives what is chosen now. `id` names the areas: id.0, id.1, …
int draw_tabs(Painter& painter, const Rect& line, std::string_view id,
              const std::vector<std::string>& titles, int chosen);

/// A ring around what a lesson speaks of.
void draw_highlight(Painter& painter, const Rect& rect);

/// The colours of a state's card: its ground and its edge.
Colour card_ground(const Theme& theme, Look look);

}  // namespace loopscope::ui
