// Frames: the activation records of interpreted code, and the stack they come from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "sim/object/exception.h"
#include "sim/python/compile/code.h"

namespace loopscope::python::vm {

using compile::Code;
using compile::Word;
using object::Dict;
using object::ExceptionObject;
using object::Ref;
using object::Str;
using object::Tuple;
using object::Type;
using object::Value;

struct Function;
struct Generator;
struct FrameObject;

/// What happens when a frame returns or raises: how it was entered.
enum class Entry : std::uint8_t {
    Native,     ///< From C++: the interpreter's loop ends.
    Call,       ///< By a call instruction of the frame behind: the result is pushed there.
    Iterate,    ///< By ForIter, as a generator: a yielded value is pushed, a return ends the loop.
    Delegate,   ///< By YieldFrom (await, yield from) of the generator behind.
    Construct,  ///< As __init__ of the instance that lies on top of the stack of the frame behind.
};

/// One activation. Lives on a thread's DataStack, or inside its Generator.
///
/// 1. `slots` holds code->slot_count variables (null: unset), then the operand stack.
/// 2. While the frame runs, the interpreter keeps the stack pointer in a register and `sp` is
/// stale;
///    it is right when the frame has called another one or is suspended. Values at and above `sp`
///    are no values.
/// 3. `at` is the instruction that runs or ran last, always right; `next` is where to go on, right
///    under the same condition as `sp`.
struct Frame {
    const Word* at = nullptr;
    const Word* next = nullptr;
    Value* sp = nullptr;
    Frame* back = nullptr;         ///< Who entered this frame; null at the bottom of a thread.
    Function* function = nullptr;  ///< Counted.
    Code* code = nullptr;          ///< Kept alive by `function`, as are the next two.
    Dict* globals = nullptr;
    Dict* builtins = nullptr;
    object::Object* locals =
        nullptr;  ///< The namespace of a module or class body, counted; or null.
    FrameObject* object =
        nullptr;  ///< The program's view of this frame, counted; made when asked for.
    Generator* generator = nullptr;  ///< Owner, for generators and coroutines.
    Entry entry = Entry::Native;
    bool traced = false;         ///< The observer has been told that it began.
    bool resumed = false;        ///< The program's own trace function is to be told "call" again.
    std::uint32_t trace_id = 0;  ///< The observer's name for it.
    int trace_line = 0;          ///< The line it was last told.

    Value* slots() { return reinterpret_cast<Value*>(this + 1); }
    Value* stack() { return slots() + code->slot_count; }
    std::size_t instruction_index() const {
        return static_cast<std::size_t>(at - code->words.data());
    }
    compile::Position position() const { return code->position_at(instruction_index()); }
    int line() const { return code->line_at(instruction_index()); }
    static std::size_t bytes_for(const Code& code) {
        return sizeof(Frame) +
               static_cast<std::size_t>(code.slot_count + code.stack_size) * sizeof(Value);
    }
};

/// Drops everything a frame holds: variables, operands, namespace, function. If the program holds
/// its FrameObject, the variables move there.
void clear_frame(Frame& frame) noexcept;

/// Memory for frames of one thread, taken and given back in last-in, first-out order.
class DataStack {
  public:
    static constexpr std::size_t kChunkBytes = 64 * 1024;
    /// What a thread begins with: most of a thousand threads are few frames deep.
    static constexpr std::size_t kFirstBytes = 1024;

    /// Chunks grow from `first_bytes` to kChunkBytes.
    DataStack() = default;
    explicit DataStack(std::size_t first_bytes) : next_bytes_(first_bytes) {}
    DataStack(const DataStack&) = delete;
    DataStack& operator=(const DataStack&) = delete;
    ~DataStack() { LOOPSCOPE_CHECK(used_chunks_ == 0 || top_ == chunks_[0].get()); }

    void* push(std::size_t bytes) {
        if (top_ == nullptr || static_cast<std::size_t>(limit_ - top_) < bytes) [[unlikely]] {
            grow(bytes);
        }
        void* result = top_;
        top_ += bytes;
        return result;
    }
    void pop(void* frame) {
        top_ = static_cast<std::byte*>(frame);
        if (top_ == chunks_[used_chunks_ - 1].get() && used_chunks_ > 1) [[unlikely]]
            shrink();
    }

  private:
    void grow(std::size_t bytes);
    void shrink();

    std::byte* top_ = nullptr;
    std::byte* limit_ = nullptr;
    std::size_t used_chunks_ = 0;
    std::size_t next_bytes_ = kFirstBytes;
    std::vector<std::unique_ptr<std::byte[]>> chunks_;
    std::vector<std::size_t> sizes_;
    std::vector<std::byte*> tops_;  ///< Where each chunk but the last was left.
};

/// The exception being handled, per generator and thread. Mirrors: _PyErr_StackItem.
struct HandledException {
    Ref<ExceptionObject> exception;
    HandledException* previous = nullptr;
};

extern Type frame_type;
extern Type traceback_type;

/// A frame as the program sees it. Outlives the frame when something (a traceback) holds it.
struct FrameObject : object::Container {
    Frame* frame = nullptr;  ///< Null once the activation is over.
    Ref<Code> code;
    Ref<Dict> globals;
    Ref<Dict> builtins;
    Value locals;             ///< Namespace of a module or class body.
    std::vector<Value> kept;  ///< The variables of an activation that is over.
    std::size_t last_index = 0;
    Ref<FrameObject> back;  ///< f_back, once known.
    Value snapshot;         ///< What f_locals answered last.
    Value trace;            ///< f_trace, or null.
    Value native_callee;    ///< What a profile function was told "c_call" of, not yet its end.
    int hooked_line = 0;    ///< What the trace function was told last; 0: none.
    bool trace_lines = true;
    bool entering =
        false;  ///< The trace function is told "call": the line is the function's first.

    static Type* class_type() { return &frame_type; }
    std::size_t instruction_index() const {
        return frame ? frame->instruction_index() : last_index;
    }
    int line() const { return entering ? code->first_line : code->line_at(instruction_index()); }
};

/// The FrameObject of a frame, made if there is none.
Ref<FrameObject> frame_object(Frame& frame);
/// The variables of a frame as a dict (the namespace itself for modules and classes).
Value frame_locals(FrameObject& object);
/// locals() of a running frame.
Value frame_locals(Frame& frame);

/// One entry of a traceback, outermost first.
struct Traceback : object::Container {
    Ref<Traceback> next;
    Ref<FrameObject> frame;
    std::size_t index = 0;  ///< Of the instruction.
    int line = 0;

    static Type* class_type() { return &traceback_type; }
};

/// Puts `frame` in front of the exception's traceback.
void add_traceback(ExceptionObject& exception, Frame& frame);
/// The traceback of an exception, or null.
inline Traceback* traceback_of(const ExceptionObject& exception) {
    return exception.traceback ? object::try_cast<Traceback>(exception.traceback) : nullptr;
}

void define_frame_types();

}  // namespace loopscope::python::vm
