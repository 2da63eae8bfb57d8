// Tuples with named fields, as time.struct_time and sys.version_info are.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "sim/object/tuple.h"

namespace loopscope::python::modules {

extern object::Type tuple_getter_type;

/// A descriptor that reads one item of a tuple: the fields of namedtuples and struct sequences.
struct TupleGetter : object::Container {
    std::int64_t index = 0;
    object::Value doc;
    static object::Type* class_type() { return &tuple_getter_type; }
};

/// A new class of struct sequence for the current run, shown as `module.name(field=…, …)`.
///
/// Mirrors: PyStructSequence_NewType.
object::Ref<object::Type> make_struct_sequence(std::string_view module, std::string_view name,
                                               std::initializer_list<std::string_view> fields);

/// An instance. Requires: as many values as the class has fields.
object::Value make_struct(object::Type* cls, std::initializer_list<object::Value> values);

void define_tuple_getter();

}  // namespace loopscope::python::modules
