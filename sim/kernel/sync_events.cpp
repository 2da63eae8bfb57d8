// Recording what happens to locks, queues and their kin.
#include "sim/kernel/sync_events.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "sim/kernel/kernel.h"

namespace loopscope::kernel {
namespace {

using trace::EventKind;

constexpr std::size_t kHoldersSearched = 64;

// None when the run is being taken apart.
Kernel* present_kernel() { return object::Runtime::current().find<Kernel>(); }

void keep_holders(SyncMark& mark, trace::EventKind kind, const trace::Party& who) {
    if (kind == EventKind::SyncHeld) mark.holders.push_back(who);
    if (kind != EventKind::SyncReleased || mark.holders.empty()) return;
    // A semaphore, and even a lock, may be released by another than who acquired it.
    const auto most = mark.holders.begin() +
                      static_cast<std::ptrdiff_t>(std::min(mark.holders.size(), kHoldersSearched));
    auto found = std::find_if(mark.holders.begin(), most, [&](const trace::Party& other) {
        return other.task == who.task && (who.task || other.thread == who.thread);
    });
    mark.holders.erase(found != most ? found : mark.holders.begin());
}

}  // namespace

std::string sync_name(const object::Type& type) {
    const std::string_view module = type.module;
    if (module == "__main__") return std::string(type.name);
    if (module == "_thread") return type.qualname == "lock" ? "threading.Lock" : "threading.RLock";
    if (module == "_queue") return fmt::format("queue.{}", type.qualname);
    return fmt::format("{}.{}", module.substr(0, module.find('.')), type.name);
}

void sync_made(SyncMark& mark, trace::SyncKind kind, std::uint32_t capacity) {
    mark.kind = kind;
    mark.capacity = capacity;
    if (const Kernel* kernel = present_kernel()) mark.line = kernel->line();
}

void note_sync(SyncMark& mark, const object::Type& type, const SyncNote& note) {
    if (mark.silent) return;
    Kernel* kernel = present_kernel();
    if (kernel == nullptr) return;
    const trace::FutureId task = note.task ? note.task : kernel->current_task_id();
    if (note.kind == EventKind::SyncHeld || note.kind == EventKind::SyncReleased ||
        note.kind == EventKind::SyncChanged)
        mark.value = note.value;
    keep_holders(mark, note.kind, {task, kernel->machine().current_thread()});
    trace::Recorder& recorder = kernel->recorder();
    if (!recorder.on()) return;
    if (mark.id == 0) {
        mark.id = recorder.next_sync().value;
        recorder.record({.a = mark.id,
                         .b = mark.capacity,
                         .text = recorder.text(sync_name(type)),
                         .line = mark.line,
                         .kind = EventKind::SyncCreated,
                         .detail = static_cast<std::uint8_t>(mark.kind)});
    }
    const bool waits = note.kind == EventKind::SyncWaits;
    const bool told_line = note.kind != EventKind::SyncWaitEnded;
    recorder.record({.a = mark.id,
                     .b = task.value,
                     .c = waits ? 0 : note.value,
                     .line = told_line ? kernel->line() : 0,
                     .kind = note.kind,
                     .detail = note.detail});
}

SyncWait::SyncWait(SyncMark& mark, const object::Type& type, trace::SyncAct what, SyncWaiter who)
    : mark_(&mark), type_(&type), what_(what), who_(who) {
    Kernel* kernel = present_kernel();
    if (mark.silent || kernel == nullptr) return;
    task_ = kernel->current_task_id();
    thread_ = kernel->machine().current_thread();
    before_ = std::exchange(place(*kernel), this);
    note_sync(mark, type,
              {.kind = EventKind::SyncWaits, .detail = static_cast<std::uint8_t>(what)});
}

SyncWait::~SyncWait() {
    if (waits_) end(trace::WaitEnd::GaveUp);
}

const SyncWait*& SyncWait::place(Kernel& kernel) const {
    return who_ == SyncWaiter::Thread ? kernel.thread(thread_).sync_wait
                                      : kernel.task_waits[task_.value];
}

void SyncWait::end(trace::WaitEnd how) {
    waits_ = false;
    Kernel* kernel = present_kernel();
    if (mark_->silent || kernel == nullptr) return;
    place(*kernel) = before_;
    if (before_ == nullptr && who_ == SyncWaiter::Task) kernel->task_waits.erase(task_.value);
    if (mark_->id == 0) return;
    note_sync(*mark_, *type_,
              {.kind = EventKind::SyncWaitEnded,
               .detail = static_cast<std::uint8_t>(how),
               .task = task_});
}

}  // namespace loopscope::kernel
