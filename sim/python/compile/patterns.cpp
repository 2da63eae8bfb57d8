// match: compiles patterns to tests and captures. Mirrors: the compiler_pattern_* functions.
//
// While a pattern is tested its subject lies on top of the stack. A test that fails jumps to
// fail_pop[n], where n is the number of values to drop: what is captured so far and what lies above
// it. Names are bound only when the whole pattern has matched.
#include <fmt/format.h>

#include <algorithm>

#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/tuple.h"
#include "sim/python/compile/compiler.h"

namespace loopscope::python::compile {

using namespace syntax;

namespace {

bool is_wildcard(const Pattern& p) {
    const MatchAs* as_pattern = if_is<MatchAs>(&p);
    return as_pattern != nullptr && as_pattern->name.empty() && as_pattern->pattern == nullptr;
}
bool is_wildcard_star(const Pattern& p) {
    const MatchStar* star = if_is<MatchStar>(&p);
    return star != nullptr && star->name.empty();
}

}  // namespace

void Compiler::ensure_fail_pop(PatternContext& pc, std::size_t n) {
    while (pc.fail_pop.size() <= n) pc.fail_pop.push_back(code().make_label());
}

void Compiler::jump_to_fail_pop(PatternContext& pc, Op op) {
    std::size_t pops = static_cast<std::size_t>(pc.on_top) + pc.stores.size();
    ensure_fail_pop(pc, pops);
    code().jump(op, pc.fail_pop[pops]);
}

/// Binds the fail labels, deepest first, so that each falls into the next.
void Compiler::emit_fail_pop(PatternContext& pc) {
    while (pc.fail_pop.size() > 1) {
        code().bind(pc.fail_pop.back());
        pc.fail_pop.pop_back();
        emit(Op::PopTop);
    }
    if (!pc.fail_pop.empty()) code().bind(pc.fail_pop[0]);
    pc.fail_pop.clear();
}

/// Moves the top value below `count - 1` others.
void Compiler::rotate(int count) {
    while (count > 1) emit(Op::Swap, count--);
}

void Compiler::pattern_store_name(std::string_view name, const Range& range, PatternContext& pc) {
    if (name.empty()) {
        emit(Op::PopTop);
        return;
    }
    std::string known(name);
    if (std::find(pc.stores.begin(), pc.stores.end(), known) != pc.stores.end()) {
        fail(range, fmt::format("multiple assignments to name '{}' in pattern", name));
    }
    rotate(pc.on_top + static_cast<int>(pc.stores.size()) + 1);
    pc.stores.push_back(std::move(known));
}

void Compiler::visit_match(const Match& s) {
    visit(s.subject);
    Label end = code().make_label();
    std::size_t count = s.cases.size();
    bool has_default = count > 1 && is_wildcard(*s.cases[count - 1].pattern);
    std::size_t tested = has_default ? count - 1 : count;
    for (std::size_t k = 0; k < tested; ++k) {
        const MatchCase& c = s.cases[k];
        At at(*this, c.pattern->range);
        emit(Op::Copy, 1);
        PatternContext pc;
        pc.allow_irrefutable = c.guard != nullptr || k + 1 == count;
        visit_pattern(*c.pattern, pc);
        // It matched: [subject captures…]; the subject is dropped only now, as the guard may fail.
        for (const std::string& name : pc.stores) emit_name(name, NameUse::Store);
        if (c.guard != nullptr) {
            ensure_fail_pop(pc, 0);
            jump_if(c.guard, pc.fail_pop[0], false);
        }
        emit(Op::PopTop);
        visit(c.body);
        code().jump(Op::Jump, end);
        emit_fail_pop(pc);
    }
    if (has_default) {
        const MatchCase& c = s.cases[count - 1];
        At at(*this, c.pattern->range);
        if (c.guard != nullptr) {
            Label failed = code().make_label();
            jump_if(c.guard, failed, false);
            emit(Op::PopTop);
            visit(c.body);
            code().jump(Op::Jump, end);
            code().bind(failed);
            emit(Op::PopTop);
        } else {
            emit(Op::PopTop);
            visit(c.body);
        }
    } else {
        emit(Op::PopTop);
    }
    code().bind(end);
}

void Compiler::visit_pattern(const Pattern& p, PatternContext& pc) {
    At at(*this, p.range);
    last_pattern_ = p.range;
    switch (p.kind) {
        case PatternKind::MatchValue:
            visit(as<MatchValue>(p).value);
            emit(Op::Compare, static_cast<int>(object::CompareOp::Eq));
            jump_to_fail_pop(pc, Op::PopJumpIfFalse);
            break;
        case PatternKind::MatchSingleton: {
            ConstantKind kind = as<MatchSingleton>(p).value;
            if (kind == ConstantKind::None) load_none();
            if (kind == ConstantKind::True) {
                emit(Op::LoadConst, constant("True", object::true_value()));
            }
            if (kind == ConstantKind::False) {
                emit(Op::LoadConst, constant("False", object::false_value()));
            }
            emit(Op::Is, 0);
            jump_to_fail_pop(pc, Op::PopJumpIfFalse);
            break;
        }
        case PatternKind::MatchSequence:
            pattern_sequence(as<MatchSequence>(p), pc);
            break;
        case PatternKind::MatchMapping:
            pattern_mapping(as<MatchMapping>(p), pc);
            break;
        case PatternKind::MatchClass:
            pattern_class(as<MatchClass>(p), pc);
            break;
        case PatternKind::MatchStar:
            pattern_star(as<MatchStar>(p), pc);
            break;
        case PatternKind::MatchAs:
            pattern_as(as<MatchAs>(p), pc);
            break;
        case PatternKind::MatchOr:
            pattern_or(as<MatchOr>(p), pc);
            break;
    }
}

void Compiler::pattern_subpattern(const Pattern& p, PatternContext& pc) {
    bool saved = std::exchange(pc.allow_irrefutable, true);
    visit_pattern(p, pc);
    pc.allow_irrefutable = saved;
}

void Compiler::pattern_as(const MatchAs& p, PatternContext& pc) {
    if (p.pattern == nullptr) {
        if (!pc.allow_irrefutable) {
            if (!p.name.empty()) {
                fail(p.range,
                     fmt::format("name capture '{}' makes remaining patterns unreachable", p.name));
            }
            fail(p.range, "wildcard makes remaining patterns unreachable");
        }
        pattern_store_name(p.name, p.range, pc);
        return;
    }
    ++pc.on_top;
    emit(Op::Copy, 1);
    visit_pattern(*p.pattern, pc);
    --pc.on_top;
    pattern_store_name(p.name, p.range, pc);
}

void Compiler::pattern_star(const MatchStar& p, PatternContext& pc) {
    pattern_store_name(p.name, p.range, pc);
}

void Compiler::pattern_sequence(const MatchSequence& p, PatternContext& pc) {
    std::size_t size = p.patterns.size();
    std::size_t star = size;
    bool only_wildcard = true;
    bool star_wildcard = false;
    for (std::size_t k = 0; k < size; ++k) {
        const Pattern& q = *p.patterns[k];
        if (q.kind == PatternKind::MatchStar) {
            if (star != size) {
                fail(p.range, "multiple starred names in sequence pattern");
            }
            star_wildcard = is_wildcard_star(q);
            only_wildcard = only_wildcard && star_wildcard;
            star = k;
            continue;
        }
        only_wildcard = only_wildcard && is_wildcard(q);
    }
    bool starred = star != size;
    ++pc.on_top;
    emit(Op::MatchSequence);
    jump_to_fail_pop(pc, Op::PopJumpIfFalse);
    if (!starred || size > 1) {
        emit(Op::GetLen);
        std::size_t length = starred ? size - 1 : size;
        emit(Op::LoadConst, add_constant(object::Value::small(static_cast<std::int64_t>(length))));
        emit(Op::Compare,
             static_cast<int>(starred ? object::CompareOp::Ge : object::CompareOp::Eq));
        jump_to_fail_pop(pc, Op::PopJumpIfFalse);
    }
    --pc.on_top;
    if (only_wildcard) {
        emit(Op::PopTop);
        return;
    }
    if (star_wildcard) {
        pattern_sequence_subscript(p.patterns, star, pc);
        return;
    }
    if (starred) {
        emit(Op::UnpackEx, static_cast<int>(star | ((size - star - 1) << 12)));
    } else {
        emit(Op::UnpackSequence, static_cast<int>(size));
    }
    pc.on_top += static_cast<int>(size);
    for (PatternPtr q : p.patterns) {
        --pc.on_top;
        pattern_subpattern(*q, pc);
    }
}

/// With a `*_` the others are fetched one by one, by index, so the rest is never copied.
void Compiler::pattern_sequence_subscript(Seq<PatternPtr> patterns, std::size_t star,
                                          PatternContext& pc) {
    ++pc.on_top;
    for (std::size_t k = 0; k < patterns.size(); ++k) {
        const Pattern& q = *patterns[k];
        if (is_wildcard(q) || k == star) continue;
        emit(Op::Copy, 1);
        auto number = [this](std::size_t n) {
            emit(Op::LoadConst, add_constant(object::Value::small(static_cast<std::int64_t>(n))));
        };
        if (k < star) {
            number(k);
        } else {
            emit(Op::GetLen);
            number(patterns.size() - k);
            emit(Op::BinarySub);
        }
        emit(Op::LoadSubscript);
        pattern_subpattern(q, pc);
    }
    --pc.on_top;
    emit(Op::PopTop);
}

void Compiler::pattern_mapping(const MatchMapping& p, PatternContext& pc) {
    std::size_t size = p.keys.size();
    ++pc.on_top;
    emit(Op::MatchMapping);
    jump_to_fail_pop(pc, Op::PopJumpIfFalse);
    if (size == 0 && p.rest.empty()) {
        --pc.on_top;
        emit(Op::PopTop);
        return;
    }
    auto length = object::Value::small(static_cast<std::int64_t>(size));
    if (size != 0) {
        emit(Op::GetLen);
        emit(Op::LoadConst, add_constant(length));
        emit(Op::Compare, static_cast<int>(object::CompareOp::Ge));
        jump_to_fail_pop(pc, Op::PopJumpIfFalse);
    }
    std::vector<object::Value> seen;
    for (ExprPtr key : p.keys) {
        if (const Constant* c = if_is<Constant>(key)) {
            std::string text;
            object::Value v = constant_value(*c, text);
            for (const object::Value& other : seen) {
                if (object::equal(other, v)) {
                    fail(p.range, fmt::format("mapping pattern checks duplicate key ({})",
                                              object::repr_string(v)));
                }
            }
            seen.push_back(std::move(v));
        }
        visit(key);
    }
    emit(Op::BuildTuple, static_cast<int>(size));
    emit(Op::MatchKeys);  // subject keys values|None
    pc.on_top += 2;
    emit(Op::Copy, 1);
    emit(Op::LoadConst, none_constant());
    emit(Op::Is, 1);
    jump_to_fail_pop(pc, Op::PopJumpIfFalse);
    emit(Op::UnpackSequence, static_cast<int>(size));
    pc.on_top += static_cast<int>(size) - 1;
    for (PatternPtr q : p.patterns) {
        --pc.on_top;
        pattern_subpattern(*q, pc);
    }
    // subject keys
    pc.on_top -= 2;
    if (!p.rest.empty()) {
        emit(Op::CopyDictWithoutKeys);  // subject rest
        emit(Op::Swap, 2);
        emit(Op::PopTop);
        pattern_store_name(p.rest, p.range, pc);
        return;
    }
    emit(Op::PopTop);
    emit(Op::PopTop);
}

void Compiler::pattern_class(const MatchClass& p, PatternContext& pc) {
    for (std::size_t k = 0; k < p.kwd_attrs.size(); ++k) {
        check_name(p.kwd_attrs[k], NameUse::Store);
        for (std::size_t j = k + 1; j < p.kwd_attrs.size(); ++j) {
            if (p.kwd_attrs[k] == p.kwd_attrs[j]) {
                fail(p.kwd_patterns[j]->range,
                     fmt::format("attribute name repeated in class pattern: {}", p.kwd_attrs[k]));
            }
        }
    }
    visit(p.cls);
    object::Ref<object::Tuple> names = object::Tuple::make_unfilled(p.kwd_attrs.size());
    for (std::size_t k = 0; k < p.kwd_attrs.size(); ++k) {
        (*names)[k] = object::intern(mangled(p.kwd_attrs[k]));
    }
    emit(Op::LoadConst, add_constant(names));
    emit(Op::MatchClass, static_cast<int>(p.patterns.size()));
    emit(Op::Copy, 1);
    emit(Op::LoadConst, none_constant());
    emit(Op::Is, 1);
    ++pc.on_top;
    jump_to_fail_pop(pc, Op::PopJumpIfFalse);
    std::size_t size = p.patterns.size() + p.kwd_patterns.size();
    emit(Op::UnpackSequence, static_cast<int>(size));
    pc.on_top += static_cast<int>(size) - 1;
    for (std::size_t k = 0; k < size; ++k) {
        --pc.on_top;
        bool positional = k < p.patterns.size();
        const Pattern& q = positional ? *p.patterns[k] : *p.kwd_patterns[k - p.patterns.size()];
        if (is_wildcard(q)) {
            emit(Op::PopTop);
            continue;
        }
        pattern_subpattern(q, pc);
    }
}

void Compiler::pattern_or(const MatchOr& p, PatternContext& pc) {
    Label end = code().make_label();
    std::size_t size = p.patterns.size();
    PatternContext outer = pc;
    std::vector<std::string> control;
    for (std::size_t k = 0; k < size; ++k) {
        const Pattern& alternative = *p.patterns[k];
        At at(*this, alternative.range);
        PatternContext inner;
        inner.allow_irrefutable = k + 1 == size && outer.allow_irrefutable;
        emit(Op::Copy, 1);
        visit_pattern(alternative, inner);
        if (k == 0) {
            control = inner.stores;
        } else {
            if (inner.stores.size() != control.size()) {
                fail(last_pattern_, "alternative patterns bind different names");
            }
            // Bring this alternative's captures into the order of the first one's.
            for (std::size_t want = control.size(); want-- > 0;) {
                auto found = std::find(inner.stores.begin(), inner.stores.end(), control[want]);
                if (found == inner.stores.end()) {
                    fail(last_pattern_, "alternative patterns bind different names");
                }
                auto have = static_cast<std::size_t>(found - inner.stores.begin());
                if (have == want) continue;
                std::swap(inner.stores[have], inner.stores[want]);
                swap_captures(have, want);
            }
        }
        code().jump(Op::Jump, end);
        emit_fail_pop(inner);
    }
    // No alternative fits: drop the subject and fail.
    pc = outer;
    emit(Op::PopTop);
    jump_to_fail_pop(pc, Op::Jump);
    code().bind(end);
    // [captures… of outer] … subject, new captures: bring the new ones below everything on top.
    std::size_t captured = control.size();
    int rotations =
        static_cast<int>(captured) + 1 + outer.on_top + static_cast<int>(outer.stores.size());
    for (const std::string& name : control) {
        rotate(rotations);
        if (std::find(pc.stores.begin(), pc.stores.end(), name) != pc.stores.end()) {
            fail(p.range, fmt::format("multiple assignments to name '{}' in pattern", name));
        }
        pc.stores.push_back(name);
    }
    emit(Op::PopTop);
}

/// Exchanges two captured values; number 0 is on top of the stack.
void Compiler::swap_captures(std::size_t a, std::size_t b) {
    if (a > b) std::swap(a, b);
    int deep_a = static_cast<int>(a) + 1;
    if (a != 0) emit(Op::Swap, deep_a);
    emit(Op::Swap, static_cast<int>(b) + 1);
    if (a != 0) emit(Op::Swap, deep_a);
}

}  // namespace loopscope::python::compile
