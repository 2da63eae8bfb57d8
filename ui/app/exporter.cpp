// Exporter: writes what the window shows.
#include "ui/app/exporter.h"

#include <filesystem>

namespace loopscope::ui {
namespace {

constexpr double kSecondsPerPicture = 0.5;

std::string whole_path(const std::string& path) {
    std::error_code none;
    std::filesystem::path whole = std::filesystem::absolute(path, none);
    return none ? path : whole.lexically_normal().string();
}

/// The same, with how to try again.
base::Failure not_exported(const base::Failure& why) {
    return {why.message, "ui.export.failed", {{"why", why}}};
}

}  // namespace

void Exporter::work(const Shoot& shoot) {
    if (std::optional<ExportWish> wish = viewer_.take_export()) begin(*wish, shoot);
    if (!wish_) return;
    if (!viewer_.exporting()) return stop(base::Failure{{}});  // Cancelled.
    take(shoot);
}

Picture Exporter::portrait(const Shoot& shoot) {
    viewer_.set_portrait(true);
    Picture picture = shoot();
    viewer_.set_portrait(false);
    return picture;
}

void Exporter::begin(const ExportWish& wish, const Shoot& shoot) {
    if (wish_) return;
    if (wish.format == "png") {
        base::Result<bool> written = write_png(portrait(shoot), wish.path);
        if (written)
            viewer_.tell_exported(whole_path(wish.path));
        else
            viewer_.tell_failure(not_exported(written.failure()));
        return;
    }
    wish_ = wish;
    done_ = 0;
    start_ = viewer_.position();
    viewer_.set_export_progress(ExportProgress{wish.path, 0, wish.steps + 1});
}

void Exporter::take(const Shoot& shoot) {
    Picture picture = portrait(shoot);
    if (!encoder_) {
        auto made = make_encoder(wish_->format, wish_->path, picture.width, picture.height,
                                 kSecondsPerPicture);
        if (!made) return stop(made.failure());
        encoder_ = std::move(made).value();
    }
    if (base::Result<bool> added = encoder_->add(picture); !added) return stop(added);
    ++done_;
    viewer_.set_export_progress(ExportProgress{wish_->path, done_, wish_->steps + 1});
    if (done_ > wish_->steps || !viewer_.step_for_export()) stop(encoder_->finish());
}

void Exporter::stop(const base::Result<bool>& result) {
    bool begun = encoder_ != nullptr;
    std::string path = wish_->path;
    encoder_.reset();
    wish_.reset();
    viewer_.set_export_progress(std::nullopt);
    viewer_.seek(start_);
    if (result) return viewer_.tell_exported(whole_path(path));
    std::error_code none;
    if (begun) std::filesystem::remove(path, none);
    if (!result.failure().empty()) viewer_.tell_failure(not_exported(result.failure()));
}

}  // namespace loopscope::ui
