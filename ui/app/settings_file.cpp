// The file of the window's settings.
#include "ui/app/settings_file.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace loopscope::ui {

std::string settings_path() {
    namespace fs = std::filesystem;
    if (const char* config = std::getenv("XDG_CONFIG_HOME"); config && *config == '/') {
        return (fs::path(config) / "loopscope" / "window.conf").string();
    }
    const char* home = std::getenv("HOME");
    if (!home || *home == 0) return {};
    return (fs::path(home) / ".config" / "loopscope" / "window.conf").string();
}

Settings load_settings(const std::string& path, bool& found) {
    std::ifstream file(path);
    found = static_cast<bool>(file);
    std::stringstream text;
    if (found) text << file.rdbuf();
    return read_settings(text.str());
}

void save_settings(const std::string& path, const Settings& settings) {
    if (path.empty()) return;
    std::error_code error;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
    std::string fresh = path + ".new";
    {
        std::ofstream file(fresh);
        file << write_settings(settings);
        if (!file.flush()) return;
    }
    std::filesystem::rename(fresh, path, error);
}

}  // namespace loopscope::ui
