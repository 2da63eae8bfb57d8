// Painter: the only way in which panels draw and feel the pointer.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ui/draw/draw_log.h"
#include "ui/model/geometry.h"
#include "ui/model/pointer.h"
#include "ui/model/text_style.h"
#include "ui/theme/theme.h"

struct ImDrawList;
struct ImFont;

namespace loopscope::ui {

/// The fonts of the present display scale, one for each face and size.
struct FontSet {
    ImFont* font[kFaceCount][kSizeCount] = {};

    ImFont* get(Type type) const {
        return font[static_cast<int>(type.face)][static_cast<int>(type.size)];
    }
};

enum class Align : std::uint8_t { Left, Centre, Right };
/// Which corners of a filled rectangle are round.
enum class Corners : std::uint8_t { All, Left };
enum class Cut : std::uint8_t { End, Middle };

/// How a text is set into its box.
struct TextLook {
    Type type = kLabel;
    Colour colour;
    Align align = Align::Left;
    Cut cut = Cut::End;
};

/// What a press area saw in this frame.
struct Press {
    bool hovered = false;
    bool held = false;     ///< The button went down here and is still down.
    bool clicked = false;  ///< The button went down and up here.
    Point at;              ///< The pointer, also when it left the area while held.
};

/// Whether the keyboard's focus stops at an area too, or the pointer alone reaches it: what is
/// dragged, and what has keys of its own.
enum class Reach : std::uint8_t { Keys, Pointer };

/// Draws into one ImDrawList, in logical pixels.
///
/// It multiplies by the display scale and rounds edges to whole pixels, so panels never see the
/// scale. Every text is set into a box and shortened when it does not fit: nothing a panel does can
/// spill over its neighbours. Everything drawn is noted in a DrawLog, if there is one.
class Painter : public TextMeasure {
  public:
    struct Setup {
        ImDrawList* list = nullptr;
        const FontSet* fonts = nullptr;
        const Theme* theme = nullptr;
        float scale = 1;  ///< Pixels per logical pixel.
        Rect window;      ///< The whole picture, in logical pixels.
        Pointer pointer;
        Grip* grip = nullptr;    ///< Kept between frames.
        DrawLog* log = nullptr;  ///< May be null.
        double now = 0;          ///< Seconds; only differences count.
    };
    explicit Painter(const Setup& setup);

    const Theme& theme() const { return *theme_; }
    const Pointer& pointer() const { return pointer_; }
    double now() const { return now_; }
    Rect window() const { return window_; }
    float scale() const { return scale_; }
    /// The width of one real pixel: the thinnest line.
    float hairline() const { return 1 / scale_; }

    // Shapes.
    void fill(const Rect& rect, Colour colour, float radius = 0, Corners corners = Corners::All);
    void stroke(const Rect& rect, Colour colour, float radius = 0, float thickness = 1);
    void dashed(const Rect& rect, Colour colour);
    void line(Point from, Point to, Colour colour, float thickness = 1);
    void polyline(std::span<const Point> points, Colour colour, float thickness);
    void curve(Point from, Point to, Colour colour, float thickness);
    void polygon(std::span<const Point> convex, Colour colour);
    void disc(Point centre, float radius, Colour colour);
    void ring(Point centre, float radius, Colour colour, float thickness);
    /// Diagonal stripes of `stripe` upon `ground`.
    void hatch(const Rect& rect, Colour stripe, Colour ground);
    void shadow(const Rect& rect, float radius);

    // Text.
    float width(std::string_view text, Type type) const override;
    /// Sets one line of text into `box`, centred in its height; returns the width that it took.
    float text(const Rect& box, std::string_view text, const TextLook& look);
    /// The same, but full texts that had to be cut show in a tip below the pointer.
    float text_with_tip(const Rect& box, std::string_view text, const TextLook& look);

    // Clipping: what is drawn in between is cut at `rect`, and feels the pointer only inside.
    void push_clip(const Rect& rect);
    void pop_clip();

    // The pointer.
    Press press(std::string_view id, const Rect& area, Reach reach = Reach::Keys);
    bool hovers(const Rect& area) const;
    /// Whether the keyboard's focus is on the area `id`.
    bool focused(std::string_view id) const { return grip_ && grip_->focus == id; }
    /// The ring around the area that has the focus, above everything drawn so far.
    void draw_focus();
    /// Notches of the wheel over `area`; the first to ask gets them.
    float take_wheel(const Rect& area);
    /// Notches by which a key scrolls the list that asks; the panel's first to ask gets them.
    float take_scroll_key();
    /// Opens a menu below a control; it is drawn at the end of the frame, above everything.
    void open_menu(Menu menu);
    /// What was taken from the menu `id` since the last frame, or -1. Tells it once.
    int take_menu_answer(std::string_view id);
    /// Shows `text` beside the pointer at the end of the frame, when it has rested a moment.
    void tip(std::string_view text) { tip_ = text; }
    const std::string& pending_tip() const { return tip_; }
    /// The area that has the keyboard's focus, once it has been drawn.
    const Rect& focus_rect() const { return focus_rect_; }

    /// Starts a panel: what follows is noted under `name`.
    void begin_panel(std::string_view name, const Rect& rect);
    /// What follows belongs to an overlay. While `modal_layer` is higher than the present layer,
    /// the pointer is not felt.
    void set_layer(int layer) { layer_ = layer; }
    void set_modal_layer(int layer) { modal_layer_ = layer; }
    int layer() const { return layer_; }

    ImDrawList& list() { return *list_; }
    /// Logical to real pixels, on a whole pixel.
    float snap(float logical) const;

  private:
    bool feels() const { return pointer_.inside && layer_ >= modal_layer_; }
    void strengthen_wide(std::string_view text, Point at, Type type, Colour colour);
    void note_text(std::string_view drawn, std::string_view full, const Rect& rect, const Rect& box,
                   Type type);

    ImDrawList* list_;
    const FontSet* fonts_;
    const Theme* theme_;
    float scale_;
    Rect window_;
    Pointer pointer_;
    Grip* grip_;
    DrawLog* log_;
    double now_;
    void take_focus_stop(std::string_view id, const Rect& area, Press& press);
    std::string panel_;
    Rect panel_rect_;
    Rect focus_rect_;  // Of the area that has the focus; empty while it is not drawn.
    std::string tip_;
    std::vector<Rect> clips_;
    int layer_ = 0;
    int modal_layer_ = 0;
};

/// Clips for as long as it lives.
class ClipScope {
  public:
    ClipScope(Painter& painter, const Rect& rect) : painter_(painter) { painter.push_clip(rect); }
    ~ClipScope() { painter_.pop_clip(); }
    ClipScope(const ClipScope&) = delete;
    ClipScope& operator=(const ClipScope&) = delete;

  private:
    Painter& painter_;
};

}  // namespace loopscope::ui
