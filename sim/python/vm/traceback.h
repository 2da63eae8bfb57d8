// Tracebacks as text, in CPython 3.11's format: for uncaught exceptions and the traceback module.
#pragma once

#include <string>
#include <vector>

#include "sim/python/vm/frame.h"

namespace loopscope::python::vm {

struct TracebackOptions {
    bool chain = true;      ///< Show __cause__ and __context__ too.
    bool traceback = true;  ///< Show where it happened, not only what.
    bool suggest = false;   ///< "Did you mean: 'x'?", as the interpreter itself does at the top.
    int limit = 0;          ///< Entries shown: the first n, or the last -n; 0: all.
};

/// The text of traceback.print_exception, newline at the end: chained exceptions, exception
/// groups, notes, SyntaxErrors with their caret, suggestions ("Did you mean: 'x'?").
std::string format_exception(const Ref<ExceptionObject>& exception,
                             const TracebackOptions& options = {});
/// The same as traceback.format_exception gives it: a list of strings.
std::vector<std::string> format_exception_parts(const Ref<ExceptionObject>& exception,
                                                const TracebackOptions& options = {});
/// traceback.format_exception_only: "ValueError: x\n" and what belongs to it.
std::vector<std::string> format_exception_only(const Ref<ExceptionObject>& exception);

/// One place of a stack: `  File "f.py", line 3, in g` and the source line, with carets below the
/// part that `position` covers (none if it is the whole line).
struct StackEntry {
    std::string filename;
    std::string function;
    compile::Position position;
    int line = 0;
};
std::vector<StackEntry> traceback_entries(const Traceback* traceback);
/// The running frames, outermost first; `innermost` null: the current one.
std::vector<StackEntry> stack_entries(Frame* innermost = nullptr);
/// Each entry's text, repeated ones shortened to "[Previous line repeated n more times]".
std::vector<std::string> format_stack(const std::vector<StackEntry>& entries);

/// "Did you mean: 'x'?"'s x for a NameError or AttributeError, or "".
std::string suggestion_for(const ExceptionObject& exception);

/// Writes an uncaught exception to the program's stderr.
void print_exception(const Ref<ExceptionObject>& exception);

/// Writes "Exception ignored in: …" and the traceback, as sys.unraisablehook does.
void show_unraisable(const Ref<ExceptionObject>& exception, std::string_view context,
                     const Value& object);
/// Writes a warning as the default showwarning does: "file:line: Category: text" and the line.
void show_warning(const Type& category, std::string_view message, std::string_view file, int line);

}  // namespace loopscope::python::vm
