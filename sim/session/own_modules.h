// The modules of a program's own: files beside it that it imports.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loopscope::session {

/// The files below `folder` that a program imports, and those that they import, as (path from the
/// folder, text), in the order in which they are met. Only what import statements name is looked
/// for, wherever in the text they stand; a name for which there is no file is the library's.
///
/// `name` is the program's own file, which is not among them. Files that are larger than a program
/// may be, or beyond the 500th, are left out, so importing them ends in ModuleNotFoundError.
std::vector<std::pair<std::string, std::string>> own_modules(std::string_view source,
                                                             std::string_view name,
                                                             const std::string& folder);

}  // namespace loopscope::session
