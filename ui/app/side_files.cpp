// The files that the window keeps beside what it opens.
#include "ui/app/side_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/session/scenario.h"
#include "sim/trace/failure.h"

namespace loopscope::ui {
namespace {

namespace fs = std::filesystem;

std::string data_folder() {
    if (const char* data = std::getenv("XDG_DATA_HOME"); data && *data)
        return std::string(data) + "/loopscope";
    if (const char* home = std::getenv("HOME"); home && *home)
        return std::string(home) + "/.local/share/loopscope";
    return {};
}

bool write_file(const std::string& path, const std::string& text) {
    std::error_code ignored;
    fs::create_directories(fs::path(path).parent_path(), ignored);
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    return out.good();
}

}  // namespace

std::string notes_path(const std::string& path) {
    std::error_code ignored;
    fs::path file(path);
    std::string scenarios = session::scenarios_folder();
    bool ours = !scenarios.empty() && fs::equivalent(file.parent_path(), scenarios, ignored);
    if (!ours) return path + ".loopscope";
    std::string data = data_folder();
    return data.empty() ? std::string()
                        : data + "/notes/" + file.filename().string() + ".loopscope";
}

std::optional<std::string> load_notes_file(const std::string& path) {
    std::ifstream in(notes_path(path), std::ios::binary);
    if (!in) return std::nullopt;
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

bool save_notes_file(const std::string& path, const std::string& text) {
    std::string file = notes_path(path);
    return !file.empty() && write_file(file, text);
}

std::string whole_path(const std::string& path) {
    std::string_view typed = path;
    while (typed.starts_with(' ')) typed.remove_prefix(1);
    while (typed.ends_with(' ')) typed.remove_suffix(1);
    if (typed.starts_with("file://")) typed.remove_prefix(7);
    const char* home = std::getenv("HOME");
    if (home && (typed == "~" || typed.starts_with("~/")))
        return std::string(home) + std::string(typed.substr(1));
    return std::string(typed);
}

std::string complete_path(const std::string& path) {
    fs::path typed(whole_path(path));
    std::string begin = typed.filename().string();
    fs::path folder = typed.has_parent_path() ? typed.parent_path() : fs::path(".");
    std::error_code none;
    std::optional<std::string> common;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, none)) {
        std::string name = entry.path().filename().string();
        bool hidden = begin.empty() && name.starts_with('.');
        if (hidden || !name.starts_with(begin)) continue;
        if (entry.is_directory(none)) name += '/';
        std::size_t same = 0;
        std::size_t most = common ? std::min(common->size(), name.size()) : name.size();
        while (same < most && (!common || (*common)[same] == name[same])) ++same;
        common = name.substr(0, same);
    }
    if (!common || common->size() <= begin.size()) return path;
    return path + common->substr(begin.size());
}

std::string own_scenarios_folder() {
    std::string data = data_folder();
    return data.empty() ? data : data + "/scenarios";
}

base::Result<std::string> save_own_scenario(const std::string& name, const std::string& source) {
    constexpr std::string_view kAllowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    if (name.empty() || name.find_first_not_of(kAllowed) != std::string::npos)
        return trace::failure("save.name", {{"name", name}});
    std::string folder = own_scenarios_folder();
    if (folder.empty()) return trace::failure("save.home");
    std::string path = folder + "/" + name + ".py";
    if (!write_file(path, source)) return trace::failure("save.write", {{"path", path}});
    return path;
}

}  // namespace loopscope::ui
