// Failures in words.
#include "sim/trace/failure.h"

#include <cerrno>
#include <cstring>

namespace loopscope::trace {

base::Failure failure(std::string_view key, std::initializer_list<FailurePlace> places) {
    base::Failure made;
    made.key = "failure.";
    made.key += key;
    for (const FailurePlace& place : places) made.places.emplace_back(place.name, place.value);
    made.message = in_words(made, Language::English);
    return made;
}

base::Failure system_failure(int error) {
    switch (error) {
        case ENOENT:
            return failure("system.missing");
        case EACCES:
        case EPERM:
            return failure("system.forbidden");
        case EISDIR:
            return failure("system.directory");
        case ENOTDIR:
            return failure("system.no_directory");
        case ENOSPC:
            return failure("system.full");
        case EROFS:
            return failure("system.read_only");
        case ENAMETOOLONG:
            return failure("system.long_name");
        case EMFILE:
        case ENFILE:
            return failure("system.too_many");
        case ELOOP:
            return failure("system.links");
        case EIO:
        case 0:
            return failure("system.device");
        default:
            return {std::strerror(error)};
    }
}

std::string in_words(const base::Failure& failure, Language language) {
    if (failure.key.empty()) return failure.message;
    MessageArguments arguments;
    for (const auto& [name, value] : failure.places)
        arguments.emplace_back(name, in_words(value, language));
    return Catalogue::of(language).get(failure.key, arguments);
}

}  // namespace loopscope::trace
