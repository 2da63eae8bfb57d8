// What if: how a run's stimuli differ from those that its program tells, as text.
#include "sim/session/what_if.h"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>

#include "sim/session/scenario.h"
#include "sim/trace/failure.h"
#include "sim/world/signals.h"

namespace loopscope::session {

using base::Result;
using world::Stimulus;

namespace {

/// The same thing from outside, whenever it comes.
bool same_but_time(Stimulus a, const Stimulus& b) {
    a.at_seconds = b.at_seconds;
    return a == b;
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (c == '\n') {
            result += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            result +=
                fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        } else {
            result += c;
        }
    }
    return result + '"';
}

std::string text_of_stimulus(const Stimulus& s) {
    using Kind = Stimulus::Kind;
    const std::string when = s.at_event > 0 ? fmt::format(", step = {}", s.at_event)
                                            : fmt::format(", at = {}", s.at_seconds);
    switch (s.kind) {
        case Kind::Signal: {
            std::string to = s.target.empty() ? "" : ", process = " + quoted(s.target);
            return fmt::format("signal = \"{}\"{}{}", world::signal_name(s.number), to, when);
        }
        case Kind::Input:
            return "stdin = " + quoted(s.text) + when;
        case Kind::PutFile:
            return fmt::format("file = {}, content = {}{}", quoted(s.target), quoted(s.text), when);
        case Kind::AppendFile:
            return fmt::format("file = {}, append = {}{}", quoted(s.target), quoted(s.text), when);
        case Kind::RemoveFile:
            return fmt::format("file = {}, remove = true{}", quoted(s.target), when);
        case Kind::Connect: {
            std::string expect = s.expect.empty() ? "" : ", expect = " + quoted(s.expect);
            return fmt::format("connect = {}, send = {}{}{}", s.number, quoted(s.text), expect,
                               when);
        }
        case Kind::Datagram:
            return fmt::format("datagram = {}, send = {}{}", s.number, quoted(s.text), when);
        case Kind::CutLink:
            return "cut = " + quoted(s.target) + when;
        case Kind::MendLink:
            return "mend = " + quoted(s.target) + when;
        case Kind::CancelTask: {
            std::string id = s.number > 0 ? fmt::format(", task = {}", s.number) : "";
            return fmt::format("cancel = {}{}{}", quoted(s.target), id, when);
        }
        case Kind::DelayTimer:
            return fmt::format("delay = {}{}", s.seconds, when);
    }
    return {};
}

}  // namespace

Result<WhatIfChange> read_what_if(std::string_view text) {
    WhatIfChange change;
    try {
        const toml::table document = toml::parse(fmt::format("change = {{{}}}", text));
        const toml::table& table = *document["change"].as_table();
        const auto moved = table["move"].value<std::int64_t>();
        const auto left = table["leave_out"].value<std::int64_t>();
        if (moved || left) {
            const std::int64_t input = moved ? *moved : *left;
            const auto at = table["at"].value<double>();
            if (input < 1) return trace::failure("what_if.number", {{"text", text}});
            if (moved && (!at || *at < 0)) return trace::failure("what_if.move", {{"text", text}});
            change.kind = moved ? WhatIfChange::Kind::Move : WhatIfChange::Kind::LeaveOut;
            change.input = static_cast<std::size_t>(input);
            change.at_seconds = moved ? *at : 0.0;
            return change;
        }
    } catch (const toml::parse_error&) {  // read_stimulus says what is wrong.
    }
    auto stimulus = read_stimulus(text);
    if (!stimulus) return stimulus.failure();
    change.stimulus = std::move(stimulus).value();
    return change;
}

Result<StimulusList> changed(const StimulusList& told, const std::vector<WhatIfChange>& changes) {
    StimulusList result = told;
    std::vector<bool> gone(told.size());
    for (const WhatIfChange& change : changes) {
        if (change.kind == WhatIfChange::Kind::Add) continue;
        if (change.input < 1 || change.input > told.size())
            return trace::failure("what_if.input", {{"n", change.input}, {"of", told.size()}});
        if (change.kind == WhatIfChange::Kind::Move)
            result[change.input - 1].at_seconds = change.at_seconds;
        else
            gone[change.input - 1] = true;
    }
    for (std::size_t i = told.size(); i-- > 0;)
        if (gone[i]) result.erase(result.begin() + static_cast<std::ptrdiff_t>(i));
    std::stable_sort(result.begin(), result.end(), [](const Stimulus& a, const Stimulus& b) {
        return a.at_seconds < b.at_seconds;
    });
    for (const WhatIfChange& change : changes)
        if (change.kind == WhatIfChange::Kind::Add) result.push_back(change.stimulus);
    return result;
}

std::vector<WhatIfChange> changes_between(const StimulusList& told, const StimulusList& now) {
    std::vector<WhatIfChange> changes;
    std::vector<bool> known(now.size());
    // First what is there as it was, so that a moved input is not taken for its like.
    std::vector<bool> found(told.size());
    for (bool moved : {false, true}) {
        for (std::size_t i = 0; i < told.size(); ++i) {
            for (std::size_t k = 0; k < now.size() && !found[i]; ++k) {
                const bool same = moved ? same_but_time(told[i], now[k]) : told[i] == now[k];
                if (known[k] || !same) continue;
                known[k] = found[i] = true;
                if (moved)
                    changes.push_back({.kind = WhatIfChange::Kind::Move,
                                       .input = i + 1,
                                       .at_seconds = now[k].at_seconds});
            }
        }
    }
    for (std::size_t i = 0; i < told.size(); ++i)
        if (!found[i]) changes.push_back({.kind = WhatIfChange::Kind::LeaveOut, .input = i + 1});
    for (std::size_t k = 0; k < now.size(); ++k)
        if (!known[k]) changes.push_back({.stimulus = now[k]});
    return changes;
}

std::string text_of(const WhatIfChange& change) {
    switch (change.kind) {
        case WhatIfChange::Kind::Move:
            return fmt::format("move = {}, at = {}", change.input, change.at_seconds);
        case WhatIfChange::Kind::LeaveOut:
            return fmt::format("leave_out = {}", change.input);
        case WhatIfChange::Kind::Add:
            break;
    }
    return text_of_stimulus(change.stimulus);
}

}  // namespace loopscope::session
