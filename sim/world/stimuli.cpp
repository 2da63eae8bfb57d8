// Stimuli: signals, text on stdin, files, and clients that talk to the program.
#include "sim/world/stimuli.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/world/machine.h"
#include "sim/world/pipes.h"

namespace loopscope::world {
namespace {

constexpr std::size_t kShownMax = 60;

/// A text in quotes, on one line, not too long.
std::string quoted(std::string_view text) {
    std::string result = "'";
    for (char c : text.substr(0, kShownMax)) {
        if (c == '\n') {
            result += "\\n";
        } else if (c == '\r') {
            result += "\\r";
        } else {
            result += c;
        }
    }
    return result + (text.size() > kShownMax ? "…'" : "'");
}

Address local_address(int port) {
    return {.family = Family::Inet, .port = static_cast<std::uint16_t>(port), .host = "127.0.0.1"};
}

std::string place_of(const Stimulus& stimulus) {
    return absolute_path("/home/user", stimulus.target);
}

}  // namespace

std::string Stimulus::describe() const {
    switch (kind) {
        case Kind::Signal:
            return target.empty() ? std::string(signal_name(number))
                                  : fmt::format("{} to {}", signal_name(number), quoted(target));
        case Kind::Input:
            return "stdin " + quoted(text);
        case Kind::PutFile:
            return fmt::format("file {} = {}", target, quoted(text));
        case Kind::AppendFile:
            return fmt::format("file {} += {}", target, quoted(text));
        case Kind::RemoveFile:
            return fmt::format("file {} removed", target);
        case Kind::Connect:
            return fmt::format("connect to port {}", number);
        case Kind::Datagram:
            return fmt::format("datagram {} to port {}", quoted(text), number);
        case Kind::CutLink:
            return fmt::format("link to {} cut", target);
        case Kind::MendLink:
            return fmt::format("link to {} mended", target);
        case Kind::CancelTask:
            return "cancel " + target;
        case Kind::DelayTimer:
            return fmt::format("{} {} s {}", target, seconds < 0 ? -seconds : seconds,
                               seconds < 0 ? "earlier" : "later");
    }
    return {};
}

/// Somebody outside who connects, says one thing and listens to the answer.
class Stimuli::Client final : public Watch {
  public:
    Client(Machine& machine, const Stimulus& stimulus) : machine_(machine), stimulus_(stimulus) {
        int error = 0;
        socket_ = machine.network().make_socket(Family::Inet, SocketType::Stream, 0, error);
        if (!socket_) return;
        socket_->mark.owner = 0;
        watch(*socket_);
        error = socket_->connect(local_address(stimulus.number));
        if (error != 0 && error != kEINPROGRESS) {
            finish("refused");
        } else {
            go_on();
        }
    }

    void on_ready(std::uint8_t) override { go_on(); }

  private:
    void go_on() {
        if (!socket_) return;
        const std::uint8_t ready = socket_->readiness();
        if ((ready & kFailed) != 0) return finish("refused");
        if (!socket_->connected()) return;
        while (sent_ < stimulus_.text.size()) {
            const Transfer put = socket_->write(std::string_view(stimulus_.text).substr(sent_));
            if (put.count == 0) break;
            sent_ += put.count;
        }
        if (sent_ == stimulus_.text.size() && stimulus_.expect.empty() && !shut_) {
            shut_ = true;
            socket_->shutdown(Direction::Sending);
        }
        char bytes[4096];
        while (socket_) {
            const Transfer got = socket_->read(bytes);
            if (got.count == 0) {
                if (got.error != kEAGAIN) finish("the end");
                return;
            }
            answer_.append(bytes, got.count);
            if (!stimulus_.expect.empty() && answer_.find(stimulus_.expect) != std::string::npos)
                return finish("as expected");
        }
    }

    void finish(std::string_view how) {
        const bool missed = !stimulus_.expect.empty() && how != "as expected";
        trace::Recorder& recorder = machine_.recorder();
        if (recorder.on()) {
            recorder.record(
                {.text = recorder.text(fmt::format(
                     "port {} answered {}: {}{}", stimulus_.number, quoted(answer_), how,
                     missed ? ", expected was " + quoted(stimulus_.expect) : std::string())),
                 .kind = trace::EventKind::Stimulus});
        }
        stop();
        std::shared_ptr<Socket> socket = std::move(socket_);
        socket->released();
    }

    Machine& machine_;
    Stimulus stimulus_;
    std::shared_ptr<Socket> socket_;
    std::size_t sent_ = 0;
    bool shut_ = false;
    std::string answer_;
};

Stimuli::Stimuli(Machine& machine, std::vector<Stimulus> stimuli)
    : machine_(machine), stimuli_(std::move(stimuli)) {
    auto timed = std::stable_partition(stimuli_.begin(), stimuli_.end(),
                                       [](const Stimulus& s) { return s.at_event == 0; });
    at_events_ = static_cast<std::size_t>(timed - stimuli_.begin());
    std::stable_sort(timed, stimuli_.end(),
                     [](const Stimulus& a, const Stimulus& b) { return a.at_event < b.at_event; });
    for (const Stimulus& stimulus : stimuli_) {
        if (stimulus.at_event > 0) continue;
        inputs_left_ += stimulus.kind == Stimulus::Kind::Input ? 1 : 0;
        machine_.agenda().add(stimulus.at_seconds, stimulus.describe(),
                              [this, &stimulus] { happen(stimulus); });
    }
    if (inputs_left_ == 0) return;
    auto [reader, writer] = make_pipe();
    machine_.descriptors().assign(0, std::move(reader));
    keyboard_ = std::move(writer);
}

Stimuli::~Stimuli() = default;

bool Stimuli::reach(std::uint64_t events) {
    bool any = false;
    while (any_at_events() && stimuli_[at_events_].at_event <= events) {
        const Stimulus& stimulus = stimuli_[at_events_++];
        if (stimulus.kind == Stimulus::Kind::DelayTimer) continue;  // Its timer was set otherwise.
        any = true;
        trace::Recorder& recorder = machine_.recorder();
        if (recorder.on()) {
            recorder.record(
                {.text = recorder.text(stimulus.describe()), .kind = trace::EventKind::Stimulus});
        }
        happen(stimulus);
    }
    return any;
}

double Stimuli::delayed(std::uint64_t event, double when) const {
    for (const Stimulus& stimulus : stimuli_) {
        if (stimulus.kind == Stimulus::Kind::DelayTimer && stimulus.at_event == event)
            when += stimulus.seconds;
    }
    return when;
}

void Stimuli::happen(const Stimulus& stimulus) {
    using Kind = Stimulus::Kind;
    switch (stimulus.kind) {
        case Kind::Signal:
            return send_signal(stimulus);
        case Kind::Input:
            return type(stimulus);
        case Kind::PutFile:
            return machine_.files().put(place_of(stimulus), stimulus.text);
        case Kind::AppendFile:
            return machine_.files().append(place_of(stimulus), stimulus.text);
        case Kind::RemoveFile:
            machine_.files().remove(place_of(stimulus));
            return;
        case Kind::Connect:
            return connect(stimulus);
        case Kind::Datagram:
            return send_datagram(stimulus);
        case Kind::CutLink:
            return machine_.network().cut("localhost", stimulus.target);
        case Kind::MendLink:
            return machine_.network().mend("localhost", stimulus.target);
        case Kind::CancelTask:
            if (cancel_task) cancel_task(stimulus);
            return;
        case Kind::DelayTimer:
            return;  // Asked for when the timer is set.
    }
}

void Stimuli::send_signal(const Stimulus& stimulus) {
    if (stimulus.target.empty())
        return machine_.send_signal(machine_.processes().first(), stimulus.number);
    for (const auto& [pid, process] : machine_.processes().all()) {
        if (pid == kFirstPid || process->ended) continue;
        if (process->command.find(stimulus.target) == std::string::npos) continue;
        return machine_.send_signal(*process, stimulus.number);
    }
}

void Stimuli::type(const Stimulus& stimulus) {
    if (!keyboard_) return;
    keyboard_->write(stimulus.text);
    if (--inputs_left_ > 0) return;
    keyboard_->released();
    keyboard_ = nullptr;
}

void Stimuli::connect(const Stimulus& stimulus) {
    clients_.push_back(std::make_unique<Client>(machine_, stimulus));
}

void Stimuli::send_datagram(const Stimulus& stimulus) {
    int error = 0;
    auto socket = machine_.network().make_socket(Family::Inet, SocketType::Datagram, 0, error);
    if (!socket) return;
    socket->mark.owner = 0;
    const Address to = local_address(stimulus.number);
    socket->send(stimulus.text, &to);
    socket->released();
}

}  // namespace loopscope::world
