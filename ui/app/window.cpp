// The window: GLFW, OpenGL 3.3, and a loop that sleeps when nothing moves.
#include <fmt/format.h>
#include <glad/gl.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <thread>

#include "sim/base/shell_word.h"
#include "ui/app/app.h"
#include "ui/app/exporter.h"
#include "ui/app/report.h"
#include "ui/app/session_document.h"
#include "ui/app/settings_file.h"
#include "ui/app/side_files.h"
#include "ui/app/stage.h"

namespace loopscope::ui {
namespace {

constexpr double kFrameSeconds = 1.0 / 60;
constexpr int kFramesAfterInput = 3;  // Input is seen in one frame and its effect in the next.

std::string glfw_reason() {
    const char* text = nullptr;
    glfwGetError(&text);
    return text ? text : "unknown reason";
}

/// GLFW's library and one window with a current OpenGL context.
class Window {
  public:
    static base::Result<std::unique_ptr<Window>> open(const Settings& settings) {
        if (!glfwInit()) {
            return base::Failure{fmt::format("cannot open a window: {}", glfw_reason())};
        }
        std::unique_ptr<Window> result(new Window);
        glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
        glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
        glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
        glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
        result->window_ = glfwCreateWindow(settings.window_width, settings.window_height,
                                           "Loopscope", nullptr, nullptr);
        if (!result->window_) {
            return base::Failure{
                fmt::format("cannot open a window with OpenGL 3.3: {}", glfw_reason())};
        }
        glfwMakeContextCurrent(result->window_);
        glfwSwapInterval(1);
        if (!gladLoadGL(glfwGetProcAddress)) {
            return base::Failure{"cannot open a window: OpenGL's functions are missing"};
        }
        glfwSetWindowSizeLimits(result->window_, 480, 320, GLFW_DONT_CARE, GLFW_DONT_CARE);
        glfwSetWindowUserPointer(result->window_, result.get());
        glfwSetDropCallback(result->window_, [](GLFWwindow* w, int count, const char** paths) {
            auto* self = static_cast<Window*>(glfwGetWindowUserPointer(w));
            for (int i = 0; i < count; ++i) self->events_.dropped.emplace_back(paths[i]);
        });
        return result;
    }
    ~Window() {
        if (window_) glfwDestroyWindow(window_);
        glfwTerminate();
    }
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    GLFWwindow* handle() { return window_; }
    /// Hears the keys too; call it when Dear ImGui has set its own callback, which is called first.
    void listen_to_keys() {
        previous_ = glfwSetKeyCallback(
            window_, [](GLFWwindow* w, int code, int scan, int action, int modifiers) {
                auto* self = static_cast<Window*>(glfwGetWindowUserPointer(w));
                if (self->previous_) self->previous_(w, code, scan, action, modifiers);
                if (auto key = key_of_event({code, action, modifiers})) {
                    self->events_.keys->push_back(*key);
                }
            });
        previous_character_ = glfwSetCharCallback(window_, [](GLFWwindow* w, unsigned character) {
            auto* self = static_cast<Window*>(glfwGetWindowUserPointer(w));
            if (self->previous_character_) self->previous_character_(w, character);
            if (auto key = key_of_character(character)) self->events_.keys->push_back(*key);
        });
    }
    WindowEvents take_events() {
        WindowEvents events = std::move(events_);
        events_ = {{}, std::vector<KeyPress>()};
        return events;
    }

  private:
    Window() = default;
    GLFWwindow* window_ = nullptr;
    GLFWkeyfun previous_ = nullptr;
    GLFWcharfun previous_character_ = nullptr;
    WindowEvents events_{{}, std::vector<KeyPress>()};
};

/// Dear ImGui's backends for the window, as long as it lives.
class Backends {
  public:
    explicit Backends(GLFWwindow* window) {
        ImGui_ImplGlfw_InitForOpenGL(window, true);
        ImGui_ImplOpenGL3_Init("#version 330 core");
    }
    ~Backends() {
        ImGui_ImplOpenGL3_Shutdown();
        ImGui_ImplGlfw_Shutdown();
    }
    Backends(const Backends&) = delete;
    Backends& operator=(const Backends&) = delete;
};

/// A picture of the window's size to draw into, for what is exported: of what other windows cover,
/// the window itself may hold no pixels.
class HiddenPicture {
  public:
    HiddenPicture(int width, int height) : width_(width), height_(height) {
        glGenFramebuffers(1, &framebuffer_);
        glGenRenderbuffers(1, &colour_);
        glBindRenderbuffer(GL_RENDERBUFFER, colour_);
        glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
        glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
        glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, colour_);
    }
    ~HiddenPicture() {
        glBindFramebuffer(GL_FRAMEBUFFER, 0);
        glDeleteFramebuffers(1, &framebuffer_);
        glDeleteRenderbuffers(1, &colour_);
    }
    HiddenPicture(const HiddenPicture&) = delete;
    HiddenPicture& operator=(const HiddenPicture&) = delete;

    Picture read() const { return read_pixels(width_, height_); }

  private:
    int width_, height_;
    GLuint framebuffer_ = 0;
    GLuint colour_ = 0;
};

/// One run of the window.
class Application {
  public:
    Application(Window& window, Viewer& viewer, std::string settings_file)
        : window_(window),
          viewer_(viewer),
          backends_(window.handle()),
          report_(std::getenv("LOOPSCOPE_UI_REPORT")),
          settings_file_(std::move(settings_file)),
          saved_(viewer.settings()),
          exporter_(viewer) {
        window_.listen_to_keys();
    }

    void run() {
        int frames_due = kFramesAfterInput;
        while (!glfwWindowShouldClose(window_.handle())) {
            double wait = frames_due > 0 ? 0 : viewer_.next_frame_in(glfwGetTime());
            if (wait == 0) {
                glfwPollEvents();
                --frames_due;
            } else if (wait < 0) {
                remember_settings();
                glfwWaitEvents();
                frames_due = kFramesAfterInput;
            } else {
                double before = glfwGetTime();
                glfwWaitEventsTimeout(wait);
                if (glfwGetTime() - before < wait * 0.9) frames_due = kFramesAfterInput;
            }
            frame();
        }
        remember_settings();
    }

  private:
    void send_fonts() {
        if (stage_.update_fonts(viewer_)) {
            ImGui_ImplOpenGL3_DestroyFontsTexture();
            fonts_sent_ = false;
        }
        if (!fonts_sent_) fonts_sent_ = ImGui_ImplOpenGL3_CreateFontsTexture();
    }

    void frame() {
        double began = glfwGetTime();
        exporter_.work([this] { return portrait(); });
        send_fonts();
        ImGui_ImplOpenGL3_NewFrame();
        ImGui_ImplGlfw_NewFrame();
        log_.clear();
        stage_.frame(viewer_, began, report_.on() ? &log_ : nullptr, window_.take_events());
        if (std::string title = viewer_.title(); title != title_) {
            title_ = title;
            glfwSetWindowTitle(window_.handle(), title.c_str());
        }
        fill_screen(viewer_.presenting());
        show();
        save_changes();
        if (report_.on()) report_.frame(log_, viewer_.shown());
        limit_rate(began);
    }

    /// What the window shows, less what tells of the export.
    Picture portrait() {
        for (int i = 0; i < 2; ++i) {  // The first may find that a panel has to scroll.
            send_fonts();
            ImGui_ImplOpenGL3_NewFrame();
            ImGui_ImplGlfw_NewFrame();
            stage_.frame(viewer_, glfwGetTime());
        }
        int width = 0;
        int height = 0;
        glfwGetFramebufferSize(window_.handle(), &width, &height);
        HiddenPicture picture(std::max(1, width), std::max(1, height));
        draw(width, height);
        return picture.read();
    }

    void show() {
        int width = 0;
        int height = 0;
        glfwGetFramebufferSize(window_.handle(), &width, &height);
        draw(width, height);
        glfwSwapBuffers(window_.handle());
    }

    void draw(int width, int height) {
        const Colour ground = theme(viewer_.settings().theme).background;
        glViewport(0, 0, width, height);
        glClearColor(static_cast<float>(ground.r) / 255, static_cast<float>(ground.g) / 255,
                     static_cast<float>(ground.b) / 255, 1);
        glClear(GL_COLOR_BUFFER_BIT);
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    }

    /// Presentation fills the screen; afterwards the window is where it was.
    void fill_screen(bool wanted) {
        GLFWwindow* w = window_.handle();
        bool filled = glfwGetWindowMonitor(w) != nullptr;
        GLFWmonitor* monitor = glfwGetPrimaryMonitor();
        if (wanted == filled || !monitor) return;
        if (wanted) {
            glfwGetWindowPos(w, &x_, &y_);
            glfwGetWindowSize(w, &width_, &height_);
            const GLFWvidmode* mode = glfwGetVideoMode(monitor);
            glfwSetWindowMonitor(w, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
        } else {
            glfwSetWindowMonitor(w, nullptr, x_, y_, width_, height_, GLFW_DONT_CARE);
        }
    }

    /// Where swapping does not wait for the screen, we do.
    void limit_rate(double began) {
        double left = kFrameSeconds - (glfwGetTime() - began);
        if (left > 0.001) std::this_thread::sleep_for(std::chrono::duration<double>(left * 0.95));
    }

    void remember_settings() {
        Settings& settings = viewer_.settings();
        bool normal = !glfwGetWindowAttrib(window_.handle(), GLFW_MAXIMIZED) &&
                      glfwGetWindowMonitor(window_.handle()) == nullptr;
        if (normal) {
            glfwGetWindowSize(window_.handle(), &settings.window_width, &settings.window_height);
        }
        save_changes();
    }

    void save_changes() {
        if (viewer_.settings_to_keep() == saved_) return;
        saved_ = viewer_.settings_to_keep();
        save_settings(settings_file_, saved_);
    }

    Window& window_;
    Viewer& viewer_;
    Stage stage_;
    Backends backends_;
    Report report_;
    DrawLog log_;
    std::string settings_file_;
    Settings saved_;
    Exporter exporter_;
    std::string title_;
    bool fonts_sent_ = false;
    int x_ = 0, y_ = 0, width_ = 1600, height_ = 900;  // Before it filled the screen.
};

/// The scale to begin with on a screen of high density, before anything has been saved.
float first_scale(GLFWwindow* window) {
    float x = 1;
    float y = 1;
    glfwGetWindowContentScale(window, &x, &y);
    float best = kScales[0];
    for (float scale : kScales) {
        if (std::abs(scale - x) < std::abs(best - x)) best = scale;
    }
    return best;
}

}  // namespace

bool has_display() {
    const char* x11 = std::getenv("DISPLAY");
    const char* wayland = std::getenv("WAYLAND_DISPLAY");
    return (x11 && *x11) || (wayland && *wayland);
}

base::Result<int> run_window(const WindowOptions& options) {
    std::string settings_file = settings_path();
    bool found = false;
    Settings settings = load_settings(settings_file, found);
    auto window = Window::open(settings);
    if (!window) return window.failure();
    if (!found) settings.scale = first_scale(window.value()->handle());
    if (options.scale) settings.scale = *options.scale;
    if (options.theme) settings.theme = *options.theme;
    if (options.language) settings.language = *options.language;

    // What the command line lets go otherwise is asked of its own file alone.
    session::RunOptions plain = options.run;
    plain.what_ifs.clear();
    auto opener = [run = plain](const std::string& path) { return open_document(path, run); };
    auto source_opener = [run = plain](const std::string& source, const std::string& name) {
        return open_source(source, name, run);
    };
    Viewer::Setup::Files files{.load = load_notes_file,
                               .save = save_notes_file,
                               .save_scenario = save_own_scenario,
                               .peek = [](const std::string& path) { return peek_document(path); },
                               .whole_path = whole_path,
                               .complete_path = complete_path,
                               .real_python = options.real_python};
    auto changed_opener = [run = plain](const std::string& source, const std::string& name,
                                        const Stimuli& stimuli) {
        return open_changed(source, name, stimuli, run);
    };
    Viewer viewer({settings, options.scenarios, opener, source_opener, changed_opener, files,
                   options.command_options, base::shell_words(options.run.arguments)});
    if (options.first) viewer.open(document_of(options.first()));
    if (!options.file.empty()) viewer.open_path(options.file);
    viewer.ask_what_ifs(options.run.what_ifs);
    if (options.position && viewer.has_document()) {
        Document& document = viewer.document();
        while (document.is_live() && document.timeline().size() <= *options.position)
            document.produce(*options.position - document.timeline().size() + 1);
        if (!document.timeline().empty()) viewer.seek(*options.position);
    }
    Application(*window.value(), viewer, settings_file).run();
    return 0;
}

}  // namespace loopscope::ui
