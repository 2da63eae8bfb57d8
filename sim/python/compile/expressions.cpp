// Expressions: values, operators, displays, conditions and assignment targets.
#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "sim/object/bytes.h"
#include "sim/object/error.h"
#include "sim/object/float.h"
#include "sim/object/int.h"
#include "sim/object/protocol.h"
#include "sim/object/set.h"
#include "sim/object/singletons.h"
#include "sim/object/tuple.h"
#include "sim/python/compile/compiler.h"

namespace loopscope::python::compile {

using namespace syntax;
using object::Value;

void Compiler::visit(ExprPtr e) {
    At at(*this, e->range);
    visit_inner(*e);
}

void Compiler::visit_inner(const Expr& e) {
    switch (e.kind) {
        case ExprKind::BoolOp:
            visit_bool(as<BoolOp>(e));
            break;
        case ExprKind::NamedExpr:
            visit(as<NamedExpr>(e).value);
            emit(Op::Copy, 1);
            store(as<NamedExpr>(e).target);
            break;
        case ExprKind::BinOp:
            visit_binary(as<BinOp>(e));
            break;
        case ExprKind::UnaryOp: {
            const auto& u = as<UnaryOp>(e);
            Value folded;
            std::string key;
            if (fold_number(e, folded, key)) {
                emit(Op::LoadConst, constant(key, folded));
                break;
            }
            visit(u.operand);
            static constexpr Op kOps[] = {Op::Invert, Op::Not, Op::Positive, Op::Negative};
            emit(kOps[static_cast<int>(u.op)]);
            break;
        }
        case ExprKind::Lambda:
            visit_lambda(as<Lambda>(e));
            break;
        case ExprKind::IfExp:
            visit_conditional(as<IfExp>(e));
            break;
        case ExprKind::Dict:
            visit_dict(as<Dict>(e));
            break;
        case ExprKind::Set:
            if (fold_display(as<Set>(e).elts, true)) break;
            visit_sequence(as<Set>(e).elts, 0, Op::BuildSet, Op::SetAdd, Op::SetUpdate, false);
            break;
        case ExprKind::ListComp:
            visit_comprehension(e, ComprehensionKind::List, as<ListComp>(e).generators,
                                as<ListComp>(e).elt, nullptr);
            break;
        case ExprKind::SetComp:
            visit_comprehension(e, ComprehensionKind::Set, as<SetComp>(e).generators,
                                as<SetComp>(e).elt, nullptr);
            break;
        case ExprKind::DictComp:
            visit_comprehension(e, ComprehensionKind::Dict, as<DictComp>(e).generators,
                                as<DictComp>(e).key, as<DictComp>(e).value);
            break;
        case ExprKind::GeneratorExp:
            visit_comprehension(e, ComprehensionKind::Generator, as<GeneratorExp>(e).generators,
                                as<GeneratorExp>(e).elt, nullptr);
            break;
        case ExprKind::Await:
            visit_await(as<Await>(e));
            break;
        case ExprKind::Yield:
            visit_yield(as<Yield>(e));
            break;
        case ExprKind::YieldFrom:
            visit_yield_from(as<YieldFrom>(e));
            break;
        case ExprKind::Compare:
            visit_compare(as<Compare>(e));
            break;
        case ExprKind::Call:
            visit_call(as<Call>(e));
            break;
        case ExprKind::FormattedValue:
            visit_formatted(as<FormattedValue>(e));
            break;
        case ExprKind::JoinedStr:
            visit_joined(as<JoinedStr>(e));
            break;
        case ExprKind::Constant:
            visit_constant(as<Constant>(e));
            break;
        case ExprKind::Attribute:
            visit_attribute(as<Attribute>(e));
            break;
        case ExprKind::Subscript: {
            const auto& s = as<Subscript>(e);
            check_subscript(s);
            visit(s.value);
            visit(s.slice);
            emit(Op::LoadSubscript);
            break;
        }
        case ExprKind::Starred:
            fail(e.range, "can't use starred expression here");
        case ExprKind::Name:
            emit_name(as<Name>(e).id, NameUse::Load);
            break;
        case ExprKind::List:
            if (fold_display(as<List>(e).elts, false)) break;
            visit_sequence(as<List>(e).elts, 0, Op::BuildList, Op::ListAppend, Op::ListExtend,
                           false);
            break;
        case ExprKind::Tuple:
            if (fold_tuple(as<Tuple>(e))) break;
            visit_sequence(as<Tuple>(e).elts, 0, Op::BuildTuple, Op::ListAppend, Op::ListExtend,
                           true);
            break;
        case ExprKind::Slice:
            visit_slice(as<Slice>(e));
            break;
    }
}

// ---- constants --------------------------------------------------------------------------------

/// The value of a literal, and a key under which equal literals of one unit are kept once.
Value Compiler::constant_value(const Constant& c, std::string& key) {
    switch (c.value_kind) {
        case ConstantKind::None:
            key = "None";
            return object::none();
        case ConstantKind::True:
            key = "True";
            return object::true_value();
        case ConstantKind::False:
            key = "False";
            return object::false_value();
        case ConstantKind::Ellipsis:
            key = "...";
            return object::ellipsis();
        case ConstantKind::Int: {
            Value v = object::Int::from_digits(c.text, c.base);
            key = v.is_small() ? fmt::format("i{}", v.small())
                               : fmt::format("I{}_{}", c.base, c.text);
            return v;
        }
        case ConstantKind::Float:
            key = fmt::format("f{:x}", std::bit_cast<std::uint64_t>(c.number));
            return object::Float::from(c.number);
        case ConstantKind::Imaginary:
            key = fmt::format("j{:x}", std::bit_cast<std::uint64_t>(c.number));
            return object::Complex::from(0.0, c.number);
        case ConstantKind::Str: {
            key = "s" + std::string(c.text);
            return c.text.size() <= 64 ? Value(object::intern(c.text)) : object::make_str(c.text);
        }
        case ConstantKind::Bytes:
            key = "b" + std::string(c.text);
            return object::Bytes::make(c.text);
    }
    return object::none();
}

void Compiler::visit_constant(const Constant& c) {
    std::string key;
    Value v = constant_value(c, key);
    emit(Op::LoadConst, constant(key, std::move(v)));
}

/// The values of a row of literals as a tuple, and its key; null when one is no literal.
object::Ref<object::Tuple> Compiler::constant_row(Seq<ExprPtr> elements, std::string& key) {
    std::vector<Value> values;
    key = fmt::format("({}", elements.size());
    for (ExprPtr e : elements) {
        std::string one;
        Value v;
        if (const Constant* c = if_is<Constant>(e)) {
            v = constant_value(*c, one);
        } else if (!fold_number(*e, v, one)) {
            return nullptr;
        }
        key += fmt::format(",{}:{}", one.size(), one);
        values.push_back(std::move(v));
    }
    return object::Tuple::make(values);
}

/// A tuple of literals becomes one constant.
bool Compiler::fold_tuple(const Tuple& t) {
    if (t.ctx != ExprContext::Load) return false;
    std::string key;
    object::Ref<object::Tuple> row = constant_row(t.elts, key);
    if (!row) return false;
    emit(Op::LoadConst, constant(key, row));
    return true;
}

/// The frozenset of a row of literals.
Value Compiler::constant_set(const object::Tuple& row) {
    object::Ref<object::Set> made = object::Set::make_frozen();
    for (const Value& v : row.items()) made->add(v);
    return made;
}

/// A list or set of three and more literals starts empty and takes them from one constant, which
/// also decides the order in which a set shows them. Mirrors: starunpack_helper.
bool Compiler::fold_display(Seq<ExprPtr> elements, bool is_set) {
    if (elements.size() < 3) return false;
    std::string key;
    object::Ref<object::Tuple> row = constant_row(elements, key);
    if (!row) return false;
    emit(is_set ? Op::BuildSet : Op::BuildList, 0);
    emit(Op::LoadConst, is_set ? constant("{" + key, constant_set(*row)) : constant(key, row));
    emit(is_set ? Op::SetUpdate : Op::ListExtend, 1);
    return true;
}

/// The right side of `in`: a display of literals is a constant there. Mirrors: the AST optimizer.
void Compiler::visit_container(ExprPtr e) {
    std::string key;
    At at(*this, e->range);
    if (const List* list = if_is<List>(e)) {
        if (object::Ref<object::Tuple> row = constant_row(list->elts, key)) {
            emit(Op::LoadConst, constant(key, row));
            return;
        }
    }
    if (const Set* set = if_is<Set>(e)) {
        if (object::Ref<object::Tuple> row = constant_row(set->elts, key)) {
            emit(Op::LoadConst, constant("{" + key, constant_set(*row)));
            return;
        }
    }
    visit(e);
}

/// Arithmetic on number literals, computed once. Small results only, and never an error.
bool Compiler::fold_number(const Expr& e, Value& out, std::string& key) {
    if (const Constant* c = if_is<Constant>(&e)) {
        bool number = c->value_kind == ConstantKind::Int || c->value_kind == ConstantKind::Float;
        if (number || c->value_kind == ConstantKind::Imaginary) {
            out = constant_value(*c, key);
            return true;
        }
        return false;
    }
    if (const UnaryOp* u = if_is<UnaryOp>(&e)) {
        if (u->op == UnaryOperator::Not || !fold_number(*u->operand, out, key)) return false;
        if (u->op == UnaryOperator::Invert && !object::is_int(out)) return false;
        key = fmt::format("u{}{}", static_cast<int>(u->op), key);
        if (u->op == UnaryOperator::USub) out = object::negative(out);
        if (u->op == UnaryOperator::Invert) out = object::invert(out);
        return true;
    }
    const BinOp* b = if_is<BinOp>(&e);
    if (b == nullptr) return false;
    Value left;
    Value right;
    std::string left_key;
    std::string right_key;
    if (!fold_number(*b->left, left, left_key)) return false;
    if (!fold_number(*b->right, right, right_key)) return false;
    object::BinaryOp op;
    switch (b->op) {
        case BinaryOperator::Add:
            op = object::BinaryOp::Add;
            break;
        case BinaryOperator::Sub:
            op = object::BinaryOp::Sub;
            break;
        case BinaryOperator::Mult:
            op = object::BinaryOp::Mul;
            break;
        case BinaryOperator::Div:
            op = object::BinaryOp::TrueDiv;
            break;
        case BinaryOperator::Pow:
            // Only what surely stays small: exponents up to 64 of small bases.
            if (!left.is_small() || !right.is_small()) return false;
            if (right.small() < 0 || right.small() > 64 || std::abs(left.small()) > 1024)
                return false;
            op = object::BinaryOp::Pow;
            break;
        default:
            return false;
    }
    try {
        out = object::binary(op, left, right);
    } catch (object::Raised&) {
        return false;  // It raises when it runs.
    }
    key = fmt::format("({} {}:{} {}:{})", static_cast<int>(b->op), left_key.size(), left_key,
                      right_key.size(), right_key);
    return true;
}

// ---- operators --------------------------------------------------------------------------------

void Compiler::visit_bool(const BoolOp& e) {
    Label end = code().make_label();
    Op op = e.op == BoolOperator::And ? Op::JumpIfFalseOrPop : Op::JumpIfTrueOrPop;
    for (std::size_t k = 0; k + 1 < e.values.size(); ++k) {
        visit(e.values[k]);
        code().jump(op, end);
    }
    visit(e.values.back());
    code().bind(end);
}

void Compiler::visit_binary(const BinOp& e) {
    Value folded;
    std::string key;
    if (fold_number(e, folded, key)) {
        emit(Op::LoadConst, constant(key, folded));
        return;
    }
    visit(e.left);
    visit(e.right);
    auto plain = [this](object::BinaryOp op) { emit(Op::Binary, static_cast<int>(op)); };
    switch (e.op) {
        case BinaryOperator::Add:
            emit(Op::BinaryAdd);
            break;
        case BinaryOperator::Sub:
            emit(Op::BinarySub);
            break;
        case BinaryOperator::Mult:
            emit(Op::BinaryMul);
            break;
        case BinaryOperator::MatMult:
            plain(object::BinaryOp::MatMul);
            break;
        case BinaryOperator::Div:
            plain(object::BinaryOp::TrueDiv);
            break;
        case BinaryOperator::Mod:
            plain(object::BinaryOp::Mod);
            break;
        case BinaryOperator::Pow:
            plain(object::BinaryOp::Pow);
            break;
        case BinaryOperator::LShift:
            plain(object::BinaryOp::LShift);
            break;
        case BinaryOperator::RShift:
            plain(object::BinaryOp::RShift);
            break;
        case BinaryOperator::BitOr:
            plain(object::BinaryOp::Or);
            break;
        case BinaryOperator::BitXor:
            plain(object::BinaryOp::Xor);
            break;
        case BinaryOperator::BitAnd:
            plain(object::BinaryOp::And);
            break;
        case BinaryOperator::FloorDiv:
            plain(object::BinaryOp::FloorDiv);
            break;
    }
}

void Compiler::emit_compare(CompareOperator op) {
    auto rich = [this](object::CompareOp o) { emit(Op::Compare, static_cast<int>(o)); };
    switch (op) {
        case CompareOperator::Eq:
            rich(object::CompareOp::Eq);
            break;
        case CompareOperator::NotEq:
            rich(object::CompareOp::Ne);
            break;
        case CompareOperator::Lt:
            rich(object::CompareOp::Lt);
            break;
        case CompareOperator::LtE:
            rich(object::CompareOp::Le);
            break;
        case CompareOperator::Gt:
            rich(object::CompareOp::Gt);
            break;
        case CompareOperator::GtE:
            rich(object::CompareOp::Ge);
            break;
        case CompareOperator::Is:
            emit(Op::Is, 0);
            break;
        case CompareOperator::IsNot:
            emit(Op::Is, 1);
            break;
        case CompareOperator::In:
            emit(Op::Contains, 0);
            break;
        case CompareOperator::NotIn:
            emit(Op::Contains, 1);
            break;
    }
}

/// `x is 5` deserves a warning. Mirrors: check_compare.
void Compiler::check_compare(const Compare& e) {
    auto is_literal = [](ExprPtr x) {
        const Constant* c = if_is<Constant>(x);
        if (c == nullptr) return if_is<Tuple>(x) != nullptr;
        return c->value_kind >= ConstantKind::Int;
    };
    ExprPtr left = e.left;
    for (std::size_t k = 0; k < e.ops.size(); ++k) {
        ExprPtr right = e.comparators[k];
        bool identity = e.ops[k] == CompareOperator::Is || e.ops[k] == CompareOperator::IsNot;
        if (identity && (is_literal(left) || is_literal(right))) {
            warn(e.range, e.ops[k] == CompareOperator::Is
                              ? "\"is\" with a literal. Did you mean \"==\"?"
                              : "\"is not\" with a literal. Did you mean \"!=\"?");
            return;
        }
        left = right;
    }
}

void Compiler::visit_compare(const Compare& e) {
    check_compare(e);
    visit(e.left);
    std::size_t last = e.ops.size() - 1;
    if (last == 0) {
        bool contains = e.ops[0] == CompareOperator::In || e.ops[0] == CompareOperator::NotIn;
        if (contains) {
            visit_container(e.comparators[0]);
        } else {
            visit(e.comparators[0]);
        }
        emit_compare(e.ops[0]);
        return;
    }
    Label cleanup = code().make_label();
    Label end = code().make_label();
    for (std::size_t k = 0; k < last; ++k) {
        visit(e.comparators[k]);
        emit(Op::Swap, 2);
        emit(Op::Copy, 2);
        emit_compare(e.ops[k]);
        code().jump(Op::JumpIfFalseOrPop, cleanup);
    }
    visit(e.comparators[last]);
    emit_compare(e.ops[last]);
    code().jump(Op::Jump, end);
    code().bind(cleanup);
    emit(Op::Swap, 2);
    emit(Op::PopTop);
    code().bind(end);
}

void Compiler::visit_conditional(const IfExp& e) {
    Label next = code().make_label();
    Label end = code().make_label();
    jump_if(e.test, next, false);
    visit(e.body);
    code().jump(Op::Jump, end);
    code().bind(next);
    visit(e.orelse);
    code().bind(end);
}

void Compiler::jump_if_compare(const Compare& e, Label target, bool when) {
    At at(*this, e.range);
    check_compare(e);
    visit(e.left);
    Label cleanup = code().make_label();
    std::size_t last = e.ops.size() - 1;
    for (std::size_t k = 0; k < last; ++k) {
        visit(e.comparators[k]);
        emit(Op::Swap, 2);
        emit(Op::Copy, 2);
        emit_compare(e.ops[k]);
        code().jump(Op::PopJumpIfFalse, cleanup);
    }
    visit(e.comparators[last]);
    emit_compare(e.ops[last]);
    code().jump(when ? Op::PopJumpIfTrue : Op::PopJumpIfFalse, target);
    Label end = code().make_label();
    code().jump(Op::Jump, end);
    code().bind(cleanup);
    emit(Op::PopTop);
    if (!when) code().jump(Op::Jump, target);
    code().bind(end);
}

/// Jumps to `target` if the truth of `test` is `when`, else goes on. Mirrors: compiler_jump_if.
void Compiler::jump_if(ExprPtr test, Label target, bool when) {
    switch (test->kind) {
        case ExprKind::UnaryOp:
            if (as<UnaryOp>(*test).op == UnaryOperator::Not) {
                jump_if(as<UnaryOp>(*test).operand, target, !when);
                return;
            }
            break;
        case ExprKind::BoolOp: {
            const auto& b = as<BoolOp>(*test);
            bool decides = b.op == BoolOperator::Or;  // The truth that ends the evaluation.
            Label done = decides == when ? target : code().make_label();
            for (std::size_t k = 0; k + 1 < b.values.size(); ++k)
                jump_if(b.values[k], done, decides);
            jump_if(b.values.back(), target, when);
            if (decides != when) code().bind(done);
            return;
        }
        case ExprKind::IfExp: {
            const auto& i = as<IfExp>(*test);
            Label next = code().make_label();
            Label end = code().make_label();
            jump_if(i.test, next, false);
            jump_if(i.body, target, when);
            code().jump(Op::Jump, end);
            code().bind(next);
            jump_if(i.orelse, target, when);
            code().bind(end);
            return;
        }
        case ExprKind::Compare:
            if (as<Compare>(*test).ops.size() > 1) {
                jump_if_compare(as<Compare>(*test), target, when);
                return;
            }
            break;
        case ExprKind::Constant: {
            std::string key;
            if (object::truth(constant_value(as<Constant>(*test), key)) == when) {
                code().jump(Op::Jump, target);
            }
            return;
        }
        default:
            break;
    }
    visit(test);
    At at(*this, test->range);
    code().jump(when ? Op::PopJumpIfTrue : Op::PopJumpIfFalse, target);
}

// ---- displays ---------------------------------------------------------------------------------

/// Builds a tuple, list or set; `already` of its values lie on the stack.
void Compiler::visit_sequence(Seq<ExprPtr> elements, int already, Op build, Op add, Op extend,
                              bool to_tuple) {
    bool starred = std::any_of(elements.begin(), elements.end(),
                               [](ExprPtr e) { return e->kind == ExprKind::Starred; });
    int count = static_cast<int>(elements.size());
    if (!starred) {
        for (ExprPtr e : elements) visit(e);
        emit(build, already + count);
        return;
    }
    bool built = false;
    int waiting = already;
    Op make = build == Op::BuildTuple ? Op::BuildList : build;
    for (ExprPtr e : elements) {
        const Starred* star = if_is<Starred>(e);
        if (star != nullptr) {
            if (!built) emit(make, waiting);
            built = true;
            visit(star->value);
            emit(extend, 1);
        } else {
            visit(e);
            if (built) {
                emit(add, 1);
            } else {
                ++waiting;
            }
        }
    }
    if (to_tuple) emit(Op::ListToTuple);
}

void Compiler::visit_dict(const Dict& e) {
    int waiting = 0;
    bool built = false;
    auto flush = [&] {
        if (built && waiting == 0) return;
        emit(Op::BuildMap, waiting);
        if (built) emit(Op::DictUpdate, 1);
        built = true;
        waiting = 0;
    };
    for (std::size_t k = 0; k < e.values.size(); ++k) {
        if (e.keys[k] == nullptr) {
            flush();
            visit(e.values[k]);
            emit(Op::DictUpdate, 1);
            continue;
        }
        visit(e.keys[k]);
        visit(e.values[k]);
        if (++waiting == 100) flush();
    }
    flush();
}

void Compiler::visit_slice(const Slice& e) {
    for (ExprPtr part : {e.lower, e.upper}) {
        if (part != nullptr) {
            visit(part);
        } else {
            load_none();
        }
    }
    if (e.step != nullptr) visit(e.step);
    emit(Op::BuildSlice, e.step != nullptr ? 3 : 2);
}

void Compiler::visit_formatted(const FormattedValue& e) {
    visit(e.value);
    int flags = e.conversion == 's'   ? kConvertStr
                : e.conversion == 'r' ? kConvertRepr
                : e.conversion == 'a' ? kConvertAscii
                                      : kConvertNone;
    if (e.format_spec != nullptr) {
        visit(e.format_spec);
        flags |= kHasFormatSpec;
    }
    emit(Op::FormatValue, flags);
}

void Compiler::visit_joined(const JoinedStr& e) {
    for (ExprPtr v : e.values) visit(v);
    if (e.values.size() != 1) emit(Op::BuildString, static_cast<int>(e.values.size()));
}

// ---- attributes, await, yield -----------------------------------------------------------------

/// Where an attribute access points: from the line on which its name stands.
/// Mirrors: update_start_location_to_match_attr.
SourceRange Compiler::attribute_place(const Attribute& a) const {
    Range range = a.range;
    if (range.line != range.end_line) {
        range.line = range.end_line;
        auto size = static_cast<std::uint32_t>(a.attr.size());
        range.column = size <= range.end_column ? range.end_column - size : 0;
    }
    return range;
}

void Compiler::visit_attribute(const Attribute& e) {
    visit(e.value);
    At at(*this, attribute_place(e));
    emit(Op::LoadAttr, name_number(mangled(e.attr)));
}

void Compiler::emit_await(AwaitPlace place) {
    emit(Op::GetAwaitable, place);
    load_none();
    emit(Op::YieldFrom);
}

void Compiler::visit_await(const Await& e) {
    if (!in_function()) fail(e.range, "'await' outside function");
    if (!in_async() && unit_->scope->comprehension == ComprehensionKind::None) {
        fail(e.range, "'await' outside async function");
    }
    visit(e.value);
    emit_await(kAwaitExpression);
}

void Compiler::visit_yield(const Yield& e) {
    if (!in_function()) fail(e.range, "'yield' outside function");
    if (e.value != nullptr) {
        visit(e.value);
    } else {
        load_none();
    }
    if (unit_->scope->is_coroutine) emit(Op::AsyncGenWrap);
    emit(Op::YieldValue);
}

void Compiler::visit_yield_from(const YieldFrom& e) {
    if (!in_function()) fail(e.range, "'yield' outside function");
    if (in_async()) fail(e.range, "'yield from' inside async function");
    visit(e.value);
    emit(Op::GetYieldFromIter);
    load_none();
    emit(Op::YieldFrom);
}

// ---- assignment targets -----------------------------------------------------------------------

void Compiler::store(ExprPtr target) {
    At at(*this, target->range);
    switch (target->kind) {
        case ExprKind::Name:
            emit_name(as<Name>(*target).id, NameUse::Store);
            return;
        case ExprKind::Attribute: {
            const auto& a = as<Attribute>(*target);
            visit(a.value);
            At here(*this, attribute_place(a));
            check_name(a.attr, NameUse::Store);
            emit(Op::StoreAttr, name_number(mangled(a.attr)));
            return;
        }
        case ExprKind::Subscript:
            visit(as<Subscript>(*target).value);
            visit(as<Subscript>(*target).slice);
            emit(Op::StoreSubscript);
            return;
        case ExprKind::Tuple:
            store_sequence(as<Tuple>(*target).elts, target->range);
            return;
        case ExprKind::List:
            store_sequence(as<List>(*target).elts, target->range);
            return;
        case ExprKind::Starred:
            fail(target->range, "starred assignment target must be in a list or tuple");
        default:
            fail(target->range, "cannot assign to expression");
    }
}

void Compiler::store_sequence(Seq<ExprPtr> elements, const Range& range) {
    std::size_t star = elements.size();
    for (std::size_t k = 0; k < elements.size(); ++k) {
        if (elements[k]->kind != ExprKind::Starred) continue;
        if (star != elements.size()) fail(range, "multiple starred expressions in assignment");
        star = k;
    }
    if (star == elements.size()) {
        emit(Op::UnpackSequence, static_cast<int>(elements.size()));
    } else {
        std::size_t after = elements.size() - star - 1;
        if (star >= 0xfff || after >= 0x7ff) {
            fail(range, "too many expressions in star-unpacking assignment");
        }
        emit(Op::UnpackEx, static_cast<int>(star | (after << 12)));
    }
    for (ExprPtr e : elements) {
        const Starred* s = if_is<Starred>(e);
        store(s != nullptr ? s->value : e);
    }
}

}  // namespace loopscope::python::compile
