// socket.socket as programs see it: methods, attributes, repr.
#include <fmt/format.h>
#include <algorithm>

#include <mutex>

#include "sim/aio/socket_object.h"
#include "sim/object/bytes.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/exception_kinds.h"
#include "sim/object/float.h"
#include "sim/object/int.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/str.h"
#include "sim/object/tuple.h"

namespace loopscope::aio {

using namespace object;
using kernel::Kernel;

Type socket_type;
Type gai_error_type;
Type host_error_type;

namespace {

SocketObject& self_socket(const Value& self) { return *self.as<SocketObject>(); }

std::int64_t number(const Value& v, std::int64_t absent) {
    return v && !is_none(v) ? to_index(v) : absent;
}

Value value_of(std::int64_t i) { return Int::from(i); }

// Making.

Value construct(Type* cls, CallArgs) { return make_typed<SocketObject>(cls); }

void attach(SocketObject& socket, std::shared_ptr<world::Socket> file, world::Fd fd) {
    socket.family = static_cast<int>(file->family());
    socket.kind = static_cast<int>(file->type());
    socket.protocol = file->protocol();
    file->number = fd;
    socket.fd = fd;
    socket.file = std::move(file);
}

/// socket.socket(fileno=…): of a descriptor that is open already.
void attach_open(SocketObject& socket, std::int64_t fd) {
    if (fd < 0) raise_value_error("negative file descriptor");
    auto shared = Kernel::current().machine().descriptors().share(static_cast<world::Fd>(fd));
    auto file = std::dynamic_pointer_cast<world::Socket>(shared);
    if (!file) raise_os_error(shared ? world::kENOTSOCK : world::kEBADF);
    attach(socket, std::move(file), static_cast<world::Fd>(fd));
}

constexpr std::int64_t kNonblockingFlags = 0x80800;  ///< SOCK_NONBLOCK | SOCK_CLOEXEC
constexpr std::int64_t kNonblocking = 0x800;

void init(const Value& self, CallArgs args) {
    static const NativeCode* const kCode =
        make_code({.name = "socket.__init__",
                   .parameters = "family=, type=, proto=, fileno=",
                   .style = CallStyle::Function});
    Value values[4];
    bind_arguments(*kCode, args, values);
    SocketObject& socket = self_socket(self);
    const Value& timeout = SocketLibrary::current().default_timeout;
    if (values[3] && !is_none(values[3])) {
        attach_open(socket, to_index(values[3]));
    } else {
        std::int64_t family = number(values[0], -1);
        std::int64_t kind = number(values[1], -1);
        std::int64_t protocol = number(values[2], -1);
        if (family == -1) family = kFamilyInet;
        if (kind == -1) kind = kStream;
        if (protocol == -1) protocol = 0;
        int error = 0;
        Kernel& kernel = Kernel::current();
        auto file = kernel.machine().network().make_socket(
            static_cast<world::Family>(family),
            static_cast<world::SocketType>(kind & ~kNonblockingFlags), static_cast<int>(protocol),
            error);
        if (!file) raise_os_error(error);
        world::Fd fd = kernel.open_descriptor(file);
        attach(socket, std::move(file), fd);
        if ((kind & kNonblocking) != 0) set_timeout(socket, 0.0);
    }
    if (timeout) set_timeout(socket, to_double(timeout));
}

// Calls.

Value accept_method(const Value& self, CallArgs) {
    auto [made, address] = socket_accept(self_socket(self));
    return Tuple::make({Value(made), address});
}
Value bind_method(const Value& self, CallArgs args) {
    SocketObject& socket = self_socket(self);
    world::Address address = address_of(socket, args.values[0], "bind");
    if (int error = open_file(socket).bind(address)) raise_os_error(error);
    return none();
}
Value connect_method(const Value& self, CallArgs args) {
    socket_connect(self_socket(self), args.values[0]);
    return none();
}
Value connect_ex_method(const Value& self, CallArgs args) {
    try {
        socket_connect(self_socket(self), args.values[0]);
    } catch (Raised& raised) {
        if (!matches(*raised.exception, os_error_type) ||
            matches(*raised.exception, gai_error_type))
            throw;
        Value error = static_cast<OsErrorObject*>(raised.exception.get())->error_number;
        return error && is_int(error) ? error : value_of(world::kEAGAIN);
    }
    return value_of(0);
}
Value listen_method(const Value& self, CallArgs args) {
    std::int64_t backlog = number(args.values[0], 128);
    if (int error = open_file(self_socket(self)).listen(static_cast<int>(backlog)))
        raise_os_error(error);
    return none();
}
Value close_method(const Value& self, CallArgs) {
    close_socket(self_socket(self));
    return none();
}
Value detach_method(const Value& self, CallArgs) {
    SocketObject& socket = self_socket(self);
    socket.closed = true;
    socket.file = nullptr;
    return value_of(std::exchange(socket.fd, -1));
}
Value dup_method(const Value& self, CallArgs) {
    SocketObject& socket = self_socket(self);
    open_file(socket);
    Ref<SocketObject> copy = make_typed<SocketObject>(&socket_type);
    attach(*copy, socket.file, Kernel::current().open_descriptor(socket.file));
    copy->timeout_seconds = socket.timeout_seconds;
    return copy;
}
Value fileno_method(const Value& self, CallArgs) { return value_of(self_socket(self).fd); }

Value getsockname_method(const Value& self, CallArgs) {
    const world::Socket& file = open_file(self_socket(self));
    if (!file.local().is_unset()) return address_value(file.local());
    world::Address any{.family = file.family()};
    any.host = file.family() == world::Family::Inet6 ? "::" : "0.0.0.0";
    return address_value(any);
}
Value getpeername_method(const Value& self, CallArgs) {
    const world::Socket& file = open_file(self_socket(self));
    if (!file.connected()) raise_os_error(world::kENOTCONN);
    return address_value(file.remote());
}

Value recv_method(const Value& self, CallArgs args) {
    return socket_recv(self_socket(self), to_index(args.values[0]),
                       static_cast<int>(number(args.values[1], 0)));
}
Value recvfrom_method(const Value& self, CallArgs args) {
    return socket_recvfrom(self_socket(self), to_index(args.values[0]),
                           static_cast<int>(number(args.values[1], 0)));
}
Value recv_into_method(const Value& self, CallArgs args) {
    return Int::from_size(socket_recv_into(self_socket(self), args.values[0],
                                           number(args.values[1], 0),
                                           static_cast<int>(number(args.values[2], 0))));
}
Value recvfrom_into_method(const Value& self, CallArgs args) {
    std::span<char> into = writable_bytes(args.values[0], "recvfrom_into()");
    std::int64_t size = number(args.values[1], 0);
    if (size == 0) size = static_cast<std::int64_t>(into.size());
    if (static_cast<std::size_t>(size) > into.size())
        raise_value_error("nbytes is greater than the length of the buffer");
    Value got =
        socket_recvfrom(self_socket(self), size, static_cast<int>(number(args.values[2], 0)));
    Tuple& pair = *got.as<Tuple>();
    std::string_view bytes = pair[0].as<Bytes>()->view();
    into = writable_bytes(args.values[0], "recvfrom_into()");
    std::copy_n(bytes.begin(), std::min(bytes.size(), into.size()), into.begin());
    return Tuple::make({Int::from_size(bytes.size()), pair[1]});
}
Value send_method(const Value& self, CallArgs args) {
    std::string bytes(expect_bytes_like(args.values[0]));
    return Int::from_size(socket_send(self_socket(self), bytes));
}
Value sendall_method(const Value& self, CallArgs args) {
    SocketObject& socket = self_socket(self);
    std::string bytes(expect_bytes_like(args.values[0]));
    std::size_t sent = 0;
    open_file(socket);
    while (sent < bytes.size()) sent += socket_send(socket, std::string_view(bytes).substr(sent));
    return none();
}
/// sendto(bytes, address), sendto(bytes, flags, address)
Value sendto_method(const Value& self, CallArgs args) {
    if (args.keyword_count() > 0) raise_type_error("sendto() takes no keyword arguments");
    if (args.positional_count < 2 || args.positional_count > 3) {
        raise_type_error(
            fmt::format("sendto() takes 2 or 3 arguments ({} given)", args.positional_count));
    }
    std::string bytes(expect_bytes_like(args.values[0]));
    return Int::from_size(
        socket_sendto(self_socket(self), bytes, args.values[args.positional_count - 1]));
}
Value sendmsg_method(const Value& self, CallArgs args) {
    std::string bytes;
    for_each(args.values[0], [&](const Value& part) { bytes += expect_bytes_like(part); });
    return Int::from_size(socket_send(self_socket(self), bytes));
}
Value recvmsg_method(const Value& self, CallArgs args) {
    Value pair = socket_recvfrom(self_socket(self), to_index(args.values[0]),
                                 static_cast<int>(number(args.values[2], 0)));
    Tuple& got = *pair.as<Tuple>();
    Value ancillary = call(Value::borrow(&list_type));
    return Tuple::make({got[0], ancillary, value_of(0), got[1]});
}
Value shutdown_method(const Value& self, CallArgs args) {
    std::int64_t how = to_index(args.values[0]);
    world::Socket& file = open_file(self_socket(self));
    if (how < 0 || how > 2) raise_os_error(world::kEINVAL);
    if (int error = file.shutdown(static_cast<world::Direction>(how))) raise_os_error(error);
    return none();
}

// Options.

/// What getsockopt answers for numbers that nobody has set.
int default_option(const SocketObject& socket, int level, int name) {
    if (level != world::kSolSocket) return 0;
    switch (name) {
        case world::kSoType:
            return socket.kind;
        case world::kSoDomain:
            return socket.family;
        case world::kSoProtocol:
            return socket.protocol;
        case world::kSoAcceptsConnections:
            return socket.file->listening() ? 1 : 0;
        case world::kSoSendBuffer:
            return socket.family != kFamilyUnix && socket.kind == kStream ? 16384 : 212992;
        case world::kSoReceiveBuffer:
            return socket.family != kFamilyUnix && socket.kind == kStream ? 131072 : 212992;
        default:
            return 0;
    }
}

Value getsockopt_method(const Value& self, CallArgs args) {
    SocketObject& socket = self_socket(self);
    auto level = static_cast<int>(to_index(args.values[0]));
    auto name = static_cast<int>(to_index(args.values[1]));
    world::Socket& file = open_file(socket);
    int value = 0;
    if (level == world::kSolSocket && name == world::kSoError) {
        value = file.take_error();
    } else {
        value = file.option(level, name);
        if (value == 0) value = default_option(socket, level, name);
    }
    std::int64_t size = number(args.values[2], 0);
    if (size == 0) return value_of(value);
    std::string bytes(static_cast<std::size_t>(std::clamp<std::int64_t>(size, 0, 1024)), '\0');
    for (std::size_t i = 0; i < std::min<std::size_t>(bytes.size(), 4); ++i)
        bytes[i] = static_cast<char>((static_cast<unsigned>(value) >> (8 * i)) & 0xff);
    return Bytes::make(bytes);
}

Value setsockopt_method(const Value& self, CallArgs args) {
    auto level = static_cast<int>(to_index(args.values[0]));
    auto name = static_cast<int>(to_index(args.values[1]));
    world::Socket& file = open_file(self_socket(self));
    const Value& given = args.values[2];
    if (auto bytes = bytes_like(given)) {
        auto word = [&](std::size_t at) {
            unsigned number = 0;
            for (std::size_t i = 0; i < 4 && at + i < bytes->size(); ++i)
                number |= static_cast<unsigned>(static_cast<unsigned char>((*bytes)[at + i]))
                          << (8 * i);
            return static_cast<int>(number);
        };
        bool linger = level == world::kSolSocket && name == world::kSoLinger;
        // struct linger {on, seconds}: kept as seconds + 1, 0 for off.
        file.set_option(level, name, linger ? (word(0) != 0 ? word(4) + 1 : 0) : word(0));
        return none();
    }
    if (!is_int(given))
        raise_type_error("a bytes-like object is required, not '" + given.type()->name + "'");
    auto value = static_cast<int>(to_index(given));
    bool buffer = level == world::kSolSocket &&
                  (name == world::kSoSendBuffer || name == world::kSoReceiveBuffer);
    file.set_option(level, name, buffer ? value * 2 : value);  // Linux doubles them.
    return none();
}

// Waiting.

Value setblocking_method(const Value& self, CallArgs args) {
    SocketObject& socket = self_socket(self);
    open_file(socket);
    set_timeout(socket, truth(args.values[0]) ? -1.0 : 0.0);
    return none();
}
Value getblocking_method(const Value& self, CallArgs) {
    return make_bool(self_socket(self).timeout_seconds != 0.0);
}
Value settimeout_method(const Value& self, CallArgs args) {
    double seconds = -1.0;
    if (!is_none(args.values[0])) {
        seconds = to_double(args.values[0]);
        if (!(seconds >= 0.0)) raise_value_error("Timeout value out of range");
    }
    set_timeout(self_socket(self), seconds);
    return none();
}
Value gettimeout_method(const Value& self, CallArgs) {
    double seconds = self_socket(self).timeout_seconds;
    return seconds < 0.0 ? none() : Value(Float::from(seconds));
}

Value makefile_method(const Value& self, CallArgs args) {
    const Value& function = SocketLibrary::current().makefile;
    if (!function) raise(not_implemented_error_type, "import socket first");
    std::vector<Value> all{self};
    all.insert(all.end(), args.values, args.values + args.positional_count + args.keyword_count());
    return call(function, CallArgs{all.data(), args.positional_count + 1, args.names});
}
/// For the file that makefile() makes: it keeps the socket open.
Value add_reference_method(const Value& self, CallArgs) {
    ++self_socket(self).io_references;
    return none();
}
Value drop_reference_method(const Value& self, CallArgs) {
    SocketObject& socket = self_socket(self);
    if (socket.io_references > 0) --socket.io_references;
    if (socket.closed) close_socket(socket);
    return none();
}
Value get_inheritable_method(const Value&, CallArgs) { return false_value(); }
Value set_inheritable_method(const Value&, CallArgs) { return none(); }
Value enter_method(const Value& self, CallArgs) { return self; }
Value exit_method(const Value& self, CallArgs) {
    if (!self_socket(self).closed) close_socket(self_socket(self));
    return none();
}

Value member_of(const Value& enumeration, int number) {
    return enumeration ? call(enumeration, {value_of(number)}) : value_of(number);
}
Value get_family(const Value& self) {
    return member_of(SocketLibrary::current().address_family, self_socket(self).family);
}
Value get_kind(const Value& self) {
    return member_of(SocketLibrary::current().socket_kind, self_socket(self).kind);
}
Value get_protocol(const Value& self) { return value_of(self_socket(self).protocol); }
Value get_timeout(const Value& self) { return gettimeout_method(self, {}); }
Value get_closed(const Value& self) { return make_bool(self_socket(self).closed); }

Value repr_slot(const Value& self) {
    const SocketObject& socket = self_socket(self);
    return make_str(socket_repr(socket, socket.type->module + "." + socket.type->qualname));
}

/// socket.__del__
void finalize(Object* self) {
    auto& socket = *static_cast<SocketObject*>(self);
    if (!socket.file) return;
    Kernel* kernel = Runtime::current().find<Kernel>();
    if (kernel == nullptr) return;
    try {
        kernel->warn(resource_warning_type, "unclosed " + repr_string(Value::borrow(self)));
        socket.io_references = 0;
        close_socket(socket);
    } catch (Raised& raised) {
        report_unraisable(raised.exception, "", Value::borrow(self));
    } catch (Stopped& stopped) {
        kernel->request_stop(std::move(stopped));
    }
}

void define_errors() {
    for (auto [type, name] :
         {std::pair{&gai_error_type, "gaierror"}, {&host_error_type, "herror"}}) {
        define_type<OsErrorObject>(
            *type,
            {.name = name, .module = "socket", .base = &os_error_type, .flags = Type::kBaseType});
    }
}

}  // namespace

/// CPython: socket.__repr__
std::string socket_repr(const SocketObject& socket, std::string_view name) {
    std::string text = fmt::format("<{}{} fd={}, family={}, type={}, proto={}", name,
                                   socket.closed ? " [closed]" : "", socket.fd, socket.family,
                                   socket.kind, socket.protocol);
    if (!socket.closed && socket.file) {
        Value self = Value::borrow(const_cast<SocketObject*>(&socket));
        Value local = getsockname_method(self, {});
        if (truth(local)) text += ", laddr=" + str_string(local);
        if (socket.file->connected()) {
            Value peer = address_value(socket.file->remote());
            if (truth(peer)) text += ", raddr=" + str_string(peer);
        }
    }
    return text + ">";
}

void define_socket_type() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_errors();
        socket_type.construct = construct;
        socket_type.init = init;
        socket_type.repr = repr_slot;
        socket_type.finalize = finalize;
        define_type<SocketObject>(
            socket_type,
            {.name = "socket",
             .module = "socket",
             .flags = Type::kBaseType,
             .methods = {{"accept", accept_method, ""},
                         {"bind", bind_method, "address, /"},
                         {"connect", connect_method, "address, /"},
                         {"connect_ex", connect_ex_method, "address, /"},
                         {"listen", listen_method, "backlog=, /"},
                         {"close", close_method, ""},
                         {"detach", detach_method, ""},
                         {"dup", dup_method, ""},
                         {"fileno", fileno_method, ""},
                         {"getsockname", getsockname_method, ""},
                         {"getpeername", getpeername_method, ""},
                         {"recv", recv_method, "buffersize, flags=, /"},
                         {"recvfrom", recvfrom_method, "buffersize, flags=, /"},
                         {"recv_into", recv_into_method, "buffer, nbytes=, flags="},
                         {"recvfrom_into", recvfrom_into_method, "buffer, nbytes=, flags="},
                         {"recvmsg", recvmsg_method, "bufsize, ancbufsize=, flags=, /"},
                         {"send", send_method, "data, flags=, /"},
                         {"sendall", sendall_method, "data, flags=, /"},
                         {"sendto", sendto_method, "..."},
                         {"sendmsg", sendmsg_method, "buffers, ancdata=, flags=, address=, /"},
                         {"shutdown", shutdown_method, "how, /"},
                         {"getsockopt", getsockopt_method, "level, option, buffersize=, /"},
                         {"setsockopt", setsockopt_method, "level, option, value, optlen=, /"},
                         {"setblocking", setblocking_method, "flag, /"},
                         {"getblocking", getblocking_method, ""},
                         {"settimeout", settimeout_method, "timeout, /"},
                         {"gettimeout", gettimeout_method, ""},
                         {"makefile", makefile_method, "..."},
                         {"_add_io_reference", add_reference_method, ""},
                         {"_decref_socketios", drop_reference_method, ""},
                         {"get_inheritable", get_inheritable_method, ""},
                         {"set_inheritable", set_inheritable_method, "inheritable"},
                         {"__enter__", enter_method, ""},
                         {"__exit__", exit_method, "*args"}},
             .getsets = {{"family", get_family},
                         {"type", get_kind},
                         {"proto", get_protocol},
                         {"timeout", get_timeout},
                         {"_closed", get_closed}}});
    });
}

}  // namespace loopscope::aio
