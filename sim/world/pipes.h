// Pipes: bytes from one process to another, in one direction.
#pragma once

#include <memory>
#include <utility>

#include "sim/world/descriptors.h"

namespace loopscope::world {

/// How much fits into a pipe before a writer has to wait.
inline constexpr std::size_t kPipeBytes = 65536;

/// A pipe's reading and writing end. CPython: os.pipe. When the last descriptor of the writing end
/// is closed, the reader finds the end; when that of the reading end is, writing fails with EPIPE.
std::pair<std::shared_ptr<File>, std::shared_ptr<File>> make_pipe();

/// Whether `file` is an end of a pipe.
bool is_pipe(const File& file);

}  // namespace loopscope::world
