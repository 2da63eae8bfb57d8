// Recording what happens to locks, queues and their kin.
#include "sim/kernel/sync_events.h"

#include <string>

#include <fmt/format.h>

#include "sim/kernel/kernel.h"

namespace loopscope::kernel {
namespace {

using trace::EventKind;

// Nothing is told when the run is being taken apart, nor by child processes.
Kernel* telling() {
    auto* kernel = object::Runtime::current().find<Kernel>();
    return kernel != nullptr && kernel->recorder().on() ? kernel : nullptr;
}

// As a program names it: "asyncio.Lock", "threading.RLock", "queue.Queue"; its own classes bare.
std::string name_of(const object::Type& type) {
    const std::string_view module = type.module;
    if (module == "__main__") return std::string(type.name);
    if (module == "_thread") return type.name == "lock" ? "threading.Lock" : "threading.RLock";
    return fmt::format("{}.{}", module.substr(0, module.find('.')), type.name);
}

}  // namespace

void sync_made(SyncMark& mark, trace::SyncKind kind, std::uint32_t capacity) {
    mark.kind = kind;
    mark.capacity = capacity;
    if (const Kernel* kernel = telling()) mark.line = kernel->line();
}

void note_sync(SyncMark& mark, const object::Type& type, const SyncNote& note) {
    if (mark.silent) return;
    Kernel* kernel = telling();
    if (kernel == nullptr) return;
    trace::Recorder& recorder = kernel->recorder();
    if (mark.id == 0) {
        mark.id = recorder.next_sync().value;
        recorder.record({.a = mark.id,
                         .b = mark.capacity,
                         .text = recorder.text(name_of(type)),
                         .line = mark.line,
                         .kind = EventKind::SyncCreated,
                         .detail = static_cast<std::uint8_t>(mark.kind)});
    }
    const trace::FutureId task = note.task ? note.task : kernel->current_task_id();
    const bool waits = note.kind == EventKind::SyncWaits;
    const bool told_line = note.kind != EventKind::SyncWaitEnded;
    recorder.record({.a = mark.id,
                     .b = task.value,
                     .c = waits ? 0 : note.value,
                     .line = told_line ? kernel->line() : 0,
                     .kind = note.kind,
                     .detail = note.detail});
}

SyncWait::SyncWait(SyncMark& mark, const object::Type& type, trace::SyncAct what)
    : mark_(&mark), type_(&type) {
    if (mark.silent) return;
    if (Kernel* kernel = telling()) task_ = kernel->current_task_id();
    note_sync(mark, type,
              {.kind = EventKind::SyncWaits, .detail = static_cast<std::uint8_t>(what)});
}

SyncWait::~SyncWait() {
    if (waits_) end(trace::WaitEnd::GaveUp);
}

void SyncWait::end(trace::WaitEnd how) {
    waits_ = false;
    if (mark_->silent || mark_->id == 0) return;
    note_sync(*mark_, *type_,
              {.kind = EventKind::SyncWaitEnded,
               .detail = static_cast<std::uint8_t>(how),
               .task = task_});
}

}  // namespace loopscope::kernel
