// OSErrors by their number: the texts that Linux has for them.
#include "sim/python/modules/system_error.h"

#include <fmt/format.h>

#include <string>

#include "sim/object/exception.h"
#include "sim/object/exception_kinds.h"
#include "sim/object/int.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"

namespace loopscope::python::modules {

using namespace object;

namespace {

struct Row {
    int number;
    const char* text;
};

constexpr Row kTexts[] = {
    {0, "Success"},
    {1, "Operation not permitted"},
    {2, "No such file or directory"},
    {3, "No such process"},
    {4, "Interrupted system call"},
    {5, "Input/output error"},
    {6, "No such device or address"},
    {7, "Argument list too long"},
    {8, "Exec format error"},
    {9, "Bad file descriptor"},
    {10, "No child processes"},
    {11, "Resource temporarily unavailable"},
    {12, "Cannot allocate memory"},
    {13, "Permission denied"},
    {14, "Bad address"},
    {16, "Device or resource busy"},
    {17, "File exists"},
    {18, "Invalid cross-device link"},
    {19, "No such device"},
    {20, "Not a directory"},
    {21, "Is a directory"},
    {22, "Invalid argument"},
    {23, "Too many open files in system"},
    {24, "Too many open files"},
    {25, "Inappropriate ioctl for device"},
    {27, "File too large"},
    {28, "No space left on device"},
    {29, "Illegal seek"},
    {30, "Read-only file system"},
    {31, "Too many links"},
    {32, "Broken pipe"},
    {33, "Numerical argument out of domain"},
    {34, "Numerical result out of range"},
    {35, "Resource deadlock avoided"},
    {36, "File name too long"},
    {38, "Function not implemented"},
    {39, "Directory not empty"},
    {40, "Too many levels of symbolic links"},
    {71, "Protocol error"},
    {88, "Socket operation on non-socket"},
    {89, "Destination address required"},
    {90, "Message too long"},
    {91, "Protocol wrong type for socket"},
    {92, "Protocol not available"},
    {95, "Operation not supported"},
    {97, "Address family not supported by protocol"},
    {98, "Address already in use"},
    {99, "Cannot assign requested address"},
    {100, "Network is down"},
    {101, "Network is unreachable"},
    {102, "Network dropped connection on reset"},
    {103, "Software caused connection abort"},
    {104, "Connection reset by peer"},
    {105, "No buffer space available"},
    {106, "Transport endpoint is already connected"},
    {107, "Transport endpoint is not connected"},
    {108, "Cannot send after transport endpoint shutdown"},
    {110, "Connection timed out"},
    {111, "Connection refused"},
    {112, "Host is down"},
    {113, "No route to host"},
    {114, "Operation already in progress"},
    {115, "Operation now in progress"},
    {125, "Operation canceled"},
};

}  // namespace

std::string error_text(int number) {
    for (const Row& row : kTexts)
        if (row.number == number) return row.text;
    return fmt::format("Unknown error {}", number);
}

void raise_errno(int number) { raise(make_os_error(number, error_text(number), Value())); }

void raise_errno(int number, const Value& filename, const Value& filename2) {
    if (!filename2) raise(make_os_error(number, error_text(number), filename));
    raise(make_exception(os_error_type, {Int::from(number), make_str(error_text(number)), filename,
                                         none(), filename2}));
}

}  // namespace loopscope::python::modules
