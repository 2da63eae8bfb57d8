// posix: the calls of the simulated system that os, io and subprocess are written over.
#include <algorithm>
#include <set>

#include "sim/kernel/kernel.h"
#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"
#include "sim/python/modules/system_call.h"
#include "sim/python/modules/system_error.h"
#include "sim/python/vm/interpreter.h"
#include "sim/world/commands.h"
#include "sim/world/error_number.h"
#include "sim/world/files.h"
#include "sim/world/network.h"
#include "sim/world/pipes.h"
#include "sim/world/poller.h"

namespace loopscope::python::modules {

namespace {

kernel::Kernel& current_kernel() { return kernel::Kernel::current(); }
world::Machine& machine() { return current_kernel().machine(); }
world::FileSystem& files() { return machine().files(); }

/// A path as programs give it: str, bytes or what has __fspath__; as the file system knows it.
std::string path_of(const Value& given) {
    Value path = given;
    if (!is_str(path) && !object::bytes_like(path)) {
        Value method = lookup_attr(path, "__fspath__");
        if (!method) {
            raise_format(type_error_type, "expected str, bytes or os.PathLike object, not {}",
                         type_name(path));
        }
        path = call(method);
    }
    std::string text =
        is_str(path) ? path.as<Str>()->to_string() : std::string(object::expect_bytes_like(path));
    if (text.find('\0') != std::string::npos) raise_value_error("embedded null byte");
    if (text.empty()) raise_errno(world::kENOENT, given);
    const bool directory = text.size() > 1 && text.ends_with('/');
    text = world::absolute_path(machine().current_process().directory, text);
    return directory && text != "/" ? text + "/" : text;
}

/// The path as an error names it: what __fspath__ says of it.
Value shown(const Value& given) {
    if (is_str(given) || object::bytes_like(given)) return given;
    Value method = lookup_attr(given, "__fspath__");
    return method ? call(method) : given;
}

int fd_of(const Value& v) {
    auto fd = object::to_index(v);
    return fd < 0 || fd > 1'000'000 ? -1 : static_cast<int>(fd);
}

world::File& file_of(const Value& v) {
    world::File* file = machine().descriptors().find(fd_of(v));
    if (file == nullptr) raise_errno(world::kEBADF);
    return *file;
}

Value posix_open(const Value&, CallArgs args) {
    const std::string path = path_of(args.values[0]);
    if (machine().descriptors().full()) raise_errno(world::kEMFILE, shown(args.values[0]));
    int error = 0;
    auto file = files().open(path, static_cast<int>(object::to_index(args.values[1])),
                             static_cast<int>(index_or(args.values[2], 0777)), error);
    if (!file) raise_errno(error, shown(args.values[0]));
    return Int::from(current_kernel().open_descriptor(std::move(file)));
}

Value posix_close(const Value&, CallArgs args) {
    if (!machine().descriptors().close(fd_of(args.values[0]))) raise_errno(world::kEBADF);
    return none();
}

Value posix_read(const Value&, CallArgs args) {
    const std::int64_t size = object::to_index(args.values[1]);
    if (size < 0) raise_errno(world::kEINVAL);
    const int fd = fd_of(args.values[0]);
    if (machine().descriptors().is_open(fd) && machine().descriptors().find(fd) == nullptr)
        return Bytes::make("");  // A standard stream with nothing behind it.
    std::string bytes(static_cast<std::size_t>(std::min<std::int64_t>(size, 1 << 24)), '\0');
    const world::Transfer got = read_waiting(current_kernel(), fd, bytes);
    if (got.error != 0) raise_errno(got.error);
    return Bytes::make(std::string_view(bytes).substr(0, got.count));
}

Value posix_write(const Value&, CallArgs args) {
    const std::string bytes(object::expect_bytes_like(args.values[1]));
    const int fd = fd_of(args.values[0]);
    if ((fd == 1 || fd == 2) && machine().descriptors().is_open(fd) &&
        machine().descriptors().find(fd) == nullptr) {
        auto& write = Runtime::current().hooks.write;
        if (write) write(fd == 1 ? object::Stream::Stdout : object::Stream::Stderr, bytes);
        return Int::from_size(bytes.size());
    }
    const world::Transfer put = write_waiting(current_kernel(), fd, bytes);
    if (put.error != 0) raise_errno(put.error);
    return Int::from_size(put.count);
}

world::OpenFile* regular_file(const Value& fd) {
    return dynamic_cast<world::OpenFile*>(&file_of(fd));
}

Value posix_lseek(const Value&, CallArgs args) {
    world::OpenFile* file = regular_file(args.values[0]);
    if (file == nullptr) raise_errno(world::kESPIPE);
    const std::int64_t at = file->seek(object::to_index(args.values[1]),
                                       static_cast<int>(object::to_index(args.values[2])));
    if (at < 0) raise_errno(static_cast<int>(-at));
    return Int::from(at);
}

Value posix_ftruncate(const Value&, CallArgs args) {
    world::OpenFile* file = regular_file(args.values[0]);
    const std::int64_t size = object::to_index(args.values[1]);
    if (file == nullptr || size < 0) raise_errno(world::kEINVAL);
    if (int error = file->truncate(static_cast<std::size_t>(size))) raise_errno(error);
    return none();
}

Value stat_tuple(const world::Node* node, int type_bits, bool stream) {
    const std::int64_t mode = (node != nullptr ? node->mode : 0600) | type_bits;
    Value when = Float::from(node != nullptr ? node->changed : machine().clock().wall());
    const std::size_t size = node == nullptr || stream                  ? 0
                             : node->kind == world::NodeKind::Directory ? 4096
                                                                        : node->content.size();
    return Tuple::make({Int::from(mode),
                        Int::from(static_cast<std::int64_t>(node != nullptr ? node->number : 0)),
                        Int::from(1), Int::from(node != nullptr ? node->links : 1), Int::from(1000),
                        Int::from(1000), Int::from_size(size), when, when, when});
}

Value stat_of(const world::Node& node) {
    switch (node.kind) {
        case world::NodeKind::Regular:
            return stat_tuple(&node, 0100000, false);
        case world::NodeKind::Directory:
            return stat_tuple(&node, 0040000, false);
        case world::NodeKind::Symlink:
            return stat_tuple(&node, 0120000, false);
        default:
            return stat_tuple(&node, 0020000, true);
    }
}

Value posix_stat(const Value&, CallArgs args) {
    int error = 0;
    const bool keep = args.values[1] && object::truth(args.values[1]);
    auto node = files().find(path_of(args.values[0]), error,
                             keep ? world::Links::Keep : world::Links::Follow);
    if (!node && machine().network().path_exists(path_of(args.values[0])))
        return stat_tuple(nullptr, 0140000, true);
    if (!node) raise_errno(error, shown(args.values[0]));
    return stat_of(*node);
}

/// os.symlink keeps its target as it is written; os.link finds the file.
Value posix_symlink(const Value&, CallArgs args) {
    const Value target = shown(args.values[0]);
    const std::string text = is_str(target) ? target.as<Str>()->to_string()
                                            : std::string(object::expect_bytes_like(target));
    if (int error = files().make_symlink(text, path_of(args.values[1])))
        raise_errno(error, target, shown(args.values[1]));
    return none();
}
Value posix_link(const Value&, CallArgs args) {
    if (int error = files().make_hard_link(path_of(args.values[0]), path_of(args.values[1])))
        raise_errno(error, shown(args.values[0]), shown(args.values[1]));
    return none();
}
Value posix_readlink(const Value&, CallArgs args) {
    int error = 0;
    auto node = files().find(path_of(args.values[0]), error, world::Links::Keep);
    if (node && node->kind != world::NodeKind::Symlink) error = world::kEINVAL;
    if (error != 0) raise_errno(error, shown(args.values[0]));
    return make_str(node->content);
}

Value posix_fstat(const Value&, CallArgs args) {
    const int fd = fd_of(args.values[0]);
    if (!machine().descriptors().is_open(fd)) raise_errno(world::kEBADF);
    world::File* file = machine().descriptors().find(fd);
    if (auto* open = dynamic_cast<world::OpenFile*>(file)) return stat_of(open->node());
    if (file == nullptr) return stat_tuple(nullptr, fd == 0 ? 0020000 : 0010000, true);
    return stat_tuple(nullptr, world::is_pipe(*file) ? 0010000 : 0140000, true);
}

Value posix_listdir(const Value&, CallArgs args) {
    int error = 0;
    auto node = files().find(path_of(args.values[0]), error);
    if (node && node->kind != world::NodeKind::Directory) error = world::kENOTDIR;
    if (error != 0) raise_errno(error, shown(args.values[0]));
    std::set<std::string> names;
    for (const auto& [name, entry] : node->entries) names.insert(name);
    const std::string folder =
        world::absolute_path(machine().current_process().directory, path_of(args.values[0]));
    for (std::string& name : machine().network().paths_in(folder)) names.insert(std::move(name));
    Ref<List> list = List::make();
    for (const std::string& name : names) list->append(make_str(name));
    return list;
}

void check(int error, const Value& path) {
    if (error != 0) raise_errno(error, shown(path));
}

Value posix_mkdir(const Value&, CallArgs args) {
    check(files().make_directory(path_of(args.values[0]),
                                 static_cast<int>(index_or(args.values[1], 0777))),
          args.values[0]);
    return none();
}
Value posix_rmdir(const Value&, CallArgs args) {
    check(files().remove_directory(path_of(args.values[0])), args.values[0]);
    return none();
}
Value posix_unlink(const Value&, CallArgs args) {
    const std::string path = path_of(args.values[0]);
    // A unix socket's file is the network's.
    if (!machine().network().unlink_path(path)) check(files().remove(path), args.values[0]);
    return none();
}
Value posix_rename(const Value&, CallArgs args) {
    if (int error = files().rename(path_of(args.values[0]), path_of(args.values[1])))
        raise_errno(error, shown(args.values[0]), shown(args.values[1]));
    return none();
}
Value posix_chmod(const Value&, CallArgs args) {
    int error = 0;
    auto node = files().find(path_of(args.values[0]), error);
    check(error, args.values[0]);
    node->mode = static_cast<int>(object::to_index(args.values[1])) & 07777;
    return none();
}
Value posix_utime(const Value&, CallArgs args) {
    int error = 0;
    auto node = files().find(path_of(args.values[0]), error);
    check(error, args.values[0]);
    node->changed = absent(args.values[1])
                        ? machine().clock().wall()
                        : object::to_double(getitem(args.values[1], Int::from(1)));
    return none();
}

Value posix_getcwd(const Value&, CallArgs) {
    return make_str(machine().current_process().directory);
}
Value posix_chdir(const Value&, CallArgs args) {
    int error = 0;
    const std::string path = path_of(args.values[0]);
    auto node = files().find(path, error);
    if (node && node->kind != world::NodeKind::Directory) error = world::kENOTDIR;
    check(error, args.values[0]);
    machine().current_process().directory = world::absolute_path("/", path);
    return none();
}

Value posix_pipe(const Value&, CallArgs) {
    auto [reader, writer] = world::make_pipe();
    const int first = current_kernel().open_descriptor(std::move(reader));
    const int second = machine().descriptors().open(std::move(writer));
    if (second == world::Descriptors::kNone) {
        machine().descriptors().close(first);
        raise_errno(world::kEMFILE);
    }
    return Tuple::make({Int::from(first), Int::from(second)});
}
/// A second descriptor of the terminal, which has no file behind its first one.
class TerminalCopy final : public world::File {
  public:
    explicit TerminalCopy(object::Stream stream) : stream_(stream) {}
    std::uint8_t readiness() const override { return world::kReadable | world::kWritable; }
    world::Transfer read(std::span<char>) override { return {}; }
    world::Transfer write(std::string_view bytes) override {
        if (const auto& write = Runtime::current().hooks.write) write(stream_, bytes);
        return {.count = bytes.size()};
    }

  private:
    object::Stream stream_;
};

/// What a second descriptor for `v` stands for.
std::shared_ptr<world::File> shared_file(const Value& v) {
    const int fd = fd_of(v);
    if (!machine().descriptors().is_open(fd)) raise_errno(world::kEBADF);
    if (auto file = machine().descriptors().share(fd)) return file;
    return std::make_shared<TerminalCopy>(fd == 2 ? object::Stream::Stderr
                                                  : object::Stream::Stdout);
}

Value posix_dup(const Value&, CallArgs args) {
    return Int::from(current_kernel().open_descriptor(shared_file(args.values[0])));
}
Value posix_dup2(const Value&, CallArgs args) {
    auto file = shared_file(args.values[0]);
    const int to = fd_of(args.values[1]);
    if (to < 0) raise_errno(world::kEBADF);
    if (to != fd_of(args.values[0])) machine().descriptors().assign(to, std::move(file));
    return Int::from(to);
}
Value posix_descriptor_limit(const Value&, CallArgs) {
    const world::DescriptorLimit& limit = machine().descriptors().limit;
    return Tuple::make({Int::from(limit.soft), Int::from(limit.hard)});
}
Value posix_set_descriptor_limit(const Value&, CallArgs args) {
    machine().descriptors().limit = {.soft = object::to_index(args.values[0]),
                                     .hard = object::to_index(args.values[1])};
    return none();
}
Value posix_isatty(const Value&, CallArgs args) {
    (void)args;
    return object::false_value();
}
Value posix_is_open(const Value&, CallArgs args) {
    return make_bool(machine().descriptors().is_open(fd_of(args.values[0])));
}
Value posix_get_blocking(const Value&, CallArgs args) {
    world::File* file = machine().descriptors().find(fd_of(args.values[0]));
    return make_bool(file == nullptr || !file->nonblocking);
}
Value posix_set_blocking(const Value&, CallArgs args) {
    if (!machine().descriptors().is_open(fd_of(args.values[0]))) raise_errno(world::kEBADF);
    if (world::File* file = machine().descriptors().find(fd_of(args.values[0])))
        file->nonblocking = !truth(args.values[1]);
    return none();
}
Value posix_is_pipe(const Value&, CallArgs args) {
    return make_bool(world::is_pipe(file_of(args.values[0])));
}

Value posix_environment(const Value&, CallArgs) {
    Ref<Dict> result = Dict::make();
    for (const auto& [name, value] : current_kernel().process().environment)
        result->set(make_str(name), make_str(value));
    return result;
}

/// Where modules are looked for: the program's own folder as "", then what it added to sys.path.
std::vector<std::string> source_folders() {
    std::vector<std::string> folders{""};
    Value path = lookup_attr(vm::Interpreter::current().import_module("sys"), "path");
    if (path && is_list(path)) {
        for (const Value& folder : path.as<List>()->items()) {
            if (is_str(folder) && !folder.as<Str>()->view().empty()) {
                folders.push_back(str_string(folder) + "/");
            }
        }
    }
    return folders;
}

/// find_source(name): (file name, text, is a package) of a module of the program's own, or None.
Value posix_find_source(const Value&, CallArgs args) {
    std::string path = str_string(args.values[0]);
    std::replace(path.begin(), path.end(), '.', '/');
    for (const std::string& folder : source_folders()) {
        for (const auto& [ending, package] :
             {std::pair{"/__init__.py", true}, std::pair{".py", false}}) {
            int error = 0;
            const std::string name = folder + path + ending;
            const std::string whole =
                world::absolute_path(machine().current_process().directory, name);
            auto node = files().find(whole, error);
            if (node && node->kind == world::NodeKind::Regular)
                return Tuple::make({make_str(name), make_str(node->content), make_bool(package)});
        }
    }
    return none();
}

Value posix_getpid(const Value&, CallArgs) {
    const int worker = current_kernel().thread().process_id;
    return Int::from(worker != 0 ? worker : current_kernel().process().pid);
}
Value posix_getppid(const Value&, CallArgs) { return Int::from(current_kernel().process().parent); }
/// spawn(arguments, environment, directory, descriptors): the pid of a new process, whose
/// descriptors 0, 1, … are those of ours in the list; -1: none.
Value posix_spawn(const Value&, CallArgs args) {
    kernel::Kernel& kernel = current_kernel();
    world::ProcessSpec spec;
    for_each(args.values[0], [&](const Value& v) { spec.arguments.push_back(str_string(v)); });
    const std::string& program = spec.arguments.at(0);
    if (!world::knows_command(program)) {
        int error = 0;
        auto node = files().find(world::absolute_path(kernel.process().directory, program), error);
        const bool is_path = program.find('/') != std::string::npos;
        raise_errno(is_path && node ? world::kEACCES : world::kENOENT, args.values[4]);
    }
    for_each(call_method(args.values[1], "items"), [&](const Value& pair) {
        spec.environment[str_string(getitem(pair, Int::from(0)))] =
            str_string(getitem(pair, Int::from(1)));
    });
    spec.directory = kernel.process().directory;
    if (!is_none(args.values[2])) {
        int error = 0;
        const std::string path = path_of(args.values[2]);
        auto node = files().find(path, error);
        if (node && node->kind != world::NodeKind::Directory) error = world::kENOTDIR;
        if (error != 0) raise_errno(error, shown(args.values[2]));
        spec.directory = world::absolute_path("/", path);
    }
    world::Fd place = 0;
    for_each(args.values[3], [&](const Value& v) {
        const int fd = fd_of(v);
        if (fd >= 0 && machine().descriptors().is_open(fd))
            spec.files.emplace_back(place, machine().descriptors().share(fd));
        ++place;
    });
    spec.line = kernel.line();
    if (!machine().can_start_thread()) raise_errno(world::kEAGAIN);
    return Int::from(machine().spawn(std::move(spec)).pid);
}

Value waited(world::Process& child) {
    Value answer = Tuple::make({Int::from(child.pid), Int::from(child.ended->wait_status())});
    machine().processes().reap(child.pid);
    return answer;
}

Value posix_waitpid(const Value&, CallArgs args) {
    constexpr std::int64_t kNoHang = 1;
    kernel::Kernel& kernel = current_kernel();
    const std::int64_t wanted = object::to_index(args.values[0]);
    for (;;) {
        bool any = false;
        for (const auto& [pid, child] : machine().processes().all()) {
            if (child->parent != kernel.process().pid || (wanted > 0 && pid != wanted)) continue;
            any = true;
            if (child->ended) return waited(*child);
        }
        if (!any) raise_errno(world::kECHILD);
        if ((object::to_index(args.values[1]) & kNoHang) != 0) {
            return Tuple::make({Value::small(0), Value::small(0)});
        }
        kernel.process().waiters.push_back(machine().current_thread());
        kernel.block({.on = "waitpid", .detail = fmt::format("process {}", wanted)});
    }
}

/// poll([(fd, mask)], seconds or None): the descriptors that are ready, once one is.
Value posix_poll(const Value&, CallArgs args) {
    kernel::Kernel& kernel = current_kernel();
    const double deadline = is_none(args.values[1])
                                ? world::kNever
                                : machine().now() + object::to_double(args.values[1]);
    world::Poller poller(machine().descriptors());
    for_each(args.values[0], [&](const Value& pair) {
        const auto mask = static_cast<std::uint8_t>(object::to_index(getitem(pair, Int::from(1))));
        if (int error = poller.set(fd_of(getitem(pair, Int::from(0))), mask)) raise_errno(error);
    });
    std::vector<world::Poller::Ready> ready;
    for (;;) {
        machine().let_children_run();
        poller.collect(ready);
        if (!ready.empty() || machine().now() >= deadline) break;
        kernel.check_wake(world::wait_ready(machine(), poller, world::kReadable, deadline, "poll"));
        kernel.run_signals();
    }
    Ref<List> answer = List::make();
    for (const auto& event : ready) answer->append(Int::from(event.fd));
    return answer;
}

/// wait_end(pid, seconds): whether that child has ended by then. It stays to be waited for.
Value posix_wait_end(const Value&, CallArgs args) {
    kernel::Kernel& kernel = current_kernel();
    const double deadline = machine().now() + std::max(0.0, object::to_double(args.values[1]));
    for (;;) {
        world::Process* child =
            machine().processes().find(static_cast<int>(object::to_index(args.values[0])));
        if (child == nullptr || child->ended) return object::true_value();
        machine().let_children_run();
        if (child->ended) continue;
        if (machine().now() >= deadline) return object::false_value();
        kernel.process().waiters.push_back(machine().current_thread());
        kernel.block({.deadline = deadline, .on = "waitpid"});
    }
}

Value posix_urandom(const Value&, CallArgs args) {
    const std::int64_t size = object::to_index(args.values[0]);
    if (size < 0) raise_value_error("negative argument not allowed");
    return Bytes::make(files().random_bytes(static_cast<std::size_t>(size)));
}
Value posix_strerror(const Value&, CallArgs args) {
    return make_str(error_text(static_cast<int>(object::to_index(args.values[0]))));
}
Value posix_exit(const Value&, CallArgs args) {
    throw object::Stopped{object::Stopped::Reason::Exited, "",
                          static_cast<int>(object::to_index(args.values[0]) & 0xff)};
}

}  // namespace

world::Transfer read_waiting(kernel::Kernel& kernel, int fd, std::span<char> into) {
    for (;;) {
        world::File* file = kernel.machine().descriptors().find(fd);
        if (file == nullptr) return {.error = world::kEBADF};
        const world::Transfer got = file->read(into);
        if (got.error != world::kEAGAIN || file->nonblocking) return got;
        kernel.check_wake(
            world::wait_ready(kernel.machine(), *file, world::kReadable, world::kNever, "read"));
        kernel.run_signals();
    }
}

world::Transfer write_waiting(kernel::Kernel& kernel, int fd, std::string_view bytes) {
    std::size_t done = 0;
    for (;;) {
        world::File* file = kernel.machine().descriptors().find(fd);
        if (file == nullptr) return {.error = world::kEBADF};
        const world::Transfer put = file->write(bytes.substr(done));
        done += put.count;
        if (put.error != 0 && put.error != world::kEAGAIN) return put;
        if (done == bytes.size()) return {.count = done};
        if (file->nonblocking)
            return done > 0 ? world::Transfer{.count = done} : world::Transfer{.error = put.error};
        kernel.check_wake(
            world::wait_ready(kernel.machine(), *file, world::kWritable, world::kNever, "write"));
        kernel.run_signals();
    }
}

void init_posix(Module& module) {
    object::add_functions(
        *module.dict,
        {{"open", posix_open, "path, flags, mode=, *, dir_fd="},
         {"close", posix_close, "fd"},
         {"read", posix_read, "fd, length, /"},
         {"write", posix_write, "fd, data, /"},
         {"lseek", posix_lseek, "fd, position, how, /"},
         {"ftruncate", posix_ftruncate, "fd, length, /"},
         {"stat_fields", posix_stat, "path, keep_link="},
         {"symlink", posix_symlink, "src, dst"},
         {"link", posix_link, "src, dst"},
         {"readlink", posix_readlink, "path"},
         {"fstat_fields", posix_fstat, "fd"},
         {"list_names", posix_listdir, "path"},
         {"mkdir", posix_mkdir, "path, mode=, *, dir_fd="},
         {"rmdir", posix_rmdir, "path, *, dir_fd="},
         {"unlink", posix_unlink, "path, *, dir_fd="},
         {"remove", posix_unlink, "path, *, dir_fd="},
         {"rename", posix_rename, "src, dst, *, src_dir_fd=, dst_dir_fd="},
         {"replace", posix_rename, "src, dst, *, src_dir_fd=, dst_dir_fd="},
         {"chmod", posix_chmod, "path, mode, *, dir_fd=, follow_symlinks="},
         {"utime", posix_utime, "path, times="},
         {"getcwd", posix_getcwd, ""},
         {"chdir", posix_chdir, "path"},
         {"pipe", posix_pipe, ""},
         {"dup", posix_dup, "fd, /"},
         {"dup2", posix_dup2, "fd, fd2, inheritable="},
         {"descriptor_limit", posix_descriptor_limit, ""},
         {"set_descriptor_limit", posix_set_descriptor_limit, "soft, hard, /"},
         {"isatty", posix_isatty, "fd, /"},
         {"is_open", posix_is_open, "fd, /"},
         {"is_pipe", posix_is_pipe, "fd, /"},
         {"get_blocking", posix_get_blocking, "fd, /"},
         {"set_blocking", posix_set_blocking, "fd, blocking, /"},
         {"environment", posix_environment, ""},
         {"spawn", posix_spawn, "arguments, environment, directory, descriptors, name"},
         {"waitpid", posix_waitpid, "pid, options, /"},
         {"wait_end", posix_wait_end, "pid, seconds"},
         {"poll", posix_poll, "descriptors, seconds"},
         {"find_source", posix_find_source, "name, /"},
         {"getpid", posix_getpid, ""},
         {"getppid", posix_getppid, ""},
         {"urandom", posix_urandom, "size, /"},
         {"strerror", posix_strerror, "code, /"},
         {"_exit", posix_exit, "status"}},
        "posix");
}

}  // namespace loopscope::python::modules
