// Memory of guest objects: size-class pools per run, counted against the run's limit.
#pragma once

#include <cstddef>
#include <cstdint>

namespace loopscope::object {

struct Object;
struct Type;

/// Memory for an object's data (a list's items, a dict's table). Small sizes come from the current
/// Runtime's pool, large ones from malloc.
///
/// Errors: throws Raised(MemoryError) when the run's limit would be passed.
void* allocate_bytes(std::size_t size);
/// Gives back what allocate_bytes(size) answered, under the same Runtime.
void free_bytes(void* memory, std::size_t size) noexcept;
/// Throws Raised(MemoryError) unless `count` items of `item_size` bytes could be allocated now.
void check_allocation(std::size_t count, std::size_t item_size);

/// Bytes that an object holds outside of the pools, as buffers do: told to the run's memory budget.
class MemoryShare {
  public:
    MemoryShare() = default;
    ~MemoryShare() { tell(0); }
    MemoryShare(const MemoryShare&) = delete;
    MemoryShare& operator=(const MemoryShare&) = delete;
    /// From now on there are so many. Errors: as allocate_bytes.
    void set(std::size_t bytes) {
        if (bytes > bytes_) check_allocation(bytes - bytes_, 1);
        tell(bytes);
    }

  private:
    void tell(std::size_t bytes) noexcept;

    std::size_t bytes_ = 0;
};

/// Drops the prefix words (dict and slots) of an object that is being freed.
void drop_prefix(Object* object, Type* type) noexcept;
/// Calls the type's finalize slot, once and for all. Nothing that it throws comes out: a Stopped
/// ends the run at its next step.
void run_finalizer(Object* object) noexcept;

}  // namespace loopscope::object
