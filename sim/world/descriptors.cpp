// Descriptors: watching files, and giving out numbers for them.
#include "sim/world/descriptors.h"

#include <utility>

#include "sim/base/check.h"
#include "sim/world/error_number.h"
#include "sim/world/machine.h"

namespace loopscope::world {

void Watch::watch(File& file) {
    stop();
    file_ = &file;
    previous_ = file.last_;
    next_ = nullptr;
    (file.last_ != nullptr ? file.last_->next_ : file.first_) = this;
    file.last_ = this;
}

void Watch::stop() {
    if (file_ == nullptr) return;
    File& file = *file_;
    if (file.next_to_tell_ == this) file.next_to_tell_ = next_;
    (previous_ != nullptr ? previous_->next_ : file.first_) = next_;
    (next_ != nullptr ? next_->previous_ : file.last_) = previous_;
    file_ = nullptr;
    previous_ = next_ = nullptr;
}

File::~File() {
    while (first_ != nullptr) first_->stop();
}

Transfer File::read(std::span<char>) { return {.error = kEINVAL}; }
Transfer File::write(std::string_view) { return {.error = kEINVAL}; }

void File::notify(std::uint8_t happened) {
    // Watches may stop while they are told, this one and others; stop() keeps next_to_tell_ right.
    for (Watch* watch = first_; watch != nullptr; watch = next_to_tell_) {
        next_to_tell_ = watch->next_;
        watch->on_ready(happened);
    }
    next_to_tell_ = nullptr;
}

Descriptors::Descriptors() : entries_(3, Entry{.open = true, .file = nullptr}) {}

Descriptors::~Descriptors() {
    for (std::size_t fd = 0; fd < entries_.size(); ++fd) close(static_cast<Fd>(fd));
}

bool Descriptors::is_open(Fd fd) const {
    return fd >= 0 && static_cast<std::size_t>(fd) < entries_.size() &&
           entries_[static_cast<std::size_t>(fd)].open;
}

Descriptors::Entry& Descriptors::place(Fd fd) {
    LOOPSCOPE_CHECK(fd >= 0);
    auto at = static_cast<std::size_t>(fd);
    if (at >= entries_.size()) entries_.resize(at + 1);
    return entries_[at];
}

void Descriptors::take(Entry& entry, std::shared_ptr<File> file) {
    if (file) ++file->descriptors_;
    entry.open = true;
    entry.file = std::move(file);
}

std::size_t Descriptors::lowest_free() const {
    while (lowest_free_ < entries_.size() && entries_[lowest_free_].open) ++lowest_free_;
    return lowest_free_;
}

bool Descriptors::full() const { return std::cmp_greater_equal(lowest_free(), limit.soft); }

Fd Descriptors::open(std::shared_ptr<File> file, Fd lowest) {
    std::size_t fd = lowest_free();
    if (lowest > 0 && fd < static_cast<std::size_t>(lowest)) {
        fd = static_cast<std::size_t>(lowest);
        while (fd < entries_.size() && entries_[fd].open) ++fd;
    }
    if (std::cmp_greater_equal(fd, limit.soft)) return kNone;
    take(place(static_cast<Fd>(fd)), std::move(file));
    return static_cast<Fd>(fd);
}

void Descriptors::assign(Fd fd, std::shared_ptr<File> file) {
    close(fd);
    take(place(fd), std::move(file));
}

bool Descriptors::close(Fd fd) {
    if (!is_open(fd)) return false;
    auto at = static_cast<std::size_t>(fd);
    std::shared_ptr<File> file = std::move(entries_[at].file);
    entries_[at] = Entry{};
    if (at < lowest_free_) lowest_free_ = at;
    if (!file || --file->descriptors_ > 0) return true;
    while (Watch* watch = file->first_) {
        watch->stop();
        watch->on_closed();
    }
    file->released();
    return true;
}

File* Descriptors::find(Fd fd) const {
    return is_open(fd) ? entries_[static_cast<std::size_t>(fd)].file.get() : nullptr;
}

std::shared_ptr<File> Descriptors::share(Fd fd) const {
    return is_open(fd) ? entries_[static_cast<std::size_t>(fd)].file : nullptr;
}

std::uint8_t Descriptors::readiness(Fd fd) const {
    const File* file = find(fd);
    return file != nullptr ? file->readiness() : std::uint8_t{0};
}

std::vector<Fd> Descriptors::open_numbers() const {
    std::vector<Fd> numbers;
    for (std::size_t fd = 0; fd < entries_.size(); ++fd) {
        if (entries_[fd].open) numbers.push_back(static_cast<Fd>(fd));
    }
    return numbers;
}

namespace {

class ThreadWatch final : public Watch {
  public:
    ThreadWatch(Machine& machine, std::uint8_t wanted)
        : machine_(machine), thread_(machine.current_thread()), wanted_(wanted) {}
    void on_ready(std::uint8_t happened) override {
        if ((happened & wanted_) != 0) machine_.wake(thread_);
    }
    void on_closed() override { machine_.wake(thread_); }

  private:
    Machine& machine_;
    ThreadId thread_;
    std::uint8_t wanted_;
};

}  // namespace

Wake wait_ready(Machine& machine, File& file, std::uint8_t wanted, double deadline,
                std::string_view on) {
    auto counts = static_cast<std::uint8_t>(wanted | kAlwaysTold);
    if ((file.readiness() & counts) != 0) return Wake::Woken;
    ThreadWatch watch(machine, counts);
    watch.watch(file);
    return machine.block({.deadline = deadline, .on = on});
}

}  // namespace loopscope::world
