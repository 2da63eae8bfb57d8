// make<T>: how objects come into being, and dealloc_as<T>: how they go.
#pragma once

#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#include "sim/object/heap.h"
#include "sim/object/runtime.h"
#include "sim/object/type.h"

namespace loopscope::object {

/// Memory for an object of `type` whose part from the header on takes `size` bytes, its prefix
/// words zeroed. Answers where the header goes.
inline void* allocate_object(Type* type, std::size_t size) {
    std::size_t prefix = type->prefix_size;
    if (prefix == 0) [[likely]]
        return allocate_small(size);
    char* memory = static_cast<char*>(allocate_small(prefix + size));
    std::memset(memory, 0, prefix);
    return memory + prefix;
}
/// Enters a constructed object into the run: sets its type, counts heap types.
inline void adopt_object(Object* object, Type* type) noexcept {
    object->type = type;
    if (type->has(Type::kHeapType)) retain(type);
}
/// Frees the memory of allocate_object and releases the type.
inline void free_object(Object* object, Type* type, std::size_t size) noexcept {
    std::size_t prefix = type->prefix_size;
    free_small(reinterpret_cast<char*>(object) - prefix, prefix + size);
    if (type->has(Type::kHeapType)) release(type);
}

/// Makes a T whose Python type is `type`: T's own or a class that a program derived from it.
/// Containers become known to the cycle collector.
///
/// Requires: T's constructor does not throw.
/// Errors:   Raised(MemoryError) beyond the run's limit.
template <typename T, typename... Arguments>
Ref<T> make_typed(Type* type, Arguments&&... arguments) {
    void* memory = allocate_object(type, sizeof(T));
    T* object = new (memory) T(std::forward<Arguments>(arguments)...);
    adopt_object(object, type);
    if constexpr (std::is_base_of_v<Container, T>) link_container(object);
    return Ref<T>::steal(object);
}

/// Makes a T of exactly the Python type that belongs to it, `T::class_type()`.
template <typename T, typename... Arguments>
Ref<T> make(Arguments&&... arguments) {
    return make_typed<T>(T::class_type(), std::forward<Arguments>(arguments)...);
}

/// The dealloc slot of types whose instances are T's. A T with data behind it says how many bytes
/// it takes in all with `std::size_t allocated_bytes() const`.
template <typename T>
void dealloc_as(Object* self) {
    T* object = static_cast<T*>(self);
    Type* type = self->type;
    if constexpr (std::is_base_of_v<Container, T>) unlink_container(object);
    if (type->prefix_size != 0) drop_prefix(self, type);
    std::size_t size = sizeof(T);
    if constexpr (requires { object->allocated_bytes(); }) size = object->allocated_bytes();
    object->~T();
    free_object(self, type, size);
}

/// An instance of a class that derives from nothing but `object`: attributes only.
struct Instance : Container {};

}  // namespace loopscope::object
