// Poller: which of many descriptors are ready, and in which order that is told. Linux: epoll
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/world/descriptors.h"

namespace loopscope::world {

/// An epoll instance, itself a File: readable while one of its descriptors may be ready.
///
/// It keeps epoll's list of what may be ready. A descriptor enters at the end when something
/// happens to it, or when it is registered and is ready already; it leaves when it is looked at and
/// turns out not to be ready. What is told therefore comes in the order in which it became ready,
/// and what stays ready keeps its place.
class Poller final : public File {
  public:
    explicit Poller(Descriptors& descriptors) : descriptors_(descriptors) {}
    ~Poller() override;

    struct Ready {
        Fd fd;
        std::uint8_t mask;  ///< Of what was asked for, and kAlwaysTold.
    };

    /// Registers `fd` for `mask`, or changes what it is registered for. Answers an ErrorNumber:
    /// kEBADF not open, kEPERM nothing that can be waited for.
    int set(Fd fd, std::uint8_t mask);
    /// kENOENT when it is not registered.
    int remove(Fd fd);
    bool contains(Fd fd) const;
    /// What is ready now, put behind what `ready` holds already. CPython: epoll.poll(0)
    void collect(std::vector<Ready>& ready);

    std::uint8_t readiness() const override;

  private:
    class Interest final : public Watch {
      public:
        Interest(Poller& poller, Fd fd) : poller_(poller), fd_(fd) {}
        void on_ready(std::uint8_t happened) override;
        void on_closed() override;
        /// What it would be told for now.
        std::uint8_t ready() const;

      private:
        friend class Poller;
        Poller& poller_;
        Fd fd_;
        std::uint8_t mask_ = 0;
        bool listed_ = false;
    };

    Interest* find(Fd fd) const;
    void list(Interest& interest);
    void unlist(Interest& interest);

    Descriptors& descriptors_;
    std::vector<std::unique_ptr<Interest>> interests_;  ///< By descriptor.
    std::vector<Interest*> listed_;
};

}  // namespace loopscope::world
