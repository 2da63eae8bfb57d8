// The narrated steps of a trace as one HTML page.
#include <fmt/format.h>

#include <vector>

#include "sim/base/embedded.h"
#include "sim/trace/exporters.h"
#include "sim/trace/json_line.h"

namespace loopscope::embedded {
std::span<const base::EmbeddedFile> page_files();
}

namespace loopscope::trace {
namespace {

constexpr std::size_t kStepsMax = 5000;  // A page that a browser still opens at once.

/// A JSON text that may stand inside a <script> element: no "<" can end it.
void append_safe(std::string& out, std::string_view text) {
    std::string quoted;
    append_json_string(quoted, text);
    for (std::size_t i = 0; i < quoted.size(); ++i) {
        const char c = quoted[i];
        const std::string_view rest(quoted.data() + i, quoted.size() - i);
        if (c == '<') {
            out += "\\u003c";
        } else if (c == '&') {
            out += "\\u0026";
        } else if (rest.starts_with("\xe2\x80\xa8") || rest.starts_with("\xe2\x80\xa9")) {
            out += c == rest[0] && rest[2] == '\xa8' ? "\\u2028" : "\\u2029";
            i += 2;
        } else {
            out += c;
        }
    }
}

class PageWriter {
  public:
    PageWriter(const TraceHeader& header, const Timeline& timeline, ExportRange range)
        : header_(header), timeline_(timeline), range_(range) {}

    std::string write(StepSize size) {
        out_ = "{\"program\":";
        append_safe(out_, header_.program);
        out_ += ",\"python\":";
        append_safe(out_, header_.python);
        out_ += fmt::format(",\"virtual\":{}", header_.time == TimeKind::Virtual);
        out_ += ",\"unseen\":";
        append_safe(out_, header_.unseen);
        out_ += ",\"source\":";
        append_safe(out_, header_.sources.empty() ? std::string_view()
                                                  : std::string_view(header_.sources[0].text));
        out_ += ",\"steps\":[";
        std::size_t count = 0;
        Position before = range_.from;
        Position at = range_.from;
        for (bool first = true; count < kStepsMax; first = false, ++count) {
            add_step(before, at, first);
            auto next = timeline_.next(at, size);
            if (!next || *next > range_.to) break;
            before = at;
            at = *next;
        }
        out_ += "]}";
        return page();
    }

  private:
    void add_step(Position before, Position at, bool first) {
        const ProgramState state = timeline_.state_at(at);
        if (!first) out_ += ',';
        out_ += fmt::format("\n{{\"n\":{},\"t\":{},\"line\":{},", at, time_text(state.now),
                            line_of(state));
        add_words("en", Language::English, before, at);
        out_ += ',';
        add_words("zh", Language::Chinese, before, at);
        out_ += ",\"tasks\":[";
        bool begun = false;
        for (const TaskState& task : state.tasks) {
            if (task.released) continue;
            if (begun) out_ += ',';
            begun = true;
            out_ += '[';
            append_safe(out_, timeline_.log().text(task.name));
            out_ += fmt::format(",\"{}\",{}]", status(task), task.waiting_line);
        }
        out_ += "],\"out\":";
        append_safe(out_, output(before, at, first));
        out_ += '}';
    }

    void add_words(const char* code, Language language, Position before, Position at) {
        const NarrationSource source{timeline_.log(), &header_, language};
        const Narration told = before == at ? narrate(source, timeline_, at)
                                            : narrate_step(source, timeline_, before, at);
        out_ += fmt::format("\"{}\":[", code);
        append_safe(out_, told.headline);
        out_ += ',';
        append_safe(out_, told.reason);
        out_ += ']';
    }

    static std::string time_text(double time) { return fmt::format("{}", time); }

    std::uint32_t line_of(const ProgramState& state) const {
        const ThreadState* thread = state.threads.find(ThreadId{state.thread});
        if (thread != nullptr && !thread->frames.empty()) {
            const FrameState* frame = state.frames.find(thread->frames.back());
            if (frame != nullptr) return frame->line;
        }
        return timeline_.log()[state.position].line;
    }

    static const char* status(const TaskState& task) {
        switch (task.status) {
            case TaskStatus::Running:
                return "running";
            case TaskStatus::Done:
                return task.failed ? "failed" : "done";
            case TaskStatus::Cancelled:
                return "cancelled";
            case TaskStatus::Pending:
                break;
        }
        return is_ready(task) ? "ready" : "waiting";
    }

    std::string output(Position before, Position at, bool first) const {
        std::string text;
        for (Position i = first ? at : before + 1; i <= at; ++i) {
            const Event& event = timeline_.log()[i];
            if (event.kind == EventKind::Output) text += timeline_.log().text(event.text);
        }
        return text;
    }

    std::string page() const {
        std::string_view text;
        for (const base::EmbeddedFile& file : embedded::page_files())
            if (file.name == std::string_view("steps.html")) text = file.text;
        constexpr std::string_view kPlace = "@STEPS@";
        const std::size_t at = text.find(kPlace);
        if (at == std::string_view::npos) return std::string(text);
        return std::string(text.substr(0, at)) + out_ +
               std::string(text.substr(at + kPlace.size()));
    }

    const TraceHeader& header_;
    const Timeline& timeline_;
    ExportRange range_;
    std::string out_;
};

}  // namespace

std::string steps_page(const TraceHeader& header, const Timeline& timeline, ExportRange range,
                       StepSize size) {
    return PageWriter(header, timeline, range).write(size);
}

}  // namespace loopscope::trace
