// A viewer with a stage, a hand that moves the pointer and presses keys, and a clock that goes one
// frame at a time: for tests that drive the window without a display.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "ui/app/input.h"
#include "ui/app/stage.h"
#include "ui/app/viewer.h"

namespace loopscope::ui::testing {

class PlainDesk {
  public:
    /// `width` and `height`: of the window, in pixels.
    explicit PlainDesk(Viewer::Setup setup, int width = 1600, int height = 900)
        : viewer(std::move(setup)) {
        stage_.set_display(width, height, 0.016f);
        frame();
    }

    Viewer viewer;
    DrawLog log;

    void frame(WindowEvents events = {}) {
        now_ += 0.1;
        stage_.update_fonts(viewer);
        log.clear();
        stage_.frame(viewer, now_, &log, std::move(events));
    }

    // ---- The hand. Points are logical pixels.

    void move_to(Point p) {
        ImGuiIO& io = ImGui::GetIO();
        float scale = viewer.settings().scale;
#if IMGUI_VERSION_NUM < 18700
        io.MousePos = {p.x * scale, p.y * scale};
#else
        io.AddMousePosEvent(p.x * scale, p.y * scale);
#endif
        frame();
    }
    void button(bool down) {
#if IMGUI_VERSION_NUM < 18700
        ImGui::GetIO().MouseDown[0] = down;
#else
        ImGui::GetIO().AddMouseButtonEvent(0, down);
#endif
        frame();
    }
    void wheel(float notches) {
#if IMGUI_VERSION_NUM < 18700
        ImGui::GetIO().MouseWheel = notches;
#else
        ImGui::GetIO().AddMouseWheelEvent(0, notches);
#endif
        frame();
        frame();
    }
    void key(Key key) {
        feed_key(key, true);
        frame();
        feed_key(key, false);
        frame();
    }
    /// A named key, with Control or Shift.
    void press(KeyPress press) {
        frame({.dropped = {}, .keys = std::vector<KeyPress>{std::move(press)}});
        frame();
    }
    /// Hands characters of any script to Dear ImGui, as its backend does.
    void type_characters(const char* text) {
        ImGui::GetIO().AddInputCharactersUTF8(text);
        frame();
    }
    /// Types a text, a character at a time as a keyboard does.
    void type(const std::string& text) {
        std::vector<KeyPress> keys;
        for (char c : text)
            if (auto key = key_of_character(static_cast<unsigned char>(c))) keys.push_back(*key);
        frame({.dropped = {}, .keys = std::move(keys)});
    }
    /// Lets half a second pass.
    void wait() {
        for (int i = 0; i < 5; ++i) frame();
    }
    void click(Point p) {
        move_to(p);
        button(true);
        button(false);
        frame();
    }
    void click(const std::string& id) { click(area(id).centre()); }
    /// Presses at one point and goes to another by two steps.
    void pull(Point from, Point to) {
        move_to(from);
        button(true);
        move_to({(from.x + to.x) / 2, (from.y + to.y) / 2});
        move_to(to);
    }
    /// The same, and lets go there.
    void drag(Point from, Point to) {
        pull(from, to);
        button(false);
        frame();
    }

    // ---- What was drawn last.

    bool has(const std::string& id) const {
        return std::any_of(log.areas.begin(), log.areas.end(),
                           [&](const DrawnArea& a) { return a.id == id; });
    }
    bool has_one_of(const std::string& start) const {
        return std::any_of(log.areas.begin(), log.areas.end(),
                           [&](const DrawnArea& a) { return a.id.starts_with(start); });
    }
    Rect area(const std::string& id) const {
        for (const DrawnArea& a : log.areas)
            if (a.id == id) return a.rect;
        ADD_FAILURE() << "no area " << id;
        return {};
    }
    Rect panel(const std::string& name) const {
        for (const auto& p : log.panels)
            if (p.name == name) return p.rect;
        return {};
    }
    bool says(const std::string& panel, const std::string& text) const {
        return std::any_of(log.texts.begin(), log.texts.end(), [&](const DrawnText& t) {
            return t.panel == panel && t.full.find(text) != std::string::npos;
        });
    }

  private:
    Stage stage_;
    double now_ = 0;
};

}  // namespace loopscope::ui::testing
