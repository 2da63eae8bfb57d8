// What every module written in C++ needs: the names of the object model, and the door of the
// library.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/object/bytes.h"
#include "sim/object/class.h"
#include "sim/object/dict.h"
#include "sim/object/exception.h"
#include "sim/object/float.h"
#include "sim/object/int.h"
#include "sim/object/iterator.h"
#include "sim/object/list.h"
#include "sim/object/method.h"
#include "sim/object/module.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/runtime.h"
#include "sim/object/set.h"
#include "sim/object/singletons.h"
#include "sim/object/slice.h"
#include "sim/object/str.h"
#include "sim/object/tuple.h"

namespace loopscope::python::modules {

using object::as_type;
using object::BinaryOp;
using object::Binding;
using object::Bytes;
using object::call;
using object::call_method;
using object::CallArgs;
using object::CallStyle;
using object::compare_bool;
using object::CompareOp;
using object::Container;
using object::define_type;
using object::Dict;
using object::equal;
using object::ExceptionObject;
using object::Float;
using object::for_each;
using object::getattr;
using object::getitem;
using object::GetSetDef;
using object::Int;
using object::intern;
using object::intern_static;
using object::is_dict;
using object::is_float;
using object::is_instance;
using object::is_int;
using object::is_list;
using object::is_none;
using object::is_str;
using object::is_true;
using object::is_tuple;
using object::is_type;
using object::iter;
using object::List;
using object::lookup_attr;
using object::make;
using object::make_bool;
using object::make_str;
using object::make_typed;
using object::MethodDef;
using object::Module;
using object::next;
using object::none;
using object::not_implemented;
using object::Object;
using object::ProcessScope;
using object::raise;
using object::raise_format;
using object::raise_type_error;
using object::raise_value_error;
using object::Raised;
using object::Ref;
using object::repr_string;
using object::Runtime;
using object::SendStatus;
using object::setattr;
using object::Str;
using object::str_string;
using object::truth;
using object::try_cast;
using object::Tuple;
using object::Type;
using object::type_error_type;
using object::type_value;
using object::TypeSpec;
using object::Value;
using object::value_error_type;
using object::Visitor;

/// The class's name as error messages show it.
inline const std::string& type_name(const Value& v) { return v.type()->name; }

/// callable(*arguments, **keywords); `keywords` may be null.
inline Value call_with(const Value& callable, const Tuple& arguments, const Dict* keywords) {
    std::vector<Value> values(arguments.items().begin(), arguments.items().end());
    if (keywords == nullptr || keywords->size() == 0) return object::call(callable, values);
    std::vector<Value> names;
    for (std::uint32_t k = 0; k < keywords->entry_count(); ++k) {
        if (!keywords->entry(k).key) continue;
        names.push_back(keywords->entry(k).key);
        values.push_back(keywords->entry(k).value);
    }
    Ref<Tuple> named = Tuple::make(names);
    return object::call(callable, CallArgs{values.data(), arguments.items().size(), named.get()});
}

/// An optional argument: absent or None.
inline bool absent(const Value& v) { return v.is_null() || is_none(v); }

/// The number as an int64 for a count or size; OverflowError when it does not fit.
inline std::int64_t index_or(const Value& v, std::int64_t fallback) {
    return v.is_null() ? fallback : object::to_index(v);
}

}  // namespace loopscope::python::modules
