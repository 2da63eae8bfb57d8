// The words for things, and the finish of sentences.
#include <algorithm>

#include <fmt/format.h>

#include "sim/trace/narrator.h"
#include "sim/trace/trace_file.h"

namespace loopscope::trace {
namespace {

constexpr std::size_t kTextBytesMax = 90;
constexpr char kAsWritten = '\x01';  // Stands in no text of a program that is on one line.

// A callable's or coroutine's name with parentheses.
std::string called(std::string_view name) {
    std::string text = on_one_line(name);
    return text.empty() || text.back() == ')' ? text : text + "()";
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The largest cut at or before `at` that does not split a character.
std::size_t character_start(std::string_view text, std::size_t at) {
    while (at > 0 && at < text.size() && is_continuation(text[at])) --at;
    return at;
}

// CJK ideographs and their neighbours all begin with these bytes in UTF-8.
bool begins_ideograph(std::string_view text) {
    auto lead = static_cast<unsigned char>(text[0]);
    return lead >= 0xE4 && lead <= 0xE9;
}

bool is_latin(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '`' ||
           c == '_';
}

// Chinese sets a space between its own and Latin script, and none inside.
std::string space_chinese(std::string_view text) {
    std::string out;
    bool in_code = false, after_ideograph = false;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t next = i + 1;
        while (next < text.size() && is_continuation(text[next])) ++next;
        std::string_view character = text.substr(i, next - i);
        i = next;
        bool ideograph = !in_code && begins_ideograph(character);
        bool latin = character.size() == 1 && is_latin(character[0]);
        if (!in_code && after_ideograph && latin) out += ' ';
        if (ideograph && !after_ideograph && !out.empty()) {
            bool between = out.back() == ' ' && out.size() >= 4 &&
                           begins_ideograph(std::string_view(out).substr(out.size() - 4));
            if (between)
                out.pop_back();
            else if (is_latin(out.back()))
                out += ' ';
        }
        out += character;
        if (character == "`") in_code = !in_code;
        after_ideograph = ideograph;
    }
    return out;
}

}  // namespace

std::string seconds(double value) {
    if (value == kNoTimeout) return "None";
    std::string text = fmt::format("{:.9g}", value);
    return text == "-0" ? "0" : text;
}

std::string on_one_line(std::string_view text) {
    std::string line;
    for (char c : text) {
        bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
        line += control ? ' ' : c == '`' ? '\'' : c;
        if (line.size() > 4 * kTextBytesMax) break;  // Enough to see that it is too long.
    }
    if (text.size() <= kTextBytesMax) return line;
    return line.substr(0, character_start(line, kTextBytesMax)) + "…";
}

std::string as_written(std::string name) { return kAsWritten + std::move(name); }

std::string finish_sentence(std::string text, Language language) {
    const bool small = !text.empty() && text[0] >= 'a' && text[0] <= 'z';
    if (small && language != Language::Chinese) text[0] = static_cast<char>(text[0] - 'a' + 'A');
    std::erase(text, kAsWritten);
    return language == Language::Chinese ? space_chinese(text) : text;
}

std::string join_sentences(std::string first, std::string_view second, Language language) {
    // A sentence that ends in program text has no full stop of its own.
    if (!second.empty() && first.ends_with('`'))
        first += language == Language::Chinese ? "。" : ".";
    if (!first.empty() && !second.empty() && language == Language::English) first += ' ';
    return first += second;
}

std::string plain_text(std::string_view narrated) {
    std::string text(narrated);
    std::erase(text, '`');
    return text;
}

std::string Names::say(std::string_view key, const MessageArguments& arguments) const {
    const Catalogue& catalogue = Catalogue::of(source_.language);
    // Of a recording in real time some things are said otherwise: its clock never stands still.
    if (source_.header != nullptr && source_.header->time == TimeKind::Recorded) {
        const std::string recorded = std::string(key) + ".recorded";
        if (catalogue.has(recorded)) return catalogue.get(recorded, arguments);
    }
    return catalogue.get(key, arguments);
}

const TaskState* Names::find_task(FutureId id) const {
    const TaskState* found = first_.tasks.find(id);
    return found ? found : second_.tasks.find(id);
}
const FutureState* Names::find_future(FutureId id) const {
    const FutureState* found = first_.futures.find(id);
    return found ? found : second_.futures.find(id);
}
const HandleState* Names::find_handle(HandleId id) const {
    const HandleState* found = first_.handles.find(id);
    return found ? found : second_.handles.find(id);
}
const FrameState* Names::find_frame(FrameId id) const {
    const FrameState* found = first_.frames.find(id);
    return found ? found : second_.frames.find(id);
}

std::string Names::text(TextId id) const { return on_one_line(source_.log.text(id)); }

std::string Names::task(FutureId id) const {
    const TaskState* task = find_task(id);
    if (!task) return say("name.task.unknown", {{"id", std::uint64_t{id.value}}});
    std::string name = as_written(text(task->name));
    std::string coroutine = called(source_.log.text(task->coroutine));
    return coroutine.empty() ? name : name + " `" + coroutine + "`";
}

std::string Names::future(FutureId id) const {
    if (find_task(id)) return task(id);
    const FutureState* future = find_future(id);
    if (future && future->purpose)
        return say("name.future.purpose", {{"purpose", text(future->purpose)}});
    return say("name.future.plain", {{"id", std::uint64_t{id.value}}});
}

std::string Names::handle(HandleId id) const {
    const HandleState* handle = find_handle(id);
    if (!handle) return say("name.handle.unknown", {{"id", std::uint64_t{id.value}}});
    std::string_view callback = source_.log.text(handle->callback);
    bool sleep = handle->origin == HandleOrigin::Timer && handle->created_by &&
                 callback.find("_set_result_unless_cancelled") != std::string_view::npos;
    if (sleep) return say("name.handle.sleep", {{"task", task(handle->created_by)}});
    if (!find_task(handle->task))
        return say("name.handle.callback", {{"callback", called(callback)}});
    bool wakeup = callback.find("wakeup") != std::string_view::npos;
    std::string_view key = wakeup               ? "name.handle.wakeup"
                           : handle->first_step ? "name.handle.first_step"
                                                : "name.handle.next_step";
    return say(key, {{"task", task(handle->task)}});
}

std::string Names::work(WorkId id) const {
    const WorkState* work = first_.works.find(id);
    if (!work) work = second_.works.find(id);
    MessageArguments arguments{
        {"id", std::uint64_t{id.value}},
        {"function", work ? called(source_.log.text(work->function)) : std::string{}}};
    return say(work ? "name.work" : "name.work.unknown", arguments);
}

std::string Names::thread(ThreadId id) const {
    const ThreadState* thread = first_.threads.find(id);
    if (!thread) thread = second_.threads.find(id);
    return thread && thread->name ? text(thread->name) : std::to_string(id.value);
}

std::string Names::frame(FrameId id) const {
    const FrameState* frame = find_frame(id);
    if (!frame) return say("name.frame.unknown");
    if (frame->kind == FrameKind::Module) return say("name.frame.module");
    std::string_view key = frame->kind == FrameKind::Class ? "name.frame.class" : "name.frame";
    return say(key, {{"function", text(frame->function)}});
}

std::string Names::descriptor(LoopId loop_id, std::uint32_t fd, std::string_view what) const {
    std::string known(what);
    for (const ProgramState* state : {&first_, &second_}) {
        const LoopState* loop = state->loops.find(loop_id);
        if (!loop || !known.empty()) continue;
        for (const WatchedFd& watched : loop->selector)
            if (watched.fd == fd) known = source_.log.text(watched.what);
    }
    MessageArguments arguments{{"fd", std::uint64_t{fd}}, {"what", on_one_line(known)}};
    if (known == "self-pipe") return say("name.selfpipe", arguments);
    return say(known.empty() ? "name.descriptor.plain" : "name.descriptor", arguments);
}

std::string Names::list(const std::vector<std::string>& names, std::size_t total) const {
    if (names.empty()) return {};
    std::string all = names[0];
    for (std::size_t i = 1; i < names.size(); ++i) {
        bool last = i + 1 == names.size() && names.size() == total;
        all = say(last ? "list.and" : "list.comma", {{"a", all}, {"b", names[i]}});
    }
    if (total > names.size())
        all = say("list.more", {{"a", all}, {"n", std::uint64_t{total - names.size()}}});
    return all;
}

std::string Names::list(const std::vector<FutureId>& tasks) const {
    constexpr std::size_t kShownMax = 3;
    std::vector<std::string> names;
    for (FutureId id : tasks) {
        if (names.size() == kShownMax) break;
        names.push_back(task(id));
    }
    return list(names, tasks.size());
}

std::string Names::code_line(TextId file, std::uint32_t line) const {
    if (!source_.header || line == 0) return {};
    std::string_view name = source_.log.text(file);
    for (const SourceFile& candidate : source_.header->sources) {
        if (candidate.name != name) continue;
        std::string_view rest = candidate.text;
        for (std::uint32_t n = 1; n < line; ++n) {
            std::size_t end = rest.find('\n');
            if (end == std::string_view::npos) return {};
            rest.remove_prefix(end + 1);
        }
        rest = rest.substr(0, rest.find('\n'));
        std::size_t begin = rest.find_first_not_of(" \t");
        return begin == std::string_view::npos ? std::string() : on_one_line(rest.substr(begin));
    }
    return {};
}

}  // namespace loopscope::trace
