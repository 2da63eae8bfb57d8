// Message digests, by RFC 1321 (MD5) and FIPS 180-4 (SHA).
#include "sim/python/modules/hashes.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

namespace loopscope::python::modules {

namespace {

template <typename Word>
Word load_big(const std::uint8_t* p) {
    Word word = 0;
    for (std::size_t i = 0; i < sizeof(Word); ++i) word = static_cast<Word>(word << 8) | p[i];
    return word;
}

/// The first `count` primes: the SHA-2 constants are made from their roots.
std::vector<unsigned> primes(std::size_t count) {
    std::vector<unsigned> found;
    for (unsigned n = 2; found.size() < count; ++n) {
        bool prime = true;
        for (unsigned p : found) prime = prime && n % p != 0;
        if (prime) found.push_back(n);
    }
    return found;
}

using Wide = unsigned __int128;

/// The first 64 bits of the fraction of the k-th root of p, k being 2 or 3: the largest x with
/// x^k <= p * 2^(64 k), found bit by bit in long multiplication.
std::uint64_t root_fraction(unsigned p, int k) {
    auto at_most = [&](Wide x) {
        // x has fewer than 70 bits; compares x^k with p << (64 * k), in 64-bit digits.
        std::array<std::uint64_t, 5> power{1};
        std::uint64_t digits[2] = {static_cast<std::uint64_t>(x),
                                   static_cast<std::uint64_t>(x >> 64)};
        for (int i = 0; i < k; ++i) {
            std::array<std::uint64_t, 5> product{};
            for (std::size_t a = 0; a < 5; ++a) {
                Wide carry = 0;
                for (std::size_t b = 0; b < 2 && a + b < 5; ++b) {
                    Wide sum = Wide{power[a]} * digits[b] + product[a + b] + carry;
                    product[a + b] = static_cast<std::uint64_t>(sum);
                    carry = sum >> 64;
                }
                if (a + 2 < 5) product[a + 2] += static_cast<std::uint64_t>(carry);
            }
            power = product;
        }
        auto top = static_cast<std::size_t>(k);
        if (power[top] != p) return power[top] < p && (top == 4 || power[4] == 0);
        for (std::size_t i = 0; i < top; ++i) {
            if (power[i] != 0) return false;
        }
        return true;
    };
    Wide x = 0;
    for (int bit = 69; bit >= 0; --bit) {
        Wide candidate = x | (Wide{1} << bit);
        if (at_most(candidate)) x = candidate;
    }
    return static_cast<std::uint64_t>(x);
}

/// What all of them share: input in blocks, the length in bits at the end.
class BlockDigest : public Digest {
  public:
    explicit BlockDigest(std::size_t block) : block_(block) {}
    std::size_t block_size() const override { return block_; }

    void update(std::string_view bytes) override {
        length_ += bytes.size();
        pending_ += bytes;
        std::size_t used = 0;
        while (pending_.size() - used >= block_) {
            compress(reinterpret_cast<const std::uint8_t*>(pending_.data()) + used);
            used += block_;
        }
        pending_.erase(0, used);
    }

    std::string finish() const override {
        std::unique_ptr<Digest> last = copy();
        auto& digest = static_cast<BlockDigest&>(*last);
        std::size_t length_bytes = block_ / 8;
        std::string padding(1, '\x80');
        while ((length_ + padding.size() + length_bytes) % block_ != 0) padding += '\0';
        std::uint64_t bits = length_ * 8;
        for (std::size_t i = 0; i < length_bytes; ++i) {
            std::size_t place = little_endian() ? i : length_bytes - 1 - i;
            padding += place < 8 ? static_cast<char>(bits >> (8 * place)) : '\0';
        }
        digest.update(padding);
        return digest.state();
    }

  protected:
    virtual void compress(const std::uint8_t* block) = 0;
    virtual std::string state() const = 0;
    virtual bool little_endian() const { return false; }

  private:
    std::size_t block_;
    std::uint64_t length_ = 0;
    std::string pending_;
};

template <typename Word>
void append_big(std::string& out, Word word) {
    for (std::size_t i = sizeof(Word); i-- > 0;) out += static_cast<char>(word >> (8 * i));
}

class Md5 : public BlockDigest {
  public:
    Md5() : BlockDigest(64) {}
    std::unique_ptr<Digest> copy() const override { return std::make_unique<Md5>(*this); }
    std::size_t digest_size() const override { return 16; }

  protected:
    bool little_endian() const override { return true; }
    std::string state() const override {
        std::string out;
        for (std::uint32_t word : state_) {
            for (int i = 0; i < 4; ++i) out += static_cast<char>(word >> (8 * i));
        }
        return out;
    }
    void compress(const std::uint8_t* block) override {
        static constexpr int kShifts[4][4] = {
            {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
        auto [a, b, c, d] = state_;
        for (std::uint32_t i = 0; i < 64; ++i) {
            std::uint32_t f = 0;
            std::uint32_t g = 0;
            switch (i / 16) {
                case 0:
                    f = (b & c) | (~b & d);
                    g = i;
                    break;
                case 1:
                    f = (d & b) | (~d & c);
                    g = (5 * i + 1) % 16;
                    break;
                case 2:
                    f = b ^ c ^ d;
                    g = (3 * i + 5) % 16;
                    break;
                default:
                    f = c ^ (b | ~d);
                    g = (7 * i) % 16;
                    break;
            }
            std::uint32_t word =
                std::uint32_t{block[4 * g]} | std::uint32_t{block[4 * g + 1]} << 8 |
                std::uint32_t{block[4 * g + 2]} << 16 | std::uint32_t{block[4 * g + 3]} << 24;
            auto sine =
                static_cast<std::uint32_t>(std::floor(std::fabs(std::sin(i + 1.0)) * 4294967296.0));
            std::uint32_t sum = a + f + sine + word;
            a = d;
            d = c;
            c = b;
            b += std::rotl(sum, kShifts[i / 16][i % 4]);
        }
        state_ = {state_[0] + a, state_[1] + b, state_[2] + c, state_[3] + d};
    }

  private:
    std::array<std::uint32_t, 4> state_{0x67452301u, 0xefcdab89u, 0x98badcfeu, 0x10325476u};
};

class Sha1 : public BlockDigest {
  public:
    Sha1() : BlockDigest(64) {}
    std::unique_ptr<Digest> copy() const override { return std::make_unique<Sha1>(*this); }
    std::size_t digest_size() const override { return 20; }

  protected:
    std::string state() const override {
        std::string out;
        for (std::uint32_t word : state_) append_big(out, word);
        return out;
    }
    void compress(const std::uint8_t* block) override {
        std::array<std::uint32_t, 80> w;
        for (std::size_t i = 0; i < 16; ++i) w[i] = load_big<std::uint32_t>(block + 4 * i);
        for (std::size_t i = 16; i < 80; ++i) {
            w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        }
        auto [a, b, c, d, e] = state_;
        for (std::size_t i = 0; i < 80; ++i) {
            std::uint32_t f = i < 20   ? (b & c) | (~b & d)
                              : i < 40 ? b ^ c ^ d
                              : i < 60 ? (b & c) | (b & d) | (c & d)
                                       : b ^ c ^ d;
            static constexpr std::uint32_t kRounds[4] = {0x5a827999u, 0x6ed9eba1u, 0x8f1bbcdcu,
                                                         0xca62c1d6u};
            std::uint32_t sum = std::rotl(a, 5) + f + e + kRounds[i / 20] + w[i];
            e = d;
            d = c;
            c = std::rotl(b, 30);
            b = a;
            a = sum;
        }
        state_ = {state_[0] + a, state_[1] + b, state_[2] + c, state_[3] + d, state_[4] + e};
    }

  private:
    std::array<std::uint32_t, 5> state_{0x67452301u, 0xefcdab89u, 0x98badcfeu, 0x10325476u,
                                        0xc3d2e1f0u};
};

/// How far the words of a SHA-2 variant are turned and shifted.
struct Turns {
    int big0[3], big1[3], small0[3], small1[3];
    std::size_t rounds;
};
constexpr Turns kTurns256 = {{2, 13, 22}, {6, 11, 25}, {7, 18, 3}, {17, 19, 10}, 64};
constexpr Turns kTurns512 = {{28, 34, 39}, {14, 18, 41}, {1, 8, 7}, {19, 61, 6}, 80};

template <typename Word>
class Sha2 : public BlockDigest {
  public:
    Sha2(std::size_t digest_size, const std::array<Word, 8>& start)
        : BlockDigest(sizeof(Word) * 16), size_(digest_size), state_(start) {}
    std::unique_ptr<Digest> copy() const override { return std::make_unique<Sha2>(*this); }
    std::size_t digest_size() const override { return size_; }

  protected:
    std::string state() const override {
        std::string out;
        for (Word word : state_) append_big(out, word);
        return out.substr(0, size_);
    }
    void compress(const std::uint8_t* block) override {
        constexpr const Turns& kTurns = sizeof(Word) == 4 ? kTurns256 : kTurns512;
        static const std::vector<Word> kRounds = round_constants(kTurns.rounds);
        std::array<Word, 80> w;
        for (std::size_t i = 0; i < 16; ++i) w[i] = load_big<Word>(block + sizeof(Word) * i);
        for (std::size_t i = 16; i < kTurns.rounds; ++i) {
            w[i] = w[i - 16] + mixed(w[i - 15], kTurns.small0) + w[i - 7] +
                   mixed(w[i - 2], kTurns.small1);
        }
        auto v = state_;
        for (std::size_t i = 0; i < kTurns.rounds; ++i) {
            Word choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
            Word first = v[7] + turned(v[4], kTurns.big1) + choice + kRounds[i] + w[i];
            Word majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
            Word second = turned(v[0], kTurns.big0) + majority;
            v = {first + second, v[0], v[1], v[2], v[3] + first, v[4], v[5], v[6]};
        }
        for (std::size_t i = 0; i < 8; ++i) state_[i] += v[i];
    }

  private:
    static Word turned(Word x, const int (&by)[3]) {
        return std::rotr(x, by[0]) ^ std::rotr(x, by[1]) ^ std::rotr(x, by[2]);
    }
    static Word mixed(Word x, const int (&by)[3]) {
        return std::rotr(x, by[0]) ^ std::rotr(x, by[1]) ^ (x >> by[2]);
    }
    static std::vector<Word> round_constants(std::size_t count) {
        std::vector<Word> constants;
        for (unsigned p : primes(count)) {
            constants.push_back(static_cast<Word>(root_fraction(p, 3) >> (64 - sizeof(Word) * 8)));
        }
        return constants;
    }

    std::size_t size_;
    std::array<Word, 8> state_;
};

/// The first words of square roots of eight primes, from the `first`-th on.
template <typename Word>
std::array<Word, 8> square_roots(std::size_t first, int shift) {
    std::vector<unsigned> row = primes(first + 8);
    std::array<Word, 8> start;
    for (std::size_t i = 0; i < 8; ++i) {
        start[i] = static_cast<Word>(root_fraction(row[first + i], 2) >> shift);
    }
    return start;
}

}  // namespace

std::unique_ptr<Digest> Digest::make(std::string_view name) {
    if (name == "md5") return std::make_unique<Md5>();
    if (name == "sha1") return std::make_unique<Sha1>();
    if (name == "sha256") {
        return std::make_unique<Sha2<std::uint32_t>>(32, square_roots<std::uint32_t>(0, 32));
    }
    if (name == "sha224") {
        // The second halves of the words that SHA-384 starts from.
        return std::make_unique<Sha2<std::uint32_t>>(28, square_roots<std::uint32_t>(8, 0));
    }
    if (name == "sha512") {
        return std::make_unique<Sha2<std::uint64_t>>(64, square_roots<std::uint64_t>(0, 0));
    }
    if (name == "sha384") {
        return std::make_unique<Sha2<std::uint64_t>>(48, square_roots<std::uint64_t>(8, 0));
    }
    return nullptr;
}

}  // namespace loopscope::python::modules
