// _thread._sync: what Event, Semaphore, Queue and their kin tell the trace.
#include "sim/python/modules/thread_marks.h"

#include <algorithm>
#include <array>
#include <optional>

#include "sim/kernel/kernel.h"
#include "sim/python/modules/thread_locks.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

Type sync_type;
Type sync_wait_type;

namespace {

using kernel::SyncWait;
using trace::EventKind;
using trace::SyncAct;
using trace::SyncKind;

constexpr std::array<std::string_view, 6> kKinds{"lock",      "event",   "condition",
                                                 "semaphore", "barrier", "queue"};
constexpr std::array<std::string_view, 10> kActs{"acquire", "wait",  "get",    "put",   "join",
                                                 "set",     "clear", "notify", "reset", "abort"};

template <typename Enum, std::size_t N>
Enum named(const std::array<std::string_view, N>& names, const Value& name) {
    const std::string wanted = str_string(name);
    const auto found = std::find(names.begin(), names.end(), wanted);
    if (found == names.end()) raise_value_error("no such kind: " + wanted);
    return static_cast<Enum>(found - names.begin());
}

/// A count as the trace has it: it knows no negative ones.
std::uint32_t count_of(const Value& value) {
    if (value.is_null() || !is_int(value)) return 0;
    return static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(object::to_index(value), 0, 0xffffffff));
}

SyncObject& sync_of(const Value& self) { return *self.as<SyncObject>(); }

/// The wait of one thread, from `waits()` until `over()`.
struct WaitObject : Container {
    Ref<SyncObject> sync;
    std::optional<SyncWait> wait;
    static Type* class_type() { return &sync_wait_type; }
};

/// Whether `self` is being made by the program, or by a class of the program: the frames inside its
/// own construction don't count, nor do `inner` more.
bool made_by_program(const Value& self, std::int64_t inner) {
    vm::Frame* frame = vm::Interpreter::current().frame();
    while (frame != nullptr && vm::is_library_file(frame->code->filename_text)) {
        const bool constructs = frame->code->slot_count > 0 && is_same(frame->slots()[0], self);
        if (!constructs && inner-- <= 0) return false;
        frame = frame->back;
    }
    return frame != nullptr;
}

/// _sync(self, kind, capacity=0, inner=0): None when the library makes `self` for itself.
Value make_for(const Value&, CallArgs args) {
    const Value& self = args.values[0];
    const std::int64_t inner = args.values[3] ? object::to_index(args.values[3]) : 0;
    if (!made_by_program(self, inner)) return none();
    return make_sync(*self.type(), named<SyncKind>(kKinds, args.values[1]),
                     count_of(args.values[2]));
}

void note(const Value& self, EventKind kind, const Value& value, std::uint8_t detail = 0) {
    SyncObject& sync = sync_of(self);
    kernel::note_sync(sync.mark, sync.owner_type(),
                      {.kind = kind, .value = count_of(value), .detail = detail});
}

Value held(const Value& self, CallArgs args) {
    note(self, EventKind::SyncHeld, args.values[0]);
    return none();
}
Value released(const Value& self, CallArgs args) {
    note(self, EventKind::SyncReleased, args.values[0]);
    return none();
}
Value changed(const Value& self, CallArgs args) {
    const auto act = named<SyncAct>(kActs, args.values[0]);
    note(self, EventKind::SyncChanged, args.values[1], static_cast<std::uint8_t>(act));
    return none();
}
Value waits(const Value& self, CallArgs args) {
    Ref<WaitObject> made = make<WaitObject>();
    made->sync = Ref<SyncObject>(&sync_of(self));
    made->wait.emplace(made->sync->mark, made->sync->owner_type(),
                       named<SyncAct>(kActs, args.values[0]), kernel::SyncWaiter::Thread);
    return made;
}
Value over(const Value& self, CallArgs args) {
    auto& wait = self.as<WaitObject>()->wait;
    if (wait && truth(args.values[0])) wait->woken();
    wait.reset();
    return none();
}

void traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<SyncObject*>(self)->owner);
}
void clear(Object* self) { static_cast<SyncObject*>(self)->owner = Value(); }

}  // namespace

Ref<SyncObject> make_sync(Type& owner, SyncKind kind, std::uint32_t capacity) {
    Ref<SyncObject> made = make<SyncObject>();
    made->owner = object::type_value(&owner);
    kernel::sync_made(made->mark, kind, capacity);
    return made;
}

bool program_runs() {
    const vm::Frame* frame = vm::Interpreter::current().frame();
    return frame != nullptr && !vm::is_library_file(frame->code->filename_text);
}

void define_sync_types() {
    sync_type.traverse = traverse;
    sync_type.clear = clear;
    define_type<SyncObject>(sync_type, {.name = "_Sync",
                                        .module = "_thread",
                                        .methods = {{"waits", waits, "act, /"},
                                                    {"held", held, "value, /"},
                                                    {"released", released, "value, /"},
                                                    {"changed", changed, "act, value, /"}}});
    define_type<WaitObject>(
        sync_wait_type,
        {.name = "_SyncWait", .module = "_thread", .methods = {{"over", over, "woken, /"}}});
}

object::MethodDef sync_function() {
    return {"_sync", make_for, "self, kind, capacity=, inner=, /"};
}

}  // namespace loopscope::python::modules
