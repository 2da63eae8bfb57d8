// _struct: values packed into bytes by a format, and read back.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <mutex>

#include "sim/python/modules/arguments.h"
#include "sim/python/modules/modules.h"

namespace loopscope::python::modules {

namespace {

Type struct_type;
Type unpack_iterator_type;

/// What `struct` keeps per run: its error class.
struct StructState : Runtime::Extension {
    static constexpr char kRuntimeKey = 0;
    Value error_class;
};

StructState& state() {
    Runtime& runtime = Runtime::current();
    if (auto* found = runtime.find<StructState>()) return *found;
    return runtime.add(std::make_unique<StructState>());
}

[[noreturn]] void raise_struct_error(const std::string& message) {
    Value error = call(state().error_class, {make_str(message)});
    raise(Ref<ExceptionObject>(error.as<ExceptionObject>()));
}

/// One code of a format with its count: `count` values of `size` bytes, or for 's' and 'p' one
/// value of `count` bytes.
struct Field {
    char code;
    std::size_t offset;
    std::size_t size;
    std::size_t count;
};

struct Format {
    std::vector<Field> fields;
    std::size_t size = 0;
    std::size_t values = 0;
    bool little = true;
    bool native = false;
};

/// Size and alignment of a code; size 0: no such code. Native sizes are those of 64-bit Linux.
struct CodeSize {
    std::size_t size;
    std::size_t alignment;
};

CodeSize code_size(char code, bool native) {
    switch (code) {
        case 'x':
        case 'b':
        case 'B':
        case 'c':
        case 's':
        case 'p':
        case '?':
            return {1, 1};
        case 'h':
        case 'H':
        case 'e':
            return {2, 2};
        case 'i':
        case 'I':
        case 'f':
            return {4, 4};
        case 'l':
        case 'L':
            return native ? CodeSize{8, 8} : CodeSize{4, 4};
        case 'q':
        case 'Q':
        case 'd':
            return {8, 8};
        case 'n':
        case 'N':
        case 'P':
            return native ? CodeSize{8, 8} : CodeSize{0, 0};
        default:
            return {0, 0};
    }
}

bool is_signed_code(char code) { return std::strchr("bhilqn", code) != nullptr; }
bool is_float_code(char code) { return code == 'e' || code == 'f' || code == 'd'; }

constexpr std::size_t kSizeMax = std::size_t{1} << 62;

/// CPython: prepare_s.
Format parse_format(std::string_view text) {
    Format format;
    format.native = true;
    std::size_t at = 0;
    bool align = true;
    if (!text.empty() && std::strchr("@=<>!", text[0]) != nullptr) {
        align = format.native = text[0] == '@';
        format.little = text[0] != '>' && text[0] != '!';
        ++at;
    }
    while (at < text.size()) {
        char c = text[at++];
        if (std::strchr(" \t\n\r\v\f", c) != nullptr && c != '\0') continue;
        std::size_t count = 1;
        if (c >= '0' && c <= '9') {
            count = static_cast<std::size_t>(c - '0');
            while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
                count = count * 10 + static_cast<std::size_t>(text[at++] - '0');
                if (count > kSizeMax / 16) raise_struct_error("total struct size too long");
            }
            if (at == text.size())
                raise_struct_error("repeat count given without format specifier");
            c = text[at++];
        }
        CodeSize code = code_size(c, format.native);
        if (code.size == 0 || c == '\0') raise_struct_error("bad char in struct format");
        if (align) {
            format.size = (format.size + code.alignment - 1) / code.alignment * code.alignment;
        }
        if (count > (kSizeMax - format.size) / code.size) {
            raise_struct_error("total struct size too long");
        }
        format.fields.push_back({c, format.size, code.size, count});
        format.size += count * code.size;
        if (c == 's' || c == 'p') {
            ++format.values;
        } else if (c != 'x') {
            format.values += count;
        }
    }
    return format;
}

struct StructObject : Object {
    Value text;
    Format format;
    static Type* class_type() { return &struct_type; }
};

/// The bytes of a number, in the format's order.
void store(std::uint8_t* to, std::uint64_t bits, std::size_t size, bool little) {
    for (std::size_t i = 0; i < size; ++i) {
        to[little ? i : size - 1 - i] = static_cast<std::uint8_t>(bits >> (8 * i));
    }
}

std::uint64_t load(const std::uint8_t* from, std::size_t size, bool little) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < size; ++i) {
        bits |= static_cast<std::uint64_t>(from[little ? i : size - 1 - i]) << (8 * i);
    }
    return bits;
}

/// IEEE half precision, rounded to even. CPython: PyFloat_Pack2.
std::uint64_t half_bits(double value) {
    std::uint64_t sign = std::signbit(value) ? 0x8000u : 0;
    if (std::isnan(value)) return sign | 0x7e00u;
    if (std::isinf(value)) return sign | 0x7c00u;
    double magnitude = std::fabs(value);
    if (magnitude == 0.0) return sign;
    int exponent = 0;
    std::frexp(magnitude, &exponent);
    exponent = std::max(exponent - 1, -14);
    double scaled = std::nearbyint(std::ldexp(magnitude, 10 - exponent));
    if (scaled >= 2048.0) {
        scaled /= 2;
        ++exponent;
    }
    if (exponent > 15) {
        raise(object::overflow_error_type, "float too large to pack with e format");
    }
    auto fraction = static_cast<std::uint64_t>(scaled);
    if (fraction < 1024) return sign | fraction;
    return sign | (static_cast<std::uint64_t>(exponent + 15) << 10) | (fraction - 1024);
}

double half_value(std::uint64_t bits) {
    int exponent = static_cast<int>((bits >> 10) & 0x1f);
    auto fraction = static_cast<double>(bits & 0x3ff);
    double magnitude = 0;
    if (exponent == 31) {
        magnitude = fraction == 0 ? HUGE_VAL : std::nan("");
    } else if (exponent == 0) {
        magnitude = std::ldexp(fraction, -24);
    } else {
        magnitude = std::ldexp(fraction + 1024, exponent - 25);
    }
    return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

void pack_float(std::uint8_t* to, const Field& field, const Value& v, const Format& format) {
    bool little = format.little;
    if (!is_float(v) && !is_int(v) && v.type()->to_float == nullptr && v.type()->index == nullptr) {
        raise_struct_error("required argument is not a float");
    }
    double value = object::to_double(v);
    if (field.code == 'e') return store(to, half_bits(value), 2, little);
    if (field.code == 'd') return store(to, std::bit_cast<std::uint64_t>(value), 8, little);
    auto narrow = static_cast<float>(value);
    if (std::isinf(narrow) && !std::isinf(value) && !format.native) {
        raise(object::overflow_error_type, "float too large to pack with f format");
    }
    store(to, std::bit_cast<std::uint32_t>(narrow), 4, little);
}

/// Why an integer cannot be packed, as CPython says it: first it must fit the C type by which the
/// code is read, then the code's own limits.
[[noreturn]] void raise_out_of_range(const Field& field, bool native, mpz_srcptr number) {
    char code = field.code;
    bool is_signed = is_signed_code(code);
    bool read_signed = is_signed || code == 'B' || (code == 'H' && native);
    bool fits_read = true;
    if (read_signed) {
        fits_read = mpz_fits_slong_p(number) != 0;
    } else {
        fits_read = mpz_sgn(number) >= 0 && mpz_sizeinbase(number, 2) <= 64;
    }
    if (!native && field.size == 8) raise_struct_error("int too large to convert");
    if (!fits_read) raise_struct_error("argument out of range");
    std::int64_t half = std::int64_t{1} << (field.size * 8 - 1);
    std::string name = fmt::format("'{}'", code);
    if (code == 'b') name = "byte";
    if (code == 'B') name = "ubyte";
    if (native && code == 'h') name = "short";
    if (native && code == 'H') name = "ushort";
    raise_struct_error(fmt::format("{} format requires {} <= number <= {}", name,
                                   is_signed ? -half : 0, is_signed ? half - 1 : half * 2 - 1));
}

void pack_int(std::uint8_t* to, const Field& field, const Value& v, const Format& format) {
    if (!is_int(v) && v.type()->index == nullptr) {
        raise_struct_error("required argument is not an integer");
    }
    Value number = object::index_value(v);
    object::IntView view(number);
    bool is_signed = is_signed_code(field.code);
    std::size_t bits = field.size * 8;
    mpz_srcptr z = view;
    bool negative = mpz_sgn(z) < 0;
    bool fits = true;
    if (is_signed) {
        // -2^(n-1) has n bits in magnitude, but fits.
        mpz_t shifted;
        mpz_init(shifted);
        mpz_fdiv_q_2exp(shifted, z, bits - 1);
        fits = mpz_cmp_si(shifted, 0) == 0 || mpz_cmp_si(shifted, -1) == 0;
        mpz_clear(shifted);
    } else {
        fits = !negative && mpz_sizeinbase(z, 2) <= bits;
    }
    if (!fits) raise_out_of_range(field, format.native, z);
    std::uint64_t magnitude = 0;
    std::size_t words = 0;
    mpz_export(&magnitude, &words, -1, 8, 0, 0, z);
    if (words == 0) magnitude = 0;
    store(to, negative ? ~magnitude + 1 : magnitude, field.size, format.little);
}

void pack_bytes(std::uint8_t* to, const Field& field, const Value& v) {
    if (!object::is_bytes(v) && !is_instance(v, &object::bytearray_type)) {
        raise_struct_error(
            fmt::format("argument for '{}' must be a bytes object", std::string(1, field.code)));
    }
    std::string_view bytes = object::expect_bytes_like(v);
    if (field.code == 's') {
        std::memcpy(to, bytes.data(), std::min(bytes.size(), field.count));
        return;
    }
    if (field.count == 0) return;
    std::size_t size = std::min({bytes.size(), field.count - 1, std::size_t{255}});
    to[0] = static_cast<std::uint8_t>(size);
    std::memcpy(to + 1, bytes.data(), size);
}

void pack_one(std::uint8_t* to, const Field& field, const Value& v, const Format& format) {
    if (field.code == 'c') {
        if (!object::is_bytes(v) || v.as<Bytes>()->size != 1) {
            raise_struct_error("char format requires a bytes object of length 1");
        }
        *to = v.as<Bytes>()->data()[0];
    } else if (field.code == '?') {
        *to = truth(v) ? 1 : 0;
    } else if (is_float_code(field.code)) {
        pack_float(to, field, v, format);
    } else {
        pack_int(to, field, v, format);
    }
}

/// Puts `values` into `to`, whose format.size bytes are zero.
void pack_into(std::uint8_t* to, const Format& format, std::span<const Value> values) {
    std::size_t next_value = 0;
    for (const Field& field : format.fields) {
        if (field.code == 'x') continue;
        if (field.code == 's' || field.code == 'p') {
            pack_bytes(to + field.offset, field, values[next_value++]);
            continue;
        }
        for (std::size_t i = 0; i < field.count; ++i) {
            pack_one(to + field.offset + i * field.size, field, values[next_value++], format);
        }
    }
}

Value unpack_one(const std::uint8_t* from, const Field& field, const Format& format) {
    if (field.code == 'c') return Bytes::make({reinterpret_cast<const char*>(from), 1});
    if (field.code == '?') return make_bool(*from != 0);
    std::uint64_t bits = load(from, field.size, format.little);
    if (field.code == 'e') return Float::from(half_value(bits));
    if (field.code == 'd') return Float::from(std::bit_cast<double>(bits));
    if (field.code == 'f') {
        return Float::from(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    }
    if (!is_signed_code(field.code)) return Int::from_unsigned(bits);
    std::size_t unused = 64 - field.size * 8;
    return Int::from(static_cast<std::int64_t>(bits << unused) >> unused);
}

Ref<Tuple> unpack(const std::uint8_t* from, const Format& format) {
    object::check_allocation(format.values, sizeof(Value));
    Ref<Tuple> result = Tuple::make_unfilled(format.values);
    for (std::size_t i = 0; i < format.values; ++i) (*result)[i] = none();
    std::size_t next_value = 0;
    for (const Field& field : format.fields) {
        const std::uint8_t* place = from + field.offset;
        if (field.code == 'x') continue;
        if (field.code == 's' || field.code == 'p') {
            std::string_view bytes(reinterpret_cast<const char*>(place), field.count);
            if (field.code == 'p' && field.count > 0) {
                bytes = bytes.substr(1, std::min<std::size_t>(*place, field.count - 1));
            }
            (*result)[next_value++] = Bytes::make(bytes);
            continue;
        }
        for (std::size_t i = 0; i < field.count; ++i) {
            (*result)[next_value++] = unpack_one(place + i * field.size, field, format);
        }
    }
    return result;
}

// Struct, and the module's functions, which get a Struct from py/struct.py's cache.

const Format& format_of(const Value& self) { return self.as<StructObject>()->format; }

Value struct_construct(Type* cls, CallArgs args) {
    static const Parameters kParameters{"Struct", "format"};
    auto [text] = kParameters.bind<1>(args);
    std::string format;
    if (is_str(text)) {
        if (!text.as<Str>()->is_ascii()) raise_struct_error("bad char in struct format");
        format = text.as<Str>()->to_string();
    } else if (object::is_bytes(text)) {
        format = std::string(text.as<Bytes>()->view());
    } else {
        raise_format(type_error_type, "Struct() argument 1 must be a str or bytes object, not {}",
                     type_name(text));
    }
    auto made = make_typed<StructObject>(cls);
    made->text = make_str(format);
    made->format = parse_format(format);
    return made;
}

void check_values(const Format& format, const char* what, std::size_t given) {
    if (given == format.values) return;
    raise_struct_error(
        fmt::format("{} expected {} items for packing (got {})", what, format.values, given));
}

Value struct_pack(const Value& self, CallArgs args) {
    const Format& format = format_of(self);
    const Tuple& values = *args.values[0].as<Tuple>();
    check_values(format, "pack", values.size);
    object::check_allocation(format.size, 1);
    Ref<Bytes> bytes = Bytes::make_unfilled(format.size);
    std::memset(bytes->data(), 0, format.size);
    pack_into(bytes->data(), format, values.items());
    return bytes;
}

/// The place in a buffer where `format.size` bytes begin; errors in CPython's words.
std::size_t place_in_buffer(const Format& format, const Value& where, std::size_t size,
                            bool packing) {
    std::int64_t offset = index_or(where, 0);
    auto needed = static_cast<std::int64_t>(format.size);
    auto available = static_cast<std::int64_t>(size);
    const char* verb = packing ? "pack" : "unpack";
    if (offset < 0) {
        if (offset + needed > 0) {
            raise_struct_error(
                packing ? fmt::format("no space to pack {} bytes at offset {}", needed, offset)
                        : fmt::format("not enough data to unpack {} bytes at offset {}", needed,
                                      offset));
        }
        if (offset + available < 0) {
            raise_struct_error(
                fmt::format("offset {} out of range for {}-byte buffer", offset, available));
        }
        offset += available;
    }
    if (available - offset < needed) {
        raise_struct_error(fmt::format(
            "{}{} requires a buffer of at least {} bytes for {}ing {} bytes at offset {} (actual "
            "buffer size is {})",
            verb, packing ? "_into" : "_from", offset + needed, verb, needed, offset, available));
    }
    return static_cast<std::size_t>(offset);
}

Value struct_pack_into(const Value& self, CallArgs args) {
    const Format& format = format_of(self);
    const Tuple& values = *args.values[2].as<Tuple>();
    check_values(format, "pack_into", values.size);
    const Value& buffer = args.values[0];
    auto* view = try_cast<object::MemoryView>(buffer);
    bool writable = is_instance(buffer, &object::bytearray_type) || (view && !view->readonly);
    if (!writable) {
        raise_format(type_error_type, "argument must be read-write bytes-like object, not {}",
                     type_name(buffer));
    }
    std::string packed(format.size, '\0');
    pack_into(reinterpret_cast<std::uint8_t*>(packed.data()), format, values.items());
    std::string_view bytes = object::expect_bytes_like(buffer);
    std::size_t at = place_in_buffer(format, args.values[1], bytes.size(), true);
    std::memcpy(const_cast<char*>(bytes.data()) + at, packed.data(), packed.size());
    return none();
}

const std::uint8_t* bytes_at(std::string_view bytes, std::size_t at) {
    return reinterpret_cast<const std::uint8_t*>(bytes.data()) + at;
}

Value struct_unpack(const Value& self, CallArgs args) {
    const Format& format = format_of(self);
    std::string_view bytes = object::expect_bytes_like(args.values[0]);
    if (bytes.size() != format.size) {
        raise_struct_error(fmt::format("unpack requires a buffer of {} bytes", format.size));
    }
    return unpack(bytes_at(bytes, 0), format);
}

Value struct_unpack_from(const Value& self, CallArgs args) {
    const Format& format = format_of(self);
    std::string_view bytes = object::expect_bytes_like(args.values[0]);
    std::size_t at = place_in_buffer(format, args.values[1], bytes.size(), false);
    return unpack(bytes_at(bytes, at), format);
}

struct UnpackIterator : Object {
    Ref<StructObject> owner;
    Value buffer;
    std::size_t at = 0;
    static Type* class_type() { return &unpack_iterator_type; }
};

Value struct_iter_unpack(const Value& self, CallArgs args) {
    const Format& format = format_of(self);
    std::string_view bytes = object::expect_bytes_like(args.values[0]);
    if (format.size == 0) {
        raise_struct_error("cannot iteratively unpack with a struct of length 0");
    }
    if (bytes.size() % format.size != 0) {
        raise_struct_error(fmt::format(
            "iterative unpacking requires a buffer of a multiple of {} bytes", format.size));
    }
    auto iterator = make<UnpackIterator>();
    iterator->owner = Ref<StructObject>(self.as<StructObject>());
    iterator->buffer = args.values[0];
    return iterator;
}

Value unpack_iterator_next(const Value& self) {
    auto& iterator = *self.as<UnpackIterator>();
    const Format& format = iterator.owner->format;
    std::string_view bytes = object::expect_bytes_like(iterator.buffer);
    if (iterator.at + format.size > bytes.size()) return Value();
    Value values = unpack(bytes_at(bytes, iterator.at), format);
    iterator.at += format.size;
    return values;
}

Value struct_set_error(const Value&, CallArgs args) {
    state().error_class = args.values[0];
    return none();
}

void define_types() {
    struct_type.construct = struct_construct;
    define_type<StructObject>(
        struct_type,
        {.name = "Struct",
         .module = "_struct",
         .flags = Type::kBaseType,
         .methods = {{"pack", struct_pack, "*values"},
                     {"pack_into", struct_pack_into, "buffer, offset, *values"},
                     {"unpack", struct_unpack, "buffer, /"},
                     {"unpack_from", struct_unpack_from, "buffer, offset="},
                     {"iter_unpack", struct_iter_unpack, "buffer, /"}},
         .getsets = {
             {"format", [](const Value& self) { return self.as<StructObject>()->text; }},
             {"size", [](const Value& self) { return Int::from_size(format_of(self).size); }}}});
    unpack_iterator_type.iter = [](const Value& self) { return self; };
    unpack_iterator_type.next = unpack_iterator_next;
    define_type<UnpackIterator>(unpack_iterator_type,
                                {.name = "unpack_iterator", .module = "_struct"});
}

}  // namespace

void init_struct(Module& module) {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_types();
    });
    module.set("Struct", type_value(&struct_type));
    object::add_functions(*module.dict, {{"set_error", struct_set_error, "error, /"}}, "_struct");
}

}  // namespace loopscope::python::modules
