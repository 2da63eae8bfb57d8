// The errno module: the system's error numbers by name, as Linux has them.
#include <cerrno>

#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

void init_errno(Module& module) {
    struct Number {
        const char* name;
        int value;
    };
    // Written out: the program's machine is Linux, whatever the simulator was built for.
    constexpr Number kNumbers[] = {
        {"EPERM", 1},         {"ENOENT", 2},         {"ESRCH", 3},          {"EINTR", 4},
        {"EIO", 5},           {"ENXIO", 6},          {"E2BIG", 7},          {"ENOEXEC", 8},
        {"EBADF", 9},         {"ECHILD", 10},        {"EAGAIN", 11},        {"ENOMEM", 12},
        {"EACCES", 13},       {"EFAULT", 14},        {"EBUSY", 16},         {"EEXIST", 17},
        {"EXDEV", 18},        {"ENODEV", 19},        {"ENOTDIR", 20},       {"EISDIR", 21},
        {"EINVAL", 22},       {"ENFILE", 23},        {"EMFILE", 24},        {"ENOTTY", 25},
        {"EFBIG", 27},        {"ENOSPC", 28},        {"ESPIPE", 29},        {"EROFS", 30},
        {"EMLINK", 31},       {"EPIPE", 32},         {"EDOM", 33},          {"ERANGE", 34},
        {"EDEADLK", 35},      {"ENAMETOOLONG", 36},  {"ENOSYS", 38},        {"ENOTEMPTY", 39},
        {"ELOOP", 40},        {"EPROTO", 71},        {"ENOTSOCK", 88},      {"EDESTADDRREQ", 89},
        {"EMSGSIZE", 90},     {"EPROTOTYPE", 91},    {"ENOPROTOOPT", 92},   {"EOPNOTSUPP", 95},
        {"EAFNOSUPPORT", 97}, {"EADDRINUSE", 98},    {"EADDRNOTAVAIL", 99}, {"ENETDOWN", 100},
        {"ENETUNREACH", 101}, {"ENETRESET", 102},    {"ECONNABORTED", 103}, {"ECONNRESET", 104},
        {"ENOBUFS", 105},     {"EISCONN", 106},      {"ENOTCONN", 107},     {"ESHUTDOWN", 108},
        {"ETIMEDOUT", 110},   {"ECONNREFUSED", 111}, {"EHOSTDOWN", 112},    {"EHOSTUNREACH", 113},
        {"EALREADY", 114},    {"EINPROGRESS", 115},  {"ECANCELED", 125}};
    Ref<Dict> names = Dict::make();
    for (const Number& number : kNumbers) {
        module.set(number.name, Int::from(number.value));
        names->set(Int::from(number.value), make_str(number.name));
    }
    module.set("EWOULDBLOCK", Int::from(11));
    module.set("ENOTSUP", Int::from(95));
    module.set("errorcode", names);
}

}  // namespace loopscope::python::modules
