// A small picture of a run.
#include "ui/model/thumbnail.h"

#include <algorithm>

namespace loopscope::ui {

namespace {

/// Leaves out what is before the first bar and behind the last one.
void fill_width(Thumbnail& picture) {
    double begin = picture.length;
    double end = 0;
    for (const auto& row : picture.rows) {
        for (const BarView& bar : row) {
            begin = std::min(begin, bar.from);
            end = std::max(end, bar.to);
        }
    }
    if (begin >= end) return;
    for (auto& row : picture.rows) {
        for (BarView& bar : row) {
            bar.from -= begin;
            bar.to -= begin;
        }
    }
    picture.length = end - begin;
}

}  // namespace

Thumbnail view_thumbnail(const trace::Timeline& timeline) {
    Thumbnail picture;
    picture.made = true;
    if (timeline.empty()) return picture;
    TimeAxis axis;
    axis.update(timeline);
    picture.length = std::max(1.0, axis.length());
    picture.seconds = timeline.duration();
    AxisView all{0, picture.length};
    AxisColumns columns(axis, all, picture.length / 120);
    for (TimelineRow& row : timeline_rows(timeline, columns, 0, 40)) {
        // What asyncio.run adds at the end is not the program's.
        if (row.coroutine.find("shutdown_") != std::string::npos) continue;
        if (picture.rows.size() < Thumbnail::kRows) picture.rows.push_back(std::move(row.bars));
    }
    fill_width(picture);
    return picture;
}

}  // namespace loopscope::ui
