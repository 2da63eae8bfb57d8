// What the files that define exception types share. For sim/object's sources only.
#pragma once

#include "sim/object/exception.h"
#include "sim/object/native.h"

namespace loopscope::object {

void define_base_exception();
void define_exception_groups();

void traverse_exception(Object* self, Visitor& visitor);
void clear_exception(Object* self);
/// BaseException.__init__ without the check for keywords.
void init_exception(const Value& self, CallArgs args);

/// BaseException.__new__ for instances that are Ts.
template <typename T>
Value construct_exception(Type* cls, CallArgs args) {
    Ref<T> exception = make_typed<T>(cls);
    exception->args = Tuple::make(args.positional());
    return exception;
}

}  // namespace loopscope::object
