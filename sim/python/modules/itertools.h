// The iterators of itertools: one C++ layout for all of them, in three files.
#pragma once

#include <vector>

#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

/// What any of the iterators keeps. Each uses the members that it needs and says so where it is
/// made.
struct ToolIterator : Container {
    Value a;
    Value b;
    Value c;
    std::vector<Value> pool;
    std::vector<std::int64_t> indices;
    std::int64_t number = 0;
    std::int64_t limit = 0;
    std::int64_t step = 0;
    bool begun = false;
    bool done = false;
};

/// Makes a ToolIterator type ready: an iterator, a base type, traversed and cleared.
struct ToolType {
    Type& type;
    const char* name;
    Value (*construct)(Type* cls, CallArgs args);
    Value (*next)(const Value& self);
    std::initializer_list<MethodDef> methods = {};
};
void define_tool(const ToolType& tool);

/// Puts the types of one file into the module.
void add_endless_tools(Module& module);    ///< count, cycle, repeat, accumulate, pairwise …
void add_selecting_tools(Module& module);  ///< chain, islice, takewhile, groupby, tee …
void add_combining_tools(Module& module);  ///< product, permutations, combinations …

}  // namespace loopscope::python::modules
