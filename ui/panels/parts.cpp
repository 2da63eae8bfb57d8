// Parts that several panels draw.
#include "ui/panels/parts.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace loopscope::ui {

Icon icon_of(Thing thing, Look look) {
    switch (thing) {
        case Thing::Task:
        case Thing::Future:
            break;
        case Thing::Timer:
            return Icon::Timer;
        case Thing::Socket:
        case Thing::Pipe:
            return Icon::Plug;
        case Thing::Work:
        case Thing::Thread:
            return Icon::Thread;
        case Thing::Process:
            return Icon::File;
        case Thing::Sync:
            return Icon::Lock;
    }
    return icon_of(look);
}
namespace {

constexpr float kKeyGap = 4;

std::vector<std::string_view> split_keys(std::string_view label) {
    std::vector<std::string_view> keys;
    while (!label.empty()) {
        std::size_t end = label.find(' ');
        if (end > 0) keys.push_back(label.substr(0, end));
        label.remove_prefix(end == std::string_view::npos ? label.size() : end + 1);
    }
    return keys;
}

float key_width(const Painter& p, std::string_view key) {
    return std::max(24.0f, p.width(key, kCode) + 14);
}
/// Draws a button's ground and says what the pointer does to it.
struct ButtonState {
    Press press;
    Colour ink;
};

ButtonState begin_button(Painter& painter, const Rect& rect, const ButtonLook& look) {
    const Theme& t = painter.theme();
    ButtonState state;
    if (look.enabled) {
        state.press = painter.press(look.id, rect);
        bool meant = state.press.hovered || painter.focused(look.id);
        if (meant && !look.tip.empty()) painter.tip(look.tip);
    }
    bool hovered = state.press.hovered;
    bool held = state.press.held && hovered;
    Colour ground = t.raised;
    state.ink = look.enabled ? t.text : t.faint;
    switch (look.kind) {
        case ButtonKind::Plain:
            ground = held ? t.line : hovered ? blend(t.raised, t.line, 0.6f) : t.raised;
            break;
        case ButtonKind::Accent:
            ground = held      ? blend(t.running, t.text, 0.25f)
                     : hovered ? blend(t.running, t.text, 0.12f)
                               : t.running;
            state.ink = t.on_accent;
            if (!look.enabled) {
                ground = t.raised;
                state.ink = t.faint;
            }
            break;
        case ButtonKind::Chosen:
            ground = t.line;
            break;
        case ButtonKind::Bare:
            ground = held ? t.line : hovered ? blend(t.raised, t.line, 0.5f) : Colour{0, 0, 0, 0};
            if (!hovered && look.enabled) state.ink = t.dim;
            break;
    }
    painter.fill(rect, ground, kCardRadius);
    return state;
}

}  // namespace

Rect draw_panel(Painter& painter, const Rect& rect, const WindowLayout& layout,
                const PanelLook& look) {
    const Theme& t = painter.theme();
    painter.begin_panel(look.name, rect);
    painter.fill(rect, t.panel, kPanelRadius);
    Rect inner = rect.inset(layout.padding, 0);
    Rect heading = cut_top(inner, layout.heading);
    draw_section(painter, heading, look.title, {}, kStrong);
    if (!look.state.empty()) {
        float title = painter.width(look.title, kStrong) + 12;
        cut_left(heading, title);
        if (look.state_type == kLabel) {
            draw_rich_line(painter, heading, look.state, t.dim, Align::Right);
        } else {
            painter.text_with_tip(heading, look.state,
                                  {.type = look.state_type,
                                   .colour = t.dim,
                                   .align = Align::Right,
                                   .cut = Cut::Middle});
        }
    }
    cut_bottom(inner, layout.density == Density::Tight ? 6 : 10);
    return inner;
}

void draw_section(Painter& painter, const Rect& line, std::string_view title,
                  std::string_view state, Type title_type) {
    const Theme& t = painter.theme();
    Rect rest = line;
    float w = painter.text(rest, title, {.type = title_type, .colour = t.dim});
    cut_left(rest, w + 8);
    draw_rich_line(painter, rest, state, t.dim, Align::Right);
}

std::string_view first_fitting(const Painter& painter, float width,
                               std::initializer_list<std::string_view> texts, Type type) {
    for (std::string_view text : texts) {
        if (painter.width(text, type) <= width) return text;
    }
    return *std::prev(texts.end());
}

void draw_section_fitting(Painter& painter, const Rect& line, std::string_view title,
                          std::initializer_list<std::string_view> states, Type title_type) {
    float room = line.w - painter.width(title, title_type) - 8;
    draw_section(painter, line, title, first_fitting(painter, room, states), title_type);
}

void draw_empty(Painter& painter, const Rect& box, std::string_view text) {
    painter.text_with_tip(box, text, {.type = kLabel, .colour = painter.theme().faint});
}

void draw_empty_area(Painter& painter, const Rect& area, std::string_view text) {
    Colour colour = painter.theme().faint;
    Rect top = area.h > 40 ? area.inset(0, 4) : area;
    FittedText fitted = fit_text(parse_rich(text), top.w, top.h, Size::Small, painter);
    draw_lines(painter, top, fitted.lines, fitted.size, colour, colour);
}

std::string fitting_label(const Painter& painter, const std::string& text, float width, Type type) {
    if (painter.width(text, type) <= width) return text;
    std::string bare = text.ends_with("()") ? text.substr(0, text.size() - 2) : text;
    if (painter.width(bare, type) <= width) return bare;
    return width < painter.width("abc…xyz", type) ? std::string() : text;
}

bool icon_button(Painter& painter, const Rect& rect, Icon icon, const ButtonLook& look) {
    if (rect.empty()) return false;
    ButtonState state = begin_button(painter, rect, look);
    draw_icon(painter, icon, rect.inset(rect.w / 2 - 8, rect.h / 2 - 8), state.ink);
    return state.press.clicked;
}

bool text_button(Painter& painter, const Rect& rect, std::string_view text,
                 const ButtonLook& look) {
    ButtonState state = begin_button(painter, rect, look);
    Type type = look.kind == ButtonKind::Chosen ? kStrong : kLabel;
    painter.text(rect.inset(4, 0), text,
                 {.type = type, .colour = state.ink, .align = Align::Centre});
    return state.press.clicked;
}

bool labelled_button(Painter& painter, const Rect& rect, Icon icon, std::string_view text,
                     const ButtonLook& look) {
    ButtonState state = begin_button(painter, rect, look);
    float w = painter.width(text, kStrong);
    float total = 14 + (text.empty() ? 0 : 6 + w);
    Rect inner{rect.x + (rect.w - total) / 2, rect.y, total, rect.h};
    Rect place = cut_left(inner, 14, 6);
    draw_icon(painter, icon, place, state.ink);
    painter.text(inner.inset(-1, 0), text, {.type = kStrong, .colour = state.ink});
    return state.press.clicked;
}

float keys_width(const Painter& p, std::string_view label) {
    float width = -kKeyGap;
    for (std::string_view key : split_keys(label)) width += key_width(p, key) + kKeyGap;
    return width;
}

void draw_keys(Painter& p, Rect column, float row, std::string_view label) {
    const Theme& t = p.theme();
    for (std::string_view key : split_keys(label)) {
        Rect place = cut_left(column, key_width(p, key), kKeyGap);
        Rect box{place.x, place.y + (row - 22) / 2, place.w, 22};
        p.fill(box, t.raised, 4);
        p.stroke(box, t.line, 4, 1);
        p.text(box, key, {.type = kCode, .colour = t.text, .align = Align::Centre});
    }
}

void draw_field_text(Painter& p, const Rect& room, const FieldLook& look, Commands& out) {
    const Theme& t = p.theme();
    const LineEdit& line = look.line;
    std::string_view text = line.text();
    FieldView view = view_field(line, room.w - 3, look.type, p);
    auto x_of = [&](std::size_t byte) {
        std::size_t to = std::clamp(byte, view.first, view.last);
        return room.x + p.width(text.substr(view.first, to - view.first), look.type);
    };
    if (look.open) {
        Press press = p.press(look.id, room, Reach::Pointer);
        bool began = press.hovered && p.pointer().pressed;
        if (press.held) {
            std::size_t byte = place_in_field(line, view, press.at.x - room.x, look.type, p);
            bool moves = byte != line.cursor() || began;
            if (moves)
                out.push_back({Act::PlaceField, static_cast<std::int64_t>(byte), 0,
                               began && !p.pointer().shift ? 0.0 : 1.0});
        }
    }
    if (line.empty()) p.text(room.moved(4, 0), look.hint, {.type = look.type, .colour = t.faint});
    float middle = room.centre().y;
    float half = line_px(look.type.size) / 2;
    if (look.open && line.has_selection()) {
        float from = x_of(line.selection_start());
        p.fill({from, middle - half, x_of(line.selection_end()) - from, 2 * half},
               with_alpha(t.waiting, 0.4f), 2);
    }
    Rect place = room;
    place.w += 2;
    p.text(place, text.substr(view.first, view.last - view.first),
           {.type = look.type, .colour = t.text});
    if (look.open && std::fmod(p.now(), 1.0) < 0.6)
        p.fill({x_of(line.cursor()), middle - half, 2, 2 * half}, t.running);
}

float badge_width(const Painter& painter, std::string_view name, float width_max) {
    return std::min(width_max, 24 + painter.width(name, kStrong) + (name.empty() ? -6 : 0));
}

void draw_badge(Painter& painter, const Rect& box, Look look, std::string_view name) {
    const Theme& t = painter.theme();
    bool running = look == Look::Running;
    Colour ground = running ? t.running : t.wash(look, t.panel, 0.22f);
    Colour ink = running ? t.on_accent : t.look(look);
    painter.fill(box, ground, 4);
    Rect inner = box.inset(4, 0);
    draw_icon(painter, icon_of(look), cut_left(inner, 10, 4), ink);
    painter.text(inner, name, {.type = kStrong, .colour = ink, .cut = Cut::Middle});
}

void draw_card(Painter& painter, const Rect& rect, Look look, bool selected) {
    const Theme& t = painter.theme();
    painter.fill(rect, selected ? t.wash(look, t.panel, 0.18f) : t.panel, 4);
    painter.fill({rect.x, rect.y, 4, rect.h}, t.look(look), 4, Corners::Left);
}

std::int64_t scroll_rows(Painter& painter, const Rect& area, const ScrollLook& look) {
    std::int64_t last = std::max<std::int64_t>(0, look.count - look.room);
    std::int64_t first = std::clamp<std::int64_t>(look.first, 0, last);
    if (last == 0) return first;
    if (float wheel = painter.take_wheel(area) + painter.take_scroll_key(); wheel != 0) {
        first -= static_cast<std::int64_t>(std::lround(wheel * 3));
        first = std::clamp<std::int64_t>(first, 0, last);
    }
    const Theme& t = painter.theme();
    Rect track{area.right() - kScrollBarWidth, area.y, kScrollBarWidth, area.h};
    Press press = painter.press(look.id, track, Reach::Pointer);
    float size =
        std::max(24.0f, area.h * static_cast<float>(look.room) / static_cast<float>(look.count));
    float way = std::max(1.0f, area.h - size);
    if (press.held) {
        float part = std::clamp((press.at.y - area.y - size / 2) / way, 0.0f, 1.0f);
        first = static_cast<std::int64_t>(std::lround(part * static_cast<float>(last)));
    }
    float y = area.y + way * static_cast<float>(first) / static_cast<float>(last);
    bool strong = press.hovered || press.held;
    painter.fill({track.x + 2, y, 4, size}, strong ? t.dim : t.line, 2);
    return first;
}

void draw_lines(Painter& painter, const Rect& area, const std::vector<TextLine>& lines, Size size,
                Colour text, Colour code) {
    float y = area.y;
    for (const TextLine& line : lines) {
        for (const TextPiece& piece : line.pieces) {
            Colour colour = piece.kind == SpanKind::Code ? code : text;
            painter.text({area.x + piece.x, y, piece.width + 1, line_px(size)}, piece.text,
                         {.type = type_of(piece.kind, size), .colour = colour});
        }
        y += line_px(size);
    }
}

float draw_rich_line(Painter& painter, const Rect& box, std::string_view text, Colour colour,
                     Align align) {
    std::vector<TextSpan> spans = parse_rich(text);
    std::vector<TextLine> lines = break_lines(spans, 1e6f, Size::Small, painter);
    if (lines.empty()) return 0;
    const TextLine& line = lines.front();
    if (line.width > box.w + 0.5f) {
        std::string plain;
        for (const TextSpan& span : spans) plain += span.text;
        return painter.text_with_tip(box, plain, {.colour = colour, .align = align});
    }
    float x = align == Align::Right ? box.right() - line.width : box.x;
    Rect place{x, box.y + (box.h - line_px(Size::Small)) / 2, line.width, line_px(Size::Small)};
    draw_lines(painter, place, {line}, Size::Small, colour, colour);
    return line.width;
}

int draw_tabs(Painter& painter, const Rect& line, std::string_view id,
              const std::vector<std::string>& titles, int chosen) {
    const Theme& t = painter.theme();
    constexpr float kPad = 8;
    constexpr float kGap = 2;
    float total = -kGap;
    for (const std::string& title : titles)
        total += painter.width(title, kStrong) + 2 * kPad + kGap;
    Rect strip = line.inset(0, std::max(0.0f, (line.h - 24) / 2));
    auto tab = [&](const Rect& box, int index, const std::string& title, bool chevron) {
        bool on = index == chosen;
        Press press = painter.press(std::string(id) + "." + std::to_string(index), box);
        if (on || press.hovered) painter.fill(box, on ? t.line : t.raised, 5);
        Rect inner = box.inset(kPad, 0);
        if (chevron) draw_icon(painter, Icon::ChevronDown, cut_right(inner, 9, 4), t.dim);
        painter.text(inner, title, {.type = kStrong, .colour = on ? t.text : t.dim});
        return press.clicked;
    };
    int count = static_cast<int>(titles.size());
    if (total > strip.w) {
        const std::string& title = titles[static_cast<std::size_t>(chosen)];
        float w = std::min(strip.w, painter.width(title, kStrong) + 2 * kPad + 15);
        Rect box{strip.x, strip.y, w, strip.h};
        std::string menu(id);
        if (tab(box, chosen, title, true))
            painter.open_menu({.id = menu, .anchor = box, .items = titles, .chosen = chosen});
        int taken = painter.take_menu_answer(menu);
        return taken >= 0 && taken < count ? taken : chosen;
    }
    Rect rest = strip;
    int now = chosen;
    for (int i = 0; i < count; ++i) {
        const std::string& title = titles[static_cast<std::size_t>(i)];
        Rect box = cut_left(rest, painter.width(title, kStrong) + 2 * kPad + 0.5f, kGap);
        if (tab(box, i, title, false)) now = i;
    }
    return now;
}

void draw_highlight(Painter& painter, const Rect& rect) {
    const Theme& t = painter.theme();
    Rect ring = intersection(rect.inset(-3), painter.window());
    painter.stroke(ring, with_alpha(t.running, 0.35f), kCardRadius + 3, 4);
    painter.stroke(ring, t.running, kCardRadius + 2, 1.5f);
}

Colour card_ground(const Theme& theme, Look look) {
    return look == Look::Running ? theme.wash(look, theme.panel, 0.16f)
                                 : theme.wash(look, theme.panel, 0.10f);
}

}  // namespace loopscope::ui
