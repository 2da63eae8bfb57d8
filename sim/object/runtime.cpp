// Runtime: the current run of a thread, its tables, its end.
#include "sim/object/runtime.h"

#include <algorithm>
#include <utility>

#include "sim/base/fiber.h"
#include "sim/object/exception.h"
#include "sim/object/gc.h"
#include "sim/object/native.h"
#include "sim/object/state.h"

namespace loopscope::object {

constinit thread_local Heap* current_heap = nullptr;

namespace {

constinit thread_local Runtime* current_runtime = nullptr;

void make_current(Runtime* runtime) {
    current_runtime = runtime;
    current_heap = runtime == nullptr ? nullptr : &runtime->state();
}

}  // namespace

Runtime::Runtime() : state_(std::make_unique<RuntimeState>()) {
    define_builtin_types();
    for (Container& head : state_->generations.rings) head.gc_next = head.gc_previous = &head;
}

Runtime::~Runtime() {
    Scope scope(*this);
    end_guest_code();
    while (!extensions_.empty()) {
        auto last = std::move(extensions_.back());
        extensions_.pop_back();
    }
    free_everything();
    state_->lookup_cache.clear();
}

/// Breaks every cycle and lets everything go. All containers are held meanwhile, so that no clear
/// slot meets a freed neighbour.
void Runtime::free_everything() {
    std::vector<Value> held;
    for (std::size_t i = Generations::kCount; i-- > 0;) {
        Container& head = state_->generations.rings[i];
        for (Container* c = head.gc_next; c != &head; c = c->gc_next)
            held.push_back(Value::borrow(c));
    }
    for (const Value& v : held) {
        if (!v.object()->type->has(Type::kTypeSubclass)) clear_object(v.object());
    }
    for (const Value& v : held) {
        if (v.object()->type->has(Type::kTypeSubclass)) clear_object(v.object());
    }
    for (LookupCacheEntry& entry : state_->lookup_cache) entry = LookupCacheEntry();
    held.clear();
}

Runtime& Runtime::current() {
    LOOPSCOPE_CHECK(current_runtime != nullptr);
    return *current_runtime;
}

bool Runtime::has_current() { return current_runtime != nullptr; }

Runtime::Scope::Scope(Runtime& runtime) : previous_(current_runtime) { make_current(&runtime); }
Runtime::Scope::~Scope() { make_current(previous_); }

ProcessScope::ProcessScope() : previous_(current_runtime) { make_current(nullptr); }
ProcessScope::~ProcessScope() { make_current(previous_); }

std::uint64_t Runtime::address_of(Object* object) {
    auto [place, fresh] = state_->addresses.try_emplace(object, state_->next_address);
    if (fresh) {
        state_->next_address += 0x30;
        object->flags |= kHasAddress;
    }
    return place->second;
}

void Runtime::forget_address(Object* object) { state_->addresses.erase(object); }

std::size_t Runtime::memory_total_bytes() const {
    return memory_used_bytes + state_->pool.live_bytes();
}

void Runtime::exchange_stack(StackState& other) {
    std::swap(recursion_depth, other.recursion_depth);
    std::swap(state_->free_depth, other.free_depth);
    std::swap(state_->in_repr, other.in_repr);
}

Runtime::Extension* Runtime::find_extension(const void* key) const {
    for (const auto& [k, extension] : extensions_) {
        if (k == key) return extension.get();
    }
    return nullptr;
}

void Runtime::add_extension(const void* key, std::unique_ptr<Extension> extension) {
    LOOPSCOPE_CHECK(find_extension(key) == nullptr);
    extensions_.emplace_back(key, std::move(extension));
}

std::uint64_t identity_of(const Value& v) {
    if (v.is_small()) return 0x955e00 + static_cast<std::uint64_t>(v.small()) * 32;
    return Runtime::current().address_of(v.object());
}

void Runtime::stop_soon(Stopped stopped) noexcept {
    end_guest_code();
    if (hooks.stop_soon) hooks.stop_soon(std::move(stopped));
}

void Runtime::report_turns() { count_work(std::int64_t{kTurnsAtOnce} * kStepsPerTurn); }

namespace {

/// What an exception, its handlers and its report need at the most; sanitizers' frames are larger.
#ifdef LOOPSCOPE_SANITIZED
constexpr std::uintptr_t kStackReserve = std::uintptr_t{512} << 10;
#else
constexpr std::uintptr_t kStackReserve = std::uintptr_t{128} << 10;
#endif

thread_local bool making_recursion_error = false;

[[noreturn]] void raise_recursion_error(const std::string& message) {
    // What makes the exception passes the same doors; it may use the reserve.
    making_recursion_error = true;
    Ref<ExceptionObject> exception;
    try {
        exception = make_exception(recursion_error_type, message);
    } catch (...) {
        making_recursion_error = false;
        throw;
    }
    making_recursion_error = false;
    raise(std::move(exception));
}

}  // namespace

bool stack_is_low() {
    return !making_recursion_error && reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)) <
                                          base::Fiber::stack_floor() + kStackReserve;
}

void check_stack() {
    if (stack_is_low()) [[unlikely]]
        raise_recursion_error("maximum recursion depth exceeded");
}

RecursionGuard::RecursionGuard(const char* where) : runtime_(Runtime::current()) {
    if (runtime_.recursion_depth < runtime_.recursion_limit && !stack_is_low()) {
        ++runtime_.recursion_depth;
        return;
    }
    raise_recursion_error(std::string("maximum recursion depth exceeded") + where);
}

ReprGuard::ReprGuard(const Value& v) : entered_(true) {
    RuntimeState* state = current_state();
    const auto& stack = state->in_repr;
    if (std::find(stack.begin(), stack.end(), v.object()) != stack.end()) {
        entered_ = false;
        return;
    }
    state->in_repr.push_back(v.object());
}

ReprGuard::~ReprGuard() {
    if (entered_) current_state()->in_repr.pop_back();
}

std::string_view current_module_name() {
    if (!Runtime::has_current() || !Runtime::current().hooks.where) return "builtins";
    const std::string_view module = Runtime::current().hooks.where().module;
    return module.empty() ? "builtins" : module;
}

}  // namespace loopscope::object
