// TraceObserver: writes what interpreted code does into the trace.
#pragma once

#include <array>
#include <functional>

#include "sim/python/vm/interpreter.h"
#include "sim/trace/recorder.h"

namespace loopscope::python::vm {

/// Records frames, source lines and variables, as far as the recorder's level goes. Frames of our
/// own library text (files named "<frozen …>") are left out.
class TraceObserver : public Observer {
  public:
    /// `current_task` answers the id of the task whose step runs, 0 for none.
    TraceObserver(trace::Recorder& recorder, std::function<std::uint32_t()> current_task);

    std::uint32_t frame_entered(const Frame& frame) override;
    void frame_suspended(const Frame& frame) override;
    void frame_resumed(const Frame& frame) override;
    void frame_exited(const Frame& frame, const Value& result, bool raised) override;
    void line_reached(const Frame& frame, int line) override;
    void variable_changed(const Frame& frame, const Str& name, const Value& value) override;
    bool wants_lines() const override { return recorder_.lines(); }
    bool wants_variables() const override { return recorder_.variables(); }

  private:
    /// A value's text for the window, interned.
    trace::TextId shown_text(const Value& value);

    /// The text of a small int that was shown not long ago: loops show the same few again and
    /// again.
    struct SmallText {
        std::int64_t number = 0;
        trace::TextId text;
    };
    static constexpr std::size_t kSmallTexts = 256;

    trace::Recorder& recorder_;
    std::array<SmallText, kSmallTexts> small_texts_{};
    std::function<std::uint32_t()> current_task_;
};

}  // namespace loopscope::python::vm
