// Reading the shell's arithmetic from left to right, operator by operator.
#include "sim/world/arithmetic.h"

#include <cctype>
#include <cstdlib>

namespace loopscope::world {
namespace {

class Arithmetic {
  public:
    Arithmetic(std::string_view text, const Environment& environment)
        : text_(text), environment_(environment) {}
    std::int64_t value() { return compare(); }

  private:
    bool take(std::string_view what) {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
        if (text_.substr(at_, what.size()) != what) return false;
        at_ += what.size();
        return true;
    }
    std::int64_t compare() {
        std::int64_t left = sum();
        for (;;) {
            if (take("<=")) {
                left = left <= sum() ? 1 : 0;
            } else if (take(">=")) {
                left = left >= sum() ? 1 : 0;
            } else if (take("==")) {
                left = left == sum() ? 1 : 0;
            } else if (take("!=")) {
                left = left != sum() ? 1 : 0;
            } else if (take("<")) {
                left = left < sum() ? 1 : 0;
            } else if (take(">")) {
                left = left > sum() ? 1 : 0;
            } else {
                return left;
            }
        }
    }
    // As two's complement wraps around: no text of a program may be undefined behaviour here.
    static std::int64_t wrapped(std::uint64_t bits) { return static_cast<std::int64_t>(bits); }
    static std::uint64_t bits(std::int64_t n) { return static_cast<std::uint64_t>(n); }
    std::int64_t sum() {
        std::int64_t left = product();
        for (;;) {
            if (take("+")) {
                left = wrapped(bits(left) + bits(product()));
            } else if (take("-")) {
                left = wrapped(bits(left) - bits(product()));
            } else {
                return left;
            }
        }
    }
    std::int64_t product() {
        std::int64_t left = unary();
        for (;;) {
            if (take("*")) {
                left = wrapped(bits(left) * bits(unary()));
            } else if (take("/")) {
                const std::int64_t by = unary();
                left = by == 0 ? 0 : by == -1 ? wrapped(0 - bits(left)) : left / by;
            } else if (take("%")) {
                const std::int64_t by = unary();
                left = by == 0 || by == -1 ? 0 : left % by;
            } else {
                return left;
            }
        }
    }
    std::int64_t unary() {
        if (++depth_ > 100) return 0;
        if (take("-")) return wrapped(0 - bits(unary()));
        if (take("(")) {
            const std::int64_t inner = compare();
            take(")");
            return inner;
        }
        take("$");
        take(" ");
        const std::size_t begin = at_;
        while (at_ < text_.size() &&
               (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_'))
            ++at_;
        const std::string word(text_.substr(begin, at_ - begin));
        const auto found = environment_.find(word);
        return std::strtoll((found != environment_.end() ? found->second : word).c_str(), nullptr,
                            10);
    }

    std::string_view text_;
    const Environment& environment_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

}  // namespace

std::int64_t evaluate(std::string_view text, const Environment& environment) {
    return Arithmetic(text, environment).value();
}

}  // namespace loopscope::world
