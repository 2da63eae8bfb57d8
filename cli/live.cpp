// The command live: shows or saves a recording while it is made.
//
// The protocol: the recorder connects to the loopback port, sends the token and a newline, then the
// bytes of a trace as docs/trace-format.md has them, and closes. Nothing goes back. Only loopback
// is listened on, and whoever doesn't know the token is turned away.
#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "cli/opening.h"
#include "sim/trace/byte_source.h"

#ifdef LOOPSCOPE_WITH_UI
#include "ui/app/app.h"
#endif

namespace loopscope::cli {
namespace {

constexpr std::size_t kAheadBytesMax = std::size_t{64} << 20;  // Received and not yet read.
constexpr int kTokenSeconds = 5;
constexpr std::size_t kTokenBytesMax = 128;

/// A descriptor that is closed at the end.
class Socket {
  public:
    explicit Socket(int fd = -1) : fd_(fd) {}
    ~Socket() {
        if (fd_ >= 0) ::close(fd_);
    }
    Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Socket& operator=(Socket&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    int fd() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

  private:
    int fd_;
};

/// The bytes that come through a connection. A thread of its own takes them in, up to a bound, so
/// that the recorded program isn't held up while nobody looks; beyond the bound it waits.
class SocketSource : public trace::ByteSource {
  public:
    explicit SocketSource(Socket socket) : socket_(std::move(socket)) {
        receiver_ = std::thread([this] { receive(); });
    }
    ~SocketSource() override {
        {
            std::lock_guard lock(mutex_);
            closing_ = true;
        }
        ::shutdown(socket_.fd(), SHUT_RDWR);
        room_.notify_all();
        receiver_.join();
    }
    SocketSource(const SocketSource&) = delete;
    SocketSource& operator=(const SocketSource&) = delete;

    /// Waits until a first line (the trace's header) has come; afterwards never waits.
    std::size_t read(char* into, std::size_t size) override {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [this] { return line_came_ || ended_; });
        const std::size_t count = std::min(size, bytes_.size() - taken_);
        std::memcpy(into, bytes_.data() + taken_, count);
        taken_ += count;
        if (taken_ == bytes_.size()) {
            bytes_.clear();
            taken_ = 0;
            room_.notify_all();
        }
        return count;
    }
    bool may_come() const override {
        std::lock_guard lock(mutex_);
        return !ended_ || taken_ < bytes_.size();
    }

  private:
    void receive() {
        std::array<char, 1 << 16> piece;
        for (;;) {
            const ssize_t count = ::recv(socket_.fd(), piece.data(), piece.size(), 0);
            if (count < 0 && errno == EINTR) continue;
            std::unique_lock lock(mutex_);
            if (count <= 0) break;
            room_.wait(lock, [this] { return closing_ || bytes_.size() < kAheadBytesMax; });
            if (closing_) break;
            bytes_.append(piece.data(), static_cast<std::size_t>(count));
            line_came_ = line_came_ || bytes_.find('\n') != std::string::npos;
            came_.notify_all();
        }
        std::lock_guard lock(mutex_);
        ended_ = true;
        came_.notify_all();
    }

    Socket socket_;
    mutable std::mutex mutex_;
    std::condition_variable came_, room_;
    std::string bytes_;
    std::size_t taken_ = 0;
    bool line_came_ = false, ended_ = false, closing_ = false;
    std::thread receiver_;
};

/// 128 random bits as 32 digits.
std::string make_token() {
    std::array<unsigned char, 16> bytes{};
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) return {};
    std::string token;
    for (unsigned char byte : bytes) token += fmt::format("{:02x}", byte);
    return token;
}

base::Result<Socket> listen_on_loopback(int port, int& chosen) {
    Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    const int yes = 1;
    socklen_t size = sizeof address;
    const bool good =
        socket && ::setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
        ::bind(socket.fd(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
        ::listen(socket.fd(), 4) == 0 &&
        ::getsockname(socket.fd(), reinterpret_cast<sockaddr*>(&address), &size) == 0;
    if (!good)
        return base::Failure{
            fmt::format("port {} can't be listened on: {}.", port, std::strerror(errno))};
    chosen = ntohs(address.sin_port);
    return socket;
}

/// The first line that a connection sends, within a few seconds; empty: none came.
std::string first_line(const Socket& socket) {
    std::string line;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(kTokenSeconds);
    while (line.size() <= kTokenBytesMax) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            end - std::chrono::steady_clock::now());
        pollfd watched{socket.fd(), POLLIN, 0};
        if (left.count() <= 0 || ::poll(&watched, 1, static_cast<int>(left.count())) <= 0)
            return {};
        char c = 0;
        if (::recv(socket.fd(), &c, 1, 0) != 1) return {};
        if (c == '\n') return line;
        line += c;
    }
    return {};
}

/// Whether two texts are equal, in a time that doesn't tell where they differ.
bool equal_slowly(std::string_view a, std::string_view b) {
    unsigned difference = a.size() == b.size() ? 0 : 1;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
        difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    return difference == 0;
}

/// The first connection that knows the token.
Socket accept_recorder(const Socket& listener, const std::string& token) {
    for (;;) {
        Socket socket(::accept4(listener.fd(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!socket) {
            if (errno == EINTR || errno == ECONNABORTED) continue;
            return socket;
        }
        if (equal_slowly(first_line(socket), token)) return socket;
        complain("somebody connected without the right token and was turned away.");
    }
}

int save_live(session::Session& session, const std::string& path) {
    while (session.is_live()) {
        const trace::Position before = session.log().size();
        constexpr trace::Position kEvents = 100'000;
        session.produce(kEvents);
        if (session.log().size() == before)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    if (!session.damage().empty()) complain(session.damage().message);
    if (auto saved = session.save(path); !saved) {
        complain(saved.failure().message);
        return kUsage;
    }
    fmt::print(stderr, "{}: {} events\n", path, session.log().size());
    return kFine;
}

int show_live([[maybe_unused]] std::unique_ptr<session::Session> session) {
#ifdef LOOPSCOPE_WITH_UI
    ui::WindowOptions window;
    window.scenarios = session::list_scenarios(session::scenarios_folder());
    auto shared = std::make_shared<std::unique_ptr<session::Session>>(std::move(session));
    window.first = [shared] { return std::move(*shared); };
    auto closed = ui::run_window(window);
    if (closed) return closed.value();
    complain(closed.failure().message);
#else
    complain("this program was built without the window; give -o to save the recording.");
#endif
    return kUsage;
}

}  // namespace

int follow_live(const CommonOptions& options) {
    int port = 0;
    auto listener = listen_on_loopback(options.port, port);
    if (!listener) {
        complain(listener.failure().message);
        return kUsage;
    }
    const std::string token = make_token();
    if (token.empty()) {
        complain("the system gives no random numbers for a token.");
        return kUsage;
    }
    fmt::print(
        "Waiting for a recorder. On this machine, in another terminal:\n"
        "    python3 -m loopscope_recorder run --to {}/{} PROGRAM.py\n",
        port, token);
    std::fflush(stdout);
    Socket connection = accept_recorder(listener.value(), token);
    if (!connection) {
        complain(fmt::format("no connection came: {}.", std::strerror(errno)));
        return kUsage;
    }
    // One recorder is followed. Another is refused at once, instead of waiting for ever in a queue.
    { const Socket ended = std::move(listener).value(); }
    auto session = session::Session::follow(std::make_unique<SocketSource>(std::move(connection)),
                                            "the live recording");
    if (!session) {
        complain(session.failure().message);
        return kUsage;
    }
    if (!options.output.empty()) return save_live(*session.value(), options.output);
    return show_live(std::move(session).value());
}

}  // namespace loopscope::cli
