// Settings as text, and back.
#include "ui/model/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/trace/catalogue.h"

namespace loopscope::ui {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
        text.remove_suffix(1);
    }
    return text;
}

int number(std::string_view text, int low, int high, int otherwise) {
    int value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return otherwise;
    return value < low || value > high ? otherwise : value;
}

void set(Settings& s, std::string_view name, std::string_view value) {
    if (name == "scale_percent") {
        int percent = number(value, 50, 400, 100);
        s.scale = *std::min_element(std::begin(kScales), std::end(kScales), [&](float a, float b) {
            return std::abs(a * 100 - static_cast<float>(percent)) <
                   std::abs(b * 100 - static_cast<float>(percent));
        });
    } else if (name == "theme") {
        if (value == "dark") s.theme = ThemeName::Dark;
        if (value == "light") s.theme = ThemeName::Light;
        if (value == "contrast") s.theme = ThemeName::Contrast;
    } else if (name == "language") {
        if (trace::language_code(trace::language_of(value)) == value) s.language = value;
    } else if (name == "motion") {
        if (value == "on") s.motion = true;
        if (value == "off") s.motion = false;
    } else if (name == "step_size") {
        s.step_size = number(value, 0, 4, s.step_size);
    } else if (name == "axis_mode") {
        s.axis_mode = number(value, 0, 2, s.axis_mode);
    } else if (name == "preset") {
        s.preset = number(value, 0, 2, s.preset);
    } else if (name == "arrangement") {
        s.arrangement = value;
    } else if (name == "recent") {
        s.recent = value;
    } else if (name == "speed") {
        s.speed = number(value, 0, 5, s.speed);
    } else if (name == "window_width") {
        s.window_width = number(value, 320, 16384, s.window_width);
    } else if (name == "window_height") {
        s.window_height = number(value, 240, 16384, s.window_height);
    }
}

std::string_view theme_word(ThemeName name) {
    return name == ThemeName::Dark ? "dark" : name == ThemeName::Light ? "light" : "contrast";
}

}  // namespace

float next_scale(float scale, int direction) {
    if (direction > 0) {
        for (float s : kScales) {
            if (s > scale + 0.01f) return s;
        }
        return std::end(kScales)[-1];
    }
    for (const float* s = std::end(kScales); s != std::begin(kScales);) {
        --s;
        if (*s < scale - 0.01f) return *s;
    }
    return kScales[0];
}

float presentation_scale(float pixel_width, float pixel_height, float usual) {
    float best = next_scale(usual, +1);
    for (float scale : kScales) {
        bool roomy = pixel_width / scale >= 1270 && pixel_height / scale >= 700;
        if (roomy) best = std::max(best, scale);
    }
    return best;
}

std::string write_settings(const Settings& s) {
    return fmt::format(
        "# Loopscope's window. Delete this file to start afresh.\n"
        "scale_percent = {}\ntheme = {}\nlanguage = {}\nmotion = {}\nstep_size = {}\nspeed = {}\n"
        "window_width = {}\nwindow_height = {}\naxis_mode = {}\npreset = {}\narrangement = {}\n"
        "recent = {}\n",
        static_cast<int>(std::lround(s.scale * 100)), theme_word(s.theme), s.language,
        s.motion ? "on" : "off", s.step_size, s.speed, s.window_width, s.window_height, s.axis_mode,
        s.preset, s.arrangement, s.recent);
}

Settings read_settings(std::string_view text) {
    Settings result;
    while (!text.empty()) {
        std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        std::size_t equals = line.find('=');
        if (line.starts_with('#') || equals == std::string_view::npos) continue;
        set(result, trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1)));
    }
    return result;
}

}  // namespace loopscope::ui
