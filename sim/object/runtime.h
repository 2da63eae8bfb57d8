// Runtime: everything about one run that the object model needs and a type does not hold.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/object/error.h"
#include "sim/object/type.h"

namespace loopscope::object {

struct ExceptionObject;
struct RuntimeState;

enum class Stream : std::uint8_t { Stdout, Stderr };

/// Where the program is: what a warning, a handle's origin or a trace event names.
struct SourcePlace {
    std::string_view file;         ///< As in `co_filename`; empty: not in guest code.
    std::string_view function;     ///< `co_qualname`.
    int line = 0;                  ///< 1-based; 0: unknown.
    std::string_view module = {};  ///< `__name__` of the frame's globals; empty: unknown.
};

/// What the layers above provide to the object model. Set by them; the defaults do nothing.
struct RuntimeHooks {
    /// The innermost guest frame that runs now.
    std::function<SourcePlace()> where;
    /// Text for the program's own stdout or stderr.
    std::function<void(Stream, std::string_view)> write;
    /// warnings.warn with a category such as &runtime_warning_type.
    std::function<void(Type& category, std::string_view message, const SourcePlace&)> warn;
    /// sys.unraisablehook: an exception where nobody can catch it, with "Exception ignored in: …".
    std::function<void(ExceptionObject&, std::string_view context, const Value& object)> unraisable;
    /// A budget ran out in a finalizer, which nothing may leave: stop the run at its next step.
    std::function<void(Stopped)> stop_soon;
    /// C++ code has done as much as so many steps of guest code. May throw Stopped.
    std::function<void(std::int64_t steps)> worked;
    /// The objects of the run have come to hold memory_limit_bytes. It makes the
    /// run end at its next step. Unset: MemoryError, as for one large request.
    std::function<void()> memory_used_up;
};

/// The state of one run. One Runtime is current on a thread at a time (the simulator's fibers all
/// run on the thread that resumes them); Runtime::Scope makes it so. Making two runs one after the
/// other gives the same results: nothing that a program can see outlives its Runtime.
class Runtime {
  public:
    Runtime();
    ~Runtime();  ///< Frees every object of the run, cycles included, without calling guest code.
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    static Runtime& current();
    static bool has_current();

    class Scope {
      public:
        explicit Scope(Runtime& runtime);
        ~Scope();
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

      private:
        Runtime* previous_;
    };

    RuntimeHooks hooks;

    /// The address that id(), repr() and "at 0x…" show: the n-th object asked about gets the n-th
    /// one, so that output is the same on every machine.
    std::uint64_t address_of(Object* object);
    void forget_address(Object* object);

    // Containers of the run, see gc.h.
    /// gc.collect(generation): frees unreachable cycles of that generation and those below, calling
    /// finalizers as CPython does. Returns how many objects were unreachable.
    std::size_t collect_cycles(std::size_t generation = 2);
    /// Collects the oldest generation that is due. Call it where guest code may run, when
    /// Heap::collection_due(): between bytecodes, between callbacks.
    /// CPython: gc_collect_generations
    void collect_due();

    // Budgets.
    std::size_t memory_limit_bytes = std::size_t{1} << 30;  ///< The run ends beyond it.
    std::size_t memory_used_bytes = 0;  ///< In large blocks; small ones: see memory_total_bytes.
    /// All memory that objects of this run hold now.
    std::size_t memory_total_bytes() const;
    int recursion_limit = 1000;  ///< sys.getrecursionlimit().
    int recursion_depth = 0;

    /// What belongs to a stack rather than to a run: each simulated thread has one of its own.
    struct StackState {
        int recursion_depth = 0;
        int free_depth = 0;
        std::vector<Object*> in_repr;
    };
    /// Exchanges the state of the present stack with `other`. For whoever switches threads.
    void exchange_stack(StackState& other);

    /// State of the layers above (interpreter, kernel), by a key of their own. Owned; destroyed in
    /// reverse order of creation, before the objects.
    struct Extension {
        virtual ~Extension() = default;
    };
    template <typename T>
    T* find() const {
        return static_cast<T*>(find_extension(&T::kRuntimeKey));
    }
    template <typename T>
    T& add(std::unique_ptr<T> extension) {
        T& result = *extension;
        add_extension(&T::kRuntimeKey, std::move(extension));
        return result;
    }

    /// The run is being torn down, or a Stopped is unwinding it: no guest code may run any more.
    bool tearing_down() const { return tearing_down_; }
    /// From now on no finalizer and no weak reference's callback runs.
    void end_guest_code() { tearing_down_ = true; }
    /// For a Stopped that was thrown where nothing may be thrown.
    void stop_soon(Stopped stopped) noexcept;

    /// Counts one turn of a loop of C++ code that may never end, such as one over an iterator.
    void count_turn() {
        if ((++turns_ & (kTurnsAtOnce - 1)) == 0) [[unlikely]]
            report_turns();
    }

    /// Counts C++ work as so many steps of guest code. May throw Stopped.
    void count_work(std::int64_t steps) {
        if (hooks.worked) hooks.worked(steps);
    }
    /// The same for the copying of so many bytes, where they are many.
    void count_bytes(std::size_t bytes) {
        if (bytes >= kManyBytes) [[unlikely]]
            count_work(static_cast<std::int64_t>(bytes / kBytesPerStep));
    }

    /// The object model's own tables (pool, interned names, weak references, caches).
    RuntimeState& state() { return *state_; }

  private:
    Extension* find_extension(const void* key) const;
    void add_extension(const void* key, std::unique_ptr<Extension> extension);
    void free_everything();
    void report_turns();

    static constexpr std::uint32_t kTurnsAtOnce = 1024;
    static constexpr std::uint32_t kStepsPerTurn = 3;  // A turn calls something.
    static constexpr std::size_t kManyBytes = 4096, kBytesPerStep = 16;
    std::uint32_t turns_ = 0;
    bool tearing_down_ = false;
    std::unique_ptr<RuntimeState> state_;
    std::vector<std::pair<const void*, std::unique_ptr<Extension>>> extensions_;
};

/// `__name__` of the module whose code runs now, for classes made by type(); "builtins" if none.
std::string_view current_module_name();

/// id(v): the object's address, or a number of its own for every small int.
std::uint64_t identity_of(const Value& v);

/// What RecursionErrors of calls from C code add to their message in CPython.
inline constexpr const char* kWhileCalling = " while calling a Python object";

/// Counts one level of nested guest operations (a call, a repr inside a repr). Throws
/// Raised(RecursionError) with "maximum recursion depth exceeded" + `where`.
class RecursionGuard {
  public:
    explicit RecursionGuard(const char* where);
    ~RecursionGuard() { --runtime_.recursion_depth; }
    RecursionGuard(const RecursionGuard&) = delete;
    RecursionGuard& operator=(const RecursionGuard&) = delete;

  private:
    Runtime& runtime_;
};

/// Throws Raised(RecursionError) when little is left of the host's stack. For every door through
/// which C++ code can come back to itself without passing a RecursionGuard.
void check_stack();
/// The same as a question.
bool stack_is_low();

/// While it lives no Runtime is current: objects made belong to the process, not to a run. For
/// builtin types and what hangs on them, see native.h.
class ProcessScope {
  public:
    ProcessScope();
    ~ProcessScope();
    ProcessScope(const ProcessScope&) = delete;
    ProcessScope& operator=(const ProcessScope&) = delete;

  private:
    Runtime* previous_;
};

}  // namespace loopscope::object
