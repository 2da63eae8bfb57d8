// Strings: every text of the interface, in the language that is shown.
#pragma once

#include <string>
#include <string_view>

#include "sim/trace/catalogue.h"

namespace loopscope::ui {

/// The texts of the window in one language: those of assets/lang/ui.CODE.json, whose keys begin
/// with "ui.", which is left out here.
class Strings {
  public:
    explicit Strings(std::string_view language = "en")
        : language_(language == "zh" ? trace::Language::Chinese : trace::Language::English) {}

    std::string operator()(std::string_view key,
                           const trace::MessageArguments& arguments = {}) const {
        return catalogue().get("ui." + std::string(key), arguments);
    }
    /// A text about {n} things.
    std::string count(std::string_view key, std::size_t n) const {
        return (*this)(key, {{"n", std::uint64_t{n}}});
    }

    const trace::Catalogue& catalogue() const { return trace::Catalogue::of(language_); }
    std::string_view language() const { return trace::language_code(language_); }
    trace::Language language_id() const { return language_; }

  private:
    trace::Language language_;
};

}  // namespace loopscope::ui
