// Tracebacks as text. Mirrors: traceback.py and pythonrun.c.
#include "sim/python/vm/traceback.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/object/class.h"
#include "sim/object/list.h"
#include "sim/object/method.h"
#include "sim/object/singletons.h"
#include "sim/python/syntax/parser.h"
#include "sim/python/vm/executor.h"

namespace loopscope::python::vm {

namespace {

constexpr int kRepeatsShown = 3;
constexpr std::size_t kGroupWidth = 15;
constexpr int kGroupDepth = 10;
constexpr std::string_view kCauseText =
    "\nThe above exception was the direct cause of the following exception:\n\n";
constexpr std::string_view kContextText =
    "\nDuring handling of the above exception, another exception occurred:\n\n";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\f'; }

std::string_view strip(std::string_view s) {
    while (!s.empty() && is_space(s.front())) s.remove_prefix(1);
    while (!s.empty() && (is_space(s.back()) || s.back() == '\n' || s.back() == '\r')) {
        s.remove_suffix(1);
    }
    return s;
}

/// Where, in an expression's text, the operator stands that failed: bytes from its start.
struct Anchors {
    std::size_t left = 0;
    std::size_t right = 0;
};

/// CPython: _extract_caret_anchors_from_line_segment.
bool find_anchors(std::string_view segment, Anchors& out) {
    auto parsed = syntax::parse_module(segment, "");
    auto* module = std::get_if<syntax::Module>(&parsed);
    if (module == nullptr || module->body.size() != 1) return false;
    const auto* statement = syntax::if_is<syntax::ExprStmt>(module->body[0]);
    if (statement == nullptr) return false;
    auto blank = [&](std::size_t k) { return is_space(segment[k]); };
    if (const auto* b = syntax::if_is<syntax::BinOp>(statement->value)) {
        std::size_t end = b->right->range.column;
        std::size_t at = b->left->range.end_column;
        while (at < end && (blank(at) || segment[at] == ')' || segment[at] == '\\')) ++at;
        if (at >= end) return false;
        out.left = at;
        out.right = at + 1;
        if (at + 1 < end && !blank(at + 1) && segment[at + 1] != '(') ++out.right;
        return true;
    }
    if (const auto* s = syntax::if_is<syntax::Subscript>(statement->value)) {
        out.left = s->value->range.end_column;
        while (out.left < segment.size() && segment[out.left] != '[') ++out.left;
        out.right = s->slice->range.end_column + 1;
        while (out.right < segment.size() && segment[out.right] != ']') ++out.right;
        if (out.right < segment.size()) ++out.right;
        out.right = std::min(out.right, segment.size());
        return true;
    }
    return false;
}

/// The line of carets below `line` (its text, not stripped), or "" when the whole line is meant.
std::string caret_line(std::string_view line, const compile::Position& p) {
    if (p.line == 0 || p.end_line < p.line) return {};
    std::string_view shown = strip(line);
    auto indent = static_cast<std::size_t>(shown.data() - line.data());
    auto characters = [](std::string_view text) { return object::code_point_count(text); };
    std::size_t begin_byte = std::min(static_cast<std::size_t>(p.column), line.size());
    std::size_t end_byte = p.end_line == p.line
                               ? std::min(static_cast<std::size_t>(p.end_column), line.size())
                               : indent + shown.size();
    if (end_byte <= begin_byte || begin_byte < indent) return {};
    std::string_view segment = line.substr(begin_byte, end_byte - begin_byte);
    Anchors anchors;
    bool anchored = p.end_line == p.line && find_anchors(segment, anchors);
    std::size_t width = characters(segment);
    if (width >= characters(shown) && !anchored) return {};
    std::string out(characters(line.substr(indent, begin_byte - indent)), ' ');
    if (!anchored) return out + std::string(width, '^');
    std::size_t left = characters(segment.substr(0, anchors.left));
    std::size_t right = characters(segment.substr(0, anchors.right));
    return out + std::string(left, '~') + std::string(right - left, '^') +
           std::string(width - right, '~');
}

std::string format_entry(const StackEntry& e) {
    std::string text =
        fmt::format("  File \"{}\", line {}, in {}\n", e.filename, e.line, e.function);
    std::string_view line = Interpreter::current().source_line(e.filename, e.line);
    std::string_view shown = strip(line);
    if (shown.empty()) return text;
    text += fmt::format("    {}\n", shown);
    std::string carets = e.position.line == e.line ? caret_line(line, e.position) : "";
    if (!carets.empty()) text += fmt::format("    {}\n", carets);
    return text;
}

// ---- one exception ----------------------------------------------------------------------------

std::string text_of(const ExceptionObject& exception) {
    try {
        return object::str_string(Value::borrow(const_cast<ExceptionObject*>(&exception)));
    } catch (object::Raised&) {
        return "<exception str() failed>";
    }
}

std::string type_text(const ExceptionObject& exception) {
    const Type& type = *exception.object::Object::type;
    std::string module = type.module;
    if (type.has(Type::kHeapType)) {
        Value m = object::lookup_attr(Value::borrow(exception.object::Object::type), "__module__");
        module = m && object::is_str(m) ? object::str_string(m) : "<unknown>";
    }
    if (module == "builtins" || module == "__main__") return type.qualname;
    return fmt::format("{}.{}", module, type.qualname);
}

int int_or(const Value& v, int otherwise) {
    return v && v.is_small() ? static_cast<int>(v.small()) : otherwise;
}

bool is_indentation_error(const ExceptionObject& e) {
    return e.object::Object::type == &object::indentation_error_type;
}

/// The lexer's errors are points, but for one about a number; of the parser's only two are.
bool is_of_lexer(const object::SyntaxErrorObject& e) {
    if (!e.message || !object::is_str(e.message)) return false;
    std::string message = object::str_string(e.message);
    if (message.starts_with("leading zeros")) return true;
    bool point = int_or(e.end_offset, 0) == int_or(e.offset, -1);
    return point && message != "invalid syntax" && !message.starts_with("expected ");
}

/// The text below which a SyntaxError's caret stands, and the caret. The interpreter itself (`top`)
/// counts bytes where traceback.py counts characters, and strips tabs too.
void format_syntax_text(const object::SyntaxErrorObject& e, bool top,
                        std::vector<std::string>& out) {
    std::string text = e.text.as<Str>()->to_string();
    while (!text.empty() && text.back() == '\n') text.pop_back();
    std::size_t spaces = text.find_first_not_of(top ? " \t\f" : " \n\f");
    if (spaces == std::string::npos) spaces = text.size();
    std::string shown = text.substr(spaces);
    out.push_back(fmt::format("    {}\n", shown));
    int offset = int_or(e.offset, -1);
    if (offset < 1) return;
    int end = int_or(e.end_offset, 0);
    if (int_or(e.end_line, 0) > int_or(e.line, 0)) {
        end = static_cast<int>(object::code_point_count(text)) + 1;
    }
    // At the top the lexer's own errors count characters as well, and a missing block gets one
    // caret whatever word stands there.
    bool in_bytes = top && !is_indentation_error(e) && !is_of_lexer(e);
    if (end == 0 || end == offset || end == -1 || (top && is_indentation_error(e))) {
        end = offset + 1;
    }
    auto place = [&](int characters) {
        if (!in_bytes) return characters;
        std::size_t bytes = 0;
        for (int left = characters; left > 0; --left) {
            ++bytes;
            while (bytes < text.size() &&
                   (static_cast<unsigned char>(text[bytes]) & 0xc0) == 0x80) {
                ++bytes;
            }
        }
        return static_cast<int>(bytes);
    };
    int column = place(offset - 1) - static_cast<int>(spaces);
    int end_column = place(end - 1) - static_cast<int>(spaces);
    if (column < 0) return;
    std::string caret = "    ";
    int at = 0;
    for (std::size_t k = 0; k < shown.size() && at < column; ++k) {
        if (!in_bytes && (static_cast<unsigned char>(shown[k]) & 0xc0) == 0x80) continue;
        caret += is_space(shown[k]) ? shown[k] : ' ';
        ++at;
    }
    for (; at < column; ++at) caret += ' ';
    caret += std::string(static_cast<std::size_t>(std::max(end_column - column, 0)), '^');
    out.push_back(caret + "\n");
}

/// CPython: TracebackException._format_syntax_error.
void format_syntax_error(const ExceptionObject& exception, bool top,
                         std::vector<std::string>& out) {
    const auto& e = static_cast<const object::SyntaxErrorObject&>(exception);
    bool has_file = e.filename && !object::is_none(e.filename);
    std::string suffix;
    if (e.line && !object::is_none(e.line)) {
        out.push_back(fmt::format("  File \"{}\", line {}\n",
                                  has_file ? object::str_string(e.filename) : "<string>",
                                  object::str_string(e.line)));
    } else if (has_file) {
        suffix = fmt::format(" ({})", object::str_string(e.filename));
    }
    if (e.text && object::is_str(e.text)) format_syntax_text(e, top, out);
    bool has_message = e.message && !object::is_none(e.message);
    out.push_back(fmt::format("{}: {}{}\n", type_text(exception),
                              has_message ? object::str_string(e.message) : "<no detail available>",
                              suffix));
}

void format_notes(const ExceptionObject& exception, std::vector<std::string>& out) {
    Value self = Value::borrow(const_cast<ExceptionObject*>(&exception));
    Value notes = object::lookup_attr(self, "__notes__");
    if (!notes || object::is_none(notes)) return;
    if (!object::is_list(notes) && !object::is_tuple(notes)) {
        out.push_back(object::repr_string(notes) + "\n");
        return;
    }
    object::for_each(notes, [&](const Value& note) {
        std::string text;
        try {
            text = object::str_string(note);
        } catch (object::Raised&) {
            text = "<note str() failed>";
        }
        std::size_t begin = 0;
        for (;;) {
            std::size_t end = text.find('\n', begin);
            out.push_back(text.substr(begin, end - begin) + "\n");
            if (end == std::string::npos) break;
            begin = end + 1;
        }
    });
}

void only(const Ref<ExceptionObject>& exception, bool suggest, std::vector<std::string>& out) {
    bool is_syntax = object::matches(*exception, object::syntax_error_type);
    if (is_syntax) {
        format_syntax_error(*exception, suggest, out);
    } else {
        std::string text = text_of(*exception);
        std::string line = type_text(*exception);
        if (!text.empty()) line += ": " + text;
        if (suggest) {
            std::string other = suggestion_for(*exception);
            if (!other.empty()) line += fmt::format(". Did you mean: '{}'?", other);
        }
        out.push_back(line + "\n");
    }
    format_notes(*exception, out);
}

// ---- chains and groups ------------------------------------------------------------------------

/// Writes one exception with its chain; inside groups every line is indented with a margin.
class Printer {
  public:
    explicit Printer(const TracebackOptions& options) : options_(options) {}

    void print(const Ref<ExceptionObject>& exception) {
        std::vector<std::pair<std::string_view, Ref<ExceptionObject>>> chain;
        std::string_view link;
        Ref<ExceptionObject> at = exception;
        chain.emplace_back(link, at);
        seen_.insert(at.get());
        while (options_.chain) {
            if (at->cause) {
                if (!seen_.insert(at->cause.get()).second) break;
                chain.emplace_back(kCauseText, at->cause);
            } else if (at->context && !at->suppress_context) {
                if (!seen_.insert(at->context.get()).second) break;
                chain.emplace_back(kContextText, at->context);
            } else {
                break;
            }
            at = chain.back().second;
        }
        for (std::size_t k = chain.size(); k-- > 0;) {
            one(chain[k].second);
            if (k > 0) emit(chain[k].first);
        }
    }

    std::vector<std::string> take() { return std::move(out_); }

  private:
    void emit(std::string_view text, char margin = '|') {
        if (depth_ == 0) {
            out_.emplace_back(text);
            return;
        }
        std::string indented;
        std::string prefix = std::string(static_cast<std::size_t>(2 * depth_), ' ') + margin + ' ';
        std::size_t begin = 0;
        while (begin < text.size()) {
            std::size_t end = text.find('\n', begin);
            if (end == std::string_view::npos) end = text.size() - 1;
            indented += prefix;
            indented += text.substr(begin, end + 1 - begin);
            begin = end + 1;
        }
        out_.push_back(std::move(indented));
    }

    void stack(const ExceptionObject& exception, std::string_view title, char margin) {
        Traceback* traceback = options_.traceback ? traceback_of(exception) : nullptr;
        if (traceback == nullptr) return;
        emit(title, margin);
        std::vector<StackEntry> entries = traceback_entries(traceback);
        if (options_.limit > 0 && entries.size() > static_cast<std::size_t>(options_.limit)) {
            entries.resize(static_cast<std::size_t>(options_.limit));
        } else if (options_.limit < 0) {
            auto keep = static_cast<std::size_t>(-options_.limit);
            if (entries.size() > keep) {
                entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(keep));
            }
        }
        for (const std::string& s : format_stack(entries)) emit(s);
    }

    void message(const Ref<ExceptionObject>& exception) {
        std::vector<std::string> lines;
        only(exception, options_.suggest, lines);
        for (const std::string& s : lines) emit(s);
    }

    void one(const Ref<ExceptionObject>& exception) {
        bool is_group = object::matches(*exception, object::base_exception_group_type);
        if (!is_group) {
            stack(*exception, "Traceback (most recent call last):\n", '|');
            message(exception);
        } else if (depth_ > kGroupDepth) {
            emit(fmt::format("... (max_group_depth is {})\n", kGroupDepth));
        } else {
            group(exception);
        }
    }

    void group(const Ref<ExceptionObject>& exception) {
        bool top = depth_ == 0;
        if (top) ++depth_;
        stack(*exception, "Exception Group Traceback (most recent call last):\n", top ? '+' : '|');
        message(exception);
        const auto& g = static_cast<const object::ExceptionGroupObject&>(*exception);
        const Tuple& members = *g.exceptions.as<Tuple>();
        std::size_t count = members.size <= kGroupWidth ? members.size : kGroupWidth + 1;
        need_close_ = false;
        for (std::size_t k = 0; k < count; ++k) {
            bool last = k + 1 == count;
            if (last) need_close_ = true;
            bool truncated = k >= kGroupWidth;
            std::string title = truncated ? "..." : fmt::format("{}", k + 1);
            out_.push_back(indent() + (k == 0 ? "+-" : "  ") +
                           fmt::format("+---------------- {} ----------------\n", title));
            ++depth_;
            if (truncated) {
                std::size_t remaining = members.size - kGroupWidth;
                emit(fmt::format("and {} more exception{}\n", remaining, remaining > 1 ? "s" : ""));
            } else {
                print(Ref<ExceptionObject>(members[k].as<ExceptionObject>()));
            }
            if (last && need_close_) {
                out_.push_back(indent() + "+------------------------------------\n");
                need_close_ = false;
            }
            --depth_;
        }
        if (top) depth_ = 0;
    }

    std::string indent() const { return std::string(static_cast<std::size_t>(2 * depth_), ' '); }

    const TracebackOptions& options_;
    std::vector<std::string> out_;
    std::set<const ExceptionObject*> seen_;  // Membership only: never iterated.
    int depth_ = 0;
    bool need_close_ = false;
};

void write_error(std::string_view text) {
    auto& hooks = object::Runtime::current().hooks;
    if (hooks.write) hooks.write(object::Stream::Stderr, text);
}

}  // namespace

// ---- stacks -----------------------------------------------------------------------------------

std::vector<StackEntry> traceback_entries(const Traceback* traceback) {
    std::vector<StackEntry> entries;
    for (const Traceback* t = traceback; t != nullptr; t = t->next.get()) {
        const Code& code = *t->frame->code;
        entries.push_back(
            {code.filename_text, code.name->to_string(), code.position_at(t->index), t->line});
    }
    return entries;
}

std::vector<StackEntry> stack_entries(Frame* innermost) {
    std::vector<StackEntry> entries;
    Frame* f = innermost != nullptr ? innermost : Interpreter::current().frame();
    for (; f != nullptr; f = f->back) {
        if (f->code->filename_text.starts_with(kNativePrefix)) continue;
        entries.push_back({f->code->filename_text, f->code->name->to_string(), {}, f->line()});
        entries.back().position = f->position();
    }
    std::reverse(entries.begin(), entries.end());
    return entries;
}

std::vector<std::string> format_stack(const std::vector<StackEntry>& entries) {
    std::vector<std::string> out;
    int repeats = 0;
    auto flush = [&] {
        int more = repeats - kRepeatsShown;
        if (more > 0) {
            out.push_back(fmt::format("  [Previous line repeated {} more time{}]\n", more,
                                      more > 1 ? "s" : ""));
        }
    };
    for (std::size_t k = 0; k < entries.size(); ++k) {
        const StackEntry& e = entries[k];
        bool same = k > 0 && e.filename == entries[k - 1].filename &&
                    e.line == entries[k - 1].line && e.function == entries[k - 1].function;
        if (!same) {
            flush();
            repeats = 0;
        }
        if (++repeats <= kRepeatsShown) out.push_back(format_entry(e));
    }
    flush();
    return out;
}

// ---- exceptions -------------------------------------------------------------------------------

std::vector<std::string> format_exception_parts(const Ref<ExceptionObject>& exception,
                                                const TracebackOptions& options) {
    Printer printer(options);
    printer.print(exception);
    return printer.take();
}

std::string format_exception(const Ref<ExceptionObject>& exception,
                             const TracebackOptions& options) {
    std::string text;
    for (const std::string& part : format_exception_parts(exception, options)) text += part;
    return text;
}

std::vector<std::string> format_exception_only(const Ref<ExceptionObject>& exception) {
    std::vector<std::string> out;
    only(exception, false, out);
    return out;
}

void print_exception(const Ref<ExceptionObject>& exception) {
    TracebackOptions options;
    options.suggest = true;
    write_error(format_exception(exception, options));
}

void show_warning(const Type& category, std::string_view message, std::string_view file, int line) {
    std::string text = fmt::format("{}:{}: {}: {}\n", file, line, category.name, message);
    std::string_view source = strip(Interpreter::current().source_line(file, line));
    if (!source.empty()) text += fmt::format("  {}\n", source);
    // CPython says so whenever a warning names an object whose origin it could have recorded.
    bool names_object =
        message.starts_with("coroutine '") && message.find("' was never awaited") != message.npos;
    if (names_object && file != "sys") {
        text += fmt::format("{}: Enable tracemalloc to get the object allocation traceback\n",
                            category.name);
    }
    write_error(text);
}

void show_unraisable(const Ref<ExceptionObject>& exception, std::string_view context,
                     const Value& object) {
    std::string text(context.empty() ? "Exception ignored in" : context);
    if (object) {
        // A method is named by its function, as CPython does for __del__.
        auto* bound = object::try_cast<object::BoundMethod>(object);
        try {
            text += ": " + object::repr_string(bound != nullptr ? bound->function : object);
        } catch (object::Raised&) {
            text += ": <object repr() failed>";
        }
    }
    text += "\n";
    // CPython: write_unraisable_exc: what C code raised is shown with the frame that runs.
    Frame* frame = Interpreter::current().frame();
    if (!exception->traceback && frame != nullptr) add_traceback(*exception, *frame);
    TracebackOptions options;
    options.chain = false;
    write_error(text + format_exception(exception, options));
}

}  // namespace loopscope::python::vm
