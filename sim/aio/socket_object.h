// socket.socket: the simulated machine's sockets as programs hold them.
#pragma once

#include <memory>
#include <string_view>

#include "sim/kernel/kernel.h"
#include "sim/world/network.h"
#include "sim/world/socket.h"

namespace loopscope::aio {

extern object::Type socket_type;

void define_socket_type();

/// An instance of socket.socket or of a class derived from it.
///
/// CPython spreads this over `_socket.socket` in C and `socket.socket` in Python; here it is one.
struct SocketObject : object::Container {
    std::shared_ptr<world::Socket> file;  ///< Null once closed or detached.
    world::Fd fd = -1;
    int family = 0;  ///< As Linux numbers them; kept after close().
    int kind = 0;    ///< SOCK_STREAM …
    int protocol = 0;
    int io_references = 0;          ///< Files of makefile() that are still open.
    double timeout_seconds = -1.0;  ///< Negative: waits for ever. 0: never waits.
    bool closed = false;

    static object::Type* class_type() { return &socket_type; }
};

/// What the module `socket` adds, once a program has imported it: the enumerations, and makefile().
/// Without it families and types are plain ints.
struct SocketLibrary : object::Runtime::Extension {
    static constexpr char kRuntimeKey = 0;
    object::Value address_family;
    object::Value socket_kind;
    object::Value makefile;
    object::Value default_timeout;  ///< Null: None.

    static SocketLibrary& current();
};

inline constexpr int kFamilyUnix = 1;
inline constexpr int kFamilyInet = 2;
inline constexpr int kFamilyInet6 = 10;
inline constexpr int kStream = 1;
inline constexpr int kDatagram = 2;

/// OSError, or the subclass that belongs to the number, with Linux's text.
[[noreturn]] void raise_os_error(int error);

/// socket.socket(family, kind, protocol). Errors: OSError.
object::Ref<SocketObject> make_socket(kernel::Kernel& kernel, int family, int kind, int protocol);
/// A socket object for a socket of the machine, with a descriptor of its own.
object::Ref<SocketObject> adopt_socket(kernel::Kernel& kernel, std::shared_ptr<world::Socket> file);
/// The socket that `v` is, or null.
SocketObject* as_socket(const object::Value& v);
/// socket.close(). Does nothing the second time.
void close_socket(SocketObject& socket);
/// The machine's socket. Errors: OSError EBADF when it is closed.
world::Socket& open_file(const SocketObject& socket);
/// Whether `v` is a socket.socket that the machine knows, else TypeError.
SocketObject& expect_socket(const object::Value& v);

/// "<NAME fd=3, family=2, type=1, proto=0, laddr=…, raddr=…>"
std::string socket_repr(const SocketObject& socket, std::string_view name);

// Addresses as programs write them: ('127.0.0.1', 80), ('::1', 80, 0, 0), '/tmp/s'.
object::Value address_value(const world::Address& address);
/// `caller` names the method in the messages of errors. Names are looked up in the network.
/// Errors: TypeError, OverflowError, OSError; socket.gaierror for an unknown name.
world::Address address_of(const SocketObject& socket, const object::Value& v,
                          std::string_view caller);
/// socket.gaierror, which is an OSError.
extern object::Type gai_error_type;
extern object::Type host_error_type;
[[noreturn]] void raise_gai_error(int number);

// The calls as Python's methods make them: they wait as long as the socket's timeout says.
// Errors: OSError; BlockingIOError when it may not wait; TimeoutError "timed out".
object::Value socket_recv(SocketObject& socket, std::int64_t size, int flags);
object::Value socket_recvfrom(SocketObject& socket, std::int64_t size, int flags);
std::size_t socket_recv_into(SocketObject& socket, const object::Value& buffer, std::int64_t size,
                             int flags);
std::size_t socket_send(SocketObject& socket, std::string_view bytes);
std::size_t socket_sendto(SocketObject& socket, std::string_view bytes,
                          const object::Value& address);
void socket_connect(SocketObject& socket, const object::Value& address);
/// One attempt at accept(), which fails with kEMFILE when the process can have no more descriptors.
world::Accepted accept_now(kernel::Kernel& kernel, world::Socket& listener);
/// (socket, address)
std::pair<object::Ref<SocketObject>, object::Value> socket_accept(SocketObject& socket);
void set_timeout(SocketObject& socket, double seconds);

/// The bytes that a writable buffer (bytearray, or a memoryview of one) holds, to write into; valid
/// until it changes. Errors: TypeError "… requires a read-write buffer …".
std::span<char> writable_bytes(const object::Value& buffer, std::string_view caller);

/// Waits for a file as a blocking call of a program waits: signals are handled meanwhile. False
/// when `deadline` (absolute) has come.
bool wait_for_file(kernel::Kernel& kernel, world::File& file, std::uint8_t wanted, double deadline,
                   std::string_view on);

}  // namespace loopscope::aio
