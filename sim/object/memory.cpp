// Pools, allocation of objects, and what happens when a last reference goes.
#include "sim/object/memory.h"

#include <fmt/format.h>

#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

#include "sim/object/dict.h"
#include "sim/object/exception.h"
#include "sim/object/float.h"
#include "sim/object/state.h"
#include "sim/object/weakref.h"

namespace loopscope::object {

namespace {

constexpr int kFreeDepthMax = 50;
constexpr std::uint32_t kMemoryErrorsMax = 1000;

/// The run's memory is used up, bit by bit: it ends at its next step. What it does until then,
/// and while it ends, may pass the limit by a quarter. Answers whether `total` may be.
bool ends_soon(Runtime& runtime, std::size_t more, std::size_t total) {
    if (!runtime.hooks.memory_used_up || more > runtime.memory_limit_bytes / 4) return false;
    RuntimeState& state = runtime.state();
    if (!std::exchange(state.memory_used_up, true)) runtime.hooks.memory_used_up();
    return total <= runtime.memory_limit_bytes + runtime.memory_limit_bytes / 4 ||
           runtime.tearing_down();
}

/// Sees to it that `more` bytes do not pass the limit. One large request is refused by MemoryError,
/// as CPython's would be, except for the making of that very exception; what has grown bit by bit
/// ends the run, where a system would kill CPython.
void check_limit(std::size_t more) {
    Runtime& runtime = Runtime::current();
    RuntimeState& state = runtime.state();
    std::size_t total = 0;
    bool over = __builtin_add_overflow(runtime.memory_total_bytes(), more, &total) ||
                total > runtime.memory_limit_bytes;
    if (!over || state.raising_memory_error) return;
    if (ends_soon(runtime, more, total)) return;
    // With the memory full for good, a program that goes on past every error would never end.
    bool full = runtime.memory_total_bytes() > runtime.memory_limit_bytes / 2;
    if (full && ++state.memory_errors > kMemoryErrorsMax) {
        throw Stopped{Stopped::Reason::Memory,
                      fmt::format("the program has used up its memory ({} MiB) and went on past {} "
                                  "MemoryErrors",
                                  runtime.memory_limit_bytes >> 20, kMemoryErrorsMax)};
    }
    state.raising_memory_error = true;
    Ref<ExceptionObject> error = make_exception(memory_error_type);
    state.raising_memory_error = false;
    raise(std::move(error));
}

void* allocate_large(std::size_t size) {
    if (Runtime::has_current()) {
        check_limit(size);
        Runtime::current().memory_used_bytes += size;
    }
    void* memory = std::malloc(size == 0 ? 1 : size);
    LOOPSCOPE_CHECK(memory != nullptr);
    return memory;
}

}  // namespace

Pool::~Pool() {
    for (void* chunk : chunks_) std::free(chunk);
}

void* Pool::refill(std::size_t slot) {
    std::size_t size = slot << 3;
    if (size == 0) size = 8;
    if (static_cast<std::size_t>(bump_end_ - bump_) < size) {
        live_bytes_ -= size;
        check_limit(size);
        live_bytes_ += size;
        bump_ = static_cast<char*>(std::malloc(kChunk));
        LOOPSCOPE_CHECK(bump_ != nullptr);
        bump_end_ = bump_ + kChunk;
        chunks_.push_back(bump_);
    }
    void* block = bump_;
    bump_ += size;
    return block;
}

void* allocate_bytes(std::size_t size) {
    if (kUsePool && size <= Pool::kLargest) {
        RuntimeState* state = current_state();
        if (state != nullptr) [[likely]]
            return state->pool.take(size);
    }
    return allocate_large(size);
}

void free_bytes(void* memory, std::size_t size) noexcept {
    if (memory == nullptr) return;
    RuntimeState* state = current_state();
    if (kUsePool && size <= Pool::kLargest && state != nullptr) {
        state->pool.give(memory, size);
        return;
    }
    if (state != nullptr) Runtime::current().memory_used_bytes -= size;
    std::free(memory);
}

void check_allocation(std::size_t count, std::size_t item_size) {
    std::size_t bytes = 0;
    if (__builtin_mul_overflow(count, item_size, &bytes)) raise(memory_error_type);
    if (Runtime::has_current()) check_limit(bytes);
}

void MemoryShare::tell(std::size_t bytes) noexcept {
    if (Runtime::has_current()) Runtime::current().memory_used_bytes += bytes - bytes_;
    bytes_ = bytes;
}

void drop_prefix(Object* object, Type* type) noexcept {
    char* header = reinterpret_cast<char*>(object);
    if (type->dict_offset < 0) {
        Dict** word = dict_word(object);
        if (Dict* dict = std::exchange(*word, nullptr)) release(dict);
    }
    Value* slots = reinterpret_cast<Value*>(header - type->prefix_size);
    for (std::uint32_t i = 0; i < type->slots_count; ++i) slots[i] = Value();
}

void run_finalizer(Object* object) noexcept {
    object->flags |= kFinalized;
    try {
        object->type->finalize(object);
    } catch (const Raised&) {
        // Telling about the exception failed as well: there is nobody left to tell.
    } catch (Stopped& stopped) {
        Runtime::current().stop_soon(std::move(stopped));
    } catch (const std::bad_alloc&) {
        // As if it had not been defined.
    }
}

namespace {

/// Runs `__del__` once. Answers whether the object lives on. Mirrors:
/// PyObject_CallFinalizerFromDealloc.
bool finalize_survives(Object* object, Type* type) noexcept {
    if (type->finalize == nullptr || (object->flags & kFinalized) != 0) return false;
    if (Runtime::has_current() && Runtime::current().tearing_down()) return false;
    object->refs = 1;
    run_finalizer(object);
    return --object->refs > 0;
}

/// What is rare about the end of an object. Answers whether it lives on.
[[gnu::noinline]] bool survives(Object* object, Type* type) noexcept {
    if (finalize_survives(object, type)) return true;
    if ((object->flags & kHasWeakrefs) != 0) {
        object->refs = 1;
        clear_weakrefs(object);
        if (--object->refs > 0) return true;
    }
    if ((object->flags & kHasAddress) != 0 && Runtime::has_current()) {
        Runtime::current().forget_address(object);
    }
    return false;
}

inline void free_now(Object* object) noexcept {
    Type* type = object->type;
    bool finalizes = type->finalize != nullptr && (object->flags & kFinalized) == 0;
    bool known = (object->flags & (kHasWeakrefs | kHasAddress)) != 0;
    if (finalizes || known) [[unlikely]] {
        if (survives(object, type)) return;
    }
    type->dealloc(object);
}

/// Frees what had to wait until the stack was shallow again.
[[gnu::noinline]] void free_deferred(RuntimeState& state) noexcept {
    while (!state.deferred.empty()) {
        Object* next = state.deferred.back();
        state.deferred.pop_back();
        ++state.free_depth;
        free_now(next);
        --state.free_depth;
    }
}

}  // namespace

void release_last(Object* object) noexcept {
    if ((object->flags & kImmortal) != 0) [[unlikely]] {
        object->refs = 1u << 30;
        return;
    }
    if (object->type == &float_type && object->flags == 0) {
        free_small(object, sizeof(Float));  // The most frequent of all, and it holds nothing.
        return;
    }
    RuntimeState* state = current_state();
    if (state == nullptr) {
        free_now(object);
        return;
    }
    if (state->free_depth >= kFreeDepthMax) [[unlikely]] {
        state->deferred.push_back(object);
        return;
    }
    ++state->free_depth;
    free_now(object);
    --state->free_depth;
    bool waiting = state->free_depth == 0 && !state->deferred.empty();
    if (waiting) [[unlikely]]
        free_deferred(*state);
}

}  // namespace loopscope::object
