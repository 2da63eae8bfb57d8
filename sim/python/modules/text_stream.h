// The program's own stdin, stdout and stderr: sys.stdout and kin.
#pragma once

#include "sim/object/make.h"
#include "sim/object/runtime.h"
#include "sim/object/str.h"

namespace loopscope::python::modules {

extern object::Type text_stream_type;    ///< _io.TextIOWrapper
extern object::Type buffer_writer_type;  ///< _io.BufferedWriter

/// One of the three standard streams. What is written goes to RuntimeHooks::write; stdin reads
/// descriptor 0, and is at its end when nothing is behind that.
///
/// Text written between begin_batch() and the matching end_batch() goes out as one piece, so that a
/// print() is one event of the trace, whatever the `__str__` of its arguments prints meanwhile.
struct TextStream : object::Container {
    enum class Kind : std::uint8_t { Stdin, Stdout, Stderr };
    Kind kind;
    bool closed = false;
    int batches = 0;
    std::string pending;
    object::Value buffer;  ///< The BufferWriter, once asked for.
    std::string input;     ///< stdin: bytes read ahead.

    explicit TextStream(Kind k) : kind(k) {}
    static object::Type* class_type() { return &text_stream_type; }
    /// Errors: ValueError when closed, UnicodeEncodeError for lone surrogates.
    void write(const object::Str& text);
    void write_bytes(std::string_view bytes);
    /// Takes one line of stdin, or what is left, with its end; empty at the end. Waits for it.
    std::string take_line();
    /// Takes so many bytes of stdin, fewer at the end.
    std::string take(std::size_t count);
    void begin_batch() { ++batches; }
    void end_batch();

  private:
    bool read_ahead();
};

/// sys.stdout.buffer: takes bytes.
struct BufferWriter : object::Container {
    object::Ref<TextStream> stream;
    static object::Type* class_type() { return &buffer_writer_type; }
};

void define_text_streams();

}  // namespace loopscope::python::modules
