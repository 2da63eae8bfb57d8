// Files, zstd frames and lines.
#include "sim/trace/byte_source.h"

#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "sim/trace/failure.h"

namespace loopscope::trace {
namespace {

constexpr std::size_t kInputBytes = std::size_t{1} << 17;
constexpr std::size_t kOutputBytes = std::size_t{1} << 18;
constexpr std::uint64_t kRatioFreeBytes = std::uint64_t{64} << 20;

}  // namespace

bool is_zstd(std::string_view first_bytes) { return first_bytes.starts_with("\x28\xb5\x2f\xfd"); }

std::size_t MemorySource::read(char* into, std::size_t size) {
    std::size_t count = std::min(size, bytes_.size());
    std::copy_n(bytes_.data(), count, into);
    bytes_.remove_prefix(count);
    return count;
}

FileSource::FileSource(const std::string& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        problem_ = failure("system.directory");
        return;
    }
    file_ = std::fopen(path.c_str(), "rb");
    if (!file_) problem_ = system_failure(errno);
    const auto size = std::filesystem::file_size(path, error);
    if (!error) size_ = size;
}

FileSource::~FileSource() {
    if (file_) std::fclose(file_);
}

std::size_t FileSource::read(char* into, std::size_t size) {
    std::size_t count = std::fread(into, 1, size, file_);
    if (count == 0 && std::ferror(file_)) problem_ = failure("read.further");
    return count;
}

LineSource::LineSource(ByteSource& source, const ReadLimits& limits)
    : source_(source), limits_(limits), input_(std::make_unique<char[]>(kInputBytes)) {
    begin();
}

// Four bytes tell whether it is compressed; a source may give fewer at a time.
void LineSource::begin() {
    constexpr std::size_t kMagicBytes = 4;
    while (input_end_ < kMagicBytes) {
        std::size_t count = source_.read(input_.get() + input_end_, kInputBytes - input_end_);
        if (count == 0) break;
        input_end_ += count;
    }
    if (input_end_ < kMagicBytes && source_.may_come()) return;
    begun_ = true;
    bytes_in_ = input_end_;
    if (is_zstd({input_.get(), input_end_})) decompressor_ = ZSTD_createDCtx();
}

LineSource::~LineSource() { ZSTD_freeDCtx(decompressor_); }

bool LineSource::next(std::string_view& line) {
    waiting_ = false;
    if (!begun_) begin();
    if (!begun_) {
        waiting_ = true;
        return false;
    }
    std::size_t searched = begin_;
    for (;;) {
        std::size_t end = buffer_.find('\n', searched);
        if (end != std::string::npos) {
            line = std::string_view(buffer_).substr(begin_, end - begin_);
            begin_ = end + 1;
            ++number_;
            return true;
        }
        if (buffer_.size() - begin_ > limits_.line_bytes_max) {
            ++number_;
            damage_ = failure("trace.line", {{"n", limits_.line_bytes_max}});
            return false;
        }
        buffer_.erase(0, begin_);
        begin_ = 0;
        searched = buffer_.size();
        fill();
        if (buffer_.size() == searched) break;
    }
    if (damage_.empty() && source_.may_come()) {
        waiting_ = true;
        return false;
    }
    if (!damage_.empty() || buffer_.empty()) {
        ++number_;
        return false;
    }
    line = buffer_;  // The last line lacks its newline.
    begin_ = buffer_.size();
    ++number_;
    return true;
}

// More bytes into buffer_; none at the end or after damage. What came before damage still counts.
void LineSource::fill() {
    if (!damage_.empty()) return;
    std::size_t before = buffer_.size();
    if (decompressor_)
        fill_decompressed();
    else
        fill_plain();
    bytes_out_ += buffer_.size() - before;
    if (!source_.problem().empty()) damage_ = source_.problem();
    check_limits();
}

void LineSource::check_limits() {
    if (bytes_out_ > limits_.bytes_max)
        damage_ = failure("trace.bytes", {{"n", limits_.bytes_max}});
    else if (decompressor_ && bytes_out_ > kRatioFreeBytes + bytes_in_ * limits_.ratio_max)
        damage_ = failure("trace.dense");
}

std::size_t LineSource::read_input() {
    input_at_ = 0;
    input_end_ = source_.read(input_.get(), kInputBytes);
    bytes_in_ += input_end_;
    return input_end_;
}

void LineSource::fill_plain() {
    if (input_at_ == input_end_ && read_input() == 0) return;
    buffer_.append(input_.get() + input_at_, input_end_ - input_at_);
    input_at_ = input_end_;
}

void LineSource::fill_decompressed() {
    std::size_t before = buffer_.size();
    buffer_.resize(before + kOutputBytes);
    ZSTD_outBuffer out{buffer_.data() + before, kOutputBytes, 0};
    while (out.pos == 0 && damage_.empty()) {
        // After a full output more may stand inside the decompressor, without further input.
        if (input_at_ == input_end_ && !more_inside_ && read_input() == 0) {
            if (frame_open_ && !source_.may_come()) damage_ = failure("zstd.cut");
            break;
        }
        ZSTD_inBuffer in{input_.get(), input_end_, input_at_};
        std::size_t left = ZSTD_decompressStream(decompressor_, &out, &in);
        input_at_ = in.pos;
        frame_open_ = left != 0;
        more_inside_ = out.pos == out.size && left != 0;
        if (ZSTD_isError(left))
            damage_ = failure("zstd.damaged", {{"why", ZSTD_getErrorName(left)}});
    }
    buffer_.resize(before + out.pos);
}

}  // namespace loopscope::trace
