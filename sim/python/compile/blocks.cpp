// try, with, and the code that leaves blocks early.
#include <fmt/format.h>

#include "sim/object/singletons.h"
#include "sim/python/compile/compiler.h"

namespace loopscope::python::compile {

using namespace syntax;

FrameBlock& Compiler::push_block(BlockKind kind) {
    FrameBlock block;
    block.kind = kind;
    block.handlers_before = code().handlers().size();
    unit_->blocks.push_back(std::move(block));
    return unit_->blocks.back();
}

void Compiler::pop_block() { unit_->blocks.pop_back(); }

void Compiler::unset_name(const std::string& name) {
    load_none();
    emit_name(name, NameUse::Store);
    emit_name(name, NameUse::Delete);
}

void Compiler::call_exit_with_nones() {
    emit(Op::PushNull);
    load_none();
    load_none();
    load_none();
    emit(Op::Call, 3);
}

/// Emits what leaving one block takes. With `keep_top` the value on top stays there.
/// Mirrors: compiler_unwind_fblock.
void Compiler::unwind(const FrameBlock& block, bool keep_top) {
    auto drop_handlers = [&] { code().handlers().resize(block.handlers_before); };
    auto drop_below = [&] {
        if (keep_top) emit(Op::Swap, 2);
        emit(Op::PopTop);
    };
    switch (block.kind) {
        case BlockKind::While:
        case BlockKind::ExceptStar:
            return;
        case BlockKind::For:
            drop_below();
            return;
        case BlockKind::PopValue:
            drop_below();
            return;
        case BlockKind::TryExcept:
            drop_handlers();
            return;
        case BlockKind::Finally: {
            drop_handlers();
            if (keep_top) push_block(BlockKind::PopValue);
            visit(block.final_body);
            if (keep_top) pop_block();
            return;
        }
        case BlockKind::FinallyEnd:
            drop_below();  // The exception.
            drop_handlers();
            if (keep_top) emit(Op::Swap, 2);
            emit(Op::PopExcept);
            return;
        case BlockKind::With:
        case BlockKind::AsyncWith: {
            drop_handlers();
            Position saved = code().position();
            code().set_position(block.position);
            if (keep_top) emit(Op::Swap, 2);
            call_exit_with_nones();
            if (block.kind == BlockKind::AsyncWith) emit_await(kAwaitAsyncExit);
            emit(Op::PopTop);
            code().set_position(saved);
            return;
        }
        case BlockKind::Handler:
            drop_handlers();
            if (keep_top) emit(Op::Swap, 2);
            emit(Op::PopExcept);
            if (!block.name.empty()) unset_name(block.name);
            return;
    }
}

Compiler::LeftBlocks Compiler::leave_blocks(bool keep_top, bool to_loop, const Range& range) {
    LeftBlocks left{unit_->blocks, code().handlers(), -1};
    while (!unit_->blocks.empty()) {
        FrameBlock block = unit_->blocks.back();
        if (block.kind == BlockKind::ExceptStar) {
            fail(range, "'break', 'continue' and 'return' cannot appear in an except* block");
        }
        if (to_loop && (block.kind == BlockKind::While || block.kind == BlockKind::For)) {
            left.loop = static_cast<int>(unit_->blocks.size()) - 1;
            break;
        }
        unit_->blocks.pop_back();
        unwind(block, keep_top);
    }
    return left;
}

void Compiler::return_to_blocks(LeftBlocks left) {
    unit_->blocks = std::move(left.blocks);
    code().handlers() = std::move(left.handlers);
}

// ---- try --------------------------------------------------------------------------------------

template <typename T>
void Compiler::visit_try(const T& s, bool star) {
    auto inner = [&] {
        if (s.handlers.empty()) {
            visit(s.body);
        } else if (star) {
            visit_try_star(s);
        } else {
            visit_try_except(s);
        }
    };
    if (s.finalbody.empty()) {
        inner();
        return;
    }
    // try … finally. The final body is compiled once for each way out.
    Label raised = code().make_label();
    Label end = code().make_label();
    int depth = code().depth();
    FrameBlock& block = push_block(BlockKind::Finally);
    block.final_body = s.finalbody;
    code().push_handler(raised);
    inner();
    code().pop_handler();
    pop_block();
    visit(s.finalbody);
    code().jump(Op::Jump, end);

    code().bind_handler(raised, depth);
    Label cleanup = code().make_label();
    // From here [exc]; an exception of the final body itself keeps [prev].
    push_block(BlockKind::FinallyEnd);
    code().push_handler(cleanup);
    emit(Op::PushExcInfo);
    visit(s.finalbody);
    emit(Op::Reraise);
    code().pop_handler();
    pop_block();
    code().bind_handler(cleanup, depth + 1);
    emit(Op::CleanupReraise);
    code().bind(end);
}

/// The body and the `else` of a try with handlers, up to where the handlers begin.
template <typename T>
void Compiler::visit_tried(const T& s, Label end) {
    Label raised = code().make_label();
    int depth = code().depth();
    push_block(BlockKind::TryExcept);
    code().push_handler(raised);
    visit(s.body);
    code().pop_handler();
    pop_block();
    // The else branch comes first in execution order, so that the common path falls through.
    visit(s.orelse);
    code().jump(Op::Jump, end);
    code().bind_handler(raised, depth);
}

template <typename T>
void Compiler::visit_try_except(const T& s) {
    Label end = code().make_label();
    int depth = code().depth();
    visit_tried(s, end);
    Label cleanup = code().make_label();
    code().push_handler(cleanup);
    emit(Op::PushExcInfo);
    visit_handlers(s.handlers, end);
    emit(Op::Reraise);
    code().pop_handler();
    code().bind_handler(cleanup, depth + 1);
    emit(Op::CleanupReraise);
    code().bind(end);
}

/// The chain of `except` clauses; [prev exc] on the stack, and again at the end when none fits.
void Compiler::visit_handlers(Seq<ExceptHandler> handlers, Label end) {
    for (std::size_t k = 0; k < handlers.size(); ++k) {
        const ExceptHandler& h = handlers[k];
        At at(*this, h.range);
        if (h.type == nullptr && k + 1 < handlers.size()) {
            fail(h.range, "default 'except:' must be last");
        }
        Label next = code().make_label();
        if (h.type != nullptr) {
            visit(h.type);
            emit(Op::CheckExcMatch);
            code().jump(Op::PopJumpIfFalse, next);
        }
        visit_handler_body(h, end);
        code().bind(next);
    }
}

void Compiler::visit_handler_body(const ExceptHandler& h, Label end) {
    std::string name(h.name);
    // Leaving early drops both this clause's handler and the one around the whole chain.
    std::size_t outside = code().handlers().size() - 1;
    if (name.empty()) {
        emit(Op::PopTop);
        push_block(BlockKind::Handler).handlers_before = outside;
        visit(h.body);
        pop_block();
        finish_handler(outside, name, end);
        return;
    }
    emit_name(name, NameUse::Store);
    Label cleanup = code().make_label();
    int depth = code().depth();
    FrameBlock& block = push_block(BlockKind::Handler);
    block.handlers_before = outside;
    block.name = name;
    code().push_handler(cleanup);
    visit(h.body);
    code().pop_handler();
    pop_block();
    finish_handler(outside, name, end);
    code().bind_handler(cleanup, depth);
    unset_name(name);
    emit(Op::Reraise);
}

/// The normal end of an `except` clause, outside of the handlers that belong to it.
void Compiler::finish_handler(std::size_t outside, const std::string& name, Label end) {
    std::vector<int> saved = code().handlers();
    code().handlers().resize(outside);
    emit(Op::PopExcept);
    if (!name.empty()) unset_name(name);
    code().jump(Op::Jump, end);
    code().handlers() = std::move(saved);
}

/// try … except*. Mirrors: compiler_try_star_except.
template <typename T>
void Compiler::visit_try_star(const T& s) {
    Label end = code().make_label();
    int depth = code().depth();
    visit_tried(s, end);
    Label cleanup = code().make_label();
    Label reraise_star = code().make_label();
    code().push_handler(cleanup);
    emit(Op::PushExcInfo);  // prev exc
    emit(Op::Copy, 1);      // prev original exc
    emit(Op::BuildList, 0);
    emit(Op::Swap, 2);  // prev original raised rest
    for (std::size_t k = 0; k < s.handlers.size(); ++k) {
        Label next = code().make_label();
        visit_star_handler(s.handlers[k], k + 1 == s.handlers.size(), next, reraise_star);
    }
    code().bind(reraise_star);  // prev original raised
    emit(Op::PrepareReraiseStar);
    Label reraise = code().make_label();
    emit(Op::Copy, 1);
    code().jump(Op::PopJumpIfNotNone, reraise);
    code().pop_handler();  // From here on `prev` is put back.
    emit(Op::PopTop);
    emit(Op::PopExcept);
    code().jump(Op::Jump, end);
    code().bind(reraise);
    emit(Op::CleanupReraise);
    code().bind_handler(cleanup, depth + 1);
    emit(Op::CleanupReraise);
    code().bind(end);
}

void Compiler::visit_star_handler(const ExceptHandler& h, bool is_last, Label next,
                                  Label reraise_star) {
    At at(*this, h.range);
    Label no_match = code().make_label();
    visit(h.type);
    emit(Op::CheckEgMatch);  // … raised rest match
    emit(Op::Copy, 1);
    code().jump(Op::PopJumpIfNone, no_match);
    std::string name(h.name);
    if (name.empty()) {
        emit(Op::PopTop);
    } else {
        emit_name(name, NameUse::Store);
    }
    Label cleanup = code().make_label();
    int depth = code().depth();
    push_block(BlockKind::ExceptStar);
    code().push_handler(cleanup);
    visit(h.body);
    code().pop_handler();
    pop_block();
    if (!name.empty()) unset_name(name);
    code().jump(Op::Jump, next);
    code().bind_handler(cleanup, depth);  // … raised rest exc
    if (!name.empty()) unset_name(name);
    emit(Op::ListAppend, 2);
    code().jump(Op::Jump, next);
    code().bind(no_match);
    emit(Op::PopTop);
    code().bind(next);
    if (is_last) {
        emit(Op::ListAppend, 1);
        code().jump(Op::Jump, reraise_star);
    }
}

template void Compiler::visit_try<Try>(const Try& s, bool star);
template void Compiler::visit_try<TryStar>(const TryStar& s, bool star);

// ---- with -------------------------------------------------------------------------------------

/// Mirrors: compiler_with, compiler_async_with.
void Compiler::visit_with(Seq<WithItem> items, Block body, const Range& range, bool is_async) {
    const WithItem& item = items[0];
    Label raised = code().make_label();
    Label end = code().make_label();
    visit(item.context_expr);
    Position place = code().position();
    emit(is_async ? Op::BeforeAsyncWith : Op::BeforeWith);
    if (is_async) emit_await(kAwaitAsyncEnter);
    // [exit entered]; the handler keeps [exit].
    int depth = code().depth() - 1;
    FrameBlock& block = push_block(is_async ? BlockKind::AsyncWith : BlockKind::With);
    block.position = place;
    code().push_handler_at(raised, depth);
    if (item.optional_vars != nullptr) {
        store(item.optional_vars);
    } else {
        emit(Op::PopTop);
    }
    if (items.size() > 1) {
        visit_with(items.subspan(1), body, range, is_async);
    } else {
        visit(body);
    }
    code().pop_handler();
    pop_block();
    code().set_position(place);
    call_exit_with_nones();
    if (is_async) emit_await(kAwaitAsyncExit);
    emit(Op::PopTop);
    code().jump(Op::Jump, end);

    code().bind_handler(raised, depth);  // exit exc
    Label cleanup = code().make_label();
    Label suppress = code().make_label();
    code().push_handler(cleanup);
    emit(Op::PushExcInfo);      // exit prev exc
    emit(Op::WithExceptStart);  // exit prev exc result
    if (is_async) emit_await(kAwaitAsyncExit);
    code().jump(Op::PopJumpIfTrue, suppress);
    emit(Op::Reraise);
    code().bind(suppress);
    emit(Op::PopTop);
    code().pop_handler();
    emit(Op::PopExcept);
    emit(Op::PopTop);
    code().jump(Op::Jump, end);
    code().bind_handler(cleanup, depth + 1);
    emit(Op::CleanupReraise);
    code().bind(end);
}

}  // namespace loopscope::python::compile
