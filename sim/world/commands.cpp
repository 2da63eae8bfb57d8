// Commands: echo, cat, sleep and their like, over the machine's descriptors and files.
#include "sim/world/commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "sim/world/command_line.h"
#include "sim/world/error_number.h"
#include "sim/world/machine.h"
#include "sim/world/pipes.h"
#include "sim/world/shell.h"

namespace loopscope::world {
namespace {

constexpr std::string_view kNames[] = {"echo", "cat",    "sleep",   "true",   "false",     "sh",
                                       "bash", "ls",     "pwd",     "seq",    "wc",        "head",
                                       "sort", "printf", "kill",    "env",    "tr",        "tail",
                                       "test", "[",      "python3", "python", "python3.11"};

std::string_view base_name(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool is_python(std::string_view name) { return name.starts_with("python"); }

ProcessStatus exited(int code) { return {.exit_code = code}; }

ProcessStatus run_echo(CommandLine& line) {
    std::size_t first = 1;
    bool newline = true;
    if (line.count() > 1 && line.argument(1) == "-n") {
        newline = false;
        ++first;
    }
    std::string text;
    for (std::size_t i = first; i < line.count(); ++i)
        text += (i > first ? " " : "") + line.argument(i);
    line.write(1, newline ? text + "\n" : text);
    return exited(0);
}

ProcessStatus run_printf(CommandLine& line) {
    std::string text;
    std::size_t next = 2;
    const std::string format = line.count() > 1 ? line.argument(1) : "";
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] == '\\' && i + 1 < format.size()) {
            const char c = format[++i];
            text += c == 'n' ? '\n' : c == 't' ? '\t' : c;
        } else if (format[i] == '%' && i + 1 < format.size()) {
            ++i;
            if (format[i] == '%') {
                text += '%';
            } else if (next < line.count()) {
                text += line.argument(next++);
            }
        } else {
            text += format[i];
        }
    }
    line.write(1, text);
    return exited(0);
}

/// Calls `each` with the content of every file named from `first` on, or of stdin when there is
/// none. 1 when one could not be read.
template <typename Each>
int each_input(CommandLine& line, std::size_t first, Each each) {
    int status = 0;
    if (first >= line.count()) {
        each(line.read_all(0));
        return 0;
    }
    for (std::size_t i = first; i < line.count(); ++i) {
        int error = 0;
        auto node = line.machine().files().find(line.path(line.argument(i)), error);
        if (node && node->kind == NodeKind::Directory) error = kEISDIR;
        if (error != 0) {
            line.complain(fmt::format("{}: {}", line.argument(i), error_text(error)));
            status = 1;
        } else {
            each(node->content);
        }
    }
    return status;
}

ProcessStatus run_cat(CommandLine& line) {
    if (line.count() > 1)
        return exited(each_input(line, 1, [&](const std::string& text) { line.write(1, text); }));
    // What comes is passed on as it comes.
    for (;;) {
        const std::string piece = line.read_some(0);
        if (piece.empty()) return exited(0);
        line.write(1, piece);
    }
}

ProcessStatus run_sleep(CommandLine& line) {
    if (line.count() < 2) {
        line.complain("missing operand\nTry 'sleep --help' for more information.");
        return exited(1);
    }
    double seconds = 0.0;
    for (std::size_t i = 1; i < line.count(); ++i) {
        std::string text = line.argument(i);
        double unit = 1.0;
        if (!text.empty() && std::string_view("smhd").find(text.back()) != std::string_view::npos) {
            unit = text.back() == 's'   ? 1
                   : text.back() == 'm' ? 60
                   : text.back() == 'h' ? 3600
                                        : 86400;
            text.pop_back();
        }
        double value = 0.0;
        auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size() || value < 0) {
            line.complain(
                fmt::format("invalid time interval '{}'\n"
                            "Try 'sleep --help' for more information.",
                            line.argument(i)));
            return exited(1);
        }
        seconds += value * unit;
    }
    line.sleep(seconds);
    return exited(0);
}

ProcessStatus run_ls(CommandLine& line) {
    std::vector<std::string> names;
    bool several = false;
    int status = 0;
    std::vector<std::string> places;
    for (std::size_t i = 1; i < line.count(); ++i)
        if (!line.argument(i).starts_with('-')) places.push_back(line.argument(i));
    if (places.empty()) places.emplace_back(".");
    several = places.size() > 1;
    std::string text;
    for (const std::string& place : places) {
        int error = 0;
        auto node = line.machine().files().find(line.path(place), error);
        if (!node) {
            line.complain(fmt::format("cannot access '{}': {}", place, error_text(error)));
            status = 2;
            continue;
        }
        if (node->kind != NodeKind::Directory) {
            text += place + "\n";
            continue;
        }
        if (several) text += place + ":\n";
        for (const auto& [name, entry] : node->entries)
            if (!name.starts_with('.')) text += name + "\n";
    }
    line.write(1, text);
    return exited(status);
}

ProcessStatus run_seq(CommandLine& line) {
    long numbers[3] = {1, 1, 1};
    const std::size_t count = line.count() - 1;
    for (std::size_t i = 0; i < std::min<std::size_t>(count, 3); ++i)
        numbers[i] = std::strtol(line.argument(i + 1).c_str(), nullptr, 10);
    const long first = count > 1 ? numbers[0] : 1;
    const long step = count > 2 ? numbers[1] : 1;
    const long last = numbers[count == 0 ? 0 : std::min<std::size_t>(count, 3) - 1];
    std::string text;
    for (long n = first; step > 0 && n <= last && text.size() < (1 << 20); n += step)
        text += fmt::format("{}\n", n);
    line.write(1, text);
    return exited(0);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

ProcessStatus run_wc(CommandLine& line) {
    const bool flag = line.count() > 1 && line.argument(1).starts_with('-');
    const std::string which = flag ? line.argument(1) : "";
    std::size_t lines = 0;
    std::size_t words = 0;
    std::size_t bytes = 0;
    const int status = each_input(line, flag ? 2 : 1, [&](const std::string& text) {
        lines += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
        bytes += text.size();
        bool in_word = false;
        for (char c : text) {
            const bool space = c == ' ' || c == '\n' || c == '\t';
            words += !space && !in_word ? 1 : 0;
            in_word = !space;
        }
    });
    if (which == "-l") {
        line.write(1, fmt::format("{}\n", lines));
    } else if (which == "-w") {
        line.write(1, fmt::format("{}\n", words));
    } else if (which == "-c") {
        line.write(1, fmt::format("{}\n", bytes));
    } else {
        line.write(1, fmt::format("{:7} {:7} {:7}\n", lines, words, bytes));
    }
    return exited(status);
}

// head and tail: of each input the lines that `chosen` picks from them all and the number wanted.
using LineRange = std::pair<std::size_t, std::size_t>;  // First, and one past the last.

ProcessStatus run_some_lines(CommandLine& line, LineRange (*chosen)(std::size_t, std::size_t)) {
    std::size_t count = 10;
    std::size_t first = 1;
    if (line.count() > 2 && line.argument(1) == "-n") {
        count = std::strtoul(line.argument(2).c_str(), nullptr, 10);
        first = 3;
    } else if (line.count() > 1 && line.argument(1).starts_with('-')) {
        count = std::strtoul(line.argument(1).c_str() + 1, nullptr, 10);
        first = 2;
    }
    return exited(each_input(line, first, [&](const std::string& text) {
        const std::vector<std::string> lines = lines_of(text);
        const auto [begin, end] = chosen(lines.size(), std::min(count, lines.size()));
        for (std::size_t i = begin; i < end; ++i) line.write(1, lines[i] + "\n");
    }));
}

ProcessStatus run_head(CommandLine& line) {
    return run_some_lines(line, [](std::size_t, std::size_t n) { return LineRange{0, n}; });
}

ProcessStatus run_tail(CommandLine& line) {
    return run_some_lines(line, [](std::size_t all, std::size_t n) {
        return LineRange{all - n, all};
    });
}

ProcessStatus run_sort(CommandLine& line) {
    const bool reverse = line.count() > 1 && line.argument(1) == "-r";
    std::vector<std::string> all;
    const int status = each_input(line, reverse ? 2 : 1, [&](const std::string& text) {
        for (std::string& one : lines_of(text)) all.push_back(std::move(one));
    });
    std::sort(all.begin(), all.end());
    if (reverse) std::reverse(all.begin(), all.end());
    for (const std::string& one : all) line.write(1, one + "\n");
    return exited(status);
}

/// The characters that a set of tr means: ranges, classes of letters and digits, \\n and \\t.
std::string characters_of(std::string set) {
    constexpr std::pair<std::string_view, std::string_view> kClasses[] = {
        {"[:lower:]", "a-z"},
        {"[:upper:]", "A-Z"},
        {"[:digit:]", "0-9"},
        {"[:alpha:]", "A-Za-z"},
        {"[:space:]", " \t\n\v\f\r"}};
    for (const auto& [name, range] : kClasses) {
        if (const std::size_t at = set.find(name); at != std::string::npos)
            set.replace(at, name.size(), range);
    }
    std::string result;
    for (std::size_t i = 0; i < set.size(); ++i) {
        if (set[i] == '\\' && i + 1 < set.size()) {
            const char c = set[++i];
            result += c == 'n' ? '\n' : c == 't' ? '\t' : c;
        } else if (i + 2 < set.size() && set[i + 1] == '-' && set[i] <= set[i + 2]) {
            for (int c = set[i]; c <= set[i + 2]; ++c) result += static_cast<char>(c);
            i += 2;
        } else {
            result += set[i];
        }
    }
    return result;
}

ProcessStatus run_tr(CommandLine& line) {
    const bool deletes = line.count() > 2 && line.argument(1) == "-d";
    if (line.count() < 3) {
        line.complain("missing operand");
        return exited(1);
    }
    const std::string from = characters_of(line.argument(deletes ? 2 : 1));
    const std::string to = deletes ? "" : characters_of(line.argument(2));
    std::string result;
    for (char c : line.read_all(0)) {
        const std::size_t at = from.find(c);
        if (at == std::string::npos) {
            result += c;
        } else if (!deletes && !to.empty()) {
            result += to[std::min(at, to.size() - 1)];
        }
    }
    line.write(1, result);
    return exited(0);
}

/// `test` and `[`: whether two texts are the same, two numbers compare so, a file is there.
ProcessStatus run_test(CommandLine& line) {
    std::vector<std::string> words;
    for (std::size_t i = 1; i < line.count(); ++i) words.push_back(line.argument(i));
    if (!words.empty() && words.back() == "]") words.pop_back();
    const bool negated = !words.empty() && words[0] == "!";
    if (negated) words.erase(words.begin());
    bool holds = false;
    if (words.size() == 1) {
        holds = !words[0].empty();
    } else if (words.size() == 2) {
        int error = 0;
        const std::string& what = words[0];
        auto node = what == "-n" || what == "-z"
                        ? nullptr
                        : line.machine().files().find(line.path(words[1]), error);
        holds = what == "-n"   ? !words[1].empty()
                : what == "-z" ? words[1].empty()
                : what == "-d" ? node && node->kind == NodeKind::Directory
                : what == "-f" ? node && node->kind == NodeKind::Regular
                               : node != nullptr;
    } else if (words.size() == 3) {
        const std::string& how = words[1];
        const long a = std::strtol(words[0].c_str(), nullptr, 10);
        const long b = std::strtol(words[2].c_str(), nullptr, 10);
        holds = how == "=" || how == "==" ? words[0] == words[2]
                : how == "!="             ? words[0] != words[2]
                : how == "-eq"            ? a == b
                : how == "-ne"            ? a != b
                : how == "-lt"            ? a < b
                : how == "-le"            ? a <= b
                : how == "-gt"            ? a > b
                                          : how == "-ge" && a >= b;
    }
    return exited(holds != negated ? 0 : 1);
}

ProcessStatus run_kill(CommandLine& line) {
    int number = kSigTerm;
    int status = 0;
    for (std::size_t i = 1; i < line.count(); ++i) {
        const std::string& argument = line.argument(i);
        if (argument == "-s" && i + 1 < line.count()) {
            number = signal_number(line.argument(++i)).value_or(kSigTerm);
        } else if (argument.starts_with('-')) {
            number = signal_number(argument.substr(1)).value_or(kSigTerm);
        } else {
            Process* target = line.machine().processes().find(
                static_cast<Pid>(std::strtol(argument.c_str(), nullptr, 10)));
            if (target == nullptr || target->ended) {
                line.complain("No such process");
                status = 1;
            } else {
                line.machine().send_signal(*target, number);
                line.check_killed();
            }
        }
    }
    return exited(status);
}

ProcessStatus run_env(CommandLine& line) {
    for (const auto& [name, value] : line.process().environment)
        line.write(1, name + "=" + value + "\n");
    return exited(0);
}

}  // namespace

bool knows_command(std::string_view program) {
    const std::string_view name = base_name(program);
    if (name.size() != program.size() && !program.starts_with("/bin/") &&
        !program.starts_with("/usr/bin/") && !program.starts_with("/usr/local/bin/"))
        return false;
    return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

ProcessStatus run_builtin(CommandLine& line) {
    const std::string_view name = base_name(line.argument(0));
    if (name == "echo") return run_echo(line);
    if (name == "cat") return run_cat(line);
    if (name == "sleep") return run_sleep(line);
    if (name == "true") return exited(0);
    if (name == "false") return exited(1);
    if (name == "sh" || name == "bash") return run_shell(line);
    if (name == "ls") return run_ls(line);
    if (name == "pwd") {
        line.write(1, line.process().directory + "\n");
        return exited(0);
    }
    if (name == "seq") return run_seq(line);
    if (name == "wc") return run_wc(line);
    if (name == "head") return run_head(line);
    if (name == "sort") return run_sort(line);
    if (name == "tail") return run_tail(line);
    if (name == "tr") return run_tr(line);
    if (name == "test" || name == "[") return run_test(line);
    if (name == "printf") return run_printf(line);
    if (name == "kill") return run_kill(line);
    if (name == "env") return run_env(line);
    line.complain("command not found");
    return exited(127);
}

ProcessStatus run_command(Machine& machine, Process& process,
                          const std::vector<std::string>& arguments) {
    if (is_python(base_name(arguments[0])) && machine.run_python)
        return machine.run_python(process, {arguments.begin() + 1, arguments.end()});
    try {
        CommandLine line(machine, process, arguments);
        return run_builtin(line);
    } catch (const CommandKilled& killed) {
        return {.exit_code = 0, .signal = killed.signal};
    }
}

}  // namespace loopscope::world
