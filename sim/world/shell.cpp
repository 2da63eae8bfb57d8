// Shell: words, operators, redirections, pipelines, loops, arithmetic.
#include "sim/world/shell.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <initializer_list>
#include <tuple>

#include "sim/world/arithmetic.h"
#include "sim/world/commands.h"
#include "sim/world/error_number.h"
#include "sim/world/machine.h"
#include "sim/world/pipes.h"

namespace loopscope::world {
namespace {

struct Token {
    std::string text;
    bool is_operator = false;
    bool quoted = false;  ///< Some of it: its values are not cut into words.
};

struct Redirection {
    Fd fd;
    std::string target;  ///< A path; empty: the descriptor `from`.
    Fd from = -1;
    int flags = 0;
};

struct SimpleCommand {
    std::vector<Token> tokens;
    std::vector<std::string> words;  ///< With the values of variables, once it runs.
    std::vector<Redirection> redirections;
};

/// Thrown by `exit`.
struct ShellExit {
    int code;
};

class Shell {
  public:
    explicit Shell(CommandLine& line) : line_(line), machine_(line.machine()) {}

    ProcessStatus run(const std::string& text) {
        try {
            if (!split(text)) {
                line_.write(2, "sh: 1: Syntax error: Unterminated quoted string\n");
                return {.exit_code = 2};
            }
            end_ = tokens_.size();
            run_list();
        } catch (const ShellExit& exit) {
            last_ = exit.code;
        }
        return {.exit_code = last_, .signal = 0};
    }

  private:
    static constexpr char kMark = '\x01';  ///< Begins and ends a variable's name within a word.

    /// The variable that begins at text[i], a dollar sign, marked for expand(); i moves to its end.
    static std::string variable(const std::string& text, std::size_t& i) {
        if (i + 1 >= text.size()) return "$";
        const char c = text[i + 1];
        if (c == '$' || c == '?') {
            ++i;
            return {kMark, c, kMark};
        }
        if (text.compare(i + 1, 2, "((") == 0) {
            if (const std::size_t end = text.find("))", i + 3); end != std::string::npos) {
                std::string inner = kMark + ("(" + text.substr(i + 3, end - i - 3)) + kMark;
                i = end + 1;
                return inner;
            }
        }
        const bool braces = c == '{';
        const std::size_t begin = i + (braces ? 2 : 1);
        std::size_t end = begin;
        while (end < text.size() &&
               (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_'))
            ++end;
        if (end == begin) return "$";
        i = end - (braces && end < text.size() ? 0 : 1);
        return kMark + text.substr(begin, end - begin) + kMark;
    }

    /// A word with the values that its variables have now.
    std::string expand(const std::string& word) const {
        std::string result;
        for (std::size_t at = 0; at < word.size();) {
            const std::size_t begin = std::min(word.find(kMark, at), word.size());
            result += word.substr(at, begin - at);
            if (begin == word.size()) break;
            const std::size_t end = word.find(kMark, begin + 1);
            const std::string name = word.substr(begin + 1, end - begin - 1);
            const auto& environment = line_.process().environment;
            if (name.starts_with('(')) {
                result += std::to_string(evaluate(name.substr(1), environment));
            } else if (name == "?") {
                result += std::to_string(last_);
            } else if (name == "$") {
                result += std::to_string(line_.process().pid);
            } else if (auto found = environment.find(name); found != environment.end()) {
                result += found->second;
            }
            at = end + 1;
        }
        return result;
    }

    /// Cuts a line into words and operators. False: a quote is open.
    bool split(const std::string& text) {
        std::string word;
        bool in_word = false;
        bool quoted = false;
        auto finish = [&] {
            if (in_word) tokens_.push_back({word, false, quoted});
            word.clear();
            in_word = quoted = false;
        };
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            if (c == ' ' || c == '\t') {
                finish();
            } else if (c == '\n') {
                finish();
                tokens_.push_back({"\n", true});
            } else if (c == '#' && !in_word) {
                i = std::min(text.find('\n', i), text.size()) - 1;
            } else if (c == '\'') {
                const std::size_t end = text.find('\'', i + 1);
                if (end == std::string::npos) return false;
                word += text.substr(i + 1, end - i - 1);
                in_word = quoted = true;
                i = end;
            } else if (c == '"') {
                in_word = quoted = true;
                for (++i; i < text.size() && text[i] != '"'; ++i) {
                    if (text[i] == '\\' && i + 1 < text.size() &&
                        std::string_view("\"\\$`").find(text[i + 1]) != std::string_view::npos) {
                        word += text[++i];
                    } else if (text[i] == '$') {
                        word += variable(text, i);
                    } else {
                        word += text[i];
                    }
                }
                if (i >= text.size()) return false;
            } else if (c == '\\' && i + 1 < text.size()) {
                word += text[++i];
                in_word = true;
            } else if (c == '$') {
                word += variable(text, i);
                in_word = true;
            } else if (std::string_view(";&|<>()").find(c) != std::string_view::npos) {
                std::string fd;
                if ((c == '>' || c == '<') && in_word && word.size() == 1 && word[0] >= '0' &&
                    word[0] <= '9') {
                    fd = word;
                    word.clear();
                    in_word = false;
                }
                finish();
                std::string op = fd + c;
                const char next = i + 1 < text.size() ? text[i + 1] : '\0';
                if ((next == c && (c == '&' || c == '|' || c == '>')) ||
                    (next == '&' && c == '>')) {
                    op += next;
                    ++i;
                }
                tokens_.push_back({op, true});
            } else {
                word += c;
                in_word = true;
            }
        }
        finish();
        return true;
    }

    bool at_operator(std::string_view text) const {
        return at_ < end_ && tokens_[at_].is_operator && tokens_[at_].text == text;
    }
    bool at_word(std::string_view text) const {
        return at_ < end_ && !tokens_[at_].is_operator && tokens_[at_].text == text;
    }
    void skip_separators() {
        while (at_operator(";") || at_operator("\n")) ++at_;
    }

    void run_list() {
        for (skip_separators(); at_ < end_; skip_separators()) {
            const std::size_t before = at_;
            if (at_word("for")) {
                run_for();
            } else if (at_word("while") || at_word("until")) {
                run_while();
            } else if (at_word("if")) {
                run_if();
            } else {
                run_and_or(true);
            }
            if (at_operator("&")) ++at_;
            if (at_ == before) ++at_;  // A stray word of the grammar.
        }
    }

    // Loops and conditions: a stretch of tokens is run as a list of its own.

    struct Stretch {
        std::size_t begin, end;
    };

    /// The tokens up to the word that closes what stands there, or up to one of `others` at the
    /// same depth; at_ moves behind that word, which `found` gets.
    Stretch take_until(std::initializer_list<std::string_view> words, std::string& found) {
        const std::size_t begin = at_;
        int depth = 0;
        bool first = true;  // Of a command: only there a word belongs to the grammar.
        for (; at_ < end_; ++at_) {
            const Token& token = tokens_[at_];
            if (token.is_operator) {
                first = true;
                continue;
            }
            if (!first) continue;
            const std::string& text = token.text;
            if (depth == 0 && std::find(words.begin(), words.end(), text) != words.end()) {
                found = text;
                return {begin, at_++};
            }
            depth += text == "for" || text == "while" || text == "until" || text == "if" ? 1 : 0;
            depth -= text == "done" || text == "fi" ? 1 : 0;
            first = text == "do" || text == "then" || text == "else" || text == "while" ||
                    text == "until" || text == "if";
        }
        found.clear();
        return {begin, end_};
    }

    void run_stretch(Stretch stretch) {
        const Stretch before{at_, end_};
        at_ = stretch.begin;
        end_ = stretch.end;
        run_list();
        at_ = before.begin;
        end_ = before.end;
    }

    /// One turn of a loop. False: it has made so many that it seems to have no end.
    bool turn() {
        constexpr int kTurnsMax = 100000;
        line_.check_killed();
        return ++turns_ <= kTurnsMax;
    }

    void run_for() {
        ++at_;
        const std::string name = at_ < end_ ? tokens_[at_++].text : "";
        std::vector<std::string> values;
        if (at_word("in")) {
            for (++at_; at_ < end_ && !tokens_[at_].is_operator; ++at_)
                for (std::string& word : words_of(tokens_[at_])) values.push_back(std::move(word));
        }
        skip_separators();
        if (at_word("do")) ++at_;
        std::string found;
        const Stretch body = take_until({"done"}, found);
        for (const std::string& value : values) {
            if (!turn()) break;
            line_.process().environment[name] = value;
            run_stretch(body);
        }
    }

    void run_while() {
        const bool wanted = tokens_[at_++].text == "while";
        std::string found;
        const Stretch condition = take_until({"do"}, found);
        const Stretch body = take_until({"done"}, found);
        int status = 0;
        for (run_stretch(condition); (last_ == 0) == wanted && turn(); run_stretch(condition)) {
            run_stretch(body);
            status = last_;
        }
        last_ = status;
    }

    void run_if() {
        ++at_;
        std::string found;
        bool chosen = false;
        Stretch condition = take_until({"then"}, found);
        for (;;) {
            run_stretch_unless(chosen, condition);
            const bool now = !chosen && last_ == 0;
            const Stretch body = take_until({"elif", "else", "fi"}, found);
            if (now) run_stretch(body);
            chosen = chosen || now;
            if (found != "elif") break;
            condition = take_until({"then"}, found);
        }
        if (found == "else") {
            const Stretch body = take_until({"fi"}, found);
            run_stretch_unless(chosen, body);
        } else if (!chosen) {
            last_ = 0;
        }
    }
    void run_stretch_unless(bool skipped, Stretch stretch) {
        if (!skipped) run_stretch(stretch);
    }

    /// A token with its variables' values: several words when it is nothing but one of them.
    std::vector<std::string> words_of(const Token& token) {
        const std::string text = expand(token.text);
        const bool bare = token.text.size() > 1 && token.text.front() == kMark &&
                          token.text.find(kMark, 1) == token.text.size() - 1 && !token.quoted;
        if (!bare) return {text};
        std::vector<std::string> words;
        for (std::size_t at = text.find_first_not_of(" \t\n"); at < text.size();
             at = text.find_first_not_of(" \t\n", at)) {
            const std::size_t end = std::min(text.find_first_of(" \t\n", at), text.size());
            words.push_back(text.substr(at, end - at));
            at = end;
        }
        return words;
    }

    void run_and_or(bool wanted) {
        for (;;) {
            std::vector<SimpleCommand> pipeline = read_pipeline();
            for (SimpleCommand& command : pipeline) {
                if (!wanted) break;
                std::vector<std::string> words;
                for (const Token& word : command.tokens)
                    for (std::string& one : words_of(word)) words.push_back(std::move(one));
                command.words = std::move(words);
                for (Redirection& redirection : command.redirections)
                    redirection.target = expand(redirection.target);
            }
            if (wanted) run_pipeline(pipeline, at_operator("&"));
            if (at_operator("&&")) {
                ++at_;
                skip_separators();
                wanted = last_ == 0;
            } else if (at_operator("||")) {
                ++at_;
                skip_separators();
                wanted = last_ != 0;
            } else {
                return;
            }
        }
    }

    std::vector<SimpleCommand> read_pipeline() {
        std::vector<SimpleCommand> commands(1);
        while (at_ < end_) {
            const Token& token = tokens_[at_];
            if (!token.is_operator) {
                commands.back().tokens.push_back(token);
                ++at_;
            } else if (token.text == "|") {
                commands.emplace_back();
                ++at_;
                while (at_operator("\n")) ++at_;
            } else if (token.text.find_first_of("<>") != std::string::npos) {
                read_redirection(commands.back());
            } else if (token.text == "(" || token.text == ")") {
                ++at_;
            } else {
                break;
            }
        }
        return commands;
    }

    void read_redirection(SimpleCommand& command) {
        std::string op = tokens_[at_++].text;
        const std::string target = at_ < end_ ? tokens_[at_++].text : "";
        Redirection redirection{.fd = op.find('<') != std::string::npos ? 0 : 1, .target = target};
        if (op[0] >= '0' && op[0] <= '9') {
            redirection.fd = op[0] - '0';
            op.erase(0, 1);
        }
        if (op == ">&") {
            redirection.from = std::atoi(target.c_str());
            redirection.target.clear();
        }
        redirection.flags = op == "<"    ? 0
                            : op == ">>" ? kOpenWriteOnly | kOpenCreate | kOpenAppend
                                         : kOpenWriteOnly | kOpenCreate | kOpenTruncate;
        command.redirections.push_back(std::move(redirection));
    }

    /// Applies redirections to a table of descriptors; false when a file could not be opened.
    bool redirect(const SimpleCommand& command, Descriptors& table) {
        for (const Redirection& redirection : command.redirections) {
            if (redirection.from >= 0) {
                table.assign(redirection.fd, table.share(redirection.from));
                continue;
            }
            int error = 0;
            auto file = machine_.files().open(line_.path(redirection.target), redirection.flags,
                                              0666, error);
            if (!file) {
                line_.write(2, fmt::format("{}: 1: cannot open {}: {}\n", line_.argument(0),
                                           redirection.target,
                                           error == kENOENT ? "No such file" : error_text(error)));
                last_ = 2;
                return false;
            }
            table.assign(redirection.fd, std::move(file));
        }
        return true;
    }

    /// Starts a command as a process of its own; 0 when it is not known.
    Pid start(const SimpleCommand& command, std::shared_ptr<File> in, std::shared_ptr<File> out) {
        if (!knows_command(command.words[0])) {
            line_.write(2,
                        fmt::format("{}: 1: {}: not found\n", line_.argument(0), command.words[0]));
            last_ = 127;
            return 0;
        }
        ProcessSpec spec;
        spec.arguments = command.words;
        spec.directory = line_.process().directory;
        spec.environment = line_.process().environment;
        Descriptors& own = line_.process().descriptors;
        Descriptors table;
        for (Fd fd = 0; fd < 3; ++fd) table.assign(fd, own.share(fd));
        if (in) table.assign(0, std::move(in));
        if (out) table.assign(1, std::move(out));
        if (!redirect(command, table)) return 0;
        for (Fd fd = 0; fd < 3; ++fd) spec.files.emplace_back(fd, table.share(fd));
        Process& child = machine_.spawn(std::move(spec));
        return child.pid;
    }

    void run_pipeline(const std::vector<SimpleCommand>& pipeline, bool background) {
        if (pipeline.size() == 1 && pipeline[0].words.empty()) {
            if (!pipeline[0].redirections.empty()) {
                Descriptors table;
                last_ = 0;
                redirect(pipeline[0], table);
            }
            return;
        }
        if (pipeline.size() == 1 && run_within(pipeline[0])) return;
        std::vector<Pid> children;
        std::shared_ptr<File> in;
        for (std::size_t i = 0; i < pipeline.size(); ++i) {
            std::shared_ptr<File> out;
            std::shared_ptr<File> next;
            if (i + 1 < pipeline.size()) std::tie(next, out) = make_pipe();
            if (!pipeline[i].words.empty())
                children.push_back(start(pipeline[i], std::move(in), std::move(out)));
            in = std::move(next);
        }
        in = nullptr;
        if (background) return;
        for (Pid child : children) {
            if (child == 0) continue;
            const ProcessStatus status = line_.wait_for(child);
            last_ = status.signal != 0 ? 128 + status.signal : status.exit_code;
        }
        if (!children.empty() && children.back() == 0 && last_ == 0) last_ = 127;
    }

    /// What the shell itself does. False: it is a program.
    bool run_within(const SimpleCommand& command) {
        const std::string& name = command.words[0];
        if (name == "exit") {
            throw ShellExit{command.words.size() > 1 ? std::atoi(command.words[1].c_str()) & 0xff
                                                     : last_};
        }
        if (name == ":") {
            last_ = 0;
        } else if (name == "cd") {
            change_directory(command.words.size() > 1 ? command.words[1] : "/home/user");
        } else if (name == "export" || (name.find('=') != std::string::npos && name[0] != '=')) {
            const std::string& text =
                name == "export" && command.words.size() > 1 ? command.words[1] : name;
            if (std::size_t eq = text.find('='); eq != std::string::npos)
                line_.process().environment[text.substr(0, eq)] = text.substr(eq + 1);
            last_ = 0;
        } else if (name == "exec" && command.words.size() > 1) {
            SimpleCommand inner = command;
            inner.words.erase(inner.words.begin());
            run_pipeline({inner}, false);
            throw ShellExit{last_};
        } else if (name == "wait") {
            wait_for_all();
        } else if (knows_command(name) && is_quick(name)) {
            run_quick(command);
        } else {
            return false;
        }
        return true;
    }

    /// Commands that end at once and start nothing: run in the shell's own process, as a shell's
    /// built-in echo, printf, kill, pwd, true and false are.
    static bool is_quick(std::string_view name) {
        return name == "echo" || name == "printf" || name == "pwd" || name == "true" ||
               name == "false" || name == "kill" || name == "test" || name == "[";
    }

    void run_quick(const SimpleCommand& command) {
        Descriptors& own = line_.process().descriptors;
        std::vector<std::shared_ptr<File>> before;
        for (Fd fd = 0; fd < 3; ++fd) before.push_back(own.share(fd));
        last_ = 0;
        if (redirect(command, own)) {
            CommandLine inner(machine_, line_.process(), command.words);
            last_ = run_builtin(inner).exit_code;
        }
        if (command.redirections.empty()) return;
        for (Fd fd = 0; fd < 3; ++fd) own.assign(fd, before[static_cast<std::size_t>(fd)]);
    }

    void change_directory(const std::string& to) {
        int error = 0;
        const std::string path = line_.path(to);
        auto node = machine_.files().find(path, error);
        if (!node || node->kind != NodeKind::Directory) {
            line_.write(2, fmt::format("{}: 1: cd: can't cd to {}\n", line_.argument(0), to));
            last_ = 2;
            return;
        }
        line_.process().directory = path;
        last_ = 0;
    }

    void wait_for_all() {
        for (;;) {
            Pid child = 0;
            for (const auto& [pid, process] : machine_.processes().all())
                if (process->parent == line_.process().pid) child = pid;
            if (child == 0) break;
            line_.wait_for(child);
        }
        last_ = 0;
    }

    CommandLine& line_;
    Machine& machine_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;  ///< Of the stretch that runs.
    int turns_ = 0;
    int last_ = 0;
};

}  // namespace

ProcessStatus run_shell(CommandLine& line) {
    Shell shell(line);
    std::size_t first = 1;
    while (first < line.count() && line.argument(first).starts_with("-") &&
           line.argument(first) != "-c")
        ++first;
    if (first >= line.count()) return shell.run(line.read_all(0));
    if (line.argument(first) == "-c")
        return shell.run(first + 1 < line.count() ? line.argument(first + 1) : "");
    int error = 0;
    auto node = line.machine().files().find(line.path(line.argument(first)), error);
    if (!node) {
        line.write(2, fmt::format("sh: 0: cannot open {}: No such file\n", line.argument(first)));
        return {.exit_code = 2};
    }
    return shell.run(node->content);
}

}  // namespace loopscope::world
