// stream_pair: two ends that fill each other's queue.
#include "sim/world/stream_pair.h"

#include <algorithm>

#include "sim/world/byte_queue.h"
#include "sim/world/error_number.h"

namespace loopscope::world {
namespace {

/// net.core.wmem_default
constexpr std::size_t kRoom = 212992;

class End final : public File {
  public:
    std::uint8_t readiness() const override {
        std::shared_ptr<End> peer = peer_.lock();
        bool gone = !peer || peer->closed_;
        std::uint8_t ready = 0;
        if (!arrived_.empty() || gone) ready |= kReadable;
        if (gone || peer->arrived_.size() < kRoom) ready |= kWritable;
        if (gone) ready |= kHangUp;
        return ready;
    }

    Transfer read(std::span<char> into) override {
        if (!arrived_.empty()) {
            Transfer done{.count = arrived_.take(into)};
            if (std::shared_ptr<End> peer = peer_.lock()) peer->notify(kWritable);
            return done;
        }
        std::shared_ptr<End> peer = peer_.lock();
        return {.error = peer && !peer->closed_ ? kEAGAIN : kNoError};
    }

    Transfer write(std::string_view bytes) override {
        std::shared_ptr<End> peer = peer_.lock();
        if (!peer || peer->closed_) return {.error = kEPIPE};
        std::size_t count = std::min(bytes.size(), kRoom - std::min(kRoom, peer->arrived_.size()));
        if (count == 0 && !bytes.empty()) return {.error = kEAGAIN};
        peer->arrived_.append(bytes.substr(0, count));
        peer->notify(kReadable);
        return {.count = count};
    }

    void released() override {
        closed_ = true;
        if (std::shared_ptr<End> peer = peer_.lock()) peer->notify(kReadable | kWritable | kHangUp);
    }

    std::weak_ptr<End> peer_;

  private:
    ByteQueue arrived_;
    bool closed_ = false;
};

}  // namespace

std::pair<std::shared_ptr<File>, std::shared_ptr<File>> make_stream_pair() {
    auto first = std::make_shared<End>();
    auto second = std::make_shared<End>();
    first->peer_ = second;
    second->peer_ = first;
    return {first, second};
}

}  // namespace loopscope::world
