// The abstract syntax tree of Python 3.11: the same nodes and fields as CPython's `ast` module.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/check.h"
#include "sim/python/syntax/arena.h"

namespace loopscope::python::syntax {

// How to read this file. A node is a plain struct that lives in its Module's arena: nodes are
// never freed one by one, hold no resources, and are immutable once parse_module() returned.
// Expressions, statements and patterns each have a `kind`; switch on it and cast with
// `as<Call>(expr)`. Fields carry CPython's names (see https://docs.python.org/3.11/library/ast),
// so the abstract grammar there documents them; only what differs is explained here.
//
// - A list of children is a Seq (a std::span). An absent child is nullptr.
// - An Identifier is interned in the arena: equal names of one Module share their address. An
//   absent identifier is empty. Private names (`__x` in a class) are not mangled here.
// - `type_comment` and `type_ignores` do not exist: they are empty unless asked for.
//
// Depth: no expression, pattern or block is nested more than kTreeDepthMax levels, chains like
// `a + b + c` (which nest to the left) included; so recursive walks need no guard of their own.

/// The deepest nesting of nodes in one Module; a deeper program is refused with RecursionError.
inline constexpr int kTreeDepthMax = 1000;

/// Where a node stands in the source. Lines count from 1; columns count bytes of UTF-8 from 0;
/// the end is exclusive. Mirrors lineno, col_offset, end_lineno, end_col_offset.
struct SourceRange {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::uint32_t end_line = 0;
    std::uint32_t end_column = 0;
};

template <typename T>
using Seq = std::span<T const>;
using Identifier = std::string_view;

enum class ExprKind : std::uint8_t {
    BoolOp,
    NamedExpr,
    BinOp,
    UnaryOp,
    Lambda,
    IfExp,
    Dict,
    Set,
    ListComp,
    SetComp,
    DictComp,
    GeneratorExp,
    Await,
    Yield,
    YieldFrom,
    Compare,
    Call,
    FormattedValue,
    JoinedStr,
    Constant,
    Attribute,
    Subscript,
    Starred,
    Name,
    List,
    Tuple,
    Slice,
};

enum class StmtKind : std::uint8_t {
    FunctionDef,
    AsyncFunctionDef,
    ClassDef,
    Return,
    Delete,
    Assign,
    AugAssign,
    AnnAssign,
    For,
    AsyncFor,
    While,
    If,
    With,
    AsyncWith,
    Match,
    Raise,
    Try,
    TryStar,
    Assert,
    Import,
    ImportFrom,
    Global,
    Nonlocal,
    ExprStmt,
    Pass,
    Break,
    Continue,
};

enum class PatternKind : std::uint8_t {
    MatchValue,
    MatchSingleton,
    MatchSequence,
    MatchMapping,
    MatchClass,
    MatchStar,
    MatchAs,
    MatchOr,
};

enum class ExprContext : std::uint8_t { Load, Store, Del };
enum class BoolOperator : std::uint8_t { And, Or };
enum class BinaryOperator : std::uint8_t {
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
};
enum class UnaryOperator : std::uint8_t { Invert, Not, UAdd, USub };
enum class CompareOperator : std::uint8_t { Eq, NotEq, Lt, LtE, Gt, GtE, Is, IsNot, In, NotIn };
enum class ConstantKind : std::uint8_t {
    None,
    True,
    False,
    Ellipsis,
    Int,
    Float,
    Imaginary,
    Str,
    Bytes,
};

struct Expr {
    ExprKind kind;
    std::uint16_t depth = 1;  ///< Levels of nodes from here down; at most kTreeDepthMax.
    SourceRange range;
};

struct Stmt {
    StmtKind kind;
    SourceRange range;
};

struct Pattern {
    PatternKind kind;
    SourceRange range;
};

using ExprPtr = const Expr*;
using StmtPtr = const Stmt*;
using PatternPtr = const Pattern*;
using Block = Seq<StmtPtr>;

/// The node as the type that its kind says it is: `as<Call>(*expr).func`.
/// Requires: node.kind == T::kKind.
template <typename T, typename Base>
const T& as(const Base& node) {
    LOOPSCOPE_CHECK(node.kind == T::kKind);
    return static_cast<const T&>(node);
}

/// The node as a T, or nullptr when it is of another kind (or absent).
template <typename T, typename Base>
const T* if_is(const Base* node) {
    return node != nullptr && node->kind == T::kKind ? static_cast<const T*>(node) : nullptr;
}

// ---- parts that are neither expression, statement nor pattern --------------------------------

struct Arg {
    SourceRange range;
    Identifier arg;
    ExprPtr annotation = nullptr;
};

struct Arguments {
    Seq<Arg> posonlyargs;
    Seq<Arg> args;
    const Arg* vararg = nullptr;
    Seq<Arg> kwonlyargs;
    Seq<ExprPtr> kw_defaults;  ///< As long as kwonlyargs; nullptr where there is no default.
    const Arg* kwarg = nullptr;
    Seq<ExprPtr> defaults;  ///< Of the last of posonlyargs + args.
};

struct Keyword {
    SourceRange range;
    Identifier arg;  ///< Empty for `**value`.
    ExprPtr value = nullptr;
};

struct Comprehension {
    ExprPtr target = nullptr;
    ExprPtr iter = nullptr;
    Seq<ExprPtr> ifs;
    bool is_async = false;
};

struct Alias {
    SourceRange range;
    Identifier name;  ///< Dotted for `import a.b`; "*" for a star import.
    Identifier asname;
};

struct WithItem {
    ExprPtr context_expr = nullptr;
    ExprPtr optional_vars = nullptr;
};

struct ExceptHandler {
    SourceRange range;
    ExprPtr type = nullptr;
    Identifier name;
    Block body;
};

struct MatchCase {
    PatternPtr pattern = nullptr;
    ExprPtr guard = nullptr;
    Block body;
};

// ---- expressions ------------------------------------------------------------------------------

template <ExprKind K>
struct ExprNode : Expr {
    static constexpr ExprKind kKind = K;
};

struct BoolOp : ExprNode<ExprKind::BoolOp> {
    BoolOperator op;
    Seq<ExprPtr> values;
};
struct NamedExpr : ExprNode<ExprKind::NamedExpr> {
    ExprPtr target;
    ExprPtr value;
};
struct BinOp : ExprNode<ExprKind::BinOp> {
    ExprPtr left;
    BinaryOperator op;
    ExprPtr right;
};
struct UnaryOp : ExprNode<ExprKind::UnaryOp> {
    UnaryOperator op;
    ExprPtr operand;
};
struct Lambda : ExprNode<ExprKind::Lambda> {
    const Arguments* args;
    ExprPtr body;
};
struct IfExp : ExprNode<ExprKind::IfExp> {
    ExprPtr test;
    ExprPtr body;
    ExprPtr orelse;
};
struct Dict : ExprNode<ExprKind::Dict> {
    Seq<ExprPtr> keys;  ///< nullptr where the value is `**value`.
    Seq<ExprPtr> values;
};
struct Set : ExprNode<ExprKind::Set> {
    Seq<ExprPtr> elts;
};
struct ListComp : ExprNode<ExprKind::ListComp> {
    ExprPtr elt;
    Seq<Comprehension> generators;
};
struct SetComp : ExprNode<ExprKind::SetComp> {
    ExprPtr elt;
    Seq<Comprehension> generators;
};
struct DictComp : ExprNode<ExprKind::DictComp> {
    ExprPtr key;
    ExprPtr value;
    Seq<Comprehension> generators;
};
struct GeneratorExp : ExprNode<ExprKind::GeneratorExp> {
    ExprPtr elt;
    Seq<Comprehension> generators;
};
struct Await : ExprNode<ExprKind::Await> {
    ExprPtr value;
};
struct Yield : ExprNode<ExprKind::Yield> {
    ExprPtr value;  ///< May be nullptr.
};
struct YieldFrom : ExprNode<ExprKind::YieldFrom> {
    ExprPtr value;
};
struct Compare : ExprNode<ExprKind::Compare> {
    ExprPtr left;
    Seq<CompareOperator> ops;
    Seq<ExprPtr> comparators;
};
struct Call : ExprNode<ExprKind::Call> {
    ExprPtr func;
    Seq<ExprPtr> args;
    Seq<Keyword> keywords;
};
struct FormattedValue : ExprNode<ExprKind::FormattedValue> {
    ExprPtr value;
    char conversion;      ///< 's', 'r', 'a', or 0 for none.
    ExprPtr format_spec;  ///< A JoinedStr, or nullptr.
};
struct JoinedStr : ExprNode<ExprKind::JoinedStr> {
    Seq<ExprPtr> values;  ///< Constant strings and FormattedValues.
};

/// A literal. What is filled in besides `value_kind` depends on it.
struct Constant : ExprNode<ExprKind::Constant> {
    ConstantKind value_kind;
    /// Int: its digits in `base`, lower case, no prefix, underscores or superfluous zeros.
    /// Str: UTF-8, where a lone surrogate stands as the three bytes of its code point (WTF-8).
    /// Bytes: the bytes. They may hold NUL bytes.
    std::string_view text;
    std::uint8_t base;  ///< Int: 2, 8, 10 or 16.
    double number;      ///< Float: the value. Imaginary: the imaginary part.
    bool has_u_prefix;  ///< Str: written as u'…' (`kind` in CPython's tree).
};
struct Attribute : ExprNode<ExprKind::Attribute> {
    ExprPtr value;
    Identifier attr;
    ExprContext ctx;
};
struct Subscript : ExprNode<ExprKind::Subscript> {
    ExprPtr value;
    ExprPtr slice;
    ExprContext ctx;
};
struct Starred : ExprNode<ExprKind::Starred> {
    ExprPtr value;
    ExprContext ctx;
};
struct Name : ExprNode<ExprKind::Name> {
    Identifier id;
    ExprContext ctx;
};
struct List : ExprNode<ExprKind::List> {
    Seq<ExprPtr> elts;
    ExprContext ctx;
};
struct Tuple : ExprNode<ExprKind::Tuple> {
    Seq<ExprPtr> elts;
    ExprContext ctx;
};
struct Slice : ExprNode<ExprKind::Slice> {
    ExprPtr lower;
    ExprPtr upper;
    ExprPtr step;
};

// ---- statements -------------------------------------------------------------------------------

template <StmtKind K>
struct StmtNode : Stmt {
    static constexpr StmtKind kKind = K;
};

template <StmtKind K>
struct FunctionNode : StmtNode<K> {
    Identifier name;
    const Arguments* args;
    Block body;
    Seq<ExprPtr> decorator_list;
    ExprPtr returns;
};
struct FunctionDef : FunctionNode<StmtKind::FunctionDef> {};
struct AsyncFunctionDef : FunctionNode<StmtKind::AsyncFunctionDef> {};
struct ClassDef : StmtNode<StmtKind::ClassDef> {
    Identifier name;
    Seq<ExprPtr> bases;
    Seq<Keyword> keywords;
    Block body;
    Seq<ExprPtr> decorator_list;
};
struct Return : StmtNode<StmtKind::Return> {
    ExprPtr value;  ///< May be nullptr.
};
struct Delete : StmtNode<StmtKind::Delete> {
    Seq<ExprPtr> targets;
};
struct Assign : StmtNode<StmtKind::Assign> {
    Seq<ExprPtr> targets;
    ExprPtr value;
};
struct AugAssign : StmtNode<StmtKind::AugAssign> {
    ExprPtr target;
    BinaryOperator op;
    ExprPtr value;
};
struct AnnAssign : StmtNode<StmtKind::AnnAssign> {
    ExprPtr target;
    ExprPtr annotation;
    ExprPtr value;  ///< May be nullptr.
    bool simple;    ///< The target is a bare name, not in parentheses.
};
template <StmtKind K>
struct ForNode : StmtNode<K> {
    ExprPtr target;
    ExprPtr iter;
    Block body;
    Block orelse;
};
struct For : ForNode<StmtKind::For> {};
struct AsyncFor : ForNode<StmtKind::AsyncFor> {};
struct While : StmtNode<StmtKind::While> {
    ExprPtr test;
    Block body;
    Block orelse;
};
/// An `elif` is an If, alone in the orelse of the one before it.
struct If : StmtNode<StmtKind::If> {
    ExprPtr test;
    Block body;
    Block orelse;
};
template <StmtKind K>
struct WithNode : StmtNode<K> {
    Seq<WithItem> items;
    Block body;
};
struct With : WithNode<StmtKind::With> {};
struct AsyncWith : WithNode<StmtKind::AsyncWith> {};
struct Match : StmtNode<StmtKind::Match> {
    ExprPtr subject;
    Seq<MatchCase> cases;
};
struct Raise : StmtNode<StmtKind::Raise> {
    ExprPtr exc;    ///< May be nullptr.
    ExprPtr cause;  ///< May be nullptr.
};
template <StmtKind K>
struct TryNode : StmtNode<K> {
    Block body;
    Seq<ExceptHandler> handlers;
    Block orelse;
    Block finalbody;
};
struct Try : TryNode<StmtKind::Try> {};
struct TryStar : TryNode<StmtKind::TryStar> {};
struct Assert : StmtNode<StmtKind::Assert> {
    ExprPtr test;
    ExprPtr msg;  ///< May be nullptr.
};
struct Import : StmtNode<StmtKind::Import> {
    Seq<Alias> names;
};
struct ImportFrom : StmtNode<StmtKind::ImportFrom> {
    Identifier module;  ///< Empty in `from . import x`.
    Seq<Alias> names;
    int level;  ///< The number of leading dots.
};
struct Global : StmtNode<StmtKind::Global> {
    Seq<Identifier> names;
};
struct Nonlocal : StmtNode<StmtKind::Nonlocal> {
    Seq<Identifier> names;
};
/// CPython's `Expr`: an expression as a statement.
struct ExprStmt : StmtNode<StmtKind::ExprStmt> {
    ExprPtr value;
};
struct Pass : StmtNode<StmtKind::Pass> {};
struct Break : StmtNode<StmtKind::Break> {};
struct Continue : StmtNode<StmtKind::Continue> {};

// ---- patterns of match ------------------------------------------------------------------------

template <PatternKind K>
struct PatternNode : Pattern {
    static constexpr PatternKind kKind = K;
};

struct MatchValue : PatternNode<PatternKind::MatchValue> {
    ExprPtr value;
};
struct MatchSingleton : PatternNode<PatternKind::MatchSingleton> {
    ConstantKind value;  ///< None, True or False.
};
struct MatchSequence : PatternNode<PatternKind::MatchSequence> {
    Seq<PatternPtr> patterns;
};
struct MatchMapping : PatternNode<PatternKind::MatchMapping> {
    Seq<ExprPtr> keys;
    Seq<PatternPtr> patterns;
    Identifier rest;
};
struct MatchClass : PatternNode<PatternKind::MatchClass> {
    ExprPtr cls;
    Seq<PatternPtr> patterns;
    Seq<Identifier> kwd_attrs;
    Seq<PatternPtr> kwd_patterns;
};
struct MatchStar : PatternNode<PatternKind::MatchStar> {
    Identifier name;  ///< Empty for `*_`.
};
/// A capture `name`, `pattern as name`, or the wildcard `_` (both fields absent).
struct MatchAs : PatternNode<PatternKind::MatchAs> {
    PatternPtr pattern;
    Identifier name;
};
struct MatchOr : PatternNode<PatternKind::MatchOr> {
    Seq<PatternPtr> patterns;
};

// ---- the whole program ------------------------------------------------------------------------

/// One parsed program. Owns all its nodes and its text; moving it keeps every node where it is.
struct Module {
    Block body;
    std::string filename;
    /// The text as the lexer saw it: no byte order mark, every line ended by '\n'.
    std::shared_ptr<const std::string> source;
    std::vector<std::uint32_t> line_starts;  ///< Byte offset in `source` of each line.
    std::unique_ptr<Arena> arena;

    /// The text of a line (from 1) without its newline; empty past the end.
    std::string_view line_text(std::uint32_t line) const;

    /// The source between the ends of a range, newlines included.
    std::string_view text(const SourceRange& range) const;
};

/// How many characters the first `byte_column` bytes of a line of UTF-8 make: turns a node's
/// column into an offset that a person counts, from 0. Cost: the length of the line.
std::uint32_t character_offset(std::string_view line, std::uint32_t byte_column);

/// The tree in the words of CPython's `ast.dump(tree, include_attributes=…)`, for tests and for
/// looking at programs. Strings read as ascii() has them, integers in the base they are written in.
enum class DumpAttributes : std::uint8_t { Omit, Include };
std::string dump(const Module& module, DumpAttributes attributes);

}  // namespace loopscope::python::syntax
