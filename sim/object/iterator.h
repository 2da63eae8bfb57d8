// Iterators of the builtin containers, open to the interpreter, which may step them in place.
#pragma once

#include "sim/object/dict.h"
#include "sim/object/list.h"
#include "sim/object/set.h"
#include "sim/object/tuple.h"

namespace loopscope::object {

extern Type list_iterator_type;
extern Type tuple_iterator_type;
extern Type dict_key_iterator_type;
extern Type dict_value_iterator_type;
extern Type dict_item_iterator_type;
extern Type set_iterator_type;
extern Type str_iterator_type;
extern Type str_ascii_iterator_type;  ///< As CPython names the iterator of an ASCII string.
extern Type sequence_iterator_type;   ///< `iterator`: over __getitem__.
extern Type callable_iterator_type;   ///< iter(callable, sentinel)
extern Type enumerate_type;
extern Type zip_type;
extern Type map_type;
extern Type filter_type;
extern Type reversed_type;

struct ListIterator : Container {
    Ref<List> list;  ///< Null at the end.
    std::size_t index = 0;
    static Type* class_type() { return &list_iterator_type; }
};

struct TupleIterator : Container {
    Ref<Tuple> tuple;  ///< Null at the end.
    std::size_t index = 0;
    static Type* class_type() { return &tuple_iterator_type; }
};

/// Of a dict or one of its views, forwards or (reversed_step) backwards; the Python type says
/// whether keys, values or items come.
struct DictIterator : Container {
    Ref<Dict> dict;            ///< Null at the end.
    std::uint32_t index = 0;   ///< Next entry; counts down when reversed.
    std::size_t expected = 0;  ///< dict->size() when it began.
    std::size_t left = 0;
};

struct DictView : Container {
    Ref<Dict> dict;
};

/// list.__reversed__
Value make_list_reversed(const Value& list);
/// The iterator of a class that has only __getitem__.
Value make_sequence_iterator(const Value& sequence);
/// iter(callable, sentinel).
Value make_callable_iterator(const Value& callable, const Value& sentinel);
/// reversed(v).
Value reversed(const Value& v);
/// operator.length_hint; -1 when unknown.
std::int64_t length_hint(const Value& v);

}  // namespace loopscope::object
