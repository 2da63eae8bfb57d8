// Statements, except try, with, match, and definitions.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/object/singletons.h"
#include "sim/object/tuple.h"
#include "sim/python/compile/compiler.h"

namespace loopscope::python::compile {

using namespace syntax;

namespace {

object::BinaryOp binary_op(BinaryOperator op) {
    switch (op) {
        case BinaryOperator::Add:
            return object::BinaryOp::Add;
        case BinaryOperator::Sub:
            return object::BinaryOp::Sub;
        case BinaryOperator::Mult:
            return object::BinaryOp::Mul;
        case BinaryOperator::MatMult:
            return object::BinaryOp::MatMul;
        case BinaryOperator::Div:
            return object::BinaryOp::TrueDiv;
        case BinaryOperator::Mod:
            return object::BinaryOp::Mod;
        case BinaryOperator::Pow:
            return object::BinaryOp::Pow;
        case BinaryOperator::LShift:
            return object::BinaryOp::LShift;
        case BinaryOperator::RShift:
            return object::BinaryOp::RShift;
        case BinaryOperator::BitOr:
            return object::BinaryOp::Or;
        case BinaryOperator::BitXor:
            return object::BinaryOp::Xor;
        case BinaryOperator::BitAnd:
            return object::BinaryOp::And;
        case BinaryOperator::FloorDiv:
            return object::BinaryOp::FloorDiv;
    }
    return object::BinaryOp::Add;
}

/// Only where a range begins: errors that CPython reports without an end.
SourceRange point(SourceRange range) {
    range.end_line = range.line;
    range.end_column = range.column;
    return range;
}

const Constant* docstring_of(Block block) {
    const ExprStmt* first = block.empty() ? nullptr : if_is<ExprStmt>(block[0]);
    const Constant* c = first == nullptr ? nullptr : if_is<Constant>(first->value);
    return c != nullptr && c->value_kind == ConstantKind::Str ? c : nullptr;
}

}  // namespace

void Compiler::visit(Block block) {
    for (StmtPtr s : block) visit(*s);
}

void Compiler::visit_body(Block block) {
    if (unit_->scope->has_annotations) emit(Op::SetupAnnotations);
    if (const Constant* doc = docstring_of(block)) {
        At at(*this, block[0]->range);
        visit(doc);
        emit_name("__doc__", NameUse::Store);
        block = block.subspan(1);
    }
    visit(block);
}

/// Checks the `from __future__` lines at the top. Mirrors: future.c.
void Compiler::scan_futures() {
    static constexpr std::array<std::string_view, 9> kKnown = {
        "nested_scopes",  "generators",       "division",       "absolute_import", "with_statement",
        "print_function", "unicode_literals", "generator_stop", "barry_as_FLUFL"};
    Block body = module_.body;
    if (docstring_of(body) != nullptr) body = body.subspan(1);
    for (StmtPtr s : body) {
        const ImportFrom* from = if_is<ImportFrom>(s);
        if (from == nullptr || from->module != "__future__") break;
        future_end_ = s->range.line;
        for (const Alias& a : from->names) {
            if (a.name == "annotations") {
                future_annotations_ = true;
            } else if (a.name == "braces") {
                fail(point(s->range), "not a chance");
            } else if (std::find(kKnown.begin(), kKnown.end(), a.name) == kKnown.end()) {
                fail(point(s->range), fmt::format("future feature {} is not defined", a.name));
            }
        }
    }
}

void Compiler::visit(const Stmt& s) {
    At at(*this, s.range);
    switch (s.kind) {
        case StmtKind::FunctionDef:
            visit_function(as<FunctionDef>(s), false);
            break;
        case StmtKind::AsyncFunctionDef:
            visit_function(as<AsyncFunctionDef>(s), true);
            break;
        case StmtKind::ClassDef:
            visit_class(as<ClassDef>(s));
            break;
        case StmtKind::Return:
            visit_return(as<Return>(s));
            break;
        case StmtKind::Delete:
            for (ExprPtr t : as<Delete>(s).targets) visit_delete(t);
            break;
        case StmtKind::Assign:
            visit_assign(as<Assign>(s));
            break;
        case StmtKind::AugAssign:
            visit_augmented(as<AugAssign>(s));
            break;
        case StmtKind::AnnAssign:
            visit_annotated(as<AnnAssign>(s));
            break;
        case StmtKind::For:
            visit_for(as<For>(s));
            break;
        case StmtKind::AsyncFor:
            visit_async_for(as<AsyncFor>(s));
            break;
        case StmtKind::While:
            visit_while(as<While>(s));
            break;
        case StmtKind::If:
            visit_if(as<If>(s));
            break;
        case StmtKind::With:
            visit_with(as<With>(s).items, as<With>(s).body, s.range, false);
            break;
        case StmtKind::AsyncWith:
            if (!in_async()) fail(s.range, "'async with' outside async function");
            visit_with(as<AsyncWith>(s).items, as<AsyncWith>(s).body, s.range, true);
            break;
        case StmtKind::Match:
            visit_match(as<Match>(s));
            break;
        case StmtKind::Raise:
            visit_raise(as<Raise>(s));
            break;
        case StmtKind::Try:
            visit_try(as<Try>(s), false);
            break;
        case StmtKind::TryStar:
            visit_try(as<TryStar>(s), true);
            break;
        case StmtKind::Assert:
            visit_assert(as<Assert>(s));
            break;
        case StmtKind::Import:
            visit_import(as<Import>(s));
            break;
        case StmtKind::ImportFrom:
            visit_import_from(as<ImportFrom>(s));
            break;
        case StmtKind::ExprStmt:
            visit_expression(as<ExprStmt>(s));
            break;
        case StmtKind::Pass:
            emit(Op::Nop);
            break;
        case StmtKind::Break:
            visit_break(s);
            break;
        case StmtKind::Continue:
            visit_continue(s);
            break;
        case StmtKind::Global:
        case StmtKind::Nonlocal:
            break;
    }
}

void Compiler::visit_expression(const ExprStmt& s) {
    if (options_.mode == CompileMode::Single && unit_->scope->kind == ScopeKind::Module) {
        emit(Op::LoadConst, add_constant(options_.show));
        emit(Op::PushNull);
        visit(s.value);
        emit(Op::Call, 1);
        emit(Op::PopTop);
        return;
    }
    if (if_is<Constant>(s.value) != nullptr) {
        emit(Op::Nop);
        return;
    }
    visit(s.value);
    emit(Op::PopTop);
}

void Compiler::visit_assign(const Assign& s) {
    visit(s.value);
    for (std::size_t k = 0; k < s.targets.size(); ++k) {
        if (k + 1 < s.targets.size()) emit(Op::Copy, 1);
        store(s.targets[k]);
    }
}

void Compiler::visit_augmented(const AugAssign& s) {
    int op = static_cast<int>(binary_op(s.op));
    auto apply = [&] {
        visit(s.value);
        At at(*this, s.range);
        emit(Op::Inplace, op);
    };
    switch (s.target->kind) {
        case ExprKind::Attribute: {
            const auto& a = as<Attribute>(*s.target);
            visit(a.value);
            At at(*this, attribute_place(a));
            emit(Op::Copy, 1);
            int name = name_number(mangled(a.attr));
            emit(Op::LoadAttr, name);
            apply();
            emit(Op::Swap, 2);
            check_name(a.attr, NameUse::Store);
            emit(Op::StoreAttr, name);
            return;
        }
        case ExprKind::Subscript: {
            const auto& e = as<Subscript>(*s.target);
            visit(e.value);
            visit(e.slice);
            At at(*this, e.range);
            emit(Op::Copy, 2);
            emit(Op::Copy, 2);
            emit(Op::LoadSubscript);
            apply();
            emit(Op::Swap, 3);
            emit(Op::Swap, 2);
            emit(Op::StoreSubscript);
            return;
        }
        default: {
            const auto& n = as<Name>(*s.target);
            At at(*this, n.range);
            emit_name(n.id, NameUse::Load);
            apply();
            emit_name(n.id, NameUse::Store);
            return;
        }
    }
}

void Compiler::visit_annotated(const AnnAssign& s) {
    if (s.value != nullptr) {
        visit(s.value);
        store(s.target);
    }
    switch (s.target->kind) {
        case ExprKind::Name: {
            const auto& n = as<Name>(*s.target);
            check_name(n.id, NameUse::Store);
            bool kept = s.simple && !in_function();
            if (kept) {
                visit_annotation(s.annotation);
                emit_name("__annotations__", NameUse::Load);
                emit(Op::LoadConst, add_constant(object::intern(mangled(n.id))));
                emit(Op::StoreSubscript);
            }
            return;
        }
        case ExprKind::Attribute:
            if (s.value == nullptr) {
                visit(as<Attribute>(*s.target).value);
                emit(Op::PopTop);
            }
            break;
        case ExprKind::Subscript:
            if (s.value == nullptr) {
                visit(as<Subscript>(*s.target).value);
                emit(Op::PopTop);
                visit(as<Subscript>(*s.target).slice);
                emit(Op::PopTop);
            }
            break;
        default:
            break;
    }
    if (!s.simple && !in_function() && !future_annotations_) {
        visit(s.annotation);
        emit(Op::PopTop);
    }
}

void Compiler::visit_if(const If& s) {
    Label end = code().make_label();
    Label next = s.orelse.empty() ? end : code().make_label();
    jump_if(s.test, next, false);
    visit(s.body);
    if (!s.orelse.empty()) {
        code().jump(Op::Jump, end);
        code().bind(next);
        visit(s.orelse);
    }
    code().bind(end);
}

void Compiler::visit_while(const While& s) {
    Label loop = code().make_label();
    Label body = code().make_label();
    Label end = code().make_label();
    Label done = code().make_label();
    code().bind(loop);
    FrameBlock& block = push_block(BlockKind::While);
    block.loop_start = loop;
    block.loop_exit = end;
    jump_if(s.test, done, false);
    code().bind(body);
    visit(s.body);
    {
        At at(*this, s.range);
        jump_if(s.test, body, true);
    }
    pop_block();
    code().bind(done);
    visit(s.orelse);
    code().bind(end);
}

void Compiler::visit_for(const For& s) {
    Label start = code().make_label();
    Label done = code().make_label();
    Label end = code().make_label();
    FrameBlock& block = push_block(BlockKind::For);
    block.loop_start = start;
    block.loop_exit = end;
    visit_container(s.iter);
    emit(Op::GetIter);
    code().bind(start);
    code().jump(Op::ForIter, done);
    store(s.target);
    visit(s.body);
    code().jump(Op::Jump, start);
    pop_block();
    code().bind(done);
    visit(s.orelse);
    code().bind(end);
}

void Compiler::visit_async_for(const AsyncFor& s) {
    if (!in_async()) fail(s.range, "'async for' outside async function");
    Label start = code().make_label();
    Label stop = code().make_label();
    Label end = code().make_label();
    visit(s.iter);
    emit(Op::GetAIter);
    int depth = code().depth();
    code().bind(start);
    FrameBlock& block = push_block(BlockKind::For);
    block.loop_start = start;
    block.loop_exit = end;
    code().push_handler(stop);
    emit(Op::GetANext);
    load_none();
    emit(Op::YieldFrom);
    code().pop_handler();
    store(s.target);
    visit(s.body);
    code().jump(Op::Jump, start);
    pop_block();
    code().bind_handler(stop, depth);
    emit(Op::EndAsyncFor);
    visit(s.orelse);
    code().bind(end);
}

void Compiler::visit_return(const Return& s) {
    if (!in_function()) fail(s.range, "'return' outside function");
    bool async_generator = unit_->scope->is_coroutine && unit_->scope->is_generator;
    if (s.value != nullptr && async_generator) {
        fail(s.range, "'return' with value in async generator");
    }
    bool is_constant = s.value == nullptr || s.value->kind == ExprKind::Constant;
    if (!is_constant) visit(s.value);
    LeftBlocks left = leave_blocks(!is_constant, false, s.range);
    if (s.value == nullptr) {
        load_none();
    } else if (is_constant) {
        visit(s.value);
    }
    emit(Op::Return);
    return_to_blocks(std::move(left));
}

void Compiler::visit_break(const Stmt& s) {
    LeftBlocks left = leave_blocks(false, true, s.range);
    if (left.loop < 0) fail(s.range, "'break' outside loop");
    FrameBlock loop = unit_->blocks.back();
    unit_->blocks.pop_back();
    unwind(loop, false);
    code().jump(Op::Jump, loop.loop_exit);
    return_to_blocks(std::move(left));
}

void Compiler::visit_continue(const Stmt& s) {
    LeftBlocks left = leave_blocks(false, true, s.range);
    if (left.loop < 0) fail(s.range, "'continue' not properly in loop");
    code().jump(Op::Jump, unit_->blocks.back().loop_start);
    return_to_blocks(std::move(left));
}

void Compiler::visit_raise(const Raise& s) {
    int count = 0;
    for (ExprPtr part : {s.exc, s.cause}) {
        if (part == nullptr) continue;
        visit(part);
        ++count;
    }
    emit(Op::Raise, count);
}

namespace {

/// The comparison that CPython's compiler_jump_if looks at last: it leaves the place there, and the
/// raise of an assert statement gets it.
const Compare* last_comparison(ExprPtr test) {
    if (const Compare* found = if_is<Compare>(test)) return found;
    if (const UnaryOp* u = if_is<UnaryOp>(test)) {
        return u->op == UnaryOperator::Not ? last_comparison(u->operand) : nullptr;
    }
    const Compare* found = nullptr;
    if (const BoolOp* b = if_is<BoolOp>(test)) {
        for (ExprPtr part : b->values) {
            if (const Compare* inner = last_comparison(part)) found = inner;
        }
    } else if (const IfExp* i = if_is<IfExp>(test)) {
        for (ExprPtr part : {i->test, i->body, i->orelse}) {
            if (const Compare* inner = last_comparison(part)) found = inner;
        }
    }
    return found;
}

}  // namespace

void Compiler::visit_assert(const Assert& s) {
    if (const Tuple* t = if_is<Tuple>(s.test); t != nullptr && !t->elts.empty()) {
        warn(s.range, "assertion is always true, perhaps remove parentheses?");
    }
    Label end = code().make_label();
    jump_if(s.test, end, true);
    const Compare* last = last_comparison(s.test);
    At at(*this, last != nullptr ? last->range : s.range);
    emit(Op::LoadAssertionError);
    if (s.msg != nullptr) {
        emit(Op::PushNull);
        visit(s.msg);
        emit(Op::Call, 1);
    }
    emit(Op::Raise, 1);
    code().bind(end);
}

void Compiler::visit_import(const Import& s) {
    for (const Alias& a : s.names) {
        emit(Op::LoadConst, constant("i0", object::Value::small(0)));
        load_none();
        emit(Op::ImportName, name_number(a.name));
        std::size_t dot = a.name.find('.');
        if (a.asname.empty()) {
            emit_name(a.name.substr(0, dot), NameUse::Store);
            continue;
        }
        // `import a.b.c as m` binds the innermost module.
        while (dot != Identifier::npos) {
            std::size_t begin = dot + 1;
            dot = a.name.find('.', begin);
            std::size_t size = dot == Identifier::npos ? dot : dot - begin;
            emit(Op::ImportFrom, name_number(a.name.substr(begin, size)));
            emit(Op::Swap, 2);
            emit(Op::PopTop);
        }
        emit_name(a.asname, NameUse::Store);
    }
}

void Compiler::visit_import_from(const ImportFrom& s) {
    if (s.module == "__future__" && s.level == 0 && s.range.line > future_end_) {
        fail(s.range, "from __future__ imports must occur at the beginning of the file");
    }
    object::Ref<object::Tuple> names = object::Tuple::make_unfilled(s.names.size());
    for (std::size_t k = 0; k < s.names.size(); ++k) {
        (*names)[k] = object::intern(s.names[k].name);
    }
    emit(Op::LoadConst, add_constant(object::Value::small(s.level)));
    emit(Op::LoadConst, add_constant(names));
    emit(Op::ImportName, name_number(s.module));
    for (const Alias& a : s.names) {
        if (a.name == "*") {
            emit(Op::ImportStar);
            return;
        }
        emit(Op::ImportFrom, name_number(a.name));
        emit_name(a.asname.empty() ? a.name : a.asname, NameUse::Store);
    }
    emit(Op::PopTop);
}

void Compiler::visit_delete(ExprPtr target) {
    At at(*this, target->range);
    switch (target->kind) {
        case ExprKind::Name:
            emit_name(as<Name>(*target).id, NameUse::Delete);
            break;
        case ExprKind::Attribute:
            visit(as<Attribute>(*target).value);
            check_name(as<Attribute>(*target).attr, NameUse::Delete);
            emit(Op::DeleteAttr, name_number(mangled(as<Attribute>(*target).attr)));
            break;
        case ExprKind::Subscript:
            visit(as<Subscript>(*target).value);
            visit(as<Subscript>(*target).slice);
            emit(Op::DeleteSubscript);
            break;
        case ExprKind::Tuple:
            for (ExprPtr e : as<Tuple>(*target).elts) visit_delete(e);
            break;
        case ExprKind::List:
            for (ExprPtr e : as<List>(*target).elts) visit_delete(e);
            break;
        default:
            fail(target->range, "cannot delete expression");
    }
}

}  // namespace loopscope::python::compile
