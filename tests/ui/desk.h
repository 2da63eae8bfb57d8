// A viewer with a stage and a clock that goes one frame at a time, for tests that drive it.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <string>
#include <utility>

#include "ui/app/stage.h"
#include "ui/app/viewer.h"

namespace loopscope::ui::testing {

class PlainDesk {
  public:
    explicit PlainDesk(Viewer::Setup setup) : viewer(std::move(setup)) {
        stage_.set_display(1600, 900, 0.016f);
        frame();
    }

    Viewer viewer;
    DrawLog log;

    void frame() {
        now_ += 0.1;
        stage_.update_fonts(viewer);
        log.clear();
        stage_.frame(viewer, now_, &log, {});
    }
    void move_to(Point p) {
        ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM < 18700
        io.MousePos = {p.x, p.y};
#else
        io.AddMousePosEvent(p.x, p.y);
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
    /// Types a text, a character at a time as a keyboard does.
    void type(const std::string& text) {
        now_ += 0.1;
        std::vector<KeyPress> keys;
        for (char c : text)
            if (auto key = key_of_character(static_cast<unsigned char>(c))) keys.push_back(*key);
        stage_.update_fonts(viewer);
        log.clear();
        stage_.frame(viewer, now_, &log, {.dropped = {}, .keys = std::move(keys)});
    }
    /// Lets half a second pass.
    void wait() {
        for (int i = 0; i < 5; ++i) frame();
    }
    bool has(const std::string& id) const {
        for (const DrawnArea& a : log.areas)
            if (a.id == id) return true;
        return false;
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
        for (const DrawnText& t : log.texts)
            if (t.panel == panel && t.full.find(text) != std::string::npos) return true;
        return false;
    }
    void click(const std::string& id) {
        move_to(area(id).centre());
        button(true);
        button(false);
        frame();
    }
    /// Presses at one point, goes to another by two steps, and lets go there.
    void drag(Point from, Point to) {
        move_to(from);
        button(true);
        move_to({(from.x + to.x) / 2, (from.y + to.y) / 2});
        move_to(to);
        button(false);
        frame();
    }

  private:
    Stage stage_;
    double now_ = 0;
};

}  // namespace loopscope::ui::testing
