// Which file a frame is of, and which one to show.
#include "ui/model/source_files.h"

#include "ui/model/source_view.h"

namespace loopscope::ui {
namespace {

std::string_view base(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

bool SourceFiles::update(const trace::TraceHeader& header) {
    const std::size_t before = taken_;
    for (; taken_ < header.sources.size(); ++taken_) {
        const trace::SourceFile& file = header.sources[taken_];
        if (taken_ == 0) {
            files_[0].text = file.text;
        } else {
            numbers_.emplace(file.name, count());
            files_.push_back(file);
        }
    }
    return taken_ > before;
}

int SourceFiles::of(std::string_view frame_file) const {
    if (frame_file.empty()) return kProgram;
    const auto found = numbers_.find(frame_file);
    if (found != numbers_.end()) return found->second;
    const std::string& program = files_[0].name;
    return program.empty() || base(frame_file) == base(program) ? kProgram : kUnknown;
}

int file_to_show(const trace::ProgramState& state, const trace::Timeline& timeline,
                 const SourceFiles& files, trace::FutureId selected) {
    const trace::EventLog& log = timeline.log();
    const auto innermost = [&](const auto& frames) -> const trace::FrameState* {
        for (auto it = frames.rbegin(); it != frames.rend(); ++it) {
            const trace::FrameState* frame = state.frames.find(*it);
            if (frame && files.of(log.text(frame->file)) != SourceFiles::kUnknown) return frame;
        }
        return nullptr;
    };
    const trace::FrameState* shown = nullptr;
    if (const auto* thread = state.threads.find(trace::ThreadId{state.thread}))
        shown = innermost(thread->frames);
    if (shown == nullptr || is_below_loop(*shown, state, timeline)) {
        const trace::TaskState* task = state.tasks.find(selected);
        const trace::FrameState* waiting = task ? innermost(task->frames) : nullptr;
        if (waiting != nullptr) shown = waiting;
    }
    return shown ? files.of(log.text(shown->file)) : SourceFiles::kProgram;
}

}  // namespace loopscope::ui
