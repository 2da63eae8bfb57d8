// An OpenGL context and a picture to draw into, without a display.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/base/result.h"

namespace loopscope::ui {

/// Pixels of a picture, top row first, three bytes each: red, green, blue.
struct Picture {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb;
};

/// Writes `picture` as a PNG. Errors: the file cannot be written.
base::Result<bool> write_png(const Picture& picture, const std::string& path);

/// The pixels of the framebuffer that is bound. Requires: a current OpenGL context.
Picture read_pixels(int width, int height);

/// An OpenGL 3.3 context of Mesa's surfaceless platform with a framebuffer of a given size: it
/// works with no X server and no Wayland. The context is current while the object lives.
class Offscreen {
  public:
    /// Errors: no EGL, or no OpenGL 3.3.
    static base::Result<std::unique_ptr<Offscreen>> open(int width, int height);
    ~Offscreen();
    Offscreen(const Offscreen&) = delete;
    Offscreen& operator=(const Offscreen&) = delete;

    /// Clears the picture; what is drawn next goes there.
    void begin(float r, float g, float b);
    Picture read();
    /// Waits until everything is drawn.
    void finish();

  private:
    Offscreen() = default;
    struct Context;
    std::unique_ptr<Context> context_;
    int width_ = 0;
    int height_ = 0;
};

}  // namespace loopscope::ui
