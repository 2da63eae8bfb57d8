// Makes the SyntaxErrors that the compiler finds.
#include "sim/python/compile/syntax_error.h"

#include <fmt/format.h>

namespace loopscope::python::compile {

void syntax_error(const syntax::Module& module, const syntax::SourceRange& range,
                  const std::string& message) {
    CompileError error;
    error.info.message = message;
    error.info.line = range.line;
    error.info.end_line = range.end_line;
    std::string_view text = module.line_text(range.line);
    error.info.column = syntax::character_offset(text, range.column) + 1;
    error.info.end_column =
        syntax::character_offset(module.line_text(range.end_line), range.end_column) + 1;
    error.info.text_line = std::string(text) + "\n";
    error.info.of_compiler = true;
    throw error;
}

void unsupported(const syntax::Module& module, const syntax::SourceRange& range,
                 const std::string& what) {
    syntax_error(module, range,
                 fmt::format("{} is not supported by Loopscope; record the program under real "
                             "Python instead (line {}, column {})",
                             what, range.line, range.column + 1));
}

}  // namespace loopscope::python::compile
