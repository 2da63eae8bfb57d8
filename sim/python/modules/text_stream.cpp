// The standard streams as file objects.
#include "sim/python/modules/text_stream.h"

#include <mutex>

#include "sim/kernel/kernel.h"
#include "sim/python/modules/library.h"
#include "sim/python/modules/native_module.h"
#include "sim/python/modules/system_call.h"

namespace loopscope::python::modules {

Type text_stream_type;
Type buffer_writer_type;

namespace {

const char* kind_name(TextStream::Kind kind) {
    switch (kind) {
        case TextStream::Kind::Stdin:
            return "stdin";
        case TextStream::Kind::Stdout:
            return "stdout";
        case TextStream::Kind::Stderr:
            return "stderr";
    }
    return "";
}

/// Mirrors: the utf-8 codec with strict errors.
void check_encodable(const Str& text) {
    if (text.width() < 2) return;
    for (std::size_t i = 0; i < text.length; ++i) {
        char32_t point = text.at(i);
        if (point < 0xd800 || point > 0xdfff) continue;
        Value whole = Value::borrow(const_cast<Str*>(&text));
        auto at = static_cast<std::int64_t>(i);
        raise(object::make_exception(object::unicode_encode_error_type,
                                     {make_str("utf-8"), whole, Int::from(at), Int::from(at + 1),
                                      make_str("surrogates not allowed")}));
    }
}

TextStream& open_stream(const Value& self) {
    auto& stream = *self.as<TextStream>();
    if (stream.closed) raise_value_error("I/O operation on closed file.");
    return stream;
}

Value stream_write(const Value& self, CallArgs args) {
    const Value& text = args.values[0];
    if (!is_str(text)) {
        raise_format(type_error_type, "write() argument must be str, not {}", type_name(text));
    }
    open_stream(self).write(*text.as<Str>());
    return Int::from_size(text.as<Str>()->length);
}

Value stream_writelines(const Value& self, CallArgs args) {
    for_each(args.values[0], [&](const Value& line) {
        CallArgs one{&line, 1, nullptr};
        stream_write(self, one);
    });
    return none();
}

void flush_stream(const TextStream& stream) {
    const auto& flush = Library::current().flush;
    if (!flush || stream.kind == TextStream::Kind::Stdin) return;
    flush(stream.kind == TextStream::Kind::Stderr ? object::Stream::Stderr
                                                  : object::Stream::Stdout);
}

Value stream_flush(const Value& self, CallArgs) {
    flush_stream(open_stream(self));
    return none();
}

Value stream_close(const Value& self, CallArgs) {
    self.as<TextStream>()->closed = true;
    return none();
}

Value stream_isatty(const Value& self, CallArgs) {
    open_stream(self);
    return object::false_value();
}

Value stream_fileno(const Value& self, CallArgs) {
    return Int::from(static_cast<std::int64_t>(open_stream(self).kind));
}

[[noreturn]] void raise_unsupported(const char* what) {
    // FIDELITY: io.UnsupportedOperation is an OSError and a ValueError; here it is an OSError.
    raise(object::os_error_type, what);
}

TextStream& standard_input(const Value& self) {
    TextStream& stream = open_stream(self);
    if (stream.kind != TextStream::Kind::Stdin) raise_unsupported("not readable");
    return stream;
}

/// Text as stdin gives it: every line ends in a newline alone.
Value input_text(std::string bytes) {
    if (bytes.find('\r') != std::string::npos) {
        std::string plain;
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            if (bytes[i] != '\r') {
                plain += bytes[i];
            } else if (i + 1 == bytes.size() || bytes[i + 1] != '\n') {
                plain += '\n';
            }
        }
        bytes = std::move(plain);
    }
    return call_method(Bytes::make(bytes), "decode", {make_str("utf-8"), make_str("strict")});
}

/// FIDELITY: the size is counted in bytes, not in characters.
Value stream_read(const Value& self, CallArgs args) {
    TextStream& stream = standard_input(self);
    const std::int64_t size = absent(args.values[0]) ? -1 : object::to_index(args.values[0]);
    return input_text(stream.take(size < 0 ? SIZE_MAX : static_cast<std::size_t>(size)));
}

Value stream_readline(const Value& self, CallArgs) {
    return input_text(standard_input(self).take_line());
}

Value stream_readlines(const Value& self, CallArgs) {
    TextStream& stream = standard_input(self);
    Ref<List> lines = List::make();
    for (;;) {
        std::string line = stream.take_line();
        if (line.empty()) return lines;
        lines->append(input_text(std::move(line)));
    }
}

Value stream_readable(const Value& self, CallArgs) {
    return make_bool(self.as<TextStream>()->kind == TextStream::Kind::Stdin);
}

Value stream_writable(const Value& self, CallArgs) {
    return make_bool(self.as<TextStream>()->kind != TextStream::Kind::Stdin);
}

Value stream_seekable(const Value&, CallArgs) { return object::false_value(); }
Value stream_reconfigure(const Value&, CallArgs) { return none(); }

Value stream_enter(const Value& self, CallArgs) {
    open_stream(self);
    return self;
}

Value stream_exit(const Value& self, CallArgs) {
    self.as<TextStream>()->closed = true;
    return none();
}

Value stream_name(const Value& self) {
    return make_str(std::string("<") + kind_name(self.as<TextStream>()->kind) + ">");
}

Value stream_mode(const Value& self) {
    return make_str(self.as<TextStream>()->kind == TextStream::Kind::Stdin ? "r" : "w");
}

Value stream_encoding(const Value&) { return make_str("utf-8"); }

Value stream_errors(const Value& self) {
    return make_str(self.as<TextStream>()->kind == TextStream::Kind::Stderr ? "backslashreplace"
                                                                            : "strict");
}

Value stream_closed(const Value& self) { return make_bool(self.as<TextStream>()->closed); }
Value stream_newlines(const Value&) { return none(); }

Value stream_line_buffering(const Value& self) {
    return make_bool(self.as<TextStream>()->kind == TextStream::Kind::Stderr);
}

Value stream_buffer(const Value& self) {
    auto& stream = *self.as<TextStream>();
    if (!stream.buffer) {
        auto buffer = make<BufferWriter>();
        buffer->stream = Ref<TextStream>(&stream);
        stream.buffer = buffer;
    }
    return stream.buffer;
}

Value stream_repr(const Value& self) {
    auto kind = self.as<TextStream>()->kind;
    return make_str(fmt::format("<_io.TextIOWrapper name='<{}>' mode='{}' encoding='utf-8'>",
                                kind_name(kind), kind == TextStream::Kind::Stdin ? "r" : "w"));
}

Value stream_next(const Value& self) {
    std::string line = standard_input(self).take_line();
    return line.empty() ? Value() : input_text(std::move(line));
}

Value stream_iter(const Value& self) { return self; }

Value buffer_write(const Value& self, CallArgs args) {
    std::string_view bytes = object::expect_bytes_like(args.values[0]);
    self.as<BufferWriter>()->stream->write_bytes(bytes);
    return Int::from_size(bytes.size());
}

Value buffer_flush(const Value& self, CallArgs) {
    flush_stream(*self.as<BufferWriter>()->stream);
    return none();
}

Value buffer_read(const Value& self, CallArgs args) {
    TextStream& stream = standard_input(Value(self.as<BufferWriter>()->stream));
    const std::int64_t size = absent(args.values[0]) ? -1 : object::to_index(args.values[0]);
    return Bytes::make(stream.take(size < 0 ? SIZE_MAX : static_cast<std::size_t>(size)));
}

Value buffer_readline(const Value& self, CallArgs) {
    return Bytes::make(standard_input(Value(self.as<BufferWriter>()->stream)).take_line());
}

Value buffer_readable(const Value& self, CallArgs args) {
    return stream_readable(Value(self.as<BufferWriter>()->stream), args);
}
Value buffer_writable(const Value& self, CallArgs args) {
    return stream_writable(Value(self.as<BufferWriter>()->stream), args);
}
Value buffer_closed(const Value& self) {
    return stream_closed(Value(self.as<BufferWriter>()->stream));
}
Value buffer_name(const Value& self) { return stream_name(Value(self.as<BufferWriter>()->stream)); }
Value buffer_mode(const Value& self) {
    const bool reads = self.as<BufferWriter>()->stream->kind == TextStream::Kind::Stdin;
    return make_str(reads ? "rb" : "wb");
}

Value buffer_next(const Value& self) {
    std::string line = standard_input(Value(self.as<BufferWriter>()->stream)).take_line();
    return line.empty() ? Value() : Value(Bytes::make(line));
}

Value buffer_fileno(const Value& self, CallArgs) {
    return Int::from(static_cast<std::int64_t>(self.as<BufferWriter>()->stream->kind));
}

void define_stream_type() {
    text_stream_type.repr = stream_repr;
    text_stream_type.iter = stream_iter;
    text_stream_type.next = stream_next;
    text_stream_type.traverse = [](Object* self, Visitor& visitor) {
        visitor.visit(static_cast<TextStream*>(self)->buffer);
    };
    text_stream_type.clear = [](Object* self) { static_cast<TextStream*>(self)->buffer = Value(); };
    define_type<TextStream>(text_stream_type,
                            {.name = "TextIOWrapper",
                             .module = "_io",
                             .methods = {{"write", stream_write, "text, /"},
                                         {"writelines", stream_writelines, "lines, /"},
                                         {"flush", stream_flush, ""},
                                         {"close", stream_close, ""},
                                         {"isatty", stream_isatty, ""},
                                         {"fileno", stream_fileno, ""},
                                         {"read", stream_read, "size=, /"},
                                         {"readline", stream_readline, "size=, /"},
                                         {"readlines", stream_readlines, "hint=, /"},
                                         {"readable", stream_readable, ""},
                                         {"writable", stream_writable, ""},
                                         {"seekable", stream_seekable, ""},
                                         {"reconfigure", stream_reconfigure, "**options"},
                                         {"__enter__", stream_enter, ""},
                                         {"__exit__", stream_exit, "*args"}},
                             .getsets = {{"name", stream_name},
                                         {"mode", stream_mode},
                                         {"encoding", stream_encoding},
                                         {"errors", stream_errors},
                                         {"closed", stream_closed},
                                         {"newlines", stream_newlines},
                                         {"line_buffering", stream_line_buffering},
                                         {"buffer", stream_buffer}}});
}

void define_buffer_type() {
    buffer_writer_type.iter = stream_iter;
    buffer_writer_type.next = buffer_next;
    buffer_writer_type.traverse = [](Object* self, Visitor& visitor) {
        visitor.visit(static_cast<BufferWriter*>(self)->stream);
    };
    buffer_writer_type.clear = [](Object* self) {
        static_cast<BufferWriter*>(self)->stream = nullptr;
    };
    define_type<BufferWriter>(
        buffer_writer_type,
        {.name = "BufferedWriter",
         .module = "_io",
         .methods = {{"write", buffer_write, "data, /"},
                     {"flush", buffer_flush, ""},
                     {"read", buffer_read, "size=, /"},
                     {"readline", buffer_readline, "size=, /"},
                     {"read1", buffer_read, "size=, /"},
                     {"close", buffer_flush, ""},
                     {"isatty", stream_seekable, ""},
                     {"readable", buffer_readable, ""},
                     {"writable", buffer_writable, ""},
                     {"seekable", stream_seekable, ""},
                     {"fileno", buffer_fileno, ""}},
         .getsets = {{"closed", buffer_closed}, {"name", buffer_name}, {"mode", buffer_mode}}});
}

}  // namespace

void TextStream::write(const Str& text) {
    if (closed) raise_value_error("I/O operation on closed file.");
    if (kind == Kind::Stdin) raise_unsupported("not writable");
    check_encodable(text);
    write_bytes(text.view());
}

void TextStream::write_bytes(std::string_view bytes) {
    if (batches > 0) {
        pending += bytes;
        return;
    }
    auto stream = kind == Kind::Stderr ? object::Stream::Stderr : object::Stream::Stdout;
    auto& write = Runtime::current().hooks.write;
    if (write && !bytes.empty()) write(stream, bytes);
}

bool TextStream::read_ahead() {
    kernel::Kernel& kernel = kernel::Kernel::current();
    if (kernel.machine().descriptors().find(0) == nullptr) return false;
    char bytes[8192];
    const world::Transfer got = read_waiting(kernel, 0, bytes);
    input.append(bytes, got.count);
    return got.count > 0;
}

std::string TextStream::take_line() {
    std::size_t looked = 0;
    for (;;) {
        const std::size_t end = input.find('\n', looked);
        if (end != std::string::npos) return take(end + 1);
        looked = input.size();
        if (!read_ahead()) return take(input.size());
    }
}

std::string TextStream::take(std::size_t count) {
    while (input.size() < count && read_ahead()) {
    }
    std::string taken = input.substr(0, count);
    input.erase(0, taken.size());
    return taken;
}

void TextStream::end_batch() {
    if (--batches > 0 || pending.empty()) return;
    std::string text = std::exchange(pending, {});
    write_bytes(text);
}

void define_text_streams() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_stream_type();
        define_buffer_type();
    });
}

}  // namespace loopscope::python::modules
