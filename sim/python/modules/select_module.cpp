// select: select(), poll objects and epoll objects over the machine's descriptors.
#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

#include "sim/aio/socket_object.h"
#include "sim/aio/socket_transport.h"
#include "sim/python/modules/arguments.h"
#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"
#include "sim/world/poller.h"

namespace loopscope::python::modules {

namespace {

using kernel::Kernel;
using world::Fd;
using world::Poller;

// Bits of poll(2) and epoll(7).
constexpr std::int64_t kIn = 1;
constexpr std::int64_t kPriority = 2;
constexpr std::int64_t kOut = 4;
constexpr std::int64_t kError = 8;
constexpr std::int64_t kHangUp = 16;
constexpr std::int64_t kInvalid = 32;

std::uint8_t mask_of(std::int64_t events) {
    return static_cast<std::uint8_t>(((events & kIn) != 0 ? world::kReadable : 0) |
                                     ((events & kOut) != 0 ? world::kWritable : 0));
}
std::int64_t events_of(std::uint8_t mask) {
    return ((mask & world::kReadable) != 0 ? kIn : 0) |
           ((mask & world::kWritable) != 0 ? kOut : 0) |
           ((mask & world::kFailed) != 0 ? kError : 0) |
           ((mask & world::kHangUp) != 0 ? kHangUp : 0);
}

/// Waits until `poller` has something or the time is over. Negative: for ever.
std::vector<Poller::Ready> wait(Poller& poller, double seconds, std::string_view on) {
    Kernel& kernel = Kernel::current();
    double deadline = seconds < 0.0 ? world::kNever : kernel.machine().now() + seconds;
    std::vector<Poller::Ready> ready;
    for (;;) {
        poller.collect(ready);
        if (!ready.empty() || seconds == 0.0) return ready;
        if (!aio::wait_for_file(kernel, poller, world::kReadable, deadline, on)) {
            poller.collect(ready);
            return ready;
        }
    }
}

void check(int error) {
    if (error != 0) aio::raise_os_error(error);
}

// select.select

struct Asked {
    std::vector<Value> objects;
    std::vector<Fd> fds;
};

Asked asked(const Value& iterable, Poller& poller, std::map<Fd, std::uint8_t>& masks,
            std::uint8_t bit) {
    Asked result;
    for_each(iterable, [&](const Value& each) {
        Fd fd = aio::descriptor_of(each);
        result.objects.push_back(each);
        result.fds.push_back(fd);
        masks[fd] |= bit;
        check(poller.set(fd, masks[fd]));
    });
    return result;
}

Value chosen(const Asked& all, const std::map<Fd, std::uint8_t>& ready, std::uint8_t bits) {
    Ref<List> list = List::make();
    for (std::size_t i = 0; i < all.fds.size(); ++i) {
        auto found = ready.find(all.fds[i]);
        if (found != ready.end() && (found->second & bits) != 0) list->append(all.objects[i]);
    }
    return list;
}

Value select_function(const Value&, CallArgs args) {
    double seconds = -1.0;
    if (!absent(args.values[3])) {
        seconds = object::to_double(args.values[3]);
        if (seconds < 0.0) raise_value_error("timeout must be non-negative");
    }
    Poller poller(Kernel::current().machine().descriptors());
    std::map<Fd, std::uint8_t> masks;
    Asked reading = asked(args.values[0], poller, masks, world::kReadable);
    Asked writing = asked(args.values[1], poller, masks, world::kWritable);
    Asked failing = asked(args.values[2], poller, masks, 0);
    std::map<Fd, std::uint8_t> ready;
    for (const Poller::Ready& event : wait(poller, seconds, "select")) ready[event.fd] = event.mask;
    return Tuple::make({chosen(reading, ready, world::kReadable | world::kHangUp | world::kFailed),
                        chosen(writing, ready, world::kWritable | world::kFailed),
                        chosen(failing, ready, 0)});
}

// select.epoll and select.poll: the same object but for the order and the unit of time.

Type epoll_type;
Type poll_type;

struct PollObject : Object {
    std::shared_ptr<Poller> poller;
    Fd fd = -1;                             ///< epoll's own descriptor; -1: closed, or poll.
    std::vector<std::pair<Fd, int>> asked;  ///< poll: in order of registration.
};

PollObject& self_of(const Value& self) { return *self.as<PollObject>(); }

Poller& open_poller(const Value& self) {
    PollObject& object = self_of(self);
    if (!object.poller) raise_value_error("I/O operation on closed epoll object");
    return *object.poller;
}

Value epoll_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"epoll", "sizehint=, flags="};
    kParameters.bind<2>(args);
    world::Descriptors& table = Kernel::current().machine().descriptors();
    Ref<PollObject> made = make_typed<PollObject>(cls);
    made->poller = std::make_shared<Poller>(table);
    made->fd = Kernel::current().open_descriptor(made->poller);
    return made;
}
void close_epoll(PollObject& object) {
    std::shared_ptr<Poller> poller = std::move(object.poller);
    Fd fd = std::exchange(object.fd, -1);
    Kernel* kernel = Runtime::current().find<Kernel>();
    if (fd >= 0 && kernel != nullptr) kernel->machine().descriptors().close(fd);
}
void epoll_finalize(Object* self) { close_epoll(*static_cast<PollObject*>(self)); }

Value epoll_register(const Value& self, CallArgs args) {
    Poller& poller = open_poller(self);
    Fd fd = aio::descriptor_of(args.values[0]);
    if (poller.contains(fd)) aio::raise_os_error(world::kEEXIST);
    check(poller.set(fd, mask_of(index_or(args.values[1], kIn | kOut | kPriority))));
    return none();
}
Value epoll_modify(const Value& self, CallArgs args) {
    Poller& poller = open_poller(self);
    Fd fd = aio::descriptor_of(args.values[0]);
    if (!poller.contains(fd)) aio::raise_os_error(world::kENOENT);
    check(poller.set(fd, mask_of(object::to_index(args.values[1]))));
    return none();
}
Value epoll_unregister(const Value& self, CallArgs args) {
    check(open_poller(self).remove(aio::descriptor_of(args.values[0])));
    return none();
}
Value listing(const std::vector<Poller::Ready>& ready, std::int64_t most) {
    Ref<List> list = List::make();
    for (const Poller::Ready& event : ready) {
        if (most >= 0 && static_cast<std::int64_t>(list->size()) >= most) break;
        list->append(Tuple::make(
            {Int::from(static_cast<std::int64_t>(event.fd)), Int::from(events_of(event.mask))}));
    }
    return list;
}
Value epoll_poll(const Value& self, CallArgs args) {
    Poller& poller = open_poller(self);
    double seconds = absent(args.values[0]) ? -1.0 : object::to_double(args.values[0]);
    std::int64_t most = index_or(args.values[1], -1);
    if (most == 0 || most < -1)
        raise_value_error(fmt::format("maxevents must be greater than 0, got {}", most));
    std::shared_ptr<Poller> alive = self_of(self).poller;
    return listing(wait(poller, seconds, "epoll"), most);
}
Value epoll_close(const Value& self, CallArgs) {
    close_epoll(self_of(self));
    return none();
}
Value epoll_fileno(const Value& self, CallArgs) {
    open_poller(self);
    return Int::from(static_cast<std::int64_t>(self_of(self).fd));
}
Value epoll_enter(const Value& self, CallArgs) {
    open_poller(self);
    return self;
}
Value epoll_exit(const Value& self, CallArgs) {
    close_epoll(self_of(self));
    return none();
}
Value epoll_closed(const Value& self) { return make_bool(!self_of(self).poller); }

Value make_poll(const Value&, CallArgs) { return make_typed<PollObject>(&poll_type); }

std::pair<Fd, int>* find_asked(PollObject& object, Fd fd) {
    for (auto& each : object.asked) {
        if (each.first == fd) return &each;
    }
    return nullptr;
}
Value poll_register(const Value& self, CallArgs args) {
    PollObject& object = self_of(self);
    Fd fd = aio::descriptor_of(args.values[0]);
    auto events = static_cast<int>(index_or(args.values[1], kIn | kOut | kPriority));
    if (auto* known = find_asked(object, fd)) {
        known->second = events;
    } else {
        object.asked.emplace_back(fd, events);
    }
    return none();
}
Value poll_modify(const Value& self, CallArgs args) {
    auto* known = find_asked(self_of(self), aio::descriptor_of(args.values[0]));
    if (known == nullptr) aio::raise_os_error(world::kENOENT);
    known->second = static_cast<int>(object::to_index(args.values[1]));
    return none();
}
Value poll_unregister(const Value& self, CallArgs args) {
    PollObject& object = self_of(self);
    Fd fd = aio::descriptor_of(args.values[0]);
    if (find_asked(object, fd) == nullptr) object::raise_key_error(Int::from(std::int64_t{fd}));
    std::erase_if(object.asked, [fd](const auto& each) { return each.first == fd; });
    return none();
}
Value poll_poll(const Value& self, CallArgs args) {
    PollObject& object = self_of(self);
    double seconds = absent(args.values[0]) ? -1.0 : object::to_double(args.values[0]) / 1000.0;
    Poller poller(Kernel::current().machine().descriptors());
    std::map<Fd, std::int64_t> told;
    for (const auto& [fd, events] : object.asked) {
        if (poller.set(fd, mask_of(events)) == world::kEBADF) told[fd] = kInvalid;
    }
    if (!told.empty()) seconds = 0.0;
    for (const Poller::Ready& event : wait(poller, seconds, "poll"))
        told[event.fd] = events_of(event.mask);
    Ref<List> list = List::make();
    for (const auto& each : object.asked) {
        if (auto found = told.find(each.first); found != told.end())
            list->append(
                Tuple::make({Int::from(std::int64_t{found->first}), Int::from(found->second)}));
    }
    return list;
}

void define_types() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        epoll_type.construct = epoll_construct;
        epoll_type.finalize = epoll_finalize;
        define_type<PollObject>(
            epoll_type, {.name = "epoll",
                         .module = "select",
                         .methods = {{"register", epoll_register, "fd, eventmask="},
                                     {"modify", epoll_modify, "fd, eventmask"},
                                     {"unregister", epoll_unregister, "fd"},
                                     {"poll", epoll_poll, "timeout=, maxevents="},
                                     {"close", epoll_close, ""},
                                     {"fileno", epoll_fileno, ""},
                                     {"__enter__", epoll_enter, ""},
                                     {"__exit__", epoll_exit, "exc_type=, exc_value=, exc_tb=, /"}},
                         .getsets = {{"closed", epoll_closed}}});
        define_type<PollObject>(poll_type,
                                {.name = "poll",
                                 .module = "select",
                                 .methods = {{"register", poll_register, "fd, eventmask=, /"},
                                             {"modify", poll_modify, "fd, eventmask, /"},
                                             {"unregister", poll_unregister, "fd, /"},
                                             {"poll", poll_poll, "timeout=, /"}}});
    });
}

struct Number {
    const char* name;
    std::int64_t value;
};
constexpr Number kNumbers[] = {{"POLLIN", 1},
                               {"POLLPRI", 2},
                               {"POLLOUT", 4},
                               {"POLLERR", 8},
                               {"POLLHUP", 16},
                               {"POLLNVAL", 32},
                               {"POLLRDNORM", 64},
                               {"POLLRDBAND", 128},
                               {"POLLWRNORM", 256},
                               {"POLLWRBAND", 512},
                               {"POLLRDHUP", 8192},
                               {"EPOLLIN", 1},
                               {"EPOLLPRI", 2},
                               {"EPOLLOUT", 4},
                               {"EPOLLERR", 8},
                               {"EPOLLHUP", 16},
                               {"EPOLLRDHUP", 8192},
                               {"EPOLLET", std::int64_t{1} << 31},
                               {"EPOLLONESHOT", 1 << 30},
                               {"EPOLL_CLOEXEC", 524288},
                               {"PIPE_BUF", 4096}};

}  // namespace

void init_select(Module& module) {
    define_types();
    module.set("epoll", type_value(&epoll_type));
    module.set("error", type_value(&object::os_error_type));
    for (const Number& number : kNumbers) module.set(number.name, Int::from(number.value));
    object::add_functions(
        *module.dict,
        {{"select", select_function, "rlist, wlist, xlist, timeout=, /"}, {"poll", make_poll, ""}},
        "select");
}

}  // namespace loopscope::python::modules
