// FileSystem: a tree of nodes, and what can be done with an open one.
#include "sim/world/files.h"

#include <algorithm>

#include "sim/world/error_number.h"

namespace loopscope::world {
namespace {

constexpr std::size_t kFileBytesMax = std::size_t{256} << 20;
constexpr std::size_t kNameMax = 255;
constexpr int kLinksMax = 40;

std::vector<std::string> parts_of(std::string_view path) {
    std::vector<std::string> parts;
    while (!path.empty()) {
        std::size_t end = std::min(path.find('/'), path.size());
        std::string_view part = path.substr(0, end);
        path.remove_prefix(std::min(end + 1, path.size()));
        if (part.empty() || part == ".") continue;
        if (part == "..") {
            if (!parts.empty()) parts.pop_back();
        } else {
            parts.emplace_back(part);
        }
    }
    return parts;
}

bool writes(int flags) { return (flags & (kOpenWriteOnly | kOpenReadWrite)) != 0; }
bool reads(int flags) { return (flags & kOpenWriteOnly) == 0; }

}  // namespace

std::string absolute_path(std::string_view directory, std::string_view path) {
    std::string whole(path.starts_with('/') ? std::string_view() : directory);
    whole += '/';
    whole += path;
    std::string result;
    for (const std::string& part : parts_of(whole)) result += "/" + part;
    return result.empty() ? "/" : result;
}

FileSystem::FileSystem(std::uint64_t seed, std::function<double()> wall)
    : random_(seed + 0x5eed), wall_(std::move(wall)) {
    root_ = std::make_shared<Node>();
    root_->kind = NodeKind::Directory;
    root_->mode = 0755;
    root_->number = 1;
    root_->changed = wall_();
    for (const char* path : {"/dev", "/home", "/home/user", "/tmp", "/etc", "/usr"})
        make_directory(path, 0755);
    auto device = [this](const char* name, NodeKind kind) {
        int error = 0;
        find("/dev", error)->entries[name] = make_node(kind, 0666);
    };
    device("null", NodeKind::Null);
    device("zero", NodeKind::Zero);
    device("random", NodeKind::Random);
    device("urandom", NodeKind::Random);
}

std::shared_ptr<Node> FileSystem::make_node(NodeKind kind, int mode) {
    auto node = std::make_shared<Node>();
    node->kind = kind;
    node->number = ++last_number_;
    node->mode = mode;
    node->changed = wall_();
    return node;
}

std::string FileSystem::target_of(std::string_view path, const Node& link) {
    return absolute_path(path.substr(0, path.rfind('/')), link.content);
}

std::shared_ptr<Node> FileSystem::find(std::string_view path, int& error, Links links) const {
    std::shared_ptr<Node> node = root_;
    error = 0;
    std::vector<std::string> parts = parts_of(path);
    std::string here;
    int followed = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string part = parts[i];
        if (node->kind != NodeKind::Directory) {
            error = kENOTDIR;
            return nullptr;
        }
        if (part.size() > kNameMax) {
            error = kENAMETOOLONG;
            return nullptr;
        }
        auto found = node->entries.find(part);
        if (found == node->entries.end()) {
            error = kENOENT;
            return nullptr;
        }
        node = found->second;
        here += "/" + part;
        if (node->kind != NodeKind::Symlink) continue;
        if (i + 1 == parts.size() && links == Links::Keep) return node;
        if (++followed > kLinksMax) {
            error = kELOOP;
            return nullptr;
        }
        std::vector<std::string> target = parts_of(target_of(here, *node));
        target.insert(target.end(), parts.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                      parts.end());
        parts = std::move(target);
        here.clear();
        node = root_;
        i = static_cast<std::size_t>(-1);
    }
    if (path.size() > 1 && path.ends_with('/') && node->kind != NodeKind::Directory) {
        error = kENOTDIR;
        return nullptr;
    }
    return node;
}

std::shared_ptr<Node> FileSystem::parent_of(std::string_view path, std::string& name,
                                            int& error) const {
    std::vector<std::string> parts = parts_of(path);
    error = 0;
    if (parts.empty()) {
        name.clear();
        return root_;
    }
    name = parts.back();
    parts.pop_back();
    std::string above;
    for (const std::string& part : parts) above += "/" + part;
    std::shared_ptr<Node> node = find(above, error);
    if (node && node->kind != NodeKind::Directory) {
        error = kENOTDIR;
        return nullptr;
    }
    if (node && name.size() > kNameMax) error = kENAMETOOLONG;
    return error == 0 ? node : nullptr;
}

std::shared_ptr<File> FileSystem::open(std::string_view path, int flags, int mode, int& error) {
    std::string name;
    std::shared_ptr<Node> parent = parent_of(path, name, error);
    if (!parent) return nullptr;
    std::shared_ptr<Node> node = name.empty() ? parent : nullptr;
    if (auto found = parent->entries.find(name); found != parent->entries.end())
        node = found->second;
    if (!node) {
        error = kENOENT;
        if ((flags & kOpenCreate) == 0) return nullptr;
        node = make_node(NodeKind::Regular, mode & ~022);
        parent->entries[name] = node;
        parent->changed = wall_();
    } else if ((flags & (kOpenCreate | kOpenExclusive)) == (kOpenCreate | kOpenExclusive)) {
        error = kEEXIST;
        return nullptr;
    }
    error = 0;
    if (node->kind == NodeKind::Symlink) {
        if (std::shared_ptr<Node> end = find(path, error)) {
            node = end;
        } else if (error == kENOENT && (flags & kOpenCreate) != 0) {
            return open(target_of(path, *node), flags, mode, error);
        } else {
            return nullptr;
        }
    }
    if (node->kind == NodeKind::Directory && writes(flags)) error = kEISDIR;
    if (node->kind != NodeKind::Directory && (flags & kOpenDirectory) != 0) error = kENOTDIR;
    if ((writes(flags) && (node->mode & 0200) == 0) || (reads(flags) && (node->mode & 0400) == 0))
        error = kEACCES;
    if (error != 0) return nullptr;
    if ((flags & kOpenTruncate) != 0 && writes(flags) && node->kind == NodeKind::Regular) {
        node->content.clear();
        node->changed = wall_();
    }
    return std::make_shared<OpenFile>(*this, node, flags);
}

int FileSystem::make_directory(std::string_view path, int mode) {
    std::string name;
    int error = 0;
    std::shared_ptr<Node> parent = parent_of(path, name, error);
    if (!parent) return error;
    if (name.empty() || parent->entries.count(name) != 0) return kEEXIST;
    parent->entries[name] = make_node(NodeKind::Directory, mode & ~022);
    parent->changed = wall_();
    return 0;
}

int FileSystem::remove_directory(std::string_view path) {
    std::string name;
    int error = 0;
    std::shared_ptr<Node> parent = parent_of(path, name, error);
    if (!parent) return error;
    auto found = parent->entries.find(name);
    if (found == parent->entries.end()) return name.empty() ? kENOTEMPTY : kENOENT;
    if (found->second->kind != NodeKind::Directory) return kENOTDIR;
    if (!found->second->entries.empty()) return kENOTEMPTY;
    parent->entries.erase(found);
    parent->changed = wall_();
    return 0;
}

int FileSystem::remove(std::string_view path) {
    std::string name;
    int error = 0;
    std::shared_ptr<Node> parent = parent_of(path, name, error);
    if (!parent) return error;
    auto found = parent->entries.find(name);
    if (found == parent->entries.end()) return name.empty() ? kEISDIR : kENOENT;
    if (found->second->kind == NodeKind::Directory) return kEISDIR;
    if (path.starts_with("/dev/")) return kEACCES;
    --found->second->links;
    parent->entries.erase(found);
    parent->changed = wall_();
    return 0;
}

int FileSystem::rename(std::string_view from, std::string_view to) {
    std::string name;
    std::string new_name;
    int error = 0;
    std::shared_ptr<Node> parent = parent_of(from, name, error);
    if (!parent) return error;
    auto found = parent->entries.find(name);
    if (found == parent->entries.end()) return kENOENT;
    std::shared_ptr<Node> node = found->second;
    std::shared_ptr<Node> new_parent = parent_of(to, new_name, error);
    if (!new_parent) return error;
    if (std::string inside = std::string(from) + "/"; to.starts_with(inside)) return kEINVAL;
    if (auto there = new_parent->entries.find(new_name); there != new_parent->entries.end()) {
        const Node& old = *there->second;
        if (there->second == node) return 0;
        if (old.kind == NodeKind::Directory) {
            if (node->kind != NodeKind::Directory) return kEISDIR;
            if (!old.entries.empty()) return kENOTEMPTY;
        } else if (node->kind == NodeKind::Directory) {
            return kENOTDIR;
        }
    }
    parent->entries.erase(name);
    new_parent->entries[new_name] = node;
    parent->changed = new_parent->changed = wall_();
    return 0;
}

int FileSystem::make_symlink(std::string_view target, std::string_view path) {
    std::string name;
    int error = 0;
    std::shared_ptr<Node> parent = parent_of(path, name, error);
    if (!parent) return error;
    if (name.empty() || parent->entries.count(name) != 0) return kEEXIST;
    std::shared_ptr<Node> node = make_node(NodeKind::Symlink, 0777);
    node->content = target;
    parent->entries[name] = std::move(node);
    parent->changed = wall_();
    return 0;
}

int FileSystem::make_hard_link(std::string_view from, std::string_view path) {
    int error = 0;
    std::shared_ptr<Node> node = find(from, error, Links::Keep);
    if (!node) return error;
    if (node->kind == NodeKind::Directory) return kEPERM;
    std::string name;
    std::shared_ptr<Node> parent = parent_of(path, name, error);
    if (!parent) return error;
    if (name.empty() || parent->entries.count(name) != 0) return kEEXIST;
    ++node->links;
    parent->entries[name] = std::move(node);
    parent->changed = wall_();
    return 0;
}

void FileSystem::put(std::string_view path, std::string content) {
    std::string above;
    for (const std::string& part : parts_of(path)) {
        if (!above.empty()) make_directory(above, 0755);
        above += "/" + part;
    }
    int error = 0;
    open(above, kOpenWriteOnly | kOpenCreate, 0644, error);
    std::shared_ptr<Node> node = find(above, error);
    if (!node || node->kind != NodeKind::Regular) return;
    node->content = std::move(content);
    node->changed = wall_();
}

void FileSystem::append(std::string_view path, std::string_view content) {
    int error = 0;
    std::shared_ptr<Node> node = find(path, error);
    if (!node) return put(path, std::string(content));
    if (node->kind != NodeKind::Regular) return;
    node->content += content;
    node->changed = wall_();
}

std::string FileSystem::random_bytes(std::size_t count) {
    std::string bytes;
    bytes.reserve(count);
    while (bytes.size() < count) {
        std::uint64_t word = random_();
        for (int i = 0; i < 8 && bytes.size() < count; ++i, word >>= 8)
            bytes += static_cast<char>(word & 0xff);
    }
    return bytes;
}

Transfer OpenFile::read(std::span<char> into) {
    if (!reads(flags_)) return {.error = kEBADF};
    switch (node_->kind) {
        case NodeKind::Directory:
            return {.error = kEISDIR};
        case NodeKind::Null:
            return {};
        case NodeKind::Zero:
            std::fill(into.begin(), into.end(), '\0');
            return {.count = into.size()};
        case NodeKind::Random: {
            std::string bytes = files_.random_bytes(into.size());
            std::copy(bytes.begin(), bytes.end(), into.begin());
            return {.count = into.size()};
        }
        case NodeKind::Regular:
        case NodeKind::Symlink:
            break;
    }
    const std::string& content = node_->content;
    if (position_ >= content.size()) return {};
    const std::size_t count = std::min(into.size(), content.size() - position_);
    std::copy_n(content.data() + position_, count, into.data());
    position_ += count;
    return {.count = count};
}

Transfer OpenFile::write(std::string_view bytes) {
    if (!writes(flags_)) return {.error = kEBADF};
    if (node_->kind != NodeKind::Regular) return {.count = bytes.size()};
    std::string& content = node_->content;
    if ((flags_ & kOpenAppend) != 0) position_ = content.size();
    if (position_ + bytes.size() > kFileBytesMax) return {.error = kENOSPC};
    if (content.size() < position_ + bytes.size()) content.resize(position_ + bytes.size());
    std::copy(bytes.begin(), bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(position_));
    position_ += bytes.size();
    node_->changed = files_.wall();
    return {.count = bytes.size()};
}

std::int64_t OpenFile::seek(std::int64_t offset, int whence) {
    if (whence < 0 || whence > 2) return -kEINVAL;
    if (node_->kind != NodeKind::Regular) return 0;
    std::int64_t base = whence == 0   ? 0
                        : whence == 1 ? static_cast<std::int64_t>(position_)
                                      : static_cast<std::int64_t>(node_->content.size());
    if (base + offset < 0) return -kEINVAL;
    position_ = static_cast<std::size_t>(base + offset);
    return base + offset;
}

int OpenFile::truncate(std::size_t size) {
    if (!writes(flags_) || node_->kind != NodeKind::Regular) return kEINVAL;
    if (size > kFileBytesMax) return kEFBIG;
    node_->content.resize(size);
    node_->changed = files_.wall();
    return 0;
}

}  // namespace loopscope::world
