// Functions, lambdas, classes and comprehensions: everything with a code object of its own.
#include <fmt/format.h>

#include "sim/object/singletons.h"
#include "sim/object/tuple.h"
#include "sim/python/compile/compiler.h"

namespace loopscope::python::compile {

using namespace syntax;

namespace {

std::uint32_t function_flags(const Scope& scope) {
    std::uint32_t flags = kOptimized | kNewLocals;
    if (scope.nested) flags |= kNested;
    if (scope.is_generator && scope.is_coroutine) {
        flags |= kAsyncGenerator;
    } else if (scope.is_generator) {
        flags |= kGenerator;
    } else if (scope.is_coroutine) {
        flags |= kCoroutine;
    }
    if (scope.has_varargs) flags |= kVarArgs;
    if (scope.has_varkeywords) flags |= kVarKeywords;
    return flags;
}

}  // namespace

void Compiler::set_parameters(const Arguments& a) {
    for (const std::string& name : unit_->scope->parameters) {
        if (name == "__debug__") fail(unit_->scope->range, "cannot assign to __debug__");
    }
    unit_->positional_only_count = static_cast<int>(a.posonlyargs.size());
    unit_->positional_count = static_cast<int>(a.posonlyargs.size() + a.args.size());
    unit_->keyword_only_count = static_cast<int>(a.kwonlyargs.size());
    unit_->parameter_slots = static_cast<int>(unit_->scope->parameters.size());
}

/// Pushes the defaults; answers which parts lie on the stack.
int Compiler::visit_defaults(const Arguments& a) {
    int parts = 0;
    if (!a.defaults.empty()) {
        for (ExprPtr d : a.defaults) visit(d);
        emit(Op::BuildTuple, static_cast<int>(a.defaults.size()));
        parts |= kPartDefaults;
    }
    std::vector<object::Value> names;
    for (std::size_t k = 0; k < a.kwonlyargs.size(); ++k) {
        if (a.kw_defaults[k] == nullptr) continue;
        visit(a.kw_defaults[k]);
        names.push_back(object::intern(mangled(a.kwonlyargs[k].arg)));
    }
    if (!names.empty()) {
        emit(Op::LoadConst, add_constant(object::Tuple::make(names)));
        emit(Op::BuildConstKeyMap, static_cast<int>(names.size()));
        parts |= kPartKwDefaults;
    }
    return parts;
}

void Compiler::visit_annotation(ExprPtr annotation) {
    if (future_annotations_) {
        // FIDELITY: CPython writes the expression anew from its tree; here it is the source text.
        emit(Op::LoadConst, add_constant(object::make_str(module_.text(annotation->range))));
        return;
    }
    if (const Starred* star = if_is<Starred>(annotation)) {
        visit(star->value);
        emit(Op::UnpackSequence, 1);
        return;
    }
    visit(annotation);
}

/// Pushes a tuple name, annotation, … unless there are none.
bool Compiler::visit_annotations(const Arguments& a, ExprPtr returns) {
    int count = 0;
    auto one = [&](std::string_view name, ExprPtr annotation) {
        if (annotation == nullptr) return;
        emit(Op::LoadConst, add_constant(object::intern(mangled(name))));
        visit_annotation(annotation);
        count += 2;
    };
    for (const Arg& p : a.args) one(p.arg, p.annotation);
    for (const Arg& p : a.posonlyargs) one(p.arg, p.annotation);
    if (a.vararg != nullptr) one(a.vararg->arg, a.vararg->annotation);
    for (const Arg& p : a.kwonlyargs) one(p.arg, p.annotation);
    if (a.kwarg != nullptr) one(a.kwarg->arg, a.kwarg->annotation);
    one("return", returns);
    if (count == 0) return false;
    emit(Op::BuildTuple, count);
    return true;
}

template <typename F>
void Compiler::visit_function(const F& f, bool is_async) {
    static_cast<void>(is_async);
    for (ExprPtr d : f.decorator_list) {
        visit(d);
        emit(Op::PushNull);
    }
    int first_line = static_cast<int>(f.range.line);
    if (!f.decorator_list.empty()) first_line = static_cast<int>(f.decorator_list[0]->range.line);
    int parts = visit_defaults(*f.args);
    if (visit_annotations(*f.args, f.returns)) parts |= kPartAnnotations;

    Scope& scope = scopes_.of(&f);
    enter_unit(scope, f.name, first_line, function_flags(scope));
    set_parameters(*f.args);
    Block body = f.body;
    const ExprStmt* first = if_is<ExprStmt>(body[0]);
    const Constant* doc = first == nullptr ? nullptr : if_is<Constant>(first->value);
    if (doc != nullptr && doc->value_kind == ConstantKind::Str) {
        std::string key;
        unit_->doc = constant_value(*doc, key);
        body = body.subspan(1);
    }
    add_constant(unit_->doc ? unit_->doc : object::none());  // constants[0], as in CPython
    visit(body);
    return_at_end();
    object::Ref<Code> inner = leave_unit();
    make_function(inner, parts);
    for (std::size_t k = f.decorator_list.size(); k-- > 0;) {
        At at(*this, f.decorator_list[k]->range);
        emit(Op::Call, 1);
    }
    emit_name(f.name, NameUse::Store);
}

template void Compiler::visit_function<FunctionDef>(const FunctionDef&, bool);
template void Compiler::visit_function<AsyncFunctionDef>(const AsyncFunctionDef&, bool);

void Compiler::visit_lambda(const Lambda& e) {
    int parts = visit_defaults(*e.args);
    Scope& scope = scopes_.of(&e);
    enter_unit(scope, "<lambda>", static_cast<int>(e.range.line), function_flags(scope));
    set_parameters(*e.args);
    add_constant(object::none());
    {
        At at(*this, e.body->range);
        visit(e.body);
        if (scope.is_generator) {
            emit(Op::PopTop);
            load_none();
        }
        emit(Op::Return);
    }
    object::Ref<Code> inner = leave_unit();
    make_function(inner, parts);
}

void Compiler::visit_class(const ClassDef& s) {
    for (ExprPtr d : s.decorator_list) {
        visit(d);
        emit(Op::PushNull);
    }
    int first_line = static_cast<int>(s.range.line);
    if (!s.decorator_list.empty()) first_line = static_cast<int>(s.decorator_list[0]->range.line);
    emit(Op::LoadBuildClass);
    emit(Op::PushNull);

    Scope& scope = scopes_.of(&s);
    enter_unit(scope, s.name, first_line, scope.nested ? kNested : 0u);
    emit_name("__name__", NameUse::Load);
    emit_name("__module__", NameUse::Store);
    emit(Op::LoadConst, add_constant(object::make_str(unit_->qualname)));
    emit_name("__qualname__", NameUse::Store);
    visit_body(s.body);
    code().set_position({});
    if (scope.needs_class_closure) {
        emit(Op::LoadClosure, unit_->cells.at("__class__"));
        emit(Op::Copy, 1);
        emit_name("__classcell__", NameUse::Store);
    } else {
        load_none();
    }
    emit(Op::Return);
    object::Ref<Code> inner = leave_unit();

    make_function(inner, 0);
    emit(Op::LoadConst, add_constant(object::intern(s.name)));
    call_with(2, s.bases, s.keywords);
    for (std::size_t k = s.decorator_list.size(); k-- > 0;) {
        At at(*this, s.decorator_list[k]->range);
        emit(Op::Call, 1);
    }
    emit_name(s.name, NameUse::Store);
}

// ---- comprehensions ---------------------------------------------------------------------------

void Compiler::visit_comprehension(const Expr& e, ComprehensionKind kind,
                                   Seq<Comprehension> generators, ExprPtr elt, ExprPtr value) {
    static const char* const kNames[] = {"", "<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"};
    Scope& scope = scopes_.of(&e);
    bool is_async = scope.is_coroutine;
    bool awaited = is_async && kind != ComprehensionKind::Generator;
    bool async_allowed = in_async() || unit_->scope->comprehension != ComprehensionKind::None;
    if (awaited && !async_allowed) {
        fail(e.range, "asynchronous comprehension outside of an asynchronous function");
    }
    enter_unit(scope, kNames[static_cast<int>(kind)], static_cast<int>(e.range.line),
               function_flags(scope));
    unit_->positional_count = 1;
    unit_->positional_only_count = 1;
    unit_->parameter_slots = 1;
    {
        At at(*this, e.range);
        if (kind == ComprehensionKind::List) emit(Op::BuildList, 0);
        if (kind == ComprehensionKind::Set) emit(Op::BuildSet, 0);
        if (kind == ComprehensionKind::Dict) emit(Op::BuildMap, 0);
        emit_generator(kind, generators, 0, 0, elt, value);
        if (kind == ComprehensionKind::Generator) load_none();
        emit(Op::Return);
    }
    object::Ref<Code> inner = leave_unit();
    make_function(inner, 0);
    emit(Op::PushNull);
    visit(generators[0].iter);
    emit(generators[0].is_async ? Op::GetAIter : Op::GetIter);
    emit(Op::Call, 1);
    if (awaited) emit_await(kAwaitExpression);
}

/// One `for` of a comprehension and all that is inside of it.
void Compiler::emit_generator(ComprehensionKind kind, Seq<Comprehension> generators,
                              std::size_t index, int depth, ExprPtr elt, ExprPtr value) {
    const Comprehension& g = generators[index];
    Label start = code().make_label();
    Label skip = code().make_label();
    Label done = code().make_label();
    if (index == 0) {
        emit(Op::LoadFast, 0);
    } else {
        visit(g.iter);
        emit(g.is_async ? Op::GetAIter : Op::GetIter);
    }
    int outer_depth = code().depth();
    code().bind(start);
    if (g.is_async) {
        code().push_handler(done);
        emit(Op::GetANext);
        load_none();
        emit(Op::YieldFrom);
        code().pop_handler();
    } else {
        code().jump(Op::ForIter, done);
    }
    store(g.target);
    for (ExprPtr test : g.ifs) jump_if(test, skip, false);
    if (index + 1 < generators.size()) {
        emit_generator(kind, generators, index + 1, depth + 1, elt, value);
    } else {
        emit_element(kind, depth + 1, elt, value);
    }
    code().bind(skip);
    code().jump(Op::Jump, start);
    if (g.is_async) {
        code().bind_handler(done, outer_depth);
        emit(Op::EndAsyncFor);
    } else {
        code().bind(done);
    }
}

void Compiler::emit_element(ComprehensionKind kind, int depth, ExprPtr elt, ExprPtr value) {
    visit(elt);
    switch (kind) {
        case ComprehensionKind::List:
            emit(Op::ListAppend, depth + 1);
            break;
        case ComprehensionKind::Set:
            emit(Op::SetAdd, depth + 1);
            break;
        case ComprehensionKind::Dict:
            visit(value);
            emit(Op::MapAdd, depth + 1);
            break;
        default:
            if (unit_->scope->is_coroutine) emit(Op::AsyncGenWrap);
            emit(Op::YieldValue);
            emit(Op::PopTop);
            break;
    }
}

}  // namespace loopscope::python::compile
