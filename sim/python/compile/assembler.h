// The assembler: collects instructions with labels and handlers, then lays them out as a Code.
#pragma once

#include <vector>

#include "sim/python/compile/code.h"

namespace loopscope::python::compile {

/// A place to jump to, bound at most once.
struct Label {
    int id = -1;
};

/// Takes instructions in order and keeps, for each, the source place, the handler that is active
/// and the depth of the operand stack.
///
/// 1. Code behind an unconditional jump, up to the next label that is used, is dropped: emit()
///    ignores it.
/// 2. depth() is the depth at the next instruction; every jump to a label agrees on it.
/// 3. Handlers nest. The innermost active one is recorded with each instruction; handlers for the
///    handler's own code are whatever is active where its label is bound.
class Assembler {
  public:
    Label make_label();
    void bind(Label label);
    /// Binds the label of a handler: the exception lies on the stack.
    void bind_handler(Label label, int depth);
    bool reachable() const { return reachable_; }

    void emit(Op op, int argument = 0, int extra = 0);
    void jump(Op op, Label target);
    /// PushNull, joined with the LoadGlobal before it if there is one.
    void push_null();

    int depth() const { return depth_; }
    void set_position(const Position& position) { position_ = position; }
    const Position& position() const { return position_; }

    /// From now on an exception cuts the stack to the present depth and goes to `target`.
    void push_handler(Label target) { push_handler_at(target, depth_); }
    void push_handler_at(Label target, int depth);
    void pop_handler() { handlers_.pop_back(); }
    std::vector<int>& handlers() { return handlers_; }

    /// Lays out everything into `code`: words, positions, handlers, caches, stack_size. Cell and
    /// free slot numbers are relative until here; `cell_slots` maps them to frame slots.
    void assemble(Code& code, const std::vector<int>& cell_slots);

  private:
    struct Instruction {
        Op op;
        int argument;
        int extra;
        int target;   ///< Label id, or -1.
        int handler;  ///< Index into handler_infos_, or -1.
        Position position;
    };
    struct HandlerInfo {
        int label;
        int depth;
    };
    struct LabelInfo {
        int instruction = -1;  ///< Index of the instruction it stands before; -1: unbound.
        int depth = -1;
        bool used = false;
    };

    void note_depth();
    void resolve_jumps();
    void fuse();
    void write_words(Code& code, std::vector<int>& word_of);
    void write_handlers(Code& code, const std::vector<int>& word_of) const;

    std::vector<Instruction> instructions_;
    std::vector<LabelInfo> labels_;
    std::vector<HandlerInfo> handler_infos_;
    std::vector<int> handlers_;
    Position position_;
    int depth_ = 0;
    int depth_max_ = 0;
    bool reachable_ = true;
    std::size_t last_bound_ = static_cast<std::size_t>(-1);  ///< Where the last label stands.
};

}  // namespace loopscope::python::compile
