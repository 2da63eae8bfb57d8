// What the interpreter's loop calls: the slow halves of its instructions. Private to the vm layer.
#pragma once

#include <string_view>

#include "sim/object/protocol.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::python::vm {

// execute.cpp
enum class Exit : std::uint8_t { Returned, Yielded, Raised };

/// How the first frame goes on.
struct Start {
    Ref<ExceptionObject> raising;  ///< Raise this there; null: run.
};

/// Runs `frame` until the frame of its chain that was entered from C++ (Entry::Native) returns,
/// yields or raises. `out` is the value or the exception.
Exit execute(Interpreter& vm, Frame* frame, Start start, Value& out);

// calls.cpp
/// Allocates a frame for `function` on the thread's stack; takes one reference to it. Slots are not
/// initialised.
Frame* push_frame(ThreadState& thread, Function* function_owned);
/// Gives back the memory of a cleared frame.
void pop_frame(ThreadState& thread, Frame* frame);
/// Puts a call's arguments into a frame's slots and makes the other slots null; free variables are
/// copied from the closure. On error the slots are all null or released, and Raised is thrown.
/// Mirrors: initialize_locals.
void bind_arguments(Function& function, Value* slots, object::CallArgs args);
/// Copies the closure's cells into the free slots; the other non-parameter slots become null.
void init_other_slots(Function& function, Value* slots);
/// The generator object of a call of a generator function.
Value call_generator(Interpreter& vm, Function& function, object::CallArgs args);
/// The same for `given` arguments by position that need no sorting (Code::simple_generator, none
/// missing beyond the defaults). They move from where they stand, and so does one reference to the
/// function.
Generator* start_generator(Interpreter& vm, Function* function, Value* from, int given);
[[noreturn]] void raise_recursion();

// attributes.cpp
using compile::InlineCache;
/// Null when there is no such attribute: the caller raises.
Value load_attr_slow(const Value& owner, Str* name, InlineCache& cache);
/// LoadMethod: answers the callable, or null as above; `self` is whether the owner is its first
/// argument.
Value load_method_slow(const Value& owner, Str* name, InlineCache& cache, bool& self);
/// Moves what a cache holds to the place's second entry, before something else is learned.
void keep_second(Code& code, const InlineCache& cache);
void store_attr_slow(const Value& owner, Str* name, const Value& value, InlineCache& cache);
/// Puts an attribute into the dict of an instance, which may have none yet.
void add_attribute(object::Object* owner, Str* name, const Value& value);
Value load_global_slow(Frame& frame, Str* name, InlineCache& cache);
Value load_name(Frame& frame, Str* name);
[[noreturn]] void raise_name_error(Str* name);
[[noreturn]] void raise_unbound(const Code& code, int slot);

// guarded.cpp: each answers as the function it is named for, or null with `raised` set. (Null alone
// is what guarded_next answers at the end.)
Value guarded_call(Value* base, int given, const Tuple* names, Ref<ExceptionObject>& raised);
Value guarded_call_unpacked(const Value& callable, const Value& args, const Value& keywords,
                            Ref<ExceptionObject>& raised);
Value guarded_attr(Code& code, const Value& owner, Str* name, InlineCache& cache,
                   Ref<ExceptionObject>& raised);
Value guarded_method(Code& code, const Value& owner, Str* name, InlineCache& cache, bool& with_self,
                     Ref<ExceptionObject>& raised);
Value guarded_item(const Value& container, const Value& key, Ref<ExceptionObject>& raised);
Value guarded_binary(object::BinaryOp op, const Value& a, const Value& b,
                     Ref<ExceptionObject>& raised);
Value guarded_inplace(object::BinaryOp op, const Value& a, const Value& b,
                      Ref<ExceptionObject>& raised);
Value guarded_compare(const Value& a, const Value& b, object::CompareOp op,
                      Ref<ExceptionObject>& raised);
Value guarded_next(const Value& iterator, Ref<ExceptionObject>& raised);

// operations.cpp
Value make_function_object(Frame& frame, const Value& code, int parts, Value* stack);
void unpack_sequence(const Value& iterable, int count, Value* out);
void unpack_ex(const Value& iterable, int before, int after, Value* out);
/// ascii(v)
std::string ascii_text(const Value& v);
Value format_for_string(const Value& v, const Value& spec, int flags);
Value join_strings(const Value* parts, int count);
void merge_keywords(const Value& callable, Dict& into, const Value& mapping);
void update_dict(Dict& into, const Value& mapping);
Value call_unpacked(const Value& callable, const Value& args, const Value& keywords);
/// How a callable is named in the TypeErrors of calls: "__main__.f()".
std::string callable_text(const Value& callable);
bool exception_matches(const Value& exception, const Value& type);
void check_except_star_type(const Value& type);
/// except*: splits `rest`; `match` is None when nothing matches.
void match_group(const Value& exception, const Value& type, Value& match, Value& rest);
Value prepare_reraise_star(const Value& original, const Value& raised);
Value awaitable_of(const Value& v, int place);
Value get_aiter(const Value& v);
Value get_anext(const Value& aiter);
void enter_with(const Value& manager, bool async, Value& exit, Value& entered);
Value match_keys(const Value& subject, const Value& keys);
Value match_class(const Value& subject, const Value& cls, int positional, const Value& names);
bool is_mapping(const Value& v);
bool is_sequence(const Value& v);
Value copy_without_keys(const Value& subject, const Value& keys);
Value import_from(const Value& module, Str* name);
void import_star(Frame& frame, const Value& module);
Value set_up_annotations(Frame& frame);
Value zero_argument_super(Frame& frame);
void store_name(Frame& frame, Str* name, const Value& value);
void delete_name(Frame& frame, Str* name);

// unwind
/// What a generator that lets `exception` out raises instead: RuntimeError for StopIteration.
Ref<ExceptionObject> leaving_generator(const Generator& generator, Ref<ExceptionObject> exception);

// tracing.cpp
void observe_instruction(Interpreter& vm, Frame& frame, const Value* sp);

// program_hooks.cpp: the functions that a program gave to sys.settrace and sys.setprofile.
/// Called before every instruction while a thread is hooked. Throws what the functions raise.
void tell_hooks(ThreadState& thread, Frame& frame, const Value* sp);
/// A frame met an exception. `raised` becomes what the functions raise, if they do.
void tell_hooks_exception(ThreadState& thread, Frame& frame, Ref<ExceptionObject>& raised);
/// An exception leaves the frame, or a delegate's yielded value goes through it.
void tell_hooks_left(ThreadState& thread, Frame& frame, const Value& value);

}  // namespace loopscope::python::vm
