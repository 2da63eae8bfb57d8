// How the compiler refuses a program: one C++ exception that carries the SyntaxError to be.
#pragma once

#include <string>

#include "sim/python/syntax/parser.h"

namespace loopscope::python::compile {

/// Thrown inside the compile layer only; compile_module turns it into a value.
struct CompileError {
    syntax::SyntaxErrorInfo info;
};

/// A SyntaxError at `range` of `module`, with its line of text.
[[noreturn]] void syntax_error(const syntax::Module& module, const syntax::SourceRange& range,
                               const std::string& message);

/// The error for a construct that Loopscope leaves out, with the way out.
[[noreturn]] void unsupported(const syntax::Module& module, const syntax::SourceRange& range,
                              const std::string& what);

}  // namespace loopscope::python::compile
