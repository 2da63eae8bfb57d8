// The method resolution order (C3). CPython: mro_implementation, pmerge.
#include "sim/object/mro.h"

#include <vector>

#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/slots.h"

namespace loopscope::object {

namespace {

void check_duplicates(const Tuple& bases) {
    for (std::size_t i = 0; i < bases.size; ++i) {
        for (std::size_t j = i + 1; j < bases.size; ++j) {
            if (!is_same(bases[i], bases[j])) continue;
            raise_format(type_error_type, "duplicate base class {}", bases[i].as<Type>()->name);
        }
    }
}

using Row = std::vector<Type*>;

bool in_a_tail(const std::vector<Row>& rows, const std::vector<std::size_t>& heads, Type* cls) {
    for (std::size_t r = 0; r < rows.size(); ++r) {
        for (std::size_t i = heads[r] + 1; i < rows[r].size(); ++i) {
            if (rows[r][i] == cls) return true;
        }
    }
    return false;
}

[[noreturn]] void raise_inconsistent(const std::vector<Row>& rows,
                                     const std::vector<std::size_t>& heads) {
    std::vector<Type*> left;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        if (heads[r] >= rows[r].size()) continue;
        Type* head = rows[r][heads[r]];
        bool known = false;
        for (Type* t : left) known = known || t == head;
        if (!known) left.push_back(head);
    }
    std::string names;
    for (Type* t : left) names += (names.empty() ? " " : ", ") + t->name;
    raise_type_error("Cannot create a consistent method resolution\norder (MRO) for bases" + names);
}

Row merge(const std::vector<Row>& rows) {
    std::vector<std::size_t> heads(rows.size(), 0);
    Row result;
    while (true) {
        bool left = false;
        Type* next = nullptr;
        for (std::size_t r = 0; r < rows.size() && next == nullptr; ++r) {
            if (heads[r] >= rows[r].size()) continue;
            left = true;
            Type* candidate = rows[r][heads[r]];
            if (!in_a_tail(rows, heads, candidate)) next = candidate;
        }
        if (!left) return result;
        if (next == nullptr) raise_inconsistent(rows, heads);
        result.push_back(next);
        for (std::size_t r = 0; r < rows.size(); ++r) {
            if (heads[r] < rows[r].size() && rows[r][heads[r]] == next) ++heads[r];
        }
    }
}

/// The order of a class with one base: itself, then the base's.
Ref<Tuple> single_order(Type& type, const Tuple& inherited) {
    Ref<Tuple> mro = Tuple::make_unfilled(inherited.size + 1);
    (*mro)[0] = Value::borrow(&type);
    for (std::size_t i = 0; i < inherited.size; ++i) (*mro)[i + 1] = inherited[i];
    return mro;
}

Ref<Tuple> compute_c3(Type& type) {
    if (type.bases->size == 1) return single_order(type, *(*type.bases)[0].as<Type>()->mro);
    check_duplicates(*type.bases);
    std::vector<Row> rows;
    Row own;
    for (const Value& base : type.bases->items()) {
        Row row;
        for (const Value& cls : base.as<Type>()->mro->items()) row.push_back(cls.as<Type>());
        rows.push_back(std::move(row));
        own.push_back(base.as<Type>());
    }
    rows.push_back(std::move(own));
    Row order = merge(rows);
    Ref<Tuple> mro = Tuple::make_unfilled(order.size() + 1);
    (*mro)[0] = Value::borrow(&type);
    for (std::size_t i = 0; i < order.size(); ++i) (*mro)[i + 1] = Value::borrow(order[i]);
    return mro;
}

/// What a metaclass's own mro() answers must be classes whose layout fits. CPython: mro_check.
void check_mro(const Type& type, const Tuple& mro) {
    for (const Value& entry : mro.items()) {
        const Type* cls = as_type(entry);
        if (cls == nullptr) {
            raise_format(type_error_type, "mro() returned a non-class ('{}')", entry.type()->name);
        }
        if (!type.base->layout->is_subtype_of(cls->layout)) {
            raise_format(type_error_type, "mro() returned base with unsuitable layout ('{}')",
                         cls->name);
        }
    }
}

}  // namespace

Ref<Tuple> compute_mro(Type& type) {
    static Str* const kMro = intern_static("mro");
    type.mro = compute_c3(type);
    if (type.type == &type_type) return type.mro;
    Object* method = type_lookup(type.type, kMro);
    if (method == nullptr || method->type == &method_descriptor_type) return type.mro;
    Value result = call_method(Value::borrow(&type), kMro);
    Ref<Tuple> mro = Tuple::from_iterable(result);
    check_mro(type, *mro);
    return mro;
}

}  // namespace loopscope::object
