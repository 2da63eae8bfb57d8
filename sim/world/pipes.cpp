// Pipes: two ends over one queue of bytes.
#include "sim/world/pipes.h"

#include <algorithm>

#include "sim/world/byte_queue.h"
#include "sim/world/error_number.h"

namespace loopscope::world {
namespace {

/// PIPE_BUF: a write of no more than this goes in whole or not at all.
constexpr std::size_t kAtomicBytes = 4096;

class ReadEnd;
class WriteEnd;

struct PipeState {
    ByteQueue bytes;
    ReadEnd* reader = nullptr;
    WriteEnd* writer = nullptr;
};

class PipeEnd : public File {
  public:
    explicit PipeEnd(std::shared_ptr<PipeState> state) : state_(std::move(state)) {}

    void tell(std::uint8_t happened) { notify(happened); }

  protected:
    std::shared_ptr<PipeState> state_;
};

class WriteEnd final : public PipeEnd {
  public:
    using PipeEnd::PipeEnd;
    ~WriteEnd() override { released(); }

    std::uint8_t readiness() const override {
        if (state_->reader == nullptr) return kWritable | kFailed;
        return kPipeBytes - state_->bytes.size() >= kAtomicBytes ? std::uint8_t{kWritable}
                                                                 : std::uint8_t{0};
    }
    Transfer write(std::string_view bytes) override;
    void released() override;
};

class ReadEnd final : public PipeEnd {
  public:
    using PipeEnd::PipeEnd;
    ~ReadEnd() override { released(); }

    std::uint8_t readiness() const override {
        std::uint8_t ready = state_->bytes.empty() ? std::uint8_t{0} : std::uint8_t{kReadable};
        if (state_->writer == nullptr) ready |= kHangUp;
        return ready;
    }
    Transfer read(std::span<char> into) override {
        if (state_->bytes.empty()) return {.error = state_->writer != nullptr ? kEAGAIN : kNoError};
        const Transfer done{.count = state_->bytes.take(into)};
        if (state_->writer != nullptr) state_->writer->tell(kWritable);
        return done;
    }
    void released() override {
        if (state_->reader != this) return;
        state_->reader = nullptr;
        if (state_->writer != nullptr) state_->writer->tell(kWritable | kFailed);
    }
};

Transfer WriteEnd::write(std::string_view bytes) {
    if (state_->reader == nullptr) return {.error = kEPIPE};
    const std::size_t room = kPipeBytes - std::min(kPipeBytes, state_->bytes.size());
    const bool refused = bytes.size() <= kAtomicBytes ? room < bytes.size() : room == 0;
    if (refused) return {.error = kEAGAIN};
    const std::size_t count = std::min(room, bytes.size());
    state_->bytes.append(bytes.substr(0, count));
    state_->reader->tell(kReadable);
    return {.count = count};
}

void WriteEnd::released() {
    if (state_->writer != this) return;
    state_->writer = nullptr;
    if (state_->reader != nullptr) state_->reader->tell(kReadable | kHangUp);
}

}  // namespace

std::pair<std::shared_ptr<File>, std::shared_ptr<File>> make_pipe() {
    auto state = std::make_shared<PipeState>();
    auto reader = std::make_shared<ReadEnd>(state);
    auto writer = std::make_shared<WriteEnd>(state);
    state->reader = reader.get();
    state->writer = writer.get();
    return {reader, writer};
}

bool is_pipe(const File& file) { return dynamic_cast<const PipeEnd*>(&file) != nullptr; }

}  // namespace loopscope::world
