// A report of what the window shows.
#include "ui/app/report.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace loopscope::ui {

Report::Report(const char* path) {
    if (path && *path) file_.open(path);
}

void Report::frame(const DrawLog& log, const Viewer::Shown& shown) {
    ++frames_;
    nlohmann::ordered_json line;
    line["file"] = shown.file;
    line["event"] = shown.events;
    line["events"] = shown.size;
    line["scale"] = shown.scale;
    auto& panels = line["panels"] = nlohmann::ordered_json::object();
    for (const DrawnPanel& panel : log.panels) panels[panel.name] = nlohmann::ordered_json::array();
    for (const DrawnText& text : log.texts) panels[text.panel].push_back(text.full);
    auto& areas = line["areas"] = nlohmann::ordered_json::object();
    for (const DrawnArea& area : log.areas) {
        const Rect& r = area.rect;
        auto pixel = [&](float v) { return static_cast<int>(std::lround(v * shown.scale)); };
        areas[area.id] = {pixel(r.x), pixel(r.y), pixel(r.w), pixel(r.h)};
    }
    constexpr auto kReplace = nlohmann::ordered_json::error_handler_t::replace;
    std::string text = line.dump(-1, ' ', false, kReplace);
    if (text == last_) return;
    last_ = text;
    file_ << "{\"frame\":" << frames_ << "," << text.substr(1) << '\n' << std::flush;
}

}  // namespace loopscope::ui
