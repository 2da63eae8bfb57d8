// Catalogue: the sentences of one language, from assets/lang.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/embedded.h"
#include "sim/base/result.h"

namespace loopscope::trace {

/// The two that come with Loopscope; others follow by their number in languages().
enum class Language : std::uint8_t { English, Chinese };

/// The codes of all languages, as on the command line and in the files' names: "en", "zh", and
/// whatever else has a file in assets/lang, in alphabetical order.
const std::vector<std::string>& languages();
std::string_view language_code(Language language);
/// English for a code that nobody knows.
Language language_of(std::string_view code);

/// A value for a placeholder.
struct MessageArgument {
    MessageArgument(std::string_view n, std::string v) : name(n), value(std::move(v)) {}
    MessageArgument(std::string_view n, std::string_view v) : name(n), value(v) {}
    MessageArgument(std::string_view n, const char* v) : name(n), value(v) {}
    MessageArgument(std::string_view n, std::uint64_t v) : name(n), value(std::to_string(v)) {}
    std::string_view name;
    std::string value;
};
using MessageArguments = std::vector<MessageArgument>;

/// Messages by key: whole sentences with named places for values.
///
/// `{name}` stands for the argument `name`. `{name|handle|handles}` stands for the first text when
/// that argument is 1 and for the second otherwise, and both may hold places of their own; a
/// language without plurals doesn't use it.
/// `{{` is a brace. Text between backticks is program text: the window sets it in mono.
///
/// The files assets/lang/CODE.json (narration) and assets/lang/ui.CODE.json (the window) are flat
/// JSON objects of texts, and are embedded in the program. One file may hold both. What a language
/// lacks is said in English, so a new one can grow text by text.
class Catalogue {
  public:
    /// The embedded catalogue of a language. The same object each time.
    static const Catalogue& of(Language language);
    /// The texts of a language among such files, upon those of English.
    static Catalogue of_files(std::span<const base::EmbeddedFile> files, std::string_view code);

    Catalogue() = default;
    /// Adds the messages of one file. Later ones of the same key replace earlier ones.
    /// Errors: not a flat JSON object of texts.
    base::Result<std::monostate> add(std::string_view json, std::string_view name);

    /// The message with its places filled. A key that is missing gives the key itself, and a
    /// missing argument its name in braces, so that a gap is seen and nothing breaks.
    std::string get(std::string_view key, const MessageArguments& arguments = {}) const;
    bool has(std::string_view key) const { return messages_.find(key) != messages_.end(); }
    const std::map<std::string, std::string, std::less<>>& messages() const { return messages_; }

  private:
    std::map<std::string, std::string, std::less<>> messages_;
};

/// The codes of the languages that such files are for, as languages() has them.
std::vector<std::string> languages_of(std::span<const base::EmbeddedFile> files);

/// Fills the places of one message.
std::string fill_message(std::string_view message, const MessageArguments& arguments);

}  // namespace loopscope::trace
