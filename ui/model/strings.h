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
    explicit Strings(std::string_view language = "en") : language_(trace::language_of(language)) {}

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
    /// The code of the one after this; after the last comes the first.
    std::string_view next_language() const {
        std::size_t number = static_cast<std::size_t>(language_) + 1;
        return trace::languages()[number % trace::languages().size()];
    }
    /// What the button that leads to it says: "中".
    std::string next_language_name() const {
        return trace::Catalogue::of(trace::language_of(next_language())).get("ui.language.short");
    }

  private:
    trace::Language language_;
};

}  // namespace loopscope::ui
