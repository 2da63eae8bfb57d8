// Loading catalogues, and filling the places of their messages.
#include "sim/trace/catalogue.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "sim/base/embedded.h"

namespace loopscope::embedded {
std::span<const base::EmbeddedFile> language_files();
}

namespace loopscope::trace {
namespace {

const MessageArgument* find(const MessageArguments& arguments, std::string_view name) {
    for (const MessageArgument& argument : arguments)
        if (argument.name == name) return &argument;
    return nullptr;
}

// Where the place that begins at the front of `text` ends: at its closing brace.
std::size_t place_end(std::string_view text) {
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '{') ++depth;
        if (text[i] == '}' && depth-- == 0) return i;
    }
    return text.size();
}

// The bar that ends the first form; the forms may hold places of their own.
std::size_t first_bar(std::string_view forms) {
    int depth = 0;
    for (std::size_t i = 0; i < forms.size(); ++i) {
        if (forms[i] == '{') ++depth;
        if (forms[i] == '}') --depth;
        if (forms[i] == '|' && depth == 0) return i;
    }
    return forms.size();
}

// What stands for the place whose text between braces is `place`.
std::string filled(std::string_view place, const MessageArguments& arguments) {
    std::size_t bar = place.find('|');
    const MessageArgument* argument = find(arguments, place.substr(0, bar));
    if (!argument) return "{" + std::string(place) + "}";
    if (bar == std::string_view::npos) return argument->value;
    std::string_view forms = place.substr(bar + 1);
    std::size_t between = first_bar(forms);
    bool one = argument->value == "1" || between == forms.size();
    return fill_message(one ? forms.substr(0, between) : forms.substr(between + 1), arguments);
}

/// "zh" of "zh.json" and of "ui.zh.json".
std::string_view code_of(std::string_view file) {
    constexpr std::string_view kEnd = ".json";
    if (!file.ends_with(kEnd)) return {};
    file.remove_suffix(kEnd.size());
    return file.substr(file.rfind('.') + 1);
}

}  // namespace

std::vector<std::string> languages_of(std::span<const base::EmbeddedFile> files) {
    std::vector<std::string> codes{"en", "zh"};
    std::vector<std::string> more;
    for (const base::EmbeddedFile& file : files) {
        std::string code(code_of(file.name));
        bool known = code.empty() || std::find(codes.begin(), codes.end(), code) != codes.end() ||
                     std::find(more.begin(), more.end(), code) != more.end();
        if (!known) more.push_back(std::move(code));
    }
    std::sort(more.begin(), more.end());
    codes.insert(codes.end(), more.begin(), more.end());
    return codes;
}

const std::vector<std::string>& languages() {
    static const std::vector<std::string> kCodes = languages_of(embedded::language_files());
    return kCodes;
}

std::string_view language_code(Language language) {
    auto number = static_cast<std::size_t>(language);
    return number < languages().size() ? languages()[number] : languages()[0];
}

Language language_of(std::string_view code) {
    auto found = std::find(languages().begin(), languages().end(), code);
    return found == languages().end() ? Language::English
                                      : static_cast<Language>(found - languages().begin());
}

const Catalogue& Catalogue::of(Language language) {
    static const std::vector<Catalogue> kAll = [] {
        std::vector<Catalogue> all;
        for (const std::string& code : languages())
            all.push_back(of_files(embedded::language_files(), code));
        return all;
    }();
    auto number = static_cast<std::size_t>(language);
    return number < kAll.size() ? kAll[number] : kAll[0];
}

Catalogue Catalogue::of_files(std::span<const base::EmbeddedFile> files, std::string_view code) {
    Catalogue catalogue;
    for (std::string_view wanted : {std::string_view("en"), code})
        for (const base::EmbeddedFile& file : files)
            if (code_of(file.name) == wanted)
                LOOPSCOPE_CHECK(catalogue.add(file.text, file.name).ok());
    return catalogue;
}

base::Result<std::monostate> Catalogue::add(std::string_view json, std::string_view name) {
    auto object = nlohmann::json::parse(json, nullptr, false);
    if (!object.is_object())
        return base::Failure{fmt::format("{} is not a JSON object of texts.", name)};
    for (const auto& [key, message] : object.items()) {
        if (!message.is_string())
            return base::Failure{fmt::format("{}: the message \"{}\" is not a text.", name, key)};
        messages_[key] = message.get<std::string>();
    }
    return std::monostate{};
}

std::string Catalogue::get(std::string_view key, const MessageArguments& arguments) const {
    auto found = messages_.find(key);
    return found == messages_.end() ? std::string(key) : fill_message(found->second, arguments);
}

std::string fill_message(std::string_view message, const MessageArguments& arguments) {
    std::string text;
    while (!message.empty()) {
        std::size_t open = message.find('{');
        text += message.substr(0, open);
        if (open == std::string_view::npos) break;
        message.remove_prefix(open + 1);
        if (message.starts_with('{')) {
            text += '{';
            message.remove_prefix(1);
            continue;
        }
        std::size_t close = place_end(message);
        text += filled(message.substr(0, close), arguments);
        message.remove_prefix(std::min(close + 1, message.size()));
    }
    return text;
}

}  // namespace loopscope::trace
