// The command diff: where two runs or recordings part.
#include <fmt/format.h>

#include <filesystem>

#include "cli/opening.h"
#include "sim/trace/comparison.h"
#include "sim/trace/narration.h"

namespace loopscope::cli {
namespace {

/// "before.trace"; with its folder where both files have the same name.
std::string short_name(const std::string& path, const std::string& other) {
    const std::string name = std::filesystem::path(path).filename().string();
    return name == std::filesystem::path(other).filename().string() ? path : name;
}

}  // namespace

int diff_files(const CommonOptions& options) {
    CommonOptions other = options;
    other.file = options.second;
    auto first = open_session(options);
    auto second = first ? open_session(other) : nullptr;
    if (!second) return kUsage;
    first->produce_all();
    second->produce_all();
    const auto language = trace::language_of(options.language);
    const trace::Divergence found = trace::compare_traces(
        {short_name(options.file, other.file), first->header(), first->log()},
        {short_name(other.file, options.file), second->header(), second->log()}, language);
    fmt::print("{}\n", trace::plain_text(found.sentence));
    if (found.same) return kFine;
    fmt::print("{}\n{}\n", trace::plain_text(found.first_state),
               trace::plain_text(found.second_state));
    return kDiffers;
}

}  // namespace loopscope::cli
