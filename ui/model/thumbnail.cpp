// A small picture of a run.
#include "ui/model/thumbnail.h"

namespace loopscope::ui {

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
    return picture;
}

}  // namespace loopscope::ui
