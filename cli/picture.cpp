// The commands that draw: render and window.
#include <algorithm>
#include <charconv>

#include "cli/opening.h"
#include "cli/way_out.h"

#ifdef LOOPSCOPE_WITH_UI
#include "ui/app/app.h"
#include "ui/app/side_files.h"
#endif

namespace loopscope::cli {

#ifdef LOOPSCOPE_WITH_UI

namespace {

/// "1600x900" as two numbers.
bool read_size(std::string_view text, ui::RenderOptions& render) {
    const char* end = text.data() + text.size();
    auto [middle, error] = std::from_chars(text.data(), end, render.width);
    if (error != std::errc{} || middle == end || *middle != 'x') return false;
    auto [rest, error2] = std::from_chars(middle + 1, end, render.height);
    if (error2 != std::errc{} || rest != end) return false;
    constexpr int kLeast = 320;
    constexpr int kMost = 8192;
    return render.width >= kLeast && render.width <= kMost && render.height >= kLeast &&
           render.height <= kMost;
}

/// "first", "middle", "last" or a number; false when it is none of these.
bool read_position(std::string_view text, trace::Position size, ui::RenderOptions& render) {
    if (text.empty()) return true;
    const trace::Position last = size == 0 ? 0 : size - 1;
    if (text == "first") {
        render.position = 0;
    } else if (text == "middle") {
        render.position = last / 2;
    } else if (text == "last") {
        render.position = last;
    } else {
        trace::Position number = 0;
        auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{} || end != text.data() + text.size()) return false;
        render.position = std::min(number, last);
    }
    return true;
}

/// For pictures nothing is run: a recording that never ends, or that has failed.
class PicturedRecording : public ui::RealRecording {
  public:
    explicit PicturedRecording(bool failed) : failed_(failed) {}
    std::optional<ui::RealOutcome> poll() override {
        if (!failed_) return std::nullopt;
        return ui::RealOutcome{.trace = {},
                               .python = "python3",
                               .status = 1,
                               .said =
                                   "Traceback (most recent call last):\n"
                                   "ModuleNotFoundError: No module named 'numpy'\n"};
    }

  private:
    bool failed_;
};

bool has(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// A real Python for the pictures of its dialogs, where one is asked for.
ui::RealPython pictured_python(const std::vector<std::string>& show) {
    const bool failed = has(show, "offer-failed");
    if (!failed && !has(show, "offer") && !has(show, "offer-running")) return {};
    return {.missing = missing_for_window, .record = [failed](const std::string&) {
                return std::make_unique<PicturedRecording>(failed);
            }};
}

}  // namespace

int render_picture(const CommonOptions& options) {
    ui::RenderOptions render;
    if (!read_size(options.size, render)) {
        complain("--size must be WIDTHxHEIGHT, each from 320 to 8192, as in 1600x900.");
        return kUsage;
    }
    auto session = open_session(options);
    if (!session) return kUsage;
    // A moment that is named by its number needs no more than what comes before it.
    const bool numbered =
        options.at == "first" ||
        (!options.at.empty() && options.at.find_first_not_of("0123456789") == std::string::npos);
    if (numbered && options.at.size() < 18) {
        const trace::Position at = options.at == "first" ? 0 : std::stoull(options.at);
        while (session->is_live() && session->log().size() <= at)
            session->produce(at + 1 - session->log().size());
    } else {
        session->produce_all();
    }
    if (!read_position(options.at, session->log().size(), render)) {
        complain("--at must be an event's number, or first, middle or last.");
        return kUsage;
    }
    render.scale = options.scale;
    render.theme = options.theme == "light"      ? ui::ThemeName::Light
                   : options.theme == "contrast" ? ui::ThemeName::Contrast
                                                 : ui::ThemeName::Dark;
    render.language = options.language;
    render.show = options.show;
    render.task = options.task;
    if (!options.compare.empty()) render.compare = session::resolve(options.compare);
    const std::vector<std::string> names = ui::shown_names();
    for (const std::string& name : options.show) {
        if (has(names, name)) continue;
        std::string list;
        for (const std::string& known : names) list += (list.empty() ? "" : ", ") + known;
        complain("--show " + name + ": no such panel or mode. There are: " + list + ".");
        return kUsage;
    }
    render.out_path = options.output;
    render.path = session::resolve(options.file);
    render.real_python = pictured_python(options.show);
    if (auto drawn = ui::render_png(std::move(session), render); !drawn) {
        complain(drawn.failure().message);
        return kUsage;
    }
    return kFine;
}

int open_window(const CommonOptions& options) {
    ui::WindowOptions window;
    if (!options.file.empty()) window.file = session::resolve(options.file);
    window.scenarios = session::list_scenarios(session::scenarios_folder());
    for (session::ScenarioEntry& own : session::list_scenarios(ui::own_scenarios_folder()))
        window.scenarios.push_back(std::move(own));
    window.run = options.run;
    window.command_options = options.repeated;
    ui::RenderOptions place;
    if (!read_position(options.at, ~trace::Position{0} >> 1, place)) {
        complain("--at must be an event's number, or first, middle or last.");
        return kUsage;
    }
    window.position = place.position;
    window.real_python = {.missing = missing_for_window,
                          .record = [&options](const std::string& path) {
                              CommonOptions wanted = options;
                              wanted.file = path;
                              return record_for_window(wanted);
                          }};
    auto closed = ui::run_window(window);
    if (!closed) {
        complain(closed.failure().message);
        return kUsage;
    }
    return closed.value();
}

#else

namespace {
int built_without_window() {
    complain("this program was built without the window. Build it with LOOPSCOPE_UI=ON.");
    return kUsage;
}
}  // namespace

int render_picture(const CommonOptions&) { return built_without_window(); }
int open_window(const CommonOptions&) { return built_without_window(); }

#endif

}  // namespace loopscope::cli
