// Context variables: copy-on-write maps and the types that programs see.
#include "sim/kernel/context.h"

#include <algorithm>

#include "sim/kernel/kernel.h"
#include "sim/object/exception.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/tuple.h"

namespace loopscope::kernel {

using namespace object;

Type context_type;
Type context_var_type;
Type token_type;

namespace {

Type missing_type;
struct Missing : Object {};
Missing missing_object;

void drop(ContextSnapshot*& snapshot) {
    if (snapshot != nullptr && --snapshot->owners == 0) delete snapshot;
    snapshot = nullptr;
}

}  // namespace

Context::~Context() { drop(snapshot); }

const Value* Context::find(const ContextVar* var) const {
    if (snapshot == nullptr) return nullptr;
    for (const auto& [key, value] : snapshot->values) {
        if (key.get() == var) return &value;
    }
    return nullptr;
}

ContextSnapshot& Context::writable() {
    if (snapshot == nullptr) {
        snapshot = new ContextSnapshot;
    } else if (snapshot->owners > 1) {
        auto* own = new ContextSnapshot{1, snapshot->values};
        --snapshot->owners;
        snapshot = own;
    }
    return *snapshot;
}

void Context::set(ContextVar* var, Value value) {
    ContextSnapshot& own = writable();
    for (auto& [key, old] : own.values) {
        if (key.get() == var) {
            std::swap(old, value);
            return;
        }
    }
    own.values.emplace_back(Ref<ContextVar>(var), std::move(value));
}

void Context::erase(const ContextVar* var) {
    ContextSnapshot& own = writable();
    auto found = std::find_if(own.values.begin(), own.values.end(),
                              [var](const auto& item) { return item.first.get() == var; });
    if (found == own.values.end()) return;
    auto removed = std::move(*found);
    own.values.erase(found);
}

Ref<Context> Context::copy() const {
    Ref<Context> result = make<Context>();
    result->snapshot = snapshot;
    if (snapshot != nullptr) ++snapshot->owners;
    return result;
}

void ContextScope::refuse(Context& context) {
    raise(runtime_error_type,
          "cannot enter context: " + repr_string(Value::borrow(&context)) + " is already entered");
}

Value copy_context(Kernel& kernel) { return kernel.context()->copy(); }

Ref<ContextVar> make_context_var(const Value& name, Value default_value) {
    Ref<ContextVar> var = make<ContextVar>();
    var->name = name;
    var->default_value = std::move(default_value);
    return var;
}

Value token_missing() { return Value::borrow(&missing_object); }

namespace {

Context& self_context(const Value& self) { return *self.as<Context>(); }
ContextVar& self_var(const Value& self) { return *self.as<ContextVar>(); }
Token& self_token(const Value& self) { return *self.as<Token>(); }

void context_traverse(Object* self, Visitor& visitor) {
    auto* context = static_cast<Context*>(self);
    // Values of a shared snapshot belong to all of its owners: only a sole owner may tell of them.
    if (context->snapshot == nullptr || context->snapshot->owners != 1) return;
    for (const auto& [var, value] : context->snapshot->values) {
        visitor.visit(var);
        visitor.visit(value);
    }
}

void context_clear(Object* self) { drop(static_cast<Context*>(self)->snapshot); }

ContextVar* expect_var(const Value& key) {
    auto* var = try_cast<ContextVar>(key);
    if (var == nullptr) {
        raise_type_error("a ContextVar key was expected, got " + repr_string(key));
    }
    return var;
}

Value context_construct(Type* cls, CallArgs args) {
    if (args.positional_count != 0 || args.keyword_count() != 0) {
        raise_type_error("Context() does not accept any arguments");
    }
    return make_typed<Context>(cls);
}

Value context_getitem(const Value& self, const Value& key) {
    const Value* found = self_context(self).find(expect_var(key));
    if (found == nullptr) raise_key_error(key);
    return *found;
}

bool context_contains(const Value& self, const Value& key) {
    return self_context(self).find(expect_var(key)) != nullptr;
}

std::int64_t context_length(const Value& self) {
    return static_cast<std::int64_t>(self_context(self).size());
}

enum class Part { Keys, Values, Items };

Value listing(const Value& self, Part part) {
    Ref<List> items = List::make();
    Context& context = self_context(self);
    for (std::size_t i = 0; i < context.size(); ++i) {
        const auto& [var, value] = context.snapshot->values[i];
        if (part == Part::Keys) items->append(var);
        if (part == Part::Values) items->append(value);
        if (part == Part::Items) items->append(Tuple::make({Value(var), value}));
    }
    return iter(items);
}

Value context_iter(const Value& self) { return listing(self, Part::Keys); }
Value context_keys(const Value& self, CallArgs) { return listing(self, Part::Keys); }
Value context_values(const Value& self, CallArgs) { return listing(self, Part::Values); }
Value context_items(const Value& self, CallArgs) { return listing(self, Part::Items); }
Value context_copy(const Value& self, CallArgs) { return self_context(self).copy(); }

Value context_get(const Value& self, CallArgs args) {
    const Value* found = self_context(self).find(expect_var(args.values[0]));
    if (found != nullptr) return *found;
    return args.values[1] ? args.values[1] : none();
}

Value context_compare(const Value& a, const Value& b, CompareOp op) {
    auto* other = try_cast<Context>(b);
    if (other == nullptr || (op != CompareOp::Eq && op != CompareOp::Ne)) return not_implemented();
    Context& mine = self_context(a);
    bool same = mine.size() == other->size();
    for (std::size_t i = 0; same && i < mine.size(); ++i) {
        const auto& [var, value] = mine.snapshot->values[i];
        const Value* theirs = other->find(var.get());
        same = theirs != nullptr && equal(value, *theirs);
    }
    return make_bool(same == (op == CompareOp::Eq));
}

/// Context.run(callable, *args, **kwargs)
Value context_run(const Value& self, CallArgs args) {
    if (args.positional_count == 0) {
        raise_type_error("run() missing 1 required positional argument");
    }
    ContextScope scope(Kernel::current().context(), &self_context(self));
    return call(args.values[0], CallArgs{args.values + 1, args.positional_count - 1, args.names});
}

Value var_construct(Type* cls, CallArgs args) {
    static const NativeCode* const kCode =
        make_code({.name = "ContextVar", .parameters = "name, /, *, default="});
    Value values[2];
    bind_arguments(*kCode, args, values);
    if (!is_str(values[0])) raise_type_error("context variable name must be a str");
    Ref<ContextVar> var = make_typed<ContextVar>(cls);
    var->name = values[0];
    var->default_value = values[1];
    return var;
}

/// ContextVar.get([default])
Value var_get(const Value& self, CallArgs args) {
    ContextVar& var = self_var(self);
    const Value* found = Kernel::current().context()->find(&var);
    if (found != nullptr) return *found;
    if (args.values[0]) return args.values[0];
    if (var.default_value) return var.default_value;
    raise(Ref<ExceptionObject>(make_exception(lookup_error_type, {self})));
}

Value var_set(const Value& self, CallArgs args) {
    ContextVar& var = self_var(self);
    Ref<Context> context(Kernel::current().context());
    Ref<Token> token = make<Token>();
    token->context = context;
    token->var = Ref<ContextVar>(&var);
    if (const Value* old = context->find(&var)) token->old_value = *old;
    context->set(&var, args.values[0]);
    return token;
}

Value var_reset(const Value& self, CallArgs args) {
    auto* token = try_cast<Token>(args.values[0]);
    if (token == nullptr) {
        raise_type_error("expected an instance of Token, got " + repr_string(args.values[0]));
    }
    if (token->used) {
        raise(runtime_error_type, repr_string(args.values[0]) + " has already been used once");
    }
    if (token->var.get() != &self_var(self)) {
        raise(value_error_type,
              repr_string(args.values[0]) + " was created by a different ContextVar");
    }
    Ref<Context> context(Kernel::current().context());
    if (token->context.get() != context.get()) {
        raise(value_error_type,
              repr_string(args.values[0]) + " was created in a different Context");
    }
    token->used = true;
    if (token->old_value) {
        context->set(token->var.get(), token->old_value);
    } else {
        context->erase(token->var.get());
    }
    return none();
}

std::string address_text(const Value& v) {
    return fmt::format("{:#x}", Runtime::current().address_of(v.object()));
}

Value var_repr(const Value& self) {
    ContextVar& var = self_var(self);
    std::string text = "<ContextVar name=" + repr_string(var.name);
    if (var.default_value) text += " default=" + repr_string(var.default_value);
    return make_str(text + " at " + address_text(self) + ">");
}

Value var_name(const Value& self) { return self_var(self).name; }

void var_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<ContextVar*>(self)->default_value);
}
void var_clear(Object* self) { static_cast<ContextVar*>(self)->default_value = Value(); }

Value token_var(const Value& self) { return self_token(self).var; }
Value token_old_value(const Value& self) {
    return self_token(self).old_value ? self_token(self).old_value : token_missing();
}

Value token_repr(const Value& self) {
    Token& token = self_token(self);
    std::string used = token.used ? " used" : "";
    return make_str("<Token" + used + " var=" + repr_string(token.var) + " at " +
                    address_text(self) + ">");
}

Value token_construct(Type*, CallArgs) {
    raise(runtime_error_type, "Tokens can only be created by ContextVars");
}

void token_traverse(Object* self, Visitor& visitor) {
    auto* token = static_cast<Token*>(self);
    visitor.visit(token->context);
    visitor.visit(token->var);
    visitor.visit(token->old_value);
}

void token_clear(Object* self) {
    auto* token = static_cast<Token*>(self);
    token->context = nullptr;
    token->old_value = Value();
}

Value missing_repr(const Value&) { return make_str("<Token.MISSING>"); }

void define_context() {
    context_type.construct = context_construct;
    context_type.getitem = context_getitem;
    context_type.contains = context_contains;
    context_type.length = context_length;
    context_type.iter = context_iter;
    context_type.compare = context_compare;
    context_type.traverse = context_traverse;
    context_type.clear = context_clear;
    define_type<Context>(context_type, {.name = "Context",
                                        .module = "_contextvars",
                                        .methods = {{"run", context_run, "..."},
                                                    {"copy", context_copy, ""},
                                                    {"get", context_get, "key, default=, /"},
                                                    {"keys", context_keys, ""},
                                                    {"values", context_values, ""},
                                                    {"items", context_items, ""}}});
}

void define_var_and_token() {
    context_var_type.construct = var_construct;
    context_var_type.repr = var_repr;
    context_var_type.traverse = var_traverse;
    context_var_type.clear = var_clear;
    define_type<ContextVar>(context_var_type, {.name = "ContextVar",
                                               .module = "_contextvars",
                                               .flags = Type::kGeneric,
                                               .methods = {{"get", var_get, "default=, /"},
                                                           {"set", var_set, "value, /"},
                                                           {"reset", var_reset, "token, /"}},
                                               .getsets = {{"name", var_name}}});
    token_type.construct = token_construct;
    token_type.repr = token_repr;
    token_type.traverse = token_traverse;
    token_type.clear = token_clear;
    define_type<Token>(token_type,
                       {.name = "Token",
                        .module = "_contextvars",
                        .flags = Type::kGeneric,
                        .getsets = {{"var", token_var}, {"old_value", token_old_value}}});
    missing_type.repr = missing_repr;
    define_type<Missing>(missing_type, {.name = "Token.MISSING", .module = "_contextvars"});
    missing_object.type = &missing_type;
    missing_object.flags |= kImmortal;
    set_type_attribute(token_type, "MISSING", token_missing());
}

}  // namespace

void define_context_types() {
    define_context();
    define_var_and_token();
}

}  // namespace loopscope::kernel
