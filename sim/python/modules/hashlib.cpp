// _hashes: message digests as Python objects, for hashlib.
#include <mutex>

#include "sim/python/modules/hashes.h"
#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

namespace {

Type hash_type;

struct HashObject : Object {
    std::string name;
    std::unique_ptr<Digest> digest;
    static Type* class_type() { return &hash_type; }
};

std::string_view bytes_to_hash(const Value& v) {
    if (is_str(v)) raise_type_error("Strings must be encoded before hashing");
    auto bytes = object::bytes_like(v);
    if (!bytes) raise_type_error("object supporting the buffer API required");
    return *bytes;
}

Value hashes_new(const Value&, CallArgs args) {
    std::string name = str_string(args.values[0]);
    std::unique_ptr<Digest> digest = Digest::make(name);
    if (!digest) raise_format(value_error_type, "unsupported hash type {}", name);
    if (args.values[1]) digest->update(bytes_to_hash(args.values[1]));
    auto hash = make<HashObject>();
    hash->name = name;
    hash->digest = std::move(digest);
    return hash;
}

Value hash_update(const Value& self, CallArgs args) {
    self.as<HashObject>()->digest->update(bytes_to_hash(args.values[0]));
    return none();
}

Value hash_digest(const Value& self, CallArgs) {
    return Bytes::make(self.as<HashObject>()->digest->finish());
}

Value hash_hexdigest(const Value& self, CallArgs) {
    std::string text;
    for (unsigned char byte : self.as<HashObject>()->digest->finish()) {
        text += fmt::format("{:02x}", byte);
    }
    return make_str(text);
}

Value hash_copy(const Value& self, CallArgs) {
    auto copy = make<HashObject>();
    copy->name = self.as<HashObject>()->name;
    copy->digest = self.as<HashObject>()->digest->copy();
    return copy;
}

Value hash_name(const Value& self) { return make_str(self.as<HashObject>()->name); }
Value hash_digest_size(const Value& self) {
    return Int::from_size(self.as<HashObject>()->digest->digest_size());
}
Value hash_block_size(const Value& self) {
    return Int::from_size(self.as<HashObject>()->digest->block_size());
}

Value hash_repr(const Value& self) {
    return make_str(fmt::format("<{} _hashlib.HASH object @ 0x{:x}>", self.as<HashObject>()->name,
                                object::identity_of(self)));
}

}  // namespace

void init_hashlib(Module& module) {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        hash_type.repr = hash_repr;
        define_type<HashObject>(hash_type, {.name = "HASH",
                                            .module = "_hashlib",
                                            .methods = {{"update", hash_update, "obj, /"},
                                                        {"digest", hash_digest, ""},
                                                        {"hexdigest", hash_hexdigest, ""},
                                                        {"copy", hash_copy, ""}},
                                            .getsets = {{"name", hash_name},
                                                        {"digest_size", hash_digest_size},
                                                        {"block_size", hash_block_size}}});
    });
    module.set("HASH", type_value(&hash_type));
    object::add_functions(*module.dict, {{"new", hashes_new, "name, data=, /"}}, "_hashes");
}

}  // namespace loopscope::python::modules
