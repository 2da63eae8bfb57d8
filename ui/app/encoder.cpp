// Encoders of moving pictures.
#include "ui/app/encoder.h"
#include "sim/trace/failure.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gif_lib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <vector>

namespace loopscope::ui {
namespace {

base::Failure cannot_write(const std::string& path, std::string_view why) {
    return trace::failure("export.write", {{"path", path}, {"why", why}});
}

// ---- WebP: lossless, for text should stay sharp.

class WebpEncoder : public Encoder {
  public:
    WebpEncoder(std::string path, int width, int height, double seconds)
        : path_(std::move(path)), milliseconds_(static_cast<int>(std::lround(seconds * 1000))) {
        WebPAnimEncoderOptionsInit(&options_);
        options_.allow_mixed = 0;
        encoder_ = WebPAnimEncoderNew(width, height, &options_);
    }
    ~WebpEncoder() override { WebPAnimEncoderDelete(encoder_); }

    base::Result<bool> add(const Picture& picture) override {
        if (encoder_ == nullptr) return cannot_write(path_, "libwebp has no memory");
        WebPConfig config;
        WebPPicture frame;
        if (WebPConfigInit(&config) == 0 || WebPPictureInit(&frame) == 0)
            return cannot_write(path_, "libwebp is of another version");
        config.lossless = 1;
        config.quality = 30;  // Of a lossless picture: how hard to try.
        config.method = 1;
        frame.use_argb = 1;
        frame.width = picture.width;
        frame.height = picture.height;
        const bool good =
            WebPPictureImportRGB(&frame, picture.rgb.data(), picture.width * 3) != 0 &&
            WebPAnimEncoderAdd(encoder_, &frame, now_, &config) != 0;
        WebPPictureFree(&frame);
        now_ += milliseconds_;
        if (!good) return cannot_write(path_, WebPAnimEncoderGetError(encoder_));
        return true;
    }

    base::Result<bool> finish() override {
        WebPData data;
        WebPDataInit(&data);
        if (WebPAnimEncoderAdd(encoder_, nullptr, now_, nullptr) == 0 ||
            WebPAnimEncoderAssemble(encoder_, &data) == 0)
            return cannot_write(path_, WebPAnimEncoderGetError(encoder_));
        errno = 0;
        std::FILE* file = std::fopen(path_.c_str(), "wb");
        bool good = file != nullptr && std::fwrite(data.bytes, 1, data.size, file) == data.size;
        if (file != nullptr) good = std::fclose(file) == 0 && good;
        WebPDataClear(&data);
        if (!good) return cannot_write(path_, std::strerror(errno));
        return true;
    }

  private:
    std::string path_;
    int milliseconds_;
    int now_ = 0;
    WebPAnimEncoderOptions options_;
    WebPAnimEncoder* encoder_ = nullptr;
};

// ---- GIF: 256 colours for all pictures, found in the first.

constexpr int kColours = 256;

/// Five bits of red and of blue, six of green: what a colour is looked up by.
std::size_t cell_of(const std::uint8_t* rgb) {
    return static_cast<std::size_t>(rgb[0] >> 3) << 11 |
           static_cast<std::size_t>(rgb[1] >> 2) << 5 | static_cast<std::size_t>(rgb[2] >> 3);
}
constexpr std::size_t kCells = std::size_t{1} << 16;

/// The colours that are seen most in one picture, and for every colour the nearest of them.
class Palette {
  public:
    explicit Palette(const Picture& picture) {
        struct Cell {
            std::uint64_t count = 0, r = 0, g = 0, b = 0;
        };
        std::vector<Cell> cells(kCells);
        for (std::size_t i = 0; i + 2 < picture.rgb.size(); i += 3) {
            Cell& cell = cells[cell_of(&picture.rgb[i])];
            ++cell.count;
            cell.r += picture.rgb[i];
            cell.g += picture.rgb[i + 1];
            cell.b += picture.rgb[i + 2];
        }
        std::vector<Cell> seen;
        for (const Cell& cell : cells)
            if (cell.count != 0) seen.push_back(cell);
        std::stable_sort(seen.begin(), seen.end(),
                         [](const Cell& a, const Cell& b) { return a.count > b.count; });
        // Some places are kept for an even spread: later pictures have other colours.
        constexpr std::size_t kSpread = 64;
        for (std::size_t i = 0; i < kSpread; ++i) {
            auto level = [](std::size_t step) { return static_cast<GifByteType>(step * 85); };
            colours_[i] = {level(i >> 4 & 3), level(i >> 2 & 3), level(i & 3)};
        }
        for (std::size_t i = 0; i < seen.size() && i + kSpread < kColours; ++i) {
            const Cell& cell = seen[i];
            colours_[i + kSpread] = {static_cast<GifByteType>(cell.r / cell.count),
                                     static_cast<GifByteType>(cell.g / cell.count),
                                     static_cast<GifByteType>(cell.b / cell.count)};
        }
        nearest_.assign(kCells, -1);
    }

    const std::array<GifColorType, kColours>& colours() const { return colours_; }

    GifByteType index_of(const std::uint8_t* rgb) {
        std::int16_t& known = nearest_[cell_of(rgb)];
        if (known < 0) known = search(rgb);
        return static_cast<GifByteType>(known);
    }

  private:
    std::int16_t search(const std::uint8_t* rgb) const {
        int best = 0;
        int least = 1 << 30;
        for (int i = 0; i < kColours; ++i) {
            const GifColorType& colour = colours_[static_cast<std::size_t>(i)];
            const int r = colour.Red - rgb[0];
            const int g = colour.Green - rgb[1];
            const int b = colour.Blue - rgb[2];
            const int distance = 3 * r * r + 4 * g * g + 2 * b * b;
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return static_cast<std::int16_t>(best);
    }

    std::array<GifColorType, kColours> colours_{};
    std::vector<std::int16_t> nearest_;
};

class GifEncoder : public Encoder {
  public:
    GifEncoder(std::string path, int width, int height, double seconds)
        : path_(std::move(path)),
          width_(width),
          height_(height),
          centiseconds_(std::max(2, static_cast<int>(std::lround(seconds * 100)))) {}
    ~GifEncoder() override {
        if (file_ != nullptr) EGifCloseFile(file_, nullptr);
        GifFreeMapObject(map_);
    }

    base::Result<bool> add(const Picture& picture) override {
        if (!palette_ && !begin(picture)) return failed();
        std::vector<GifByteType> pixels(static_cast<std::size_t>(width_) *
                                        static_cast<std::size_t>(height_));
        for (std::size_t i = 0; i < pixels.size(); ++i)
            pixels[i] = palette_->index_of(&picture.rgb[i * 3]);
        // What hasn't changed since the last picture is left out: only the rectangle that has.
        auto [left, top, right, bottom] = changed(pixels);
        GraphicsControlBlock control{DISPOSE_DO_NOT, false, centiseconds_, NO_TRANSPARENT_COLOR};
        GifByteType extension[4];
        EGifGCBToExtension(&control, extension);
        if (EGifPutExtension(file_, GRAPHICS_EXT_FUNC_CODE, sizeof extension, extension) !=
                GIF_OK ||
            EGifPutImageDesc(file_, left, top, right - left, bottom - top, false, nullptr) !=
                GIF_OK)
            return failed();
        for (int y = top; y < bottom; ++y) {
            GifPixelType* row = &pixels[static_cast<std::size_t>(y * width_ + left)];
            if (EGifPutLine(file_, row, right - left) != GIF_OK) return failed();
        }
        last_ = std::move(pixels);
        return true;
    }

    base::Result<bool> finish() override {
        const int closed = EGifCloseFile(file_, &error_);
        file_ = nullptr;
        if (closed != GIF_OK) return failed();
        return true;
    }

  private:
    struct Rectangle {
        int left, top, right, bottom;
    };

    bool begin(const Picture& picture) {
        palette_ = std::make_unique<Palette>(picture);
        map_ = GifMakeMapObject(kColours, palette_->colours().data());
        // giflib's own way of opening would keep the file from other users.
        const int file = open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (file < 0) {
            error_ = E_GIF_ERR_OPEN_FAILED;
            return false;
        }
        file_ = EGifOpenFileHandle(file, &error_);
        if (file_ == nullptr || map_ == nullptr) return false;
        EGifSetGifVersion(file_, true);
        constexpr int kBits = 8;
        static const GifByteType kForEver[] = {1, 0, 0};
        return EGifPutScreenDesc(file_, width_, height_, kBits, 0, map_) == GIF_OK &&
               EGifPutExtensionLeader(file_, APPLICATION_EXT_FUNC_CODE) == GIF_OK &&
               EGifPutExtensionBlock(file_, 11, "NETSCAPE2.0") == GIF_OK &&
               EGifPutExtensionBlock(file_, sizeof kForEver, kForEver) == GIF_OK &&
               EGifPutExtensionTrailer(file_) == GIF_OK;
    }

    Rectangle changed(const std::vector<GifByteType>& pixels) const {
        if (last_.empty()) return {0, 0, width_, height_};
        Rectangle found{width_, height_, 0, 0};
        for (int y = 0; y < height_; ++y) {
            for (int x = 0; x < width_; ++x) {
                const auto i = static_cast<std::size_t>(y * width_ + x);
                if (pixels[i] == last_[i]) continue;
                found.left = std::min(found.left, x);
                found.top = std::min(found.top, y);
                found.right = std::max(found.right, x + 1);
                found.bottom = std::max(found.bottom, y + 1);
            }
        }
        return found.right == 0 ? Rectangle{0, 0, 1, 1} : found;
    }

    base::Failure failed() const {
        const char* why = GifErrorString(file_ != nullptr ? file_->Error : error_);
        return cannot_write(path_, why != nullptr ? why : "giflib failed");
    }

    std::string path_;
    int width_, height_, centiseconds_;
    int error_ = 0;
    GifFileType* file_ = nullptr;
    ColorMapObject* map_ = nullptr;
    std::unique_ptr<Palette> palette_;
    std::vector<GifByteType> last_;
};

// ---- MP4: the pictures go to ffmpeg through a pipe.

class FfmpegEncoder : public Encoder {
  public:
    FfmpegEncoder(std::string path, int width, int height, double seconds)
        : path_(std::move(path)), complaints_(memfd_create("ffmpeg", MFD_CLOEXEC)) {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) return;
        const std::string size = fmt::format("{}x{}", width, height);
        const std::string rate = fmt::format("{:.6f}", 1 / seconds);
        const std::string to = "file:" + path_;  // A name that looks like an option is none.
        child_ = fork();
        if (child_ == 0) {
            dup2(ends[0], 0);
            if (complaints_ >= 0) dup2(complaints_, 2);
            // Players want even sizes and this way of storing colours.
            execlp("ffmpeg", "ffmpeg", "-hide_banner", "-loglevel", "error", "-y", "-f", "rawvideo",
                   "-pixel_format", "rgb24", "-video_size", size.c_str(), "-framerate",
                   rate.c_str(), "-i", "-", "-vf", "scale=trunc(iw/2)*2:trunc(ih/2)*2", "-pix_fmt",
                   "yuv420p", "-movflags", "+faststart", "-f", "mp4", to.c_str(), nullptr);
            _exit(kNotFound);
        }
        close(ends[0]);
        pipe_ = ends[1];
        std::signal(SIGPIPE, SIG_IGN);
    }
    FfmpegEncoder(const FfmpegEncoder&) = delete;
    FfmpegEncoder& operator=(const FfmpegEncoder&) = delete;
    ~FfmpegEncoder() override {
        wait_for_child();
        if (complaints_ >= 0) close(complaints_);
    }

    base::Result<bool> add(const Picture& picture) override {
        std::size_t written = 0;
        while (pipe_ >= 0 && written < picture.rgb.size()) {
            const ssize_t count =
                write(pipe_, picture.rgb.data() + written, picture.rgb.size() - written);
            if (count <= 0) {
                if (errno == EINTR) continue;
                return finish();
            }
            written += static_cast<std::size_t>(count);
        }
        return true;
    }

    base::Result<bool> finish() override {
        wait_for_child();
        if (WIFEXITED(status_) && WEXITSTATUS(status_) == kNotFound)
            return trace::failure("export.ffmpeg");
        if (status_ == 0) return true;
        std::string why = "ffmpeg failed";
        if (WIFSIGNALED(status_))
            why += fmt::format(" (ended by the signal SIG{})", sigabbrev_np(WTERMSIG(status_)));
        if (const std::string last = last_complaint(); !last.empty()) why += ": " + last;
        return cannot_write(path_, why);
    }

  private:
    /// The last line that ffmpeg wrote to its standard error, without a full stop.
    std::string last_complaint() const {
        std::array<char, 4096> buffer{};
        const off_t size = complaints_ < 0 ? 0 : lseek(complaints_, 0, SEEK_END);
        const off_t from = std::max<off_t>(0, size - static_cast<off_t>(buffer.size()));
        const ssize_t count =
            size <= 0 ? 0 : pread(complaints_, buffer.data(), buffer.size(), from);
        std::string text(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(0, count)));
        text.erase(text.find_last_not_of(" .\r\n") + 1);
        return text.substr(text.find_last_of('\n') + 1);
    }

    void wait_for_child() {
        if (pipe_ >= 0) close(pipe_);
        pipe_ = -1;
        if (child_ > 0) {
            while (waitpid(child_, &status_, 0) < 0 && errno == EINTR) continue;
            child_ = -1;
        }
    }

    static constexpr int kNotFound = 127;
    std::string path_;
    int complaints_;  // Its standard error, kept in memory.
    int pipe_ = -1;
    int status_ = 0;
    pid_t child_ = -1;
};

}  // namespace

base::Result<std::unique_ptr<Encoder>> make_encoder(const std::string& format,
                                                    const std::string& path, int width, int height,
                                                    double seconds) {
    std::unique_ptr<Encoder> encoder;
    if (format == "webp")
        encoder = std::make_unique<WebpEncoder>(path, width, height, seconds);
    else if (format == "gif")
        encoder = std::make_unique<GifEncoder>(path, width, height, seconds);
    else if (format == "mp4")
        encoder = std::make_unique<FfmpegEncoder>(path, width, height, seconds);
    else
        return trace::failure("export.format", {{"format", format}});
    return encoder;
}

}  // namespace loopscope::ui
