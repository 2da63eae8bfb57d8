// Compiles a syntax tree into a code object.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "sim/python/compile/code.h"
#include "sim/python/syntax/parser.h"

namespace loopscope::python::compile {

enum class CompileMode : std::uint8_t {
    Module,      ///< Statements: a program or module, exec().
    Expression,  ///< One expression, whose value the code returns: eval().
    Single,      ///< One statement; values of expressions go to `show`, as at a prompt.
};

struct CompileOptions {
    CompileMode mode = CompileMode::Module;
    /// Called for each SyntaxWarning with its message and line, in source order.
    std::function<void(std::string_view message, int line)> warn = {};
    object::Value show = {};  ///< Mode Single: what is called with the values of expressions.
};

/// Compiles a whole program.
///
/// Mirrors: CPython's symtable.c and compile.c; the SyntaxErrors are theirs.
/// Requires: a current Runtime (constants and names are its objects).
/// Errors:   the SyntaxError, as data.
std::variant<object::Ref<Code>, syntax::SyntaxErrorInfo> compile_module(
    const syntax::Module& module, const CompileOptions& options = {});

/// Parses and compiles.
std::variant<object::Ref<Code>, syntax::SyntaxErrorInfo> compile_source(
    std::string_view source, std::string_view filename, const CompileOptions& options = {});

}  // namespace loopscope::python::compile
