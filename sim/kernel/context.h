// Context variables: Context, ContextVar, Token (PEP 567).
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "sim/object/make.h"
#include "sim/object/singletons.h"
#include "sim/object/str.h"

namespace loopscope::kernel {

class Kernel;

extern object::Type context_type;
extern object::Type context_var_type;
extern object::Type token_type;

void define_context_types();

struct ContextVar : object::Container {
    object::Value name;           ///< A str.
    object::Value default_value;  ///< Null: none.
    static object::Type* class_type() { return &context_var_type; }
};

/// The variables of one or more contexts, in order of first setting. Shared until one of the
/// contexts changes, so that copying a context costs the same however much it holds.
struct ContextSnapshot {
    std::size_t owners = 1;
    std::vector<std::pair<object::Ref<ContextVar>, object::Value>> values;
};

/// A mapping from context variables to values. Every handle and task has one.
///
/// FIDELITY: iteration is in order of first setting; CPython's order comes from hashes of
/// addresses.
struct Context : object::Container {
    ContextSnapshot* snapshot = nullptr;  ///< Null: empty. One of `owners`.
    bool entered = false;

    ~Context();
    static object::Type* class_type() { return &context_type; }

    /// The value of `var` here, or null.
    const object::Value* find(const ContextVar* var) const;
    void set(ContextVar* var, object::Value value);
    void erase(const ContextVar* var);
    std::size_t size() const { return snapshot ? snapshot->values.size() : 0; }
    /// Cost: constant. CPython: PyContext_Copy
    object::Ref<Context> copy() const;

  private:
    ContextSnapshot& writable();
};

struct Token : object::Container {
    object::Ref<Context> context;
    object::Ref<ContextVar> var;
    object::Value old_value;  ///< Null: Token.MISSING.
    bool used = false;
    static object::Type* class_type() { return &token_type; }
};

/// Makes a context current as long as it lives. CPython: PyContext_Enter, PyContext_Exit
///
/// Requires: the context outlives the scope.
/// Errors: RuntimeError "cannot enter context: … is already entered".
class ContextScope {
  public:
    ContextScope(Context*& current, Context* context)
        : current_(current), previous_(current), context_(context) {
        if (context->entered) [[unlikely]]
            refuse(*context);
        context->entered = true;
        current_ = context;
    }
    ~ContextScope() {
        context_->entered = false;
        current_ = previous_;
    }
    ContextScope(const ContextScope&) = delete;
    ContextScope& operator=(const ContextScope&) = delete;

  private:
    [[noreturn]] static void refuse(Context& context);

    Context*& current_;
    Context* previous_;
    Context* context_;
};

/// contextvars.copy_context(), contextvars.ContextVar(name, default=…).
object::Value copy_context(Kernel& kernel);
object::Ref<ContextVar> make_context_var(const object::Value& name, object::Value default_value);
/// Token.MISSING.
object::Value token_missing();

}  // namespace loopscope::kernel
