// The command export: a run or a recording in the formats of other programs.
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <optional>

#include "cli/opening.h"
#include "sim/trace/exporters.h"

#ifdef LOOPSCOPE_WITH_UI
#include "ui/app/animation.h"
#endif

namespace loopscope::cli {
namespace {

/// "first", "middle", "last" or the number of an event.
std::optional<trace::Position> position_of(std::string_view text, trace::Position size) {
    const trace::Position last = size == 0 ? 0 : size - 1;
    if (text == "first") return 0;
    if (text == "middle") return last / 2;
    if (text == "last") return last;
    trace::Position number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return std::min(number, last);
}

int write_text(const std::string& path, const std::string& text) {
    std::ofstream out(path, std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (out) return kFine;
    complain(fmt::format("{} can't be written: {}.", path, std::strerror(errno)));
    return kUsage;
}

#ifdef LOOPSCOPE_WITH_UI

/// What stands in "1600x900"; nothing when it is not two numbers that make a picture.
std::optional<std::pair<int, int>> size_of(std::string_view text) {
    int width = 0;
    int height = 0;
    const char* end = text.data() + text.size();
    auto [middle, error] = std::from_chars(text.data(), end, width);
    if (error != std::errc{} || middle == end || *middle != 'x') return std::nullopt;
    auto [rest, error2] = std::from_chars(middle + 1, end, height);
    constexpr int kLeast = 320;
    constexpr int kMost = 8192;
    if (error2 != std::errc{} || rest != end || width < kLeast || height < kLeast ||
        width > kMost || height > kMost)
        return std::nullopt;
    return std::pair{width, height};
}

int export_animation(std::unique_ptr<session::Session> session, const CommonOptions& options,
                     trace::ExportRange range) {
    const auto size = size_of(options.size);
    if (!size) {
        complain("--size must be WIDTHxHEIGHT, each from 320 to 8192, as in 1600x900.");
        return kUsage;
    }
    ui::AnimationOptions animation;
    animation.picture.width = size->first;
    animation.picture.height = size->second;
    animation.picture.scale = options.scale;
    animation.picture.theme = options.theme == "light" ? ui::ThemeName::Light : ui::ThemeName::Dark;
    animation.picture.language = options.language;
    animation.picture.step_size = options.step;
    animation.picture.out_path = options.output;
    animation.format = options.format;
    animation.frames_per_second = options.frames_per_second;
    animation.from = range.from;
    animation.to = range.to;
    auto made = ui::render_animation(std::move(session), animation);
    if (!made) {
        complain(made.failure().message);
        return kUsage;
    }
    fmt::print(stderr, "{}: {} steps\n", options.output, made.value());
    return kFine;
}

#else

int export_animation(std::unique_ptr<session::Session>, const CommonOptions&, trace::ExportRange) {
    complain("this program was built without the window, which draws the pictures.");
    return kUsage;
}

#endif

}  // namespace

int export_file(const CommonOptions& options) {
    auto session = open_session(options);
    if (!session) return kUsage;
    session->produce_all();
    if (session->log().empty()) {
        complain(fmt::format("{} has no events: there is nothing to export.", options.file));
        return kUsage;
    }
    const trace::Position size = session->log().size();
    const auto from = position_of(options.from, size);
    const auto to = position_of(options.to, size);
    if (!from || !to || *from > *to) {
        complain("--from and --to must be numbers of events, or first, middle or last, in order.");
        return kUsage;
    }
    const trace::ExportRange range{*from, *to};
    const trace::Timeline& timeline = session->timeline();
    if (options.format == "chrome")
        return write_text(options.output, chrome_trace(session->header(), timeline, range));
    if (options.format == "csv") return write_text(options.output, tasks_csv(timeline, range));
    if (options.format == "html")
        return write_text(options.output,
                          steps_page(session->header(), timeline, range, options.step));
    return export_animation(std::move(session), options, range);
}

}  // namespace loopscope::cli
