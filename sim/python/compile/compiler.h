// Compiler: the walk over the tree that emits instructions. Private to the compile layer.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/python/compile/assembler.h"
#include "sim/python/compile/compile.h"
#include "sim/python/compile/scope.h"

namespace loopscope::python::compile {

/// What a statement is inside of, for break, continue, return and finally.
enum class BlockKind : std::uint8_t {
    While,
    For,
    TryExcept,
    Finally,     ///< The body of try … finally.
    FinallyEnd,  ///< The finally block itself, entered by an exception.
    With,
    AsyncWith,
    Handler,   ///< `except X as name:`
    PopValue,  ///< A value lies on the stack that leaving must drop.
    ExceptStar,
};

struct FrameBlock {
    BlockKind kind;
    Label loop_start{};
    Label loop_exit{};
    std::size_t handlers_before = 0;  ///< Active handlers outside of the block.
    std::string name;                 ///< Handler: the bound name, or empty.
    syntax::Block final_body;         ///< Finally.
    Position position{};              ///< With: where the call of __exit__ points.
};

/// One code object in the making.
struct Unit {
    Scope* scope = nullptr;
    Unit* parent = nullptr;
    Assembler assembler;
    std::string qualname;
    std::string private_class;  ///< For mangling.
    std::uint32_t flags = 0;
    int first_line = 0;
    int positional_only_count = 0;
    int positional_count = 0;
    int keyword_only_count = 0;
    int parameter_slots = 0;
    object::Value doc;
    std::vector<std::string> local_names;
    std::unordered_map<std::string, int> locals;
    std::vector<std::string> cell_names;         ///< Cells of this scope.
    std::vector<std::string> free_names;         ///< Cells of scopes around it.
    std::unordered_map<std::string, int> cells;  ///< Cells, then free names.
    std::vector<object::Ref<object::Str>> names;
    std::unordered_map<std::string, int> name_index;
    std::vector<object::Value> constants;
    std::unordered_map<std::string, int> constant_index;
    std::vector<FrameBlock> blocks;
};

/// State of the pattern compiler, see patterns.cpp.
struct PatternContext {
    std::vector<std::string> stores;  ///< Names to be bound; their values lie on the stack.
    std::vector<Label> fail_pop;      ///< fail_pop[n]: pops n values, then fails.
    bool allow_irrefutable = false;
    int on_top = 0;  ///< Values above the captured ones.
};

class Compiler {
  public:
    Compiler(const syntax::Module& module, const CompileOptions& options)
        : module_(module), options_(options), scopes_(module) {}

    object::Ref<Code> compile();

  private:
    using ExprPtr = syntax::ExprPtr;
    using Range = syntax::SourceRange;

    // compiler.cpp: units, names, constants.
    void enter_unit(Scope& scope, std::string_view name, int first_line, std::uint32_t flags);
    object::Ref<Code> leave_unit();
    std::string make_qualname(std::string_view name) const;
    void emit_cells();
    void return_at_end();
    int constant(const std::string& key, object::Value value);
    int add_constant(object::Value value);
    int none_constant();
    int name_number(std::string_view mangled);
    std::string mangled(std::string_view name) const { return mangle(unit_->private_class, name); }
    enum class NameUse : std::uint8_t { Load, Store, Delete };
    void emit_name(std::string_view name, NameUse use);
    void check_name(std::string_view name, NameUse use);
    void emit_closure(const Code& code);
    void make_function(const object::Ref<Code>& code, int parts);
    [[noreturn]] void fail(const Range& range, const std::string& message);
    void warn(const Range& range, const std::string& message);
    Assembler& code() { return unit_->assembler; }
    void emit(Op op, int argument = 0, int extra = 0) { code().emit(op, argument, extra); }
    void load_none() { emit(Op::LoadConst, none_constant()); }
    bool in_function() const;
    bool in_async() const;

    /// Sets the source place while it lives.
    class At {
      public:
        At(Compiler& compiler, const Range& range);
        ~At() { compiler_.code().set_position(saved_); }
        At(const At&) = delete;
        At& operator=(const At&) = delete;

      private:
        Compiler& compiler_;
        Position saved_;
    };

    // statements.cpp
    void scan_futures();
    void visit(syntax::Block block);
    void visit_body(syntax::Block block);  ///< Of a module or class: docstring, annotations.
    void visit(const syntax::Stmt& stmt);
    void visit_assign(const syntax::Assign& s);
    void visit_augmented(const syntax::AugAssign& s);
    void visit_annotated(const syntax::AnnAssign& s);
    void visit_if(const syntax::If& s);
    void visit_while(const syntax::While& s);
    void visit_for(const syntax::For& s);
    void visit_async_for(const syntax::AsyncFor& s);
    void visit_return(const syntax::Return& s);
    void visit_break(const syntax::Stmt& s);
    void visit_continue(const syntax::Stmt& s);
    void visit_raise(const syntax::Raise& s);
    void visit_assert(const syntax::Assert& s);
    void visit_import(const syntax::Import& s);
    void visit_import_from(const syntax::ImportFrom& s);
    void visit_expression(const syntax::ExprStmt& s);
    void visit_delete(ExprPtr target);

    // blocks.cpp: try, with, and leaving blocks early.
    FrameBlock& push_block(BlockKind kind);
    void pop_block();
    template <typename T>
    void visit_try(const T& s, bool star);
    template <typename T>
    void visit_tried(const T& s, Label end);
    template <typename T>
    void visit_try_except(const T& s);
    void visit_handlers(syntax::Seq<syntax::ExceptHandler> handlers, Label end);
    void visit_handler_body(const syntax::ExceptHandler& h, Label end);
    void finish_handler(std::size_t outside, const std::string& name, Label end);
    template <typename T>
    void visit_try_star(const T& s);
    void visit_star_handler(const syntax::ExceptHandler& h, bool is_last, Label next,
                            Label reraise_star);
    void visit_with(syntax::Seq<syntax::WithItem> items, syntax::Block body, const Range& range,
                    bool is_async);
    void call_exit_with_nones();
    void unset_name(const std::string& name);
    void unwind(const FrameBlock& block, bool keep_top);
    /// The lists as they were before an early exit was compiled, and the loop it goes to.
    struct LeftBlocks {
        std::vector<FrameBlock> blocks;
        std::vector<int> handlers;
        int loop;
    };
    /// Emits what leaving all blocks (up to the innermost loop when `to_loop`) takes. The jump or
    /// return itself comes next, outside of the handlers that were left; then return_to_blocks.
    LeftBlocks leave_blocks(bool keep_top, bool to_loop, const Range& range);
    void return_to_blocks(LeftBlocks left);

    // functions.cpp
    template <typename F>
    void visit_function(const F& f, bool is_async);
    int visit_defaults(const syntax::Arguments& args);
    bool visit_annotations(const syntax::Arguments& args, ExprPtr returns);
    void visit_annotation(ExprPtr annotation);
    void visit_lambda(const syntax::Lambda& e);
    void visit_class(const syntax::ClassDef& s);
    void visit_comprehension(const syntax::Expr& e, ComprehensionKind kind,
                             syntax::Seq<syntax::Comprehension> generators, ExprPtr elt,
                             ExprPtr value);
    void emit_generator(ComprehensionKind kind, syntax::Seq<syntax::Comprehension> generators,
                        std::size_t index, int depth, ExprPtr elt, ExprPtr value);
    void emit_element(ComprehensionKind kind, int depth, ExprPtr elt, ExprPtr value);
    void set_parameters(const syntax::Arguments& args);

    // expressions.cpp
    void visit(ExprPtr e);
    void visit_inner(const syntax::Expr& e);
    void visit_constant(const syntax::Constant& c);
    object::Value constant_value(const syntax::Constant& c, std::string& key);
    object::Ref<object::Tuple> constant_row(syntax::Seq<ExprPtr> elements, std::string& key);
    object::Value constant_set(const object::Tuple& row);
    bool fold_tuple(const syntax::Tuple& t);
    bool fold_display(syntax::Seq<ExprPtr> elements, bool is_set);
    void visit_container(ExprPtr e);
    bool fold_number(const syntax::Expr& e, object::Value& out, std::string& key);
    void visit_bool(const syntax::BoolOp& e);
    void visit_binary(const syntax::BinOp& e);
    void visit_compare(const syntax::Compare& e);
    void emit_compare(syntax::CompareOperator op);
    void check_compare(const syntax::Compare& e);
    void visit_conditional(const syntax::IfExp& e);
    void visit_dict(const syntax::Dict& e);
    void visit_sequence(syntax::Seq<ExprPtr> elements, int already, Op build, Op add, Op extend,
                        bool to_tuple);
    void visit_call(const syntax::Call& e);
    bool visit_method_call(const syntax::Call& e);
    void call_with(int already, syntax::Seq<ExprPtr> args, syntax::Seq<syntax::Keyword> keywords);
    void call_unpacked(int already, syntax::Seq<ExprPtr> args,
                       syntax::Seq<syntax::Keyword> keywords);
    void visit_merged_keywords(syntax::Seq<syntax::Keyword> keywords);
    void visit_keyword_group(syntax::Seq<syntax::Keyword> group);
    void check_keywords(syntax::Seq<syntax::Keyword> keywords);
    void check_caller(ExprPtr callee);
    void check_subscript(const syntax::Subscript& e);
    void visit_formatted(const syntax::FormattedValue& e);
    void visit_joined(const syntax::JoinedStr& e);
    void visit_attribute(const syntax::Attribute& e);
    void visit_slice(const syntax::Slice& e);
    void visit_await(const syntax::Await& e);
    void visit_yield(const syntax::Yield& e);
    void visit_yield_from(const syntax::YieldFrom& e);
    void emit_await(AwaitPlace place);
    void store(ExprPtr target);
    void store_sequence(syntax::Seq<ExprPtr> elements, const Range& range);
    void jump_if(ExprPtr test, Label target, bool when);
    void jump_if_compare(const syntax::Compare& e, Label target, bool when);
    Range attribute_place(const syntax::Attribute& e) const;

    // patterns.cpp
    void visit_match(const syntax::Match& s);
    void visit_pattern(const syntax::Pattern& p, PatternContext& pc);
    void pattern_as(const syntax::MatchAs& p, PatternContext& pc);
    void pattern_star(const syntax::MatchStar& p, PatternContext& pc);
    void pattern_sequence(const syntax::MatchSequence& p, PatternContext& pc);
    void pattern_sequence_subscript(syntax::Seq<syntax::PatternPtr> patterns, std::size_t star,
                                    PatternContext& pc);
    void pattern_mapping(const syntax::MatchMapping& p, PatternContext& pc);
    void pattern_class(const syntax::MatchClass& p, PatternContext& pc);
    void pattern_or(const syntax::MatchOr& p, PatternContext& pc);
    void pattern_subpattern(const syntax::Pattern& p, PatternContext& pc);
    void pattern_store_name(std::string_view name, const Range& range, PatternContext& pc);
    void ensure_fail_pop(PatternContext& pc, std::size_t n);
    void jump_to_fail_pop(PatternContext& pc, Op op);
    void emit_fail_pop(PatternContext& pc);
    void rotate(int count);
    void swap_captures(std::size_t a, std::size_t b);

    const syntax::Module& module_;
    const CompileOptions& options_;
    ScopeTree scopes_;
    std::vector<std::unique_ptr<Unit>> units_;
    Unit* unit_ = nullptr;
    syntax::SourceRange last_pattern_;  ///< The pattern visited last, for an error's place.
    bool future_annotations_ = false;
    std::uint32_t future_end_ = 0;  ///< Line of the last `from __future__` statement.
};

}  // namespace loopscope::python::compile
