// print, input and open.
#include "sim/python/modules/builtins.h"
#include "sim/python/modules/library.h"
#include "sim/python/modules/native_module.h"
#include "sim/python/modules/text_stream.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

namespace {

/// sys.stdout as it is now, null when the program deleted it.
Value standard_output() {
    static Str* const kStdout = intern_static("stdout");
    Value* found = Library::current().sys->find(kStdout);
    return found != nullptr ? *found : Value();
}

/// `sep` or `end`: a str, or the default for None.
Ref<Str> separator(const char* name, const Value& v, std::string_view fallback) {
    if (absent(v)) return Str::make(fallback);
    if (!is_str(v)) {
        raise_format(type_error_type, "{} must be None or a string, not {}", name, type_name(v));
    }
    return Ref<Str>(v.as<Str>());
}

class Batch {
  public:
    explicit Batch(Ref<TextStream> stream) : stream_(std::move(stream)) { stream_->begin_batch(); }
    ~Batch() { stream_->end_batch(); }
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

  private:
    Ref<TextStream> stream_;
};

void print_to_stream(TextStream& stream, const Tuple& items, const Str& between, const Str& end) {
    Batch batch{Ref<TextStream>(&stream)};
    for (std::size_t i = 0; i < items.size; ++i) {
        if (i > 0) stream.write(between);
        Value text = object::str(items[i]);
        stream.write(*text.as<Str>());
    }
    stream.write(end);
}

void print_to_file(const Value& file, const Tuple& items, const Ref<Str>& between,
                   const Ref<Str>& end) {
    static Str* const kWrite = intern_static("write");
    for (std::size_t i = 0; i < items.size; ++i) {
        if (i > 0) call_method(file, kWrite, {Value(between)});
        call_method(file, kWrite, {object::str(items[i])});
    }
    call_method(file, kWrite, {Value(end)});
}

/// Takes sep, end, file, flush, items. Mirrors: builtin_print_impl.
Value builtin_print(const Value&, CallArgs args) {
    Value file = args.values[2];
    if (absent(file)) {
        file = standard_output();
        if (!file) raise(object::runtime_error_type, "lost sys.stdout");
        if (is_none(file)) return none();
    }
    Ref<Str> between = separator("sep", args.values[0], " ");
    Ref<Str> end = separator("end", args.values[1], "\n");
    const Tuple& items = *args.values[4].as<Tuple>();
    if (object::is_exact<TextStream>(file)) {
        print_to_stream(*file.as<TextStream>(), items, *between, *end);
        if (args.values[3] && truth(args.values[3])) call_method(file, "flush");
        return none();
    }
    print_to_file(file, items, between, end);
    if (args.values[3] && truth(args.values[3])) call_method(file, "flush");
    return none();
}

/// CPython: builtin_input_impl, where stdin is no terminal.
Value builtin_input(const Value&, CallArgs args) {
    Value file = standard_output();
    if (args.values[0] && file && !is_none(file))
        call_method(file, "write", {object::str(args.values[0])});
    if (file && !is_none(file)) call_method(file, "flush");
    Value* in = Library::current().sys->find(std::string_view("stdin"));
    if (in == nullptr || is_none(*in)) raise(object::runtime_error_type, "input(): lost sys.stdin");
    Value line = call_method(*in, "readline");
    if (!is_str(line)) raise_type_error("object.readline() returned non-string");
    std::string text = line.as<Str>()->to_string();
    if (text.empty()) raise(object::eof_error_type, "EOF when reading a line");
    if (text.ends_with('\n')) text.pop_back();
    return make_str(text);
}

/// open(): the types of its arguments; the rest is in io.
Value builtin_open(const Value&, CallArgs args) {
    constexpr struct {
        std::size_t index;
        const char* name;
        bool none_is_fine;
    } kTexts[] = {
        {1, "mode", false}, {3, "encoding", true}, {4, "errors", true}, {5, "newline", true}};
    for (const auto& text : kTexts) {
        const Value& given = args.values[text.index];
        if (given.is_null() || is_str(given) || (text.none_is_fine && is_none(given))) continue;
        raise_format(type_error_type, "open() argument '{}' must be str{}, not {}", text.name,
                     text.none_is_fine ? " or None" : "",
                     is_none(given) ? "None" : type_name(given));
    }
    Value io = vm::Interpreter::current().import_module("io");
    Value values[8];
    Value fallback[8] = {none(), make_str("r"), Value::small(-1),     none(),
                         none(), none(),        object::true_value(), none()};
    for (std::size_t i = 0; i < 8; ++i) values[i] = args.values[i] ? args.values[i] : fallback[i];
    return call(getattr(io, "_open"), CallArgs{values, 8, nullptr});
}

}  // namespace

void add_text_functions(Dict& builtins) {
    object::add_functions(
        builtins,
        {{"print", builtin_print, "*args, sep=, end=, file=, flush="},
         {"input", builtin_input, "prompt=, /"},
         {"open", builtin_open,
          "file, mode=, buffering=, encoding=, errors=, newline=, closefd=, opener="}},
        "builtins");
}

}  // namespace loopscope::python::modules
