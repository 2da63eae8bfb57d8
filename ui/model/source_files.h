// SourceFiles: the files of a program whose text a trace brings.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/timeline.h"
#include "sim/trace/trace_file.h"

namespace loopscope::ui {

/// The program's own file first, then the modules that it imports, as far as their text is known.
class SourceFiles {
  public:
    static constexpr int kProgram = 0;
    static constexpr int kUnknown = -1;

    /// A program of one file without text: for traces that bring none.
    explicit SourceFiles(std::string_view program = {}) {
        numbers_.emplace(program, kProgram);
        files_.push_back({std::string(program), {}});
    }
    /// Takes in what the header has by now: a recording adds files while it runs. True when some
    /// have come.
    bool update(const trace::TraceHeader& header);

    int count() const { return static_cast<int>(files_.size()); }
    const std::string& name(int file) const { return at(file).name; }
    const std::string& text(int file) const { return at(file).text; }
    /// The file that a frame's file name means: the one of that very name; else the program's when
    /// there is no name or it differs by its folder only. Cost: O(log(count)); it is asked for each
    /// frame of a trace.
    int of(std::string_view frame_file) const;

  private:
    const trace::SourceFile& at(int file) const { return files_[static_cast<std::size_t>(file)]; }
    std::vector<trace::SourceFile> files_;
    std::map<std::string, int, std::less<>> numbers_;  // By name.
    std::size_t taken_ = 0;                            ///< Of the header's.
};

/// Which file shows what happens at `state`: where the program runs; between two callbacks, where
/// the selected task waits; else the program's own.
int file_to_show(const trace::ProgramState& state, const trace::Timeline& timeline,
                 const SourceFiles& files, trace::FutureId selected);

}  // namespace loopscope::ui
