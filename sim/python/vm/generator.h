// Generators and coroutines: frames that can be left in the middle.
#pragma once

#include "sim/python/vm/function.h"

namespace loopscope::python::vm {

extern Type generator_type;
extern Type coroutine_type;
extern Type async_generator_type;
extern Type coroutine_wrapper_type;

enum class GeneratorState : std::uint8_t { Created, Suspended, Running, Finished };

/// A generator, coroutine or asynchronous generator; the Python type says which. Its frame stands
/// behind it, with slots and operand stack.
///
/// A chain of coroutines that await one another is resumed at once at its innermost one: each
/// frame's `back` leads to the one that awaits it, and a yielded value leaves the whole chain
/// without running its frames. See resume() in interpreter.h.
struct Generator : object::Container {
    Ref<Code> code;
    Value name;
    Value qualname;
    GeneratorState state = GeneratorState::Created;
    bool closed = false;         ///< Asynchronous: aclose() has begun, or it has ended.
    bool hooks_done = false;     ///< Asynchronous: firstiter has been called.
    bool running_async = false;  ///< Asynchronous: an asend() or athrow() is under way.
    std::uint32_t trace_id = 0;  ///< The observer's name for it.
    HandledException handled;
    Value finalizer;        ///< Asynchronous: what sys.set_asyncgen_hooks gave.
    Value origin;           ///< cr_origin, or null.
    std::size_t bytes = 0;  ///< Of the whole object.

    Generator(Type* kind, Function& function, std::size_t size)
        : code(function.code), name(function.name), qualname(function.qualname), bytes(size) {
        type = kind;
    }
    ~Generator() {
        bool holds = state == GeneratorState::Created || state == GeneratorState::Suspended;
        if (holds) clear_frame(frame());
    }
    std::size_t allocated_bytes() const { return bytes; }
    Frame& frame() { return *reinterpret_cast<Frame*>(this + 1); }
    const Frame& frame() const { return *reinterpret_cast<const Frame*>(this + 1); }
    /// What it awaits or yields from just now, borrowed, or null.
    object::Object* delegate() const;
};

inline bool is_generator_object(const object::Object* o) {
    return o->type == &generator_type || o->type == &coroutine_type ||
           o->type == &async_generator_type;
}
inline Generator* as_generator(const Value& v) {
    return v.is_object() && is_generator_object(v.object()) ? v.as<Generator>() : nullptr;
}

class Interpreter;

/// A generator of the kind that `function`'s code asks for. Takes one reference to the function, if
/// it does not throw. Its slots are not initialised.
Generator* make_generator(Interpreter& vm, Function* function_owned);
/// Frees a generator that has returned and that nobody else refers to, weakly neither.
void free_returned(Generator* generator) noexcept;

/// Ends a generator that is not running: its frame is cleared, no code of it runs.
void end_without_running(Generator& generator);
/// generator.close(): nothing, or throws Raised.
void close_generator(Generator& generator);
/// What GeneratorExit does to what the generator awaits: is it closed first, or thrown into?
enum class OnExit : std::uint8_t { CloseDelegate, ThrowIntoDelegate };
/// generator.throw(): as the send slots answer.
object::SendStatus throw_into(Generator& generator, const Ref<ExceptionObject>& exception,
                              Value& out, OnExit on_exit = OnExit::CloseDelegate);
/// What `throw(type[, value[, traceback]])` means, as one exception. TypeError when wrong.
Ref<ExceptionObject> exception_of_throw(const Value& type, const Value& value,
                                        const Value& traceback);

// Methods and slots that only use an object's send and raise_into slots.
Value send_method(const Value& self, object::CallArgs args);
Value throw_method(const Value& self, object::CallArgs args);
Value next_by_send(const Value& self);

void define_generator_types();
void define_async_generator_types();

/// The value wrapped by AsyncGenWrap: what an asynchronous generator itself yields, as opposed to
/// what passes through it from an await.
extern Type async_wrapped_value_type;
struct AsyncWrappedValue : object::Object {
    Value value;
    static Type* class_type() { return &async_wrapped_value_type; }
};

}  // namespace loopscope::python::vm
