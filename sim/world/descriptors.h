// Descriptors: what the simulated machine's programs have open, by number.
//
// A File is what stands behind a descriptor: a socket, one end of a pipe, a file, a selector. It
// says what can be done with it now, and tells its Watches when that changes. Several descriptors,
// also of several processes, may stand for one File.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace loopscope::world {

class Machine;
enum class Wake : std::uint8_t;

/// A file descriptor's number, as a program sees it.
using Fd = int;

/// What can be done with a file now without waiting. Bits, as epoll tells them.
enum Readiness : std::uint8_t {
    kReadable = 1,  ///< A read gives bytes, the end, a connection or an error at once.
    kWritable = 2,  ///< A write takes at least one byte, or fails, at once.
    kHangUp = 4,    ///< The other side is gone for good (EPOLLHUP). Told though nobody asked.
    kFailed = 8,    ///< An error stands (EPOLLERR). Told though nobody asked.
};
inline constexpr std::uint8_t kAlwaysTold = kHangUp | kFailed;

/// The answer of one read or write: bytes moved, or why not (an ErrorNumber; kEAGAIN: it would have
/// to wait). A read of 0 bytes without an error is the end.
struct Transfer {
    std::size_t count = 0;
    int error = 0;
};

class File;

/// Somebody who wants to know when a file becomes ready: a selector, a blocked thread, a stimulus.
///
/// It is told of happenings, not of states: look at the file's readiness() after watching it.
class Watch {
  public:
    Watch() = default;
    virtual ~Watch() { stop(); }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    /// Watches `file` from now on, behind those who watch it already.
    void watch(File& file);
    void stop();
    File* watched() const { return file_; }

    /// `happened` are the Readiness bits that may have become true just now. May watch and stop
    /// anything, but must not run guest code.
    virtual void on_ready(std::uint8_t happened) = 0;
    /// The file's last descriptor was closed, and this watch has been stopped.
    virtual void on_closed() {}

  private:
    friend class File;
    File* file_ = nullptr;
    Watch* previous_ = nullptr;
    Watch* next_ = nullptr;
};

/// What stands behind a descriptor (POSIX: an open file description).
class File {
  public:
    File() = default;
    virtual ~File();
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    virtual std::uint8_t readiness() const = 0;
    /// Reads at most into.size() bytes, what is there. Never waits.
    virtual Transfer read(std::span<char> into);
    /// Writes what there is room for. Never waits.
    virtual Transfer write(std::string_view bytes);
    /// The last descriptor of any process that stood for it was closed.
    virtual void released() {}

    /// O_NONBLOCK: belongs to the file, not to the descriptor. Only programs look at it.
    bool nonblocking = false;

  protected:
    /// Tells everybody who watches, in the order in which they began.
    void notify(std::uint8_t happened);

  private:
    friend class Watch;
    friend class Descriptors;
    Watch* first_ = nullptr;
    Watch* last_ = nullptr;
    Watch* next_to_tell_ = nullptr;  ///< While notify runs: survives that watches come and go.
    std::uint32_t descriptors_ = 0;  ///< How many stand for it, in all tables.
};

/// How many descriptors a process may have open (RLIMIT_NOFILE): all numbers are below `soft`.
struct DescriptorLimit {
    std::int64_t soft = 32768;
    std::int64_t hard = 1048576;  ///< How far the process itself may raise the other.
};

/// The open descriptors of one process. As in POSIX, the lowest free number is given out; 0, 1 and
/// 2 are the standard streams and taken from the start.
class Descriptors {
  public:
    Descriptors();
    ~Descriptors();
    Descriptors(const Descriptors&) = delete;
    Descriptors& operator=(const Descriptors&) = delete;

    /// open() has no number to give (EMFILE).
    static constexpr Fd kNone = -1;

    /// The lowest free number that is at least `lowest` stands for `file` from now on. kNone when
    /// the limit forbids one more.
    Fd open(std::shared_ptr<File> file, Fd lowest = 0);
    /// Whether open() would answer kNone.
    bool full() const;
    DescriptorLimit limit;
    /// `fd` itself stands for `file` from now on; what it stood for is closed. CPython: os.dup2
    void assign(Fd fd, std::shared_ptr<File> file);
    /// False when it is not open (EBADF).
    bool close(Fd fd);
    bool is_open(Fd fd) const;
    /// What `fd` stands for; null when it is not open, or a standard stream with nothing behind.
    File* find(Fd fd) const;
    std::shared_ptr<File> share(Fd fd) const;
    /// What can be done with it now; 0 when it is not open.
    std::uint8_t readiness(Fd fd) const;
    /// The open numbers, ascending.
    std::vector<Fd> open_numbers() const;

  private:
    struct Entry {
        bool open = false;
        std::shared_ptr<File> file;
    };
    std::size_t lowest_free() const;
    Entry& place(Fd fd);
    void take(Entry& entry, std::shared_ptr<File> file);

    std::vector<Entry> entries_;
    mutable std::size_t lowest_free_ = 3;  ///< No number below it is free.
};

/// Blocks the calling thread until `file` may be ready for one of `wanted` (Readiness bits; hang-up
/// and failure always count), or until `deadline` (absolute virtual seconds). Returns at once when
/// it is ready already. Answers as Machine::block does; the thread may find that somebody else was
/// faster, and must look again.
///
///     while ((got = socket.receive(room)).error == kEAGAIN)
///         kernel.check_wake(wait_ready(machine, socket, kReadable, deadline, "recv"));
///
/// `on` says in the trace what the thread waits for, and must outlive the wait.
Wake wait_ready(Machine& machine, File& file, std::uint8_t wanted, double deadline,
                std::string_view on);

}  // namespace loopscope::world
