// An OpenGL context without a display: EGL on Mesa's surfaceless platform.
#include "ui/app/offscreen.h"
#include "sim/trace/failure.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <fmt/format.h>
#include <glad/gl.h>
#include <png.h>

#include <cstdio>
#include <cstring>

namespace loopscope::ui {

struct Offscreen::Context {
    EGLDisplay display = EGL_NO_DISPLAY;
    EGLContext context = EGL_NO_CONTEXT;
    GLuint framebuffer = 0;
    GLuint colour = 0;

    ~Context() {
        if (framebuffer) glDeleteFramebuffers(1, &framebuffer);
        if (colour) glDeleteRenderbuffers(1, &colour);
        if (display == EGL_NO_DISPLAY) return;
        eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        if (context != EGL_NO_CONTEXT) eglDestroyContext(display, context);
        eglTerminate(display);
    }
};

namespace {

base::Failure no_context(const char* what) {
    return {
        fmt::format("cannot draw off-screen: {} (EGL error {:#x}); Mesa's software renderer, "
                    "package libgl1-mesa-dri, is enough",
                    what, eglGetError())};
}

EGLDisplay surfaceless_display() {
    auto get = reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(
        eglGetProcAddress("eglGetPlatformDisplayEXT"));
    if (!get) return EGL_NO_DISPLAY;
    return get(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
}

}  // namespace

base::Result<std::unique_ptr<Offscreen>> Offscreen::open(int width, int height) {
    std::unique_ptr<Offscreen> result(new Offscreen);
    result->width_ = width;
    result->height_ = height;
    result->context_ = std::make_unique<Context>();
    Context& c = *result->context_;
    c.display = surfaceless_display();
    if (c.display == EGL_NO_DISPLAY) return no_context("no surfaceless EGL platform");
    if (!eglInitialize(c.display, nullptr, nullptr)) {
        c.display = EGL_NO_DISPLAY;
        return no_context("EGL does not start");
    }
    eglBindAPI(EGL_OPENGL_API);
    const EGLint config_wishes[] = {EGL_SURFACE_TYPE, 0, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT,
                                    EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    eglChooseConfig(c.display, config_wishes, &config, 1, &count);
    if (count == 0) config = EGL_NO_CONFIG_KHR;
    const EGLint context_wishes[] = {EGL_CONTEXT_MAJOR_VERSION,
                                     3,
                                     EGL_CONTEXT_MINOR_VERSION,
                                     3,
                                     EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                     EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                     EGL_NONE};
    c.context = eglCreateContext(c.display, config, EGL_NO_CONTEXT, context_wishes);
    if (c.context == EGL_NO_CONTEXT) return no_context("no OpenGL 3.3 core context");
    if (!eglMakeCurrent(c.display, EGL_NO_SURFACE, EGL_NO_SURFACE, c.context)) {
        return no_context("the context cannot be made current");
    }
    if (!gladLoadGL(reinterpret_cast<GLADloadfunc>(eglGetProcAddress))) {
        return no_context("OpenGL's functions are missing");
    }
    glGenFramebuffers(1, &c.framebuffer);
    glGenRenderbuffers(1, &c.colour);
    glBindRenderbuffer(GL_RENDERBUFFER, c.colour);
    glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
    glBindFramebuffer(GL_FRAMEBUFFER, c.framebuffer);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, c.colour);
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) {
        return no_context("the framebuffer is incomplete");
    }
    return result;
}

Offscreen::~Offscreen() = default;

void Offscreen::begin(float r, float g, float b) {
    glBindFramebuffer(GL_FRAMEBUFFER, context_->framebuffer);
    glViewport(0, 0, width_, height_);
    glClearColor(r, g, b, 1);
    glClear(GL_COLOR_BUFFER_BIT);
}

void Offscreen::finish() { glFinish(); }

Picture Offscreen::read() { return read_pixels(width_, height_); }

Picture read_pixels(int width, int height) {
    Picture picture{width, height, {}};
    std::size_t row = static_cast<std::size_t>(width) * 3;
    picture.rgb.resize(row * static_cast<std::size_t>(height));
    std::vector<std::uint8_t> upside_down(picture.rgb.size());
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, upside_down.data());
    for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
        std::memcpy(picture.rgb.data() + y * row,
                    upside_down.data() + (static_cast<std::size_t>(height) - 1 - y) * row, row);
    }
    return picture;
}

base::Result<bool> write_png(const Picture& picture, const std::string& path) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(picture.width);
    image.height = static_cast<png_uint_32>(picture.height);
    image.format = PNG_FORMAT_RGB;
    if (png_image_write_to_file(&image, path.c_str(), 0, picture.rgb.data(), 0, nullptr) == 0) {
        return trace::failure("export.write", {{"path", path}, {"why", image.message}});
    }
    return true;
}

}  // namespace loopscope::ui
