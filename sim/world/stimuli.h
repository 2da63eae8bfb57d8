// Stimuli: what the scenario lets happen to the program from outside.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/world/descriptors.h"

namespace loopscope::world {

class Machine;

/// One happening at a point of virtual time.
struct Stimulus {
    enum class Kind : std::uint8_t {
        Signal,      ///< `number` is sent to the program, or to the process whose command has
                     ///< `target` in it.
        Input,       ///< `text` arrives on stdin, which ends after the last such stimulus.
        PutFile,     ///< File `target` has `text` as its content.
        AppendFile,  ///< `text` is added to file `target`.
        RemoveFile,  ///< File `target` is gone.
        Connect,     ///< A client connects to TCP port `number`, sends `text`, reads until `expect`
                     ///< has come (or the end) and closes.
        Datagram,    ///< `text` is sent to UDP port `number`.
        CutLink,     ///< The link to host `target` carries nothing from now on.
        MendLink,
        CancelTask,  ///< The task of id `number` is cancelled; 0: the latest one of name `target`.
        DelayTimer,  ///< The timer that event `at_event` sets is due `seconds` later (or earlier).
    };
    double at_seconds = 0.0;
    /// Above 0: it happens when the trace has so many events, between two callbacks of a loop,
    /// and `at_seconds` only tells people when. So "what if" begins at the very step looked at.
    std::uint64_t at_event = 0;
    Kind kind = Kind::Signal;
    int number = 0;
    std::string target = {};
    std::string text = {};
    std::string expect = {};
    double seconds = 0.0;

    friend bool operator==(const Stimulus&, const Stimulus&) = default;
    /// For the trace: "SIGINT", "stdin 'hello\\n'", "connect to port 8888".
    std::string describe() const;
};

/// Enters stimuli into a machine's agenda, and plays their part while they last.
class Stimuli {
  public:
    /// Stdin is empty unless one of the stimuli is an Input.
    Stimuli(Machine& machine, std::vector<Stimulus> stimuli);
    ~Stimuli();
    Stimuli(const Stimuli&) = delete;
    Stimuli& operator=(const Stimuli&) = delete;

    /// Cancels a task: what stands above the machine knows tasks. Unset: there are none.
    std::function<void(const Stimulus&)> cancel_task;

    /// Whether something happens at an event's number at all: else nobody need ask.
    bool any_at_events() const { return at_events_ < stimuli_.size(); }
    /// Lets what is due by its event's number happen, told in the trace. Answers whether any was.
    bool reach(std::uint64_t events);
    /// When the timer is due that the event of this number sets, wanted for `when`.
    double delayed(std::uint64_t event, double when) const;

  private:
    class Client;
    void happen(const Stimulus& stimulus);
    void send_signal(const Stimulus& stimulus);
    void type(const Stimulus& stimulus);
    void connect(const Stimulus& stimulus);
    void send_datagram(const Stimulus& stimulus);

    Machine& machine_;
    std::vector<Stimulus> stimuli_;   ///< Those at a time, and from at_events_ on those at events.
    std::size_t at_events_ = 0;       ///< The first that has not happened yet.
    std::shared_ptr<File> keyboard_;  ///< The end of stdin that is typed into.
    std::size_t inputs_left_ = 0;
    std::vector<std::unique_ptr<Client>> clients_;
};

}  // namespace loopscope::world
