// Lays out instructions: stack depths, jumps, superinstructions, handler ranges.
#include "sim/python/compile/assembler.h"

#include <algorithm>

namespace loopscope::python::compile {

namespace {

int count_bits(int bits) { return __builtin_popcount(static_cast<unsigned>(bits)); }

/// How much an instruction changes the stack's depth when it goes on to the next one.
int stack_effect(Op op, int n) {
    switch (op) {
        case Op::Nop:
        case Op::Begin:
        case Op::Swap:
        case Op::DeleteFast:
        case Op::DeleteName:
        case Op::DeleteGlobal:
        case Op::MakeCell:
        case Op::DeleteDeref:
        case Op::LoadAttr:
        case Op::LoadFastLoadFast:
        case Op::LoadFastLoadConst:
        case Op::StoreFastLoadFast:
        case Op::StoreFastStoreFast:
        case Op::Not:
        case Op::Negative:
        case Op::Positive:
        case Op::Invert:
        case Op::ListToTuple:
        case Op::Jump:
        case Op::JumpBackward:
        case Op::GetIter:
        case Op::GetYieldFromIter:
        case Op::GetAIter:
        case Op::SetupAnnotations:
        case Op::YieldValue:
        case Op::GetAwaitable:
        case Op::AsyncGenWrap:
        case Op::CheckExcMatch:
        case Op::CheckEgMatch:
        case Op::CopyDictWithoutKeys:
            return 0;
        case Op::PushNull:
        case Op::Copy:
        case Op::LoadConst:
        case Op::LoadFast:
        case Op::LoadName:
        case Op::LoadClosure:
        case Op::LoadDeref:
        case Op::LoadClassDeref:
        case Op::LoadMethod:
        case Op::ForIter:
        case Op::GetANext:
        case Op::LoadBuildClass:
        case Op::LoadAssertionError:
        case Op::PushExcInfo:
        case Op::BeforeWith:
        case Op::BeforeAsyncWith:
        case Op::WithExceptStart:
        case Op::GetLen:
        case Op::MatchMapping:
        case Op::MatchSequence:
        case Op::MatchKeys:
        case Op::ImportFrom:
            return 1;
        case Op::LoadGlobal:
            return 1 + (n & 1);
        case Op::PopTop:
        case Op::StoreFast:
        case Op::StoreName:
        case Op::StoreGlobal:
        case Op::StoreDeref:
        case Op::DeleteAttr:
        case Op::LoadSubscript:
        case Op::BinaryAdd:
        case Op::BinarySub:
        case Op::BinaryMul:
        case Op::Binary:
        case Op::Inplace:
        case Op::Compare:
        case Op::Is:
        case Op::Contains:
        case Op::ListAppend:
        case Op::SetAdd:
        case Op::ListExtend:
        case Op::SetUpdate:
        case Op::DictUpdate:
        case Op::DictMerge:
        case Op::PopJumpIfFalse:
        case Op::PopJumpIfTrue:
        case Op::PopJumpIfNone:
        case Op::PopJumpIfNotNone:
        case Op::PopJumpBackwardIfFalse:
        case Op::PopJumpBackwardIfTrue:
        case Op::PopJumpBackwardIfNone:
        case Op::PopJumpBackwardIfNotNone:
        case Op::JumpIfFalseOrPop:
        case Op::JumpIfTrueOrPop:
        case Op::Return:
        case Op::YieldFrom:
        case Op::PopExcept:
        case Op::PrepareReraiseStar:
        case Op::Reraise:
        case Op::ImportName:
        case Op::ImportStar:
            return -1;
        case Op::StoreAttr:
        case Op::DeleteSubscript:
        case Op::MapAdd:
        case Op::EndAsyncFor:
        case Op::CleanupReraise:
        case Op::MatchClass:
            return -2;
        case Op::StoreSubscript:
            return -3;
        case Op::BuildTuple:
        case Op::BuildList:
        case Op::BuildSet:
        case Op::BuildString:
        case Op::BuildSlice:
            return 1 - n;
        case Op::BuildMap:
            return 1 - 2 * n;
        case Op::BuildConstKeyMap:
            return -n;
        case Op::FormatValue:
            return (n & kHasFormatSpec) != 0 ? -1 : 0;
        case Op::UnpackSequence:
            return n - 1;
        case Op::UnpackEx:
            return (n & 0xfff) + (n >> 12);
        case Op::MakeFunction:
            return -count_bits(n);
        case Op::Call:
        case Op::CallKw:
            return -n - 1;
        case Op::CallEx:
            return n != 0 ? -3 : -2;
        case Op::Raise:
            return -n;
    }
    return 0;
}

/// The same when it jumps.
int jump_effect(Op op) {
    switch (op) {
        case Op::ForIter:
            return -1;
        case Op::JumpIfFalseOrPop:
        case Op::JumpIfTrueOrPop:
            return 0;
        default:
            return stack_effect(op, 0);
    }
}

bool never_falls_through(Op op) {
    return op == Op::Jump || op == Op::JumpBackward || op == Op::Return || op == Op::Raise ||
           op == Op::Reraise || op == Op::CleanupReraise;
}

Op backward_form(Op op) {
    switch (op) {
        case Op::Jump:
            return Op::JumpBackward;
        case Op::PopJumpIfFalse:
            return Op::PopJumpBackwardIfFalse;
        case Op::PopJumpIfTrue:
            return Op::PopJumpBackwardIfTrue;
        case Op::PopJumpIfNone:
            return Op::PopJumpBackwardIfNone;
        case Op::PopJumpIfNotNone:
            return Op::PopJumpBackwardIfNotNone;
        default:
            return op;
    }
}

constexpr int kFusedMax = 0x7ff;  ///< Two numbers of a fused instruction share 24 signed bits.

}  // namespace

const char* op_name(Op op) {
    static const char* const kNames[] = {
#define LOOPSCOPE_OPCODE_NAME(name, extra) #name,
        LOOPSCOPE_OPCODES(LOOPSCOPE_OPCODE_NAME)
#undef LOOPSCOPE_OPCODE_NAME
    };
    return kNames[static_cast<std::size_t>(op)];
}

Label Assembler::make_label() {
    labels_.emplace_back();
    return {static_cast<int>(labels_.size()) - 1};
}

void Assembler::bind(Label label) {
    LabelInfo& info = labels_[static_cast<std::size_t>(label.id)];
    LOOPSCOPE_CHECK(info.instruction < 0);
    info.instruction = static_cast<int>(instructions_.size());
    last_bound_ = instructions_.size();
    if (!reachable_ && info.used) {
        reachable_ = true;
        depth_ = info.depth;
    } else if (reachable_ && info.used) {
        LOOPSCOPE_CHECK(depth_ == info.depth);
    } else if (reachable_) {
        info.depth = depth_;
    }
    note_depth();
}

void Assembler::bind_handler(Label label, int depth) {
    LabelInfo& info = labels_[static_cast<std::size_t>(label.id)];
    LOOPSCOPE_CHECK(info.instruction < 0);
    LOOPSCOPE_CHECK(!reachable_);
    info.instruction = static_cast<int>(instructions_.size());
    last_bound_ = instructions_.size();
    reachable_ = info.used;
    depth_ = depth + 1;
    info.depth = depth_;
    note_depth();
}

void Assembler::push_null() {
    if (!reachable_) return;
    bool joins = !instructions_.empty() && instructions_.back().op == Op::LoadGlobal &&
                 last_bound_ != instructions_.size();
    if (!joins) {
        emit(Op::PushNull);
        return;
    }
    instructions_.back().argument |= 1;
    ++depth_;
    note_depth();
}

void Assembler::push_handler_at(Label target, int depth) {
    handler_infos_.push_back({target.id, depth});
    handlers_.push_back(static_cast<int>(handler_infos_.size()) - 1);
    if (reachable_) labels_[static_cast<std::size_t>(target.id)].used = true;
}

void Assembler::note_depth() { depth_max_ = std::max(depth_max_, depth_); }

void Assembler::emit(Op op, int argument, int extra) {
    if (!reachable_) return;
    int handler = handlers_.empty() ? -1 : handlers_.back();
    instructions_.push_back({op, argument, extra, -1, handler, position_});
    depth_ += stack_effect(op, argument);
    LOOPSCOPE_CHECK(depth_ >= 0);
    note_depth();
    if (never_falls_through(op)) reachable_ = false;
}

void Assembler::jump(Op op, Label target) {
    if (!reachable_) return;
    LabelInfo& info = labels_[static_cast<std::size_t>(target.id)];
    int handler = handlers_.empty() ? -1 : handlers_.back();
    instructions_.push_back({op, 0, 0, target.id, handler, position_});
    int there = depth_ + jump_effect(op);
    if (info.depth >= 0) {
        LOOPSCOPE_CHECK(info.depth == there);
    }
    info.depth = there;
    info.used = true;
    depth_ += stack_effect(op, 0);
    note_depth();
    if (never_falls_through(op)) reachable_ = false;
}

/// Jumps to unconditional jumps go straight to the end of the chain.
void Assembler::resolve_jumps() {
    for (Instruction& i : instructions_) {
        if (i.target < 0 || i.op == Op::ForIter) continue;
        for (int hops = 0; hops < 8; ++hops) {
            int at = labels_[static_cast<std::size_t>(i.target)].instruction;
            if (at >= static_cast<int>(instructions_.size())) break;
            const Instruction& there = instructions_[static_cast<std::size_t>(at)];
            if (there.op != Op::Jump || there.target == i.target) break;
            i.target = there.target;
        }
    }
}

/// Joins pairs of simple instructions that no jump enters between.
void Assembler::fuse() {
    std::vector<bool> entered(instructions_.size() + 1, false);
    for (const LabelInfo& l : labels_) {
        if (l.used && l.instruction >= 0) entered[static_cast<std::size_t>(l.instruction)] = true;
    }
    auto joined = [](Op a, Op b) {
        if (a == Op::LoadFast && b == Op::LoadFast) return Op::LoadFastLoadFast;
        if (a == Op::LoadFast && b == Op::LoadConst) return Op::LoadFastLoadConst;
        if (a == Op::StoreFast && b == Op::LoadFast) return Op::StoreFastLoadFast;
        if (a == Op::StoreFast && b == Op::StoreFast) return Op::StoreFastStoreFast;
        return Op::Nop;
    };
    for (std::size_t k = 0; k + 1 < instructions_.size(); ++k) {
        Instruction& a = instructions_[k];
        Instruction& b = instructions_[k + 1];
        Op op = joined(a.op, b.op);
        bool same_place = a.position.line == b.position.line && a.handler == b.handler;
        if (op == Op::Nop || entered[k + 1] || !same_place) continue;
        if (a.argument > kFusedMax || b.argument > kFusedMax) continue;
        a.op = op;
        a.argument |= b.argument << 12;
        b.op = Op::Nop;
        b.target = -2;  // To be left out.
        ++k;
    }
}

void Assembler::write_words(Code& code, std::vector<int>& word_of) {
    word_of.assign(instructions_.size() + 1, 0);
    int at = 0;
    for (std::size_t k = 0; k < instructions_.size(); ++k) {
        word_of[k] = at;
        const Instruction& i = instructions_[k];
        if (i.target == -2) continue;
        at += kHasExtraWord[static_cast<std::size_t>(i.op)] ? 2 : 1;
    }
    word_of[instructions_.size()] = at;
    for (std::size_t k = 0; k < instructions_.size(); ++k) {
        const Instruction& i = instructions_[k];
        if (i.target == -2) continue;
        Op op = i.op;
        int argument = i.argument;
        bool extra = kHasExtraWord[static_cast<std::size_t>(op)];
        if (i.target >= 0) {
            int label_at = labels_[static_cast<std::size_t>(i.target)].instruction;
            argument = word_of[static_cast<std::size_t>(label_at)] - (word_of[k] + 1);
            if (argument < 0) op = backward_form(op);
        }
        code.words.push_back(make_word(op, argument));
        code.positions.push_back(i.position);
        if (!extra) continue;
        if (op == Op::CallKw) {
            code.words.push_back(static_cast<Word>(i.extra));
        } else {
            code.words.push_back(static_cast<Word>(code.caches.size()));
            code.caches.emplace_back();
        }
        code.positions.push_back(i.position);
    }
}

void Assembler::write_handlers(Code& code, const std::vector<int>& word_of) const {
    for (std::size_t k = 0; k < instructions_.size(); ++k) {
        const Instruction& i = instructions_[k];
        if (i.handler < 0 || i.target == -2) continue;
        const HandlerInfo& h = handler_infos_[static_cast<std::size_t>(i.handler)];
        auto at = [&](int instruction) {
            return static_cast<std::uint32_t>(word_of[static_cast<std::size_t>(instruction)]);
        };
        std::uint32_t start = at(static_cast<int>(k));
        std::uint32_t end = at(static_cast<int>(k) + 1);
        std::uint32_t target = at(labels_[static_cast<std::size_t>(h.label)].instruction);
        auto depth = static_cast<std::uint32_t>(h.depth);
        if (!code.handlers.empty()) {
            HandlerRange& last = code.handlers.back();
            if (last.end == start && last.target == target && last.depth == depth) {
                last.end = end;
                continue;
            }
        }
        code.handlers.push_back({start, end, target, depth});
    }
}

void Assembler::assemble(Code& code, const std::vector<int>& cell_slots) {
    for (Instruction& i : instructions_) {
        switch (i.op) {
            case Op::MakeCell:
            case Op::LoadClosure:
            case Op::LoadDeref:
            case Op::LoadClassDeref:
            case Op::StoreDeref:
            case Op::DeleteDeref:
                i.argument = cell_slots[static_cast<std::size_t>(i.argument)];
                break;
            default:
                break;
        }
    }
    resolve_jumps();
    fuse();
    std::vector<int> word_of;
    write_words(code, word_of);
    write_handlers(code, word_of);
    code.stack_size = depth_max_;
}

}  // namespace loopscope::python::compile
