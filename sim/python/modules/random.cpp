// _random.Random: the Mersenne Twister with CPython's way of seeding it.
#include <array>
#include <mutex>

#include "sim/python/modules/arguments.h"
#include "sim/python/modules/library.h"
#include "sim/python/modules/modules.h"

namespace loopscope::python::modules {

namespace {

constexpr std::size_t kWords = 624;

/// MT19937 (Matsumoto and Nishimura, 1998).
class MersenneTwister {
  public:
    void seed_by_word(std::uint32_t seed) {
        words_[0] = seed;
        for (std::uint32_t i = 1; i < kWords; ++i) {
            std::uint32_t before = words_[i - 1];
            words_[i] = 1812433253u * (before ^ (before >> 30)) + i;
        }
        at_ = kWords;
    }

    /// init_by_array of the authors' reference.
    void seed_by_words(const std::vector<std::uint32_t>& key) {
        seed_by_word(19650218u);
        std::size_t i = 1;
        std::size_t j = 0;
        for (std::size_t k = std::max(kWords, key.size()); k > 0; --k) {
            words_[i] =
                (words_[i] ^ (mixed(i) * 1664525u)) + key[j] + static_cast<std::uint32_t>(j);
            advance(i);
            if (++j >= key.size()) j = 0;
        }
        for (std::size_t k = kWords - 1; k > 0; --k) {
            words_[i] = (words_[i] ^ (mixed(i) * 1566083941u)) - static_cast<std::uint32_t>(i);
            advance(i);
        }
        words_[0] = 0x80000000u;
    }

    std::uint32_t next() {
        if (at_ >= kWords) refill();
        std::uint32_t y = words_[at_++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    std::array<std::uint32_t, kWords>& words() { return words_; }
    std::size_t position() const { return at_; }
    void set_position(std::size_t at) { at_ = at; }

  private:
    std::uint32_t mixed(std::size_t i) const { return words_[i - 1] ^ (words_[i - 1] >> 30); }
    void advance(std::size_t& i) {
        if (++i < kWords) return;
        words_[0] = words_[kWords - 1];
        i = 1;
    }
    void refill() {
        for (std::size_t i = 0; i < kWords; ++i) {
            std::uint32_t y = (words_[i] & 0x80000000u) | (words_[(i + 1) % kWords] & 0x7fffffffu);
            std::uint32_t twist = (y & 1u) != 0 ? 0x9908b0dfu : 0u;
            words_[i] = words_[(i + 397) % kWords] ^ (y >> 1) ^ twist;
        }
        at_ = 0;
    }

    std::array<std::uint32_t, kWords> words_{};
    std::size_t at_ = kWords + 1;
};

Type random_type;

struct RandomObject : Object {
    MersenneTwister twister;
    static Type* class_type() { return &random_type; }
};

MersenneTwister& twister_of(const Value& self) { return self.as<RandomObject>()->twister; }

/// The 32-bit words of an int's absolute value, lowest first.
std::vector<std::uint32_t> words_of_int(const Value& v) {
    object::IntView view(v);
    std::vector<std::uint32_t> words((mpz_sizeinbase(view, 2) + 31) / 32);
    std::size_t count = 0;
    mpz_export(words.data(), &count, -1, sizeof(std::uint32_t), 0, 0, view);
    words.resize(std::max<std::size_t>(count, 1));
    return words;
}

/// A generator that the program does not seed starts from the run's seed: each one differently,
/// the same in every run.
void seed_from_run(MersenneTwister& twister) {
    Library& library = Library::current();
    std::uint64_t draw = library.draws++;
    twister.seed_by_words({static_cast<std::uint32_t>(library.seed),
                           static_cast<std::uint32_t>(library.seed >> 32),
                           static_cast<std::uint32_t>(draw)});
}

/// Mirrors: random_seed.
void seed(MersenneTwister& twister, const Value& v) {
    if (absent(v)) {
        seed_from_run(twister);
    } else if (is_int(v)) {
        twister.seed_by_words(words_of_int(v));
    } else {
        auto hash = static_cast<std::uint64_t>(object::hash(v));
        twister.seed_by_words(words_of_int(Int::from_unsigned(hash)));
    }
}

Value random_construct(Type* cls, CallArgs args) {
    auto random = make_typed<RandomObject>(cls);
    seed(random->twister, args.positional_count > 0 ? args.values[0] : Value());
    return random;
}

Value random_seed(const Value& self, CallArgs args) {
    seed(twister_of(self), args.values[0]);
    return none();
}

/// 53 random bits, as a float in [0, 1).
Value random_random(const Value& self, CallArgs) {
    MersenneTwister& twister = twister_of(self);
    double high = twister.next() >> 5;
    double low = twister.next() >> 6;
    return Float::from((high * 67108864.0 + low) * (1.0 / 9007199254740992.0));
}

Value random_getrandbits(const Value& self, CallArgs args) {
    MersenneTwister& twister = twister_of(self);
    std::int64_t bits = object::to_index(args.values[0]);
    if (bits < 0) raise_value_error("number of bits must be non-negative");
    if (bits == 0) return Value::small(0);
    if (bits <= 32) return Int::from(static_cast<std::int64_t>(twister.next() >> (32 - bits)));
    object::check_allocation(static_cast<std::size_t>(bits) / 8 + 8, 1);
    std::vector<std::uint32_t> words(static_cast<std::size_t>((bits - 1) / 32 + 1));
    for (std::uint32_t& word : words) {
        word = twister.next();
        if (bits < 32) word >>= 32 - bits;
        bits -= 32;
    }
    mpz_t number;
    mpz_init(number);
    mpz_import(number, words.size(), -1, sizeof(std::uint32_t), 0, 0, words.data());
    Value result = Int::take(number);
    mpz_clear(number);
    return result;
}

Value random_getstate(const Value& self, CallArgs) {
    MersenneTwister& twister = twister_of(self);
    Ref<Tuple> state = Tuple::make_unfilled(kWords + 1);
    for (std::size_t i = 0; i < kWords; ++i) {
        (*state)[i] = Int::from(static_cast<std::int64_t>(twister.words()[i]));
    }
    (*state)[kWords] = Int::from_size(twister.position());
    return state;
}

Value random_setstate(const Value& self, CallArgs args) {
    MersenneTwister& twister = twister_of(self);
    if (!is_tuple(args.values[0])) raise_type_error("state vector must be a tuple");
    const Tuple& state = *args.values[0].as<Tuple>();
    if (state.size != kWords + 1) raise_value_error("state vector is the wrong size");
    std::array<std::uint32_t, kWords> words{};
    for (std::size_t i = 0; i < kWords; ++i) {
        words[i] = static_cast<std::uint32_t>(object::to_index(state[i]));
    }
    std::int64_t position = object::to_index(state[kWords]);
    if (position < 0 || position > static_cast<std::int64_t>(kWords)) {
        raise_value_error("invalid state");
    }
    twister.words() = words;
    twister.set_position(static_cast<std::size_t>(position));
    return none();
}

}  // namespace

void init_random(Module& module) {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        random_type.construct = random_construct;
        define_type<RandomObject>(random_type,
                                  {.name = "Random",
                                   .module = "_random",
                                   .flags = Type::kBaseType,
                                   .methods = {{"seed", random_seed, "n=, /"},
                                               {"random", random_random, ""},
                                               {"getrandbits", random_getrandbits, "k, /"},
                                               {"getstate", random_getstate, ""},
                                               {"setstate", random_setstate, "state, /"}}});
    });
    module.set("Random", type_value(&random_type));
}

}  // namespace loopscope::python::modules
