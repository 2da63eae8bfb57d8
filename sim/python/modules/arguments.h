// Arguments of constructors: the same parameter language as MethodDef, for Type::construct slots.
#pragma once

#include <array>

#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

/// The parsed parameters of one constructor. Make it a function-local static:
///
///     static const Parameters kParameters{"count", "start=, step="};
///     auto [start, step] = kParameters.bind<2>(args);
class Parameters {
  public:
    Parameters(std::string_view name, std::string_view parameters)
        : code_(make(name, parameters)) {}

    /// One value per parameter, null for those not given; then *rest and **rest, if there are any.
    /// TypeErrors as CPython words them.
    template <std::size_t N>
    std::array<Value, N> bind(CallArgs args) const {
        std::array<Value, N> out;
        object::bind_arguments(*code_, args, out.data());
        return out;
    }

  private:
    static const object::NativeCode* make(std::string_view name, std::string_view parameters) {
        ProcessScope process;
        return object::make_code({name, nullptr, parameters});
    }
    const object::NativeCode* code_;
};

/// cls.__new__ with no arguments but keywords refused, for subclasses that add their own __init__.
/// Mirrors: the "type is exact" test of _PyArg_NoKeywords.
inline void refuse_keywords(const char* name, Type* cls, const Type& exact, CallArgs args) {
    if (cls == &exact && args.keyword_count() > 0) {
        raise_format(type_error_type, "{}() takes no keyword arguments", name);
    }
}

}  // namespace loopscope::python::modules
