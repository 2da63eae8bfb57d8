// Stimuli: what the scenario lets happen to the program from outside.
#pragma once

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
    };
    double at_seconds = 0.0;
    Kind kind = Kind::Signal;
    int number = 0;
    std::string target = {};
    std::string text = {};
    std::string expect = {};

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

  private:
    class Client;
    void happen(const Stimulus& stimulus);
    void send_signal(const Stimulus& stimulus);
    void type(const Stimulus& stimulus);
    void connect(const Stimulus& stimulus);
    void send_datagram(const Stimulus& stimulus);

    Machine& machine_;
    std::vector<Stimulus> stimuli_;
    std::shared_ptr<File> keyboard_;  ///< The end of stdin that is typed into.
    std::size_t inputs_left_ = 0;
    std::vector<std::unique_ptr<Client>> clients_;
};

}  // namespace loopscope::world
