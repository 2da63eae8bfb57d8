// The window at one event, as a picture.
#include "ui/app/app.h"
#include "ui/app/render.h"
#include "ui/app/session_document.h"

namespace loopscope::ui {
namespace {

/// A moment that shows something: the first output of a task, else the middle of the trace.
trace::Position telling_position(const trace::Timeline& timeline) {
    for (std::uint32_t at : timeline.outputs()) {
        if (timeline.log()[at].a != 0) return at;
    }
    return timeline.size() / 2;
}

/// A panel or mode by the name that the command line gives it.
struct NamedView {
    std::string_view name;
    std::vector<Command> commands;
};

const std::vector<NamedView>& named_views() {
    static const std::vector<NamedView> kViews{
        {"help", {{Act::ToggleHelp}}},
        {"start", {{Act::ShowList}}},
        {"search", {{Act::Search}}},
        {"why", {{Act::ToggleWhy}}},
        {"predict", {{Act::TogglePredict}}},
        {"answer", {{Act::Answer, 1}}},
        {"next-question", {{Act::NextQuestion}}},
        {"class", {{Act::ToggleClass}}},
        {"tally", {{Act::Tally, 0, 3}, {Act::Tally, 1, 14}, {Act::Tally, 2, 5}}},
        {"frames", {{Act::ChooseTab, 2}}},
        {"graph", {{Act::ChooseTab, 3}}},
        {"parents", {{Act::ChooseTab, 3}, {Act::ChooseGraph, 1}}},
        {"path", {{Act::ChooseCentre, 1}}},
        {"heap", {{Act::ChooseCentre, 2}}},
        {"palette", {{Act::TogglePalette}}},
        {"prompt", {{Act::Bookmark}}},
        {"present", {{Act::ChoosePreset, 2}}},
        {"debugging", {{Act::ChoosePreset, 1}}},
        {"steps", {{Act::AxisMode}}},
        {"machine", {{Act::ChooseTab, 4}}},
        {"machine-wide", {{Act::ChooseCentre, 3}}},
        {"what-if", {{Act::WhatIf, -1}}},
        {"what-if-cancel", {{Act::WhatIf, 0}}},
        {"edit", {{Act::ToggleEdit, 8, 10}}},
        {"breakpoints", {{Act::ToggleBreak, 0, 7}, {Act::ToggleBreak, 0, 14}}},
        {"lesson", {{Act::ToggleLesson}}},
        {"next-note", {{Act::NextNote}}},
        {"offer", {{Act::Record, 0}}},
        {"offer-running", {{Act::Record, 1}}},
        {"offer-failed", {{Act::Record, 1}}},
    };
    return kViews;
}

}  // namespace

std::vector<std::string> shown_names() {
    std::vector<std::string> names;
    for (const NamedView& view : named_views()) names.emplace_back(view.name);
    return names;
}

base::Result<bool> render_png(std::unique_ptr<session::Session> session,
                              const RenderOptions& options) {
    Settings settings;
    settings.scale = options.scale;
    settings.theme = options.theme;
    settings.language = options.language;
    settings.step_size = static_cast<int>(options.step_size);
    settings.motion = false;
    Viewer viewer({settings,
                   session::list_scenarios(session::scenarios_folder()),
                   [](const std::string& path) { return open_document(path, {}); },
                   [](const std::string& source, const std::string& name) {
                       return open_source(source, name, {});
                   },
                   [](const std::string& source, const std::string& name, const Stimuli& stimuli) {
                       return open_changed(source, name, stimuli, {});
                   },
                   {.load = {},
                    .save = {},
                    .save_scenario = {},
                    .peek = peek_document,
                    .whole_path = {},
                    .complete_path = {},
                    .real_python = options.real_python}});
    viewer.open(document_of(std::move(session)));
    viewer.stand_for(options.path);
    trace::Timeline& timeline = viewer.document().timeline();
    if (options.position) {
        while (timeline.size() <= *options.position && viewer.document().is_live()) {
            viewer.document().produce(*options.position - timeline.size() + 1);
        }
    }
    if (!timeline.empty()) {
        viewer.seek(options.position ? *options.position : telling_position(timeline));
    }
    if (options.task != 0) viewer.apply({Act::SelectTask, options.task}, 0);
    for (const std::string& name : options.show) {
        for (const NamedView& view : named_views()) {
            if (view.name != name) continue;
            for (const Command& command : view.commands) viewer.apply(command, 0);
        }
    }
    if (!options.compare.empty()) viewer.apply({.act = Act::Compare, .text = options.compare}, 0);
    if (!viewer.has_document()) viewer.finish_thumbnails();
    return render_viewer(viewer, options.width, options.height, options.out_path);
}

}  // namespace loopscope::ui
