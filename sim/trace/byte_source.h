// ByteSource and LineSource: the bytes of a trace file, decompressed and cut into lines.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "sim/trace/trace_file.h"

struct ZSTD_DCtx_s;

namespace loopscope::trace {

/// Whether bytes begin as a zstd frame does.
bool is_zstd(std::string_view first_bytes);

/// Where bytes come from, piece by piece.
class ByteSource {
  public:
    virtual ~ByteSource() = default;
    /// Up to `size` bytes into `into`; 0 at the end, or when reading fails.
    virtual std::size_t read(char* into, std::size_t size) = 0;
    /// Why there is nothing to read, or no more; empty: all is well.
    const base::Failure& problem() const { return problem_; }
    /// Whether a read() that gave nothing may give something later: a stream that is still open.
    virtual bool may_come() const { return false; }
    /// How many bytes there are in all; 0: not known.
    virtual std::uint64_t size() const { return 0; }

  protected:
    base::Failure problem_;
};

class MemorySource : public ByteSource {
  public:
    explicit MemorySource(std::string_view bytes) : bytes_(bytes) {}
    std::size_t read(char* into, std::size_t size) override;

  private:
    std::string_view bytes_;
};

class FileSource : public ByteSource {
  public:
    /// Errors: problem() says why the file can't be opened, or that it is a directory.
    explicit FileSource(const std::string& path);
    ~FileSource() override;
    std::size_t read(char* into, std::size_t size) override;
    std::uint64_t size() const override { return size_; }

  private:
    std::FILE* file_ = nullptr;
    std::uint64_t size_ = 0;
};

/// The lines of a source, decompressed if need be.
///
/// Errors: next() gives false, and damage() says why if that was not just the end. A line beyond
/// the limits, a broken or a suspiciously dense compression are such damage.
class LineSource {
  public:
    LineSource(ByteSource& source, const ReadLimits& limits);
    ~LineSource();
    LineSource(const LineSource&) = delete;
    LineSource& operator=(const LineSource&) = delete;

    /// The next line without its newline. Valid until the next call.
    bool next(std::string_view& line);
    /// Whether next() gave false only because nothing more has come yet.
    bool waiting() const { return waiting_; }
    /// Bytes taken from the source so far.
    std::uint64_t bytes_in() const { return bytes_in_; }
    /// Number of the line that next() gave last, from 1.
    std::uint64_t number() const { return number_; }
    const base::Failure& damage() const { return damage_; }

  private:
    void begin();
    void fill();
    void fill_plain();
    void fill_decompressed();
    void check_limits();
    std::size_t read_input();

    ByteSource& source_;
    const ReadLimits& limits_;
    std::unique_ptr<char[]> input_;
    std::size_t input_at_ = 0, input_end_ = 0;
    ZSTD_DCtx_s* decompressor_ = nullptr;
    bool frame_open_ = false, more_inside_ = false, begun_ = false, waiting_ = false;
    std::uint64_t bytes_in_ = 0, bytes_out_ = 0;
    std::string buffer_;     // Decompressed bytes that no line has taken yet.
    std::size_t begin_ = 0;  // Where they begin in buffer_.
    std::uint64_t number_ = 0;
    base::Failure damage_;
};

}  // namespace loopscope::trace
