// FileSystem: the files of the simulated machine, in memory. Nothing of the host is ever read.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "sim/world/descriptors.h"

namespace loopscope::world {

/// What open() may be asked for: the bits of Linux.
inline constexpr int kOpenWriteOnly = 01;
inline constexpr int kOpenReadWrite = 02;
inline constexpr int kOpenCreate = 0100;
inline constexpr int kOpenExclusive = 0200;
inline constexpr int kOpenTruncate = 01000;
inline constexpr int kOpenAppend = 02000;
inline constexpr int kOpenNonblock = 04000;
inline constexpr int kOpenDirectory = 0200000;

enum class NodeKind : std::uint8_t { Regular, Directory, Null, Zero, Random, Symlink };

/// Whether a symbolic link at the end of a path stands for what it points to.
enum class Links : std::uint8_t { Follow, Keep };

/// A file, directory or device: what names and open files refer to.
struct Node {
    NodeKind kind = NodeKind::Regular;
    std::uint64_t number = 0;  ///< st_ino
    int mode = 0644;           ///< Permission bits.
    int links = 1;
    double changed = 0.0;                                  ///< st_mtime, seconds since the epoch.
    std::string content;                                   ///< Of a symbolic link: where it points.
    std::map<std::string, std::shared_ptr<Node>> entries;  ///< Of a directory, without . and ..
};

/// A tree of files: a home directory with the program and what the scenario gives, /tmp, and a few
/// devices. Paths are absolute. FIDELITY: `.` and `..` are taken out as text, also behind a link.
///
/// Errors are answered as ErrorNumbers, 0 meaning none.
class FileSystem {
  public:
    /// `seed`: of what /dev/urandom gives. `wall`: seconds since the epoch, now.
    FileSystem(std::uint64_t seed, std::function<double()> wall);

    /// The node at `path`, or null and why not.
    std::shared_ptr<Node> find(std::string_view path, int& error,
                               Links links = Links::Follow) const;
    /// CPython: os.open. Null and why not. `mode`: permission bits of a new file.
    std::shared_ptr<File> open(std::string_view path, int flags, int mode, int& error);
    int make_directory(std::string_view path, int mode);
    int remove_directory(std::string_view path);
    int remove(std::string_view path);
    int rename(std::string_view from, std::string_view to);
    /// A symbolic link at `path` that points to `target`, whatever is there.
    int make_symlink(std::string_view target, std::string_view path);
    /// One more name for the file at `from`.
    int make_hard_link(std::string_view from, std::string_view path);

    /// Puts a file where the scenario wants it, with the directories above it.
    void put(std::string_view path, std::string content);
    /// Adds to its end; makes it if need be.
    void append(std::string_view path, std::string_view content);

    /// Bytes of the seeded generator behind /dev/urandom.
    std::string random_bytes(std::size_t count);
    double wall() const { return wall_(); }

  private:
    std::shared_ptr<Node> make_node(NodeKind kind, int mode);
    /// Where the link at `path` points, seen from there.
    static std::string target_of(std::string_view path, const Node& link);
    /// The directory above `path`, and the last name.
    std::shared_ptr<Node> parent_of(std::string_view path, std::string& name, int& error) const;

    std::shared_ptr<Node> root_;
    std::uint64_t last_number_ = 1;
    std::mt19937_64 random_;
    std::function<double()> wall_;
};

/// An open regular file or device. CPython: what FileIO holds.
class OpenFile final : public File {
  public:
    OpenFile(FileSystem& files, std::shared_ptr<Node> node, int flags)
        : files_(files), node_(std::move(node)), flags_(flags) {}

    std::uint8_t readiness() const override { return kReadable | kWritable; }
    Transfer read(std::span<char> into) override;
    Transfer write(std::string_view bytes) override;
    /// SEEK_SET, SEEK_CUR, SEEK_END; the new position, or an error below 0.
    std::int64_t seek(std::int64_t offset, int whence);
    int truncate(std::size_t size);
    Node& node() const { return *node_; }

  private:
    FileSystem& files_;
    std::shared_ptr<Node> node_;
    int flags_;
    std::size_t position_ = 0;
};

/// `path` seen from `directory`: absolute, without `.`, `..` and doubled slashes.
std::string absolute_path(std::string_view directory, std::string_view path);

}  // namespace loopscope::world
