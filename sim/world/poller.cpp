// Poller: the list of what may be ready, as epoll keeps it.
#include "sim/world/poller.h"

#include <algorithm>

#include "sim/world/error_number.h"

namespace loopscope::world {

Poller::~Poller() = default;

void Poller::Interest::on_ready(std::uint8_t happened) {
    if ((happened & (mask_ | kAlwaysTold)) == 0) return;
    poller_.list(*this);
}

void Poller::Interest::on_closed() {
    poller_.unlist(*this);
    poller_.interests_[static_cast<std::size_t>(fd_)].reset();  // Ends this object.
}

std::uint8_t Poller::Interest::ready() const {
    const File* file = watched();
    if (file == nullptr) return 0;
    return file->readiness() & static_cast<std::uint8_t>(mask_ | kAlwaysTold);
}

Poller::Interest* Poller::find(Fd fd) const {
    if (fd < 0 || static_cast<std::size_t>(fd) >= interests_.size()) return nullptr;
    return interests_[static_cast<std::size_t>(fd)].get();
}

bool Poller::contains(Fd fd) const { return find(fd) != nullptr; }

void Poller::list(Interest& interest) {
    if (!interest.listed_) {
        interest.listed_ = true;
        listed_.push_back(&interest);
    }
    notify(kReadable);
}

void Poller::unlist(Interest& interest) {
    if (interest.listed_) std::erase(listed_, &interest);
    interest.listed_ = false;
}

int Poller::set(Fd fd, std::uint8_t mask) {
    File* file = descriptors_.find(fd);
    if (file == nullptr) return descriptors_.is_open(fd) ? kEPERM : kEBADF;
    Interest* interest = find(fd);
    if (interest != nullptr && interest->watched() != file) {
        // The number was closed while another stands for the same file, and given out again.
        unlist(*interest);
        interest = nullptr;
    }
    if (interest == nullptr) {
        auto at = static_cast<std::size_t>(fd);
        if (at >= interests_.size()) interests_.resize(at + 1);
        interests_[at] = std::make_unique<Interest>(*this, fd);
        interest = interests_[at].get();
        interest->watch(*file);
    }
    interest->mask_ = mask;
    if (interest->ready() != 0) list(*interest);
    return kNoError;
}

int Poller::remove(Fd fd) {
    Interest* interest = find(fd);
    if (interest == nullptr) return descriptors_.is_open(fd) ? kENOENT : kEBADF;
    unlist(*interest);
    interests_[static_cast<std::size_t>(fd)].reset();
    return kNoError;
}

void Poller::collect(std::vector<Ready>& ready) {
    std::erase_if(listed_, [&](Interest* interest) {
        std::uint8_t mask = interest->ready();
        if (mask != 0) ready.push_back({interest->fd_, mask});
        interest->listed_ = mask != 0;
        return mask == 0;
    });
}

std::uint8_t Poller::readiness() const {
    for (const Interest* interest : listed_) {
        if (interest->ready() != 0) return kReadable;
    }
    return 0;
}

}  // namespace loopscope::world
