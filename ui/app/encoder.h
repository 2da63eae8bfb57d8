// Encoders of moving pictures: WebP by libwebp, GIF by giflib, MP4 by the program ffmpeg.
#pragma once

#include <memory>
#include <string>

#include "sim/base/result.h"
#include "ui/app/offscreen.h"

namespace loopscope::ui {

/// Takes pictures of one size, one after the other.
class Encoder {
  public:
    virtual ~Encoder() = default;
    /// Errors: the picture could not be encoded or written.
    virtual base::Result<bool> add(const Picture& picture) = 0;
    /// Writes what is left. Nothing may be added afterwards.
    virtual base::Result<bool> finish() = 0;
};

/// An encoder that writes `path`. `format` is "webp", "gif" or "mp4"; `seconds`: how long each
/// picture is shown.
///
/// Errors: the file cannot be written; no ffmpeg for MP4.
base::Result<std::unique_ptr<Encoder>> make_encoder(const std::string& format,
                                                    const std::string& path, int width, int height,
                                                    double seconds);

}  // namespace loopscope::ui
