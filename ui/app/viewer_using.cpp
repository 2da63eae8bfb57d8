// Viewer: the palette, prompts, presets, bookmarks, recent files, and the first screen's search.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "sim/base/shell_word.h"
#include "sim/trace/failure.h"
#include "ui/app/viewer.h"
#include "ui/model/card_rows.h"
#include "ui/panels/palette_panel.h"
#include "ui/panels/start_panel.h"

namespace loopscope::ui {
namespace {

constexpr std::size_t kRecentMax = 8;

}  // namespace

// ---- The palette and prompts.

std::vector<PaletteEntry> Viewer::palette() const {
    if (view_.palette_asks) {
        std::vector<PaletteEntry> asked;
        std::int64_t number = 0;
        for (const WhatIf& what : questions())
            asked.push_back({what.text, what.detail, {Act::WhatIf, number++}});
        return palette_answer(asked, view_.palette_text.text(), strings_);
    }
    KeyScope screen = document_ ? KeyScope::Program : KeyScope::List;
    std::vector<PaletteEntry> entries = palette_entries(strings_, screen);
    if (document_) {
        for (const Bookmark& b : notes_.bookmarks)
            entries.push_back({strings_("palette.bookmark", {{"note", b.note}}),
                               std::to_string(b.position + 1),
                               {Act::Seek, static_cast<std::int64_t>(b.position)}});
        add_panel_entries(entries);
        const trace::ProgramState& state = document_->timeline().state();
        for (int i = 0; i < sources_.count() && sources_.count() > 1; ++i)
            entries.push_back(
                {strings_("palette.file", {{"file", sources_.name(i)}}), {}, {Act::ShowFile, i}});
        std::size_t tasks = 0;
        for (const trace::TaskState& task : state.tasks) {
            if (++tasks > 200) break;
            std::string name(document_->timeline().log().text(task.name));
            entries.push_back(
                {strings_("palette.task", {{"task", name}}), {}, {Act::SelectTask, task.id.value}});
        }
    }
    for (const std::string& path : recent_files())
        entries.push_back({strings_("palette.open", {{"name", path.substr(path.rfind('/') + 1)}}),
                           path,
                           {.act = Act::Open, .text = path}});
    for (const session::ScenarioEntry& entry : scenarios_) {
        std::string_view title = entry.scenario.title.in(settings_.language);
        std::string name = title.empty() ? entry.name : std::string(title);
        if (document_)
            entries.push_back({strings_("palette.compare", {{"name", name}}),
                               entry.name,
                               {.act = Act::Compare, .text = entry.path}});
        entries.push_back({strings_("palette.open", {{"name", name}}),
                           entry.name,
                           {.act = Act::Open, .text = entry.path}});
    }
    return palette_answer(entries, view_.palette_text.text(), strings_);
}

void Viewer::ask_for(Act act, std::string_view text) {
    view_.prompt = act;
    view_.prompt_text.set(text);
    alphabet_.add(text);
}

// ---- What is kept beside a file.

void Viewer::load_notes() {
    notes_ = {};
    breakpoints_.clear();
    if (!files_.load || path_.empty()) return;
    notes_ = read_notes(files_.load(path_).value_or(""));
    saved_notes_ = notes_;
    breakpoints_.read(notes_.breaks);
    restore_dock();
    for (const Bookmark& b : notes_.bookmarks) alphabet_.add(b.note);
}

void Viewer::save_notes() {
    if (!document_ || !files_.save || path_.empty()) return;
    notes_.breaks = breakpoints_.write();
    if (notes_ == saved_notes_) return;
    saved_notes_ = notes_;
    if (!files_.save(path_, write_notes(notes_)) && !notes_complained_) {
        notes_complained_ = true;
        tell_failure(trace::failure("notes.save", {{"path", path_}}));
    }
}

void Viewer::remember_recent(const std::string& path) {
    bool scenario = std::any_of(scenarios_.begin(), scenarios_.end(),
                                [&](const auto& entry) { return entry.path == path; });
    if (scenario || path.find('|') != std::string::npos) return;
    std::vector<std::string> list = recent_files();
    std::erase(list, path);
    list.insert(list.begin(), path);
    if (list.size() > kRecentMax) list.resize(kRecentMax);
    settings_.recent.clear();
    for (const std::string& item : list)
        settings_.recent += (settings_.recent.empty() ? "" : "|") + item;
}

std::vector<std::string> Viewer::recent_files() const {
    std::vector<std::string> list;
    std::string_view rest = settings_.recent;
    while (!rest.empty()) {
        std::size_t end = rest.find('|');
        if (end > 0) list.emplace_back(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return list;
}

// ---- The first screen.

std::vector<std::size_t> Viewer::listed() const {
    std::vector<std::size_t> list;
    const std::string& wanted = view_.search_text.text();
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
        const session::ScenarioEntry& entry = scenarios_[i];
        int best = view_.search_text.empty() ? 1 : 0;
        auto consider = [&](std::string_view text) {
            auto lower = [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            };
            auto same = [&](char x, char y) { return lower(x) == lower(y); };
            auto at = std::search(text.begin(), text.end(), wanted.begin(), wanted.end(), same);
            if (at != text.end()) best = 1;
        };
        if (best == 0) consider(entry.name);
        for (const session::LocalText* text :
             {&entry.scenario.title, &entry.scenario.about, &entry.scenario.chapter})
            for (const auto& [language, words] : text->by_language) consider(words);
        if (best > 0) list.push_back(i);
    }
    return list;
}

std::vector<std::string> Viewer::chapters_of(const std::vector<std::size_t>& listed) const {
    std::vector<std::string> chapters;
    for (std::size_t i : listed) {
        std::string name(scenarios_[i].scenario.chapter.in(settings_.language));
        chapters.push_back(name.empty() ? strings_("start.other") : name);
    }
    return chapters;
}

void Viewer::move_choice(ChoiceMove move) {
    auto columns = static_cast<std::size_t>(start_columns(window_.w));
    std::vector<CardRow> rows = card_rows(chapters_of(listed()), columns);
    view_.chosen =
        static_cast<int>(moved_choice(rows, static_cast<std::size_t>(view_.chosen), move));
    view_.reveal_choice = true;
    grip_.focus.clear();
}

/// One small picture a frame, so that the first screen comes at once.
void Viewer::make_thumbnail() {
    thumbnails_.resize(scenarios_.size());
    thumbnails_left_ = false;
    if (!files_.peek) return;
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
        if (thumbnails_[i].made) continue;
        if (thumbnails_left_) return;
        std::unique_ptr<Document> document = files_.peek(scenarios_[i].path);
        thumbnails_[i].made = true;
        if (document) thumbnails_[i] = view_thumbnail(document->timeline());
        thumbnails_left_ = true;
    }
    thumbnails_left_ = false;
}

void Viewer::finish_thumbnails() {
    do {
        make_thumbnail();
    } while (thumbnails_left_);
}

// ---- Applying.

bool Viewer::apply_using(const Command& c, double now) {
    switch (c.act) {
        case Act::TogglePalette:
            view_.palette_open = !view_.palette_open;
            view_.palette_asks = false;
            view_.palette_text.clear();
            view_.palette_chosen = 0;
            return true;
        case Act::PaletteChoice:
            choose_in_palette(static_cast<int>(c.number));
            return true;
        case Act::ClosePrompt:
            view_.prompt.reset();
            return true;
        case Act::PlaceField:
            if (LineEdit* line = field())
                line->place(static_cast<std::size_t>(std::max<std::int64_t>(0, c.number)),
                            c.to > 0 ? Selecting::Yes : Selecting::No);
            return true;
        case Act::MoveFocus:
            move_focus(static_cast<FocusMove>(c.number & 3));
            return true;
        case Act::PressFocus:
            press_focus();
            return true;
        case Act::ScrollPanel:
            scroll_panel(static_cast<float>(c.number));
            return true;
        case Act::CancelJob:
            cancel_job();
            return true;
        case Act::Open:
            open_asked(c);
            return true;
        case Act::Present:
            toggle_presentation();
            return true;
        case Act::Laser:
            view_.laser = !view_.laser;
            return true;
        case Act::AxisMode:
            settings_.axis_mode = (settings_.axis_mode + 1) % kAxisModes;
            view_.axis_view.reset();
            axis_view_ = {};
            return true;
        default:
            return document_ && apply_notes(c, now);
    }
}

// ---- Exporting.

void Viewer::begin_export(const std::string& text) {
    export_wish_ = parse_export(text);
    playback_.stop();
    if (!export_wish_) tell_failure(trace::failure("export.wrong", {{"name", text}}));
}

std::optional<ExportWish> Viewer::take_export() { return std::exchange(export_wish_, {}); }

void Viewer::set_export_progress(std::optional<ExportProgress> progress) {
    view_.exporting = std::move(progress);
    redraw_ = true;
}

bool Viewer::step_for_export() {
    trace::Position before = position();
    step(+1);
    animator_.settle();
    return position() != before;
}

void Viewer::tell_exported(const std::string& path) {
    tell(strings_("export.done", {{"path", path}}));
}

/// Says that something went well, until the next key or press.
void Viewer::tell(std::string notice) {
    view_.notice = std::move(notice);
    alphabet_.add(view_.notice);
    redraw_ = true;
}

std::string Viewer::in_words(const base::Failure& failure) const {
    return trace::in_words(failure, strings_.language_id());
}

void Viewer::tell_failure(const base::Failure& failure) {
    failure_ = failure;
    view_.error = in_words(failure);
    alphabet_.add(view_.error);
    redraw_ = true;
}

/// While a moving picture is made only Escape is heard.
bool Viewer::take_export_key(const KeyPress& press) {
    view_.notice.clear();
    if (!view_.exporting) return false;
    if (press.key == Key::Escape) view_.exporting.reset();
    return true;
}

bool Viewer::apply_notes(const Command& c, double) {
    bool told = c.number == 1;  // The prompt's answer.
    switch (c.act) {
        case Act::CopyCommand:
            copy(command_line());
            return true;
        case Act::CopyText:
            copy(text_to_copy(static_cast<CopiedText>(c.number)));
            return true;
        case Act::Bookmark:
            if (!told) {
                const Bookmark* kept = notes_.at(position());
                ask_for(Act::Bookmark, kept ? kept->note : std::string());
                return true;
            }
            view_.prompt.reset();
            notes_.keep({position(), c.text});
            alphabet_.add(c.text);
            tell(strings_("notice.bookmark"));
            return true;
        case Act::RemoveBookmark:
            if (!notes_.at(position())) return true;
            notes_.remove(position());
            tell(strings_("notice.unmark"));
            return true;
        case Act::NextBookmark:
            go_to_bookmark(static_cast<int>(c.number));
            return true;
        case Act::FilterTasks:
            if (!told) {
                ask_for(Act::FilterTasks, view_.task_filter);
                return true;
            }
            view_.prompt.reset();
            view_.task_filter = c.text;
            views_.events = ~trace::Position{0};
            return true;
        case Act::Export:
            if (!told) {
                std::string name(document_->name());
                name = fmt::format("{}-{}", name.substr(0, name.find('.')), position() + 1);
                ask_for(Act::Export, name + (c.from > 0 ? ".webp 30" : ".png"));
                return true;
            }
            view_.prompt.reset();
            begin_export(c.text);
            return true;
        case Act::CancelExport:
            view_.exporting.reset();
            return true;
        case Act::SaveAs:
            if (!told) {
                std::string name(document_->name());
                ask_for(Act::SaveAs, name.substr(0, name.rfind(".py")));
                return true;
            }
            view_.prompt.reset();
            save_scenario(c.text);
            return true;
        default:
            return false;
    }
}

std::string Viewer::command_line() const {
    std::string file = path_.empty() ? std::string(document_->name()) : path_;
    std::string line = "loopscope window " + base::shell_word(file);
    if (!command_options_.empty()) line += " " + command_options_;
    for (const session::WhatIfChange& change :
         session::changes_between(document_->told_stimuli(), document_->stimuli()))
        line += " --what-if " + base::shell_word(session::text_of(change));
    line += fmt::format(" --at {}", document_->timeline().state().position);
    return command_arguments_.empty() ? line : line + " -- " + command_arguments_;
}

void Viewer::save_scenario(const std::string& name) {
    if (!files_.save_scenario || name.empty()) return;
    std::string text = editing_ ? editor_.text() : std::string(document_->source());
    base::Result<std::string> saved = files_.save_scenario(name, text);
    if (!saved) {
        tell_failure(saved.failure());
        return;
    }
    path_ = *saved;
    remember_recent(path_);
    list_saved(text);
    tell(strings_("notice.saved", {{"path", path_}}));
}

/// The program at path_ stands on the first screen from now on.
void Viewer::list_saved(const std::string& text) {
    session::ScenarioEntry entry;
    entry.path = path_;
    entry.name = std::filesystem::path(path_).stem().string();
    if (auto scenario = session::read_scenario(text)) entry.scenario = std::move(scenario).value();
    alphabet_.add(entry.name);
    const auto same = [&](const session::ScenarioEntry& other) { return other.path == path_; };
    auto place = std::find_if(scenarios_.begin(), scenarios_.end(), same);
    const auto index = static_cast<std::size_t>(place - scenarios_.begin());
    if (place != scenarios_.end()) {
        *place = std::move(entry);
    } else {
        scenarios_.push_back(std::move(entry));
    }
    if (index < thumbnails_.size()) thumbnails_[index] = {};
    thumbnails_left_ = true;
}

// ---- Opening, copying, going to a note.

/// Opens a path, or asks for one; "~/" is the home folder, as everywhere.
void Viewer::open_asked(const Command& c) {
    bool told = c.number == 1;  // The prompt's answer.
    if (!told && c.text.empty()) return ask_for(Act::Open, opened_by_name_);
    view_.prompt.reset();
    if (c.text.empty()) return;
    if (told) opened_by_name_ = c.text;
    open_path(told && files_.whole_path ? files_.whole_path(c.text) : c.text);
}

void Viewer::copy(const std::string& text) {
    if (text.empty()) return tell(strings_("notice.nothing"));
    ImGui::SetClipboardText(text.c_str());
    std::string first = text.substr(0, text.find('\n'));
    if (first.size() > 80) first = first.substr(0, first.rfind(' ', 80)) + " …";
    tell(strings_("notice.copied", {{"text", first}}));
}

std::string Viewer::text_to_copy(CopiedText which) const {
    std::string text;
    switch (which) {
        case CopiedText::Source:
            return editing_ ? editor_.text() : std::string(document_->source());
        case CopiedText::Output:
            for (const OutputLine& line : views_.output) text += line.text + "\n";
            return text;
        case CopiedText::Narration:
            for (const TextSpan& span : views_.narration.sentence) text += span.text;
            return text;
    }
    return text;
}

void Viewer::go_to_bookmark(int direction) {
    std::optional<trace::Position> best;
    for (const Bookmark& b : notes_.bookmarks) {
        bool ahead = direction > 0 ? b.position > position() : b.position < position();
        bool nearer = !best || (direction > 0 ? b.position < *best : b.position > *best);
        if (ahead && nearer) best = b.position;
    }
    if (!best) return tell(strings_(direction > 0 ? "notice.no_next" : "notice.no_previous"));
    apply({Act::Seek, static_cast<std::int64_t>(*best)}, 0);
    tell(strings_("palette.bookmark", {{"note", notes_.at(*best)->note}}));
}

}  // namespace loopscope::ui
