// Message digests: MD5, SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace loopscope::python::modules {

/// A digest under way.
class Digest {
  public:
    virtual ~Digest() = default;
    /// The digest named like hashlib's ("sha256"), or null.
    static std::unique_ptr<Digest> make(std::string_view name);

    virtual std::unique_ptr<Digest> copy() const = 0;
    virtual void update(std::string_view bytes) = 0;
    /// The digest of all bytes so far; update() may go on.
    virtual std::string finish() const = 0;
    virtual std::size_t digest_size() const = 0;  ///< Bytes.
    virtual std::size_t block_size() const = 0;   ///< Bytes.
};

}  // namespace loopscope::python::modules
