// asyncio's own exception types.
#include "sim/kernel/errors.h"

#include "sim/object/native.h"

namespace loopscope::kernel {

object::Type cancelled_error_type;
object::Type invalid_state_error_type;
object::Type queue_empty_type;
object::Type queue_full_type;
object::Type broken_barrier_error_type;

namespace {

void define(object::Type& type, std::string_view name, std::string_view module, object::Type& base,
            const char* doc) {
    object::define_type<object::ExceptionObject>(type, {.name = name,
                                                        .module = module,
                                                        .doc = doc,
                                                        .base = &base,
                                                        .flags = object::Type::kBaseType});
}

}  // namespace

void define_error_types() {
    define(cancelled_error_type, "CancelledError", "asyncio.exceptions",
           object::base_exception_type, "The Future or Task was cancelled.");
    define(invalid_state_error_type, "InvalidStateError", "asyncio.exceptions",
           object::exception_type, "The operation is not allowed in this state.");
    define(queue_empty_type, "QueueEmpty", "asyncio.queues", object::exception_type,
           "Raised when Queue.get_nowait() is called on an empty Queue.");
    define(queue_full_type, "QueueFull", "asyncio.queues", object::exception_type,
           "Raised when Queue.put_nowait() is called on a full Queue.");
    define(broken_barrier_error_type, "BrokenBarrierError", "asyncio.exceptions",
           object::runtime_error_type, "Barrier is broken by barrier.abort() call.");
}

}  // namespace loopscope::kernel
