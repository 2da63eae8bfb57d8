// _zlib and _bz2: one step of compressing or decompressing, over which zlib.py and bz2.py are
// written.
#include <bzlib.h>
#include <zlib.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>

#include "sim/object/memory.h"
#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

namespace {

/// What one step may make: more is a MemoryError, so that a small text can't take all memory.
constexpr std::size_t kOutputMax = std::size_t{1} << 30;
constexpr std::size_t kFirstOutput = 16 * 1024;

std::string_view bytes_of(const Value& v) {
    auto bytes = object::bytes_like(v);
    if (!bytes) {
        raise_format(type_error_type, "a bytes-like object is required, not '{}'", type_name(v));
    }
    return *bytes;
}

/// Text that a library's calls fill: grows as they ask for room.
class Output {
  public:
    explicit Output(std::size_t limit) : limit_(std::min(limit, kOutputMax)) {
        text_.resize(std::min(limit_, kFirstOutput));
    }
    bool full() const { return used_ == limit_; }
    char* at() { return text_.data() + used_; }
    unsigned room() const { return static_cast<unsigned>(text_.size() - used_); }
    void took(std::size_t bytes) {
        used_ += bytes;
        if (used_ < text_.size() || used_ == limit_) return;
        std::size_t size = std::min(limit_, 2 * text_.size());
        object::check_allocation(size, 1);
        text_.resize(size);
    }
    /// (the output, how much of the input was used, the library's code, its message or None).
    Value answer(std::size_t consumed, int code, const char* message) {
        if (used_ == kOutputMax) raise(object::memory_error_type, "");
        return Tuple::make({Bytes::make(text_.substr(0, used_)), Int::from_size(consumed),
                            Value::small(code), message ? make_str(message) : none()});
    }

  private:
    std::size_t limit_;
    std::string text_;
    std::size_t used_ = 0;
};

std::size_t limit_of(const Value& v) {
    std::int64_t limit = object::to_index(v);
    return limit <= 0 ? kOutputMax : static_cast<std::size_t>(limit);
}

// ---- zlib -------------------------------------------------------------------------------------

Type zlib_type;

/// A stream of zlib's; made by compressor() or decompressor().
struct ZlibStream : Object {
    z_stream z{};
    bool deflates = false;
    bool open = false;
    std::string dictionary;
    ZlibStream() = default;
    ZlibStream(const ZlibStream&) = delete;
    ZlibStream& operator=(const ZlibStream&) = delete;
    ~ZlibStream() {
        if (open) deflates ? deflateEnd(&z) : inflateEnd(&z);
    }
    static Type* class_type() { return &zlib_type; }
};

Bytef* zlib_bytes(std::string_view text) {
    return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
}

int small_of(const Value& v) { return static_cast<int>(object::to_index(v)); }

/// compressor(level, method, wbits, memLevel, strategy, zdict): the stream, or zlib's code.
Value zlib_compressor(const Value&, CallArgs args) {
    auto made = make<ZlibStream>();
    made->deflates = true;
    int code =
        deflateInit2(&made->z, small_of(args.values[0]), small_of(args.values[1]),
                     small_of(args.values[2]), small_of(args.values[3]), small_of(args.values[4]));
    if (code != Z_OK) return Value::small(code);
    made->open = true;
    std::string_view dictionary = bytes_of(args.values[5]);
    if (!dictionary.empty()) {
        code = deflateSetDictionary(&made->z, zlib_bytes(dictionary),
                                    static_cast<uInt>(dictionary.size()));
        if (code != Z_OK) return Value::small(code);
    }
    return made;
}

/// decompressor(wbits, zdict): the stream, or zlib's code.
Value zlib_decompressor(const Value&, CallArgs args) {
    auto made = make<ZlibStream>();
    int wbits = small_of(args.values[0]);
    made->dictionary = bytes_of(args.values[1]);
    int code = inflateInit2(&made->z, wbits);
    if (code != Z_OK) return Value::small(code);
    made->open = true;
    if (!made->dictionary.empty() && wbits < 0) {
        inflateSetDictionary(&made->z, zlib_bytes(made->dictionary),
                             static_cast<uInt>(made->dictionary.size()));
    }
    return made;
}

int zlib_turn(ZlibStream& stream, int flush) {
    if (stream.deflates) return deflate(&stream.z, flush);
    int code = inflate(&stream.z, flush);
    if (code != Z_NEED_DICT || stream.dictionary.empty()) return code;
    code = inflateSetDictionary(&stream.z, zlib_bytes(stream.dictionary),
                                static_cast<uInt>(stream.dictionary.size()));
    return code == Z_OK ? inflate(&stream.z, flush) : code;
}

/// step(data, flush, limit): all that can be made of data, up to `limit` bytes of it.
Value zlib_step(const Value& self, CallArgs args) {
    auto& stream = *self.as<ZlibStream>();
    std::string input(bytes_of(args.values[0]));
    int flush = small_of(args.values[1]);
    Output output(limit_of(args.values[2]));
    stream.z.next_in = zlib_bytes(input);
    stream.z.avail_in = static_cast<uInt>(input.size());
    int code = Z_OK;
    do {
        unsigned room = output.room();
        stream.z.next_out = reinterpret_cast<Bytef*>(output.at());
        stream.z.avail_out = room;
        code = zlib_turn(stream, flush);
        output.took(room - stream.z.avail_out);
    } while (code == Z_OK && stream.z.avail_out == 0 && !output.full());
    return output.answer(input.size() - stream.z.avail_in, code, stream.z.msg);
}

Value zlib_copy(const Value& self, CallArgs) {
    auto& stream = *self.as<ZlibStream>();
    auto made = make<ZlibStream>();
    made->deflates = stream.deflates;
    made->dictionary = stream.dictionary;
    int code =
        stream.deflates ? deflateCopy(&made->z, &stream.z) : inflateCopy(&made->z, &stream.z);
    if (code != Z_OK) return Value::small(code);
    made->open = true;
    return made;
}

template <auto kSum>
Value checksum(const Value&, CallArgs args) {
    std::string_view data = bytes_of(args.values[0]);
    // Only the lowest 32 bits of the beginning count.
    Value low = object::binary(BinaryOp::And, args.values[1], Int::from_size(0xffffffff));
    auto begin = static_cast<uLong>(object::to_index(low));
    return Int::from_size(kSum(begin, zlib_bytes(data), data.size()));
}

// ---- bz2 --------------------------------------------------------------------------------------

Type bzip_type;

struct BzipStream : Object {
    bz_stream b{};
    bool compresses = false;
    bool open = false;
    BzipStream() = default;
    BzipStream(const BzipStream&) = delete;
    BzipStream& operator=(const BzipStream&) = delete;
    ~BzipStream() {
        if (open) compresses ? BZ2_bzCompressEnd(&b) : BZ2_bzDecompressEnd(&b);
    }
    static Type* class_type() { return &bzip_type; }
};

/// stream(level): a compressor, or for 0 a decompressor.
Value bzip_stream(const Value&, CallArgs args) {
    auto made = make<BzipStream>();
    int level = small_of(args.values[0]);
    made->compresses = level != 0;
    int code = made->compresses ? BZ2_bzCompressInit(&made->b, level, 0, 0)
                                : BZ2_bzDecompressInit(&made->b, 0, 0);
    if (code != BZ_OK) raise(object::memory_error_type, "");
    made->open = true;
    return made;
}

/// step(data, finish, limit), as zlib's.
Value bzip_step(const Value& self, CallArgs args) {
    auto& stream = *self.as<BzipStream>();
    std::string input(bytes_of(args.values[0]));
    bool finish = is_true(args.values[1]);
    Output output(limit_of(args.values[2]));
    stream.b.next_in = input.data();
    stream.b.avail_in = static_cast<unsigned>(input.size());
    int code = BZ_OK;
    bool more = true;
    while (more) {
        unsigned room = output.room();
        stream.b.next_out = output.at();
        stream.b.avail_out = room;
        code = !stream.compresses ? BZ2_bzDecompress(&stream.b)
                                  : BZ2_bzCompress(&stream.b, finish ? BZ_FINISH : BZ_RUN);
        output.took(room - stream.b.avail_out);
        more = code >= 0 && code != BZ_STREAM_END && !output.full() &&
               (stream.b.avail_out == 0 || code == BZ_FINISH_OK);
    }
    return output.answer(input.size() - stream.b.avail_in, code, nullptr);
}

void define_streams() {
    ProcessScope process;
    define_type<ZlibStream>(zlib_type, {.name = "Stream",
                                        .module = "_zlib",
                                        .methods = {{"step", zlib_step, "data, flush, limit, /"},
                                                    {"copy", zlib_copy, ""}}});
    define_type<BzipStream>(bzip_type,
                            {.name = "Stream",
                             .module = "_bz2",
                             .methods = {{"step", bzip_step, "data, finish, limit, /"}}});
}

void define_streams_once() {
    static std::once_flag once;
    std::call_once(once, define_streams);
}

}  // namespace

void init_zlib(Module& module) {
    define_streams_once();
    module.set("version", make_str(zlibVersion()));
    object::add_functions(
        *module.dict,
        {{"compressor", zlib_compressor, "level, method, wbits, memLevel, strategy, zdict, /"},
         {"decompressor", zlib_decompressor, "wbits, zdict, /"},
         {"crc32", checksum<crc32_z>, "data, value, /"},
         {"adler32", checksum<adler32_z>, "data, value, /"}},
        "_zlib");
}

void init_bz2(Module& module) {
    define_streams_once();
    object::add_functions(*module.dict, {{"stream", bzip_stream, "level, /"}}, "_bz2");
}

}  // namespace loopscope::python::modules
