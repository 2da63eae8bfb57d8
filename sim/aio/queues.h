// asyncio.Queue, PriorityQueue and LifoQueue.
#pragma once

#include <vector>

#include "sim/aio/locks.h"

namespace loopscope::aio {

extern object::Type queue_type;
extern object::Type priority_queue_type;
extern object::Type lifo_queue_type;

/// asyncio.Queue and its kin. `waiters` of LoopBound is not used: getters and putters have lines
/// of their own. CPython: queues.Queue
struct Queue : LoopBound {
    enum class Order : std::uint8_t { Fifo, Priority, Lifo };

    Order order = Order::Fifo;
    object::Value maxsize;
    std::vector<object::Value> items;  ///< Fifo: from `first` on. Priority: a heap as heapq's.
    std::size_t first = 0;
    std::uint32_t count = 0;  ///< Items put and not taken, whatever a subclass keeps them in.
    Waiters getters;
    Waiters putters;
    std::int64_t unfinished_tasks = 0;
    object::Ref<Event> finished;
    /// Of as_completed: the futures that still will put themselves here, for the trace.
    std::vector<trace::FutureId> fed_by;

    static object::Type* class_type() { return &queue_type; }
    std::size_t size() const { return items.size() - first; }
};

void define_queue_types();

object::Ref<Queue> make_queue();
void put_nowait(Queue& queue, const object::Value& item);
kernel::Coro get(object::Ref<Queue> queue);

}  // namespace loopscope::aio
