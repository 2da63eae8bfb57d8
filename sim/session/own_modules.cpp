// Finds what a program imports from beside it, without running it.
#include "sim/session/own_modules.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <variant>

#include "sim/python/syntax/lexer.h"

namespace loopscope::session {
namespace {

namespace syntax = python::syntax;
using syntax::Token;
using syntax::TokenKind;

constexpr std::size_t kFilesMax = 500;
constexpr std::uintmax_t kBytesMax = 4u << 20;

std::vector<Token> tokens_of(const syntax::SourceText& text) {
    syntax::Lexer lexer(text);
    std::vector<Token> tokens;
    do {
        tokens.push_back(lexer.next());
    } while (tokens.back().kind != TokenKind::EndMarker && tokens.back().kind != TokenKind::Error);
    return tokens;
}

std::string joined(const std::string& package, std::string_view name) {
    if (package.empty() || name.empty()) return package + std::string(name);
    return package + "." + std::string(name);
}

/// Reads the import statements among tokens.
class ImportReader {
  public:
    /// `package` is that of the file itself, for relative imports.
    ImportReader(std::vector<Token> tokens, std::string package)
        : tokens_(std::move(tokens)), package_(std::move(package)) {}

    /// The dotted names that may be modules: of `from a import b` both a and a.b.
    std::vector<std::string> names() {
        while (at_ < tokens_.size()) {
            if (take(TokenKind::Import)) {
                read_import();
            } else if (take(TokenKind::From)) {
                read_from();
            } else {
                ++at_;
            }
        }
        return std::move(names_);
    }

  private:
    bool take(TokenKind kind) {
        if (at_ == tokens_.size() || tokens_[at_].kind != kind) return false;
        ++at_;
        return true;
    }

    std::string dotted() {
        std::string name;
        while (at_ < tokens_.size() && tokens_[at_].kind == TokenKind::Name) {
            name = joined(name, tokens_[at_++].text);
            if (!take(TokenKind::Dot)) break;
        }
        return name;
    }

    void skip_as() {
        if (take(TokenKind::As)) take(TokenKind::Name);
    }

    void read_import() {
        do {
            if (std::string name = dotted(); !name.empty()) names_.push_back(std::move(name));
            skip_as();
        } while (take(TokenKind::Comma));
    }

    /// Behind `from`; that of `raise … from` and `yield from` has no `import` behind it.
    void read_from() {
        int level = 0;
        while (true) {
            if (take(TokenKind::Dot)) {
                level += 1;
            } else if (take(TokenKind::Ellipsis)) {
                level += 3;
            } else {
                break;
            }
        }
        std::string module = dotted();
        if (!take(TokenKind::Import)) return;
        if (level > 0) module = joined(above(level), module);
        if (!module.empty()) names_.push_back(module);
        take(TokenKind::LeftParen);
        do {
            if (std::string name = dotted(); !name.empty()) names_.push_back(joined(module, name));
            skip_as();
        } while (take(TokenKind::Comma));
    }

    std::string above(int level) const {
        std::string package = package_;
        for (int up = 1; up < level; ++up) {
            const std::size_t dot = package.rfind('.');
            package.resize(dot == std::string::npos ? 0 : dot);
        }
        return package;
    }

    std::vector<Token> tokens_;
    std::string package_;
    std::size_t at_ = 0;
    std::vector<std::string> names_;
};

std::optional<std::string> text_of(const std::filesystem::path& file) {
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(file, unknown)) return std::nullopt;
    if (std::filesystem::file_size(file, unknown) > kBytesMax || unknown) return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

class Finder {
  public:
    Finder(std::string_view name, std::filesystem::path folder) : folder_(std::move(folder)) {
        seen_.emplace(name);
    }

    void follow(std::string_view source, const std::string& package) {
        auto decoded = syntax::decode_source(source, "");
        auto* const text = std::get_if<syntax::SourceText>(&decoded);
        if (text == nullptr) return;
        for (const std::string& name : ImportReader(tokens_of(*text), package).names()) {
            // `import a.b` runs a first.
            for (std::size_t dot = 0; dot != std::string::npos;) {
                dot = name.find('.', dot + 1);
                find(name.substr(0, dot));
            }
        }
    }

    std::vector<std::pair<std::string, std::string>> files;

  private:
    void find(const std::string& module) {
        std::string path = module;
        std::replace(path.begin(), path.end(), '.', '/');
        if (!add(path + "/__init__.py", module)) {
            const std::size_t dot = module.rfind('.');
            add(path + ".py", dot == std::string::npos ? "" : module.substr(0, dot));
        }
    }

    /// Whether the file is there, or was.
    bool add(const std::string& path, const std::string& package) {
        if (seen_.contains(path)) return true;
        if (files.size() == kFilesMax) return false;
        auto text = text_of(folder_ / path);
        if (!text) return false;
        seen_.insert(path);
        files.emplace_back(path, *text);
        follow(*text, package);
        return true;
    }

    std::filesystem::path folder_;
    std::set<std::string> seen_;
};

}  // namespace

std::vector<std::pair<std::string, std::string>> own_modules(std::string_view source,
                                                             std::string_view name,
                                                             const std::string& folder) {
    Finder finder(name, folder);
    finder.follow(source, "");
    return std::move(finder.files);
}

}  // namespace loopscope::session
