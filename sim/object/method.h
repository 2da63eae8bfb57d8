// Callables and descriptors that wrap others: bound methods, property, classmethod and kin.
#pragma once

#include "sim/object/make.h"

namespace loopscope::object {

extern Type method_type;
extern Type property_type;
extern Type staticmethod_type;
extern Type classmethod_type;
extern Type super_type;
extern Type mappingproxy_type;
extern Type generic_alias_type;
extern Type union_type;
extern Type simple_namespace_type;

/// `instance.function`: calls `function` with `self` in front.
struct BoundMethod : Container {
    Value function;
    Value self;

    BoundMethod(Value f, Value s) : function(std::move(f)), self(std::move(s)) {}
    static Type* class_type() { return &method_type; }
};

struct Property : Container {
    Value getter;  ///< Null when absent, like the others.
    Value setter;
    Value deleter;
    Value doc;
    Value name;  ///< From __set_name__.
    bool doc_from_getter = false;

    static Type* class_type() { return &property_type; }
};

/// staticmethod and classmethod; they have a `__dict__`.
struct WrappedMethod : Container {
    Value callable;
    Dict* dict = nullptr;

    ~WrappedMethod();
};

struct Super : Container {
    Type* start = nullptr;      ///< Counted. Look-up begins behind it in the mro.
    Value self;                 ///< Null: unbound.
    Type* self_type = nullptr;  ///< Counted.

    ~Super();
    static Type* class_type() { return &super_type; }
};

struct MappingProxy : Container {
    Value mapping;
    static Type* class_type() { return &mappingproxy_type; }
};

/// `list[int]`.
struct GenericAlias : Container {
    Value origin;
    Value arguments;  ///< Tuple.
    static Type* class_type() { return &generic_alias_type; }
};

/// `int | None`.
struct UnionType : Container {
    Value arguments;  ///< Tuple.
    static Type* class_type() { return &union_type; }
};

/// super() as the interpreter makes it for the zero-argument form: `cls` is `__class__`.
Value make_super(Type* cls, const Value& self);
Value make_mapping_proxy(const Value& mapping);
Value make_generic_alias(const Value& origin, const Value& arguments);
/// `a | b` of classes and unions; NotImplemented for other values.
Value make_union(const Value& a, const Value& b);
/// A new types.SimpleNamespace.
Value make_simple_namespace();

}  // namespace loopscope::object
