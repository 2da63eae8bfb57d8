// The first screen: the scenarios to choose from, and how to open a file of one's own.
#pragma once

#include "sim/session/scenario.h"
#include "ui/draw/painter.h"
#include "ui/model/command.h"
#include "ui/model/settings.h"
#include "ui/model/strings.h"
#include "ui/model/thumbnail.h"
#include "ui/panels/scene.h"

namespace loopscope::ui {

struct StartScene {
    const Strings& strings;
    const Settings& settings;
    const ViewState& view;
    const std::vector<session::ScenarioEntry>& scenarios;
    std::vector<std::size_t> order;     ///< Those that are listed: all, or what was searched for.
    std::vector<std::string> recent;    ///< Paths opened last, newest first.
    std::vector<std::string> chapters;  ///< Of each of `order`.
    const std::vector<Thumbnail>& pictures;  ///< One a scenario, as far as they are made.
    bool with_pictures = false;              ///< They are being made.
    std::int64_t first_row = 0;              ///< First row of cards shown.
};

/// How many cards stand in a row of the list, at this width: what the up and down keys move by.
int start_columns(float width);

void draw_start(Painter& painter, const StartScene& scene, Commands& commands);

}  // namespace loopscope::ui
