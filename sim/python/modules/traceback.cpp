// _traceback: the interpreter's own formatter of tracebacks, for the modules traceback, linecache
// and warnings.
#include "sim/python/vm/traceback.h"

#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

namespace {

using vm::StackEntry;

Value column(int line, int value) { return line > 0 ? Int::from(value) : none(); }

/// (filename, function, line, end line, column, end column)
Value entry_value(const StackEntry& entry) {
    int line = entry.position.line;
    return Tuple::make({make_str(entry.filename), make_str(entry.function), Int::from(entry.line),
                        column(line, entry.position.end_line), column(line, entry.position.column),
                        column(line, entry.position.end_column)});
}

Value entry_values(const std::vector<StackEntry>& entries) {
    Ref<List> result = List::make();
    for (const StackEntry& entry : entries) result->append(entry_value(entry));
    return result;
}

Value string_list(const std::vector<std::string>& lines) {
    Ref<List> result = List::make();
    for (const std::string& line : lines) result->append(make_str(line));
    return result;
}

Value traceback_of_value(const Value&, CallArgs args) {
    auto* traceback = try_cast<vm::Traceback>(args.values[0]);
    return entry_values(vm::traceback_entries(traceback));
}

Value stack_of_frame(const Value&, CallArgs args) {
    auto* object = try_cast<vm::FrameObject>(args.values[0]);
    if (object == nullptr) raise_type_error("a frame is required");
    if (object->frame == nullptr) return List::make();
    return entry_values(vm::stack_entries(object->frame));
}

int small_or(const Value& v, int fallback) {
    return absent(v) ? fallback : static_cast<int>(object::to_index(v));
}

/// One place that a program made itself, its source line perhaps given with it.
std::string format_entry(const Tuple& parts) {
    StackEntry entry;
    entry.filename = str_string(parts[0]);
    entry.function = str_string(parts[1]);
    entry.line = small_or(parts[2], 0);
    if (!is_none(parts[4])) {
        entry.position = {entry.line, small_or(parts[3], entry.line), small_or(parts[4], 0),
                          small_or(parts[5], 0)};
    }
    std::string_view source = vm::Interpreter::current().source_line(entry.filename, entry.line);
    if (is_none(parts[6]) || !source.empty()) return vm::format_stack({entry}).front();
    std::string line = str_string(call_method(parts[6], "strip"));
    std::string text =
        fmt::format("  File \"{}\", line {}, in {}\n", entry.filename, entry.line, entry.function);
    return line.empty() ? text : text + "    " + line + "\n";
}

Value format_entries(const Value&, CallArgs args) {
    Ref<List> result = List::make();
    for_each(args.values[0], [&](const Value& parts) {
        result->append(make_str(format_entry(*parts.as<Tuple>())));
    });
    return result;
}

Ref<ExceptionObject> exception_argument(const Value& v) {
    if (!object::is_exception(v)) {
        raise_format(type_error_type, "Exception expected for value, {} found", type_name(v));
    }
    return Ref<ExceptionObject>(v.as<ExceptionObject>());
}

Value format_exception(const Value&, CallArgs args) {
    vm::TracebackOptions options;
    options.limit = small_or(args.values[1], 0);
    options.chain = truth(args.values[2]);
    options.traceback = truth(args.values[3]);
    return string_list(vm::format_exception_parts(exception_argument(args.values[0]), options));
}

Value format_exception_only(const Value&, CallArgs args) {
    return string_list(vm::format_exception_only(exception_argument(args.values[0])));
}

Value source_line(const Value&, CallArgs args) {
    std::string filename = str_string(args.values[0]);
    int number = static_cast<int>(object::to_index(args.values[1]));
    if (number < 1) return make_str("");
    std::string_view line = vm::Interpreter::current().source_line(filename, number);
    if (line.data() == nullptr) return make_str("");  // Behind the end; an empty line is a place.
    return make_str(std::string(line) + (line.ends_with('\n') ? "" : "\n"));
}

}  // namespace

void init_traceback(Module& module) {
    object::add_functions(
        *module.dict,
        {{"entries", traceback_of_value, "tb, /"},
         {"stack_entries", stack_of_frame, "frame, /"},
         {"format_entries", format_entries, "entries, /"},
         {"format_exception", format_exception, "exc, limit, chain, traceback, /"},
         {"format_exception_only", format_exception_only, "exc, /"},
         {"source_line", source_line, "filename, lineno, /"}},
        "_traceback");
}

}  // namespace loopscope::python::modules
