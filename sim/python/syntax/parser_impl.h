// The parser's inside: one class whose methods are the rules of Python 3.11's grammar.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/python/syntax/ast.h"
#include "sim/python/syntax/lexer.h"
#include "sim/python/syntax/parser.h"
#include "sim/python/syntax/source_text.h"
#include "sim/python/syntax/token.h"

namespace loopscope::python::syntax {

/// What the parser throws to leave a rule once it knows the error; never leaves parse_module().
struct SyntaxFailure {
    SyntaxErrorInfo error;
};

/// Rules whose results are kept per token, so that trying alternatives costs linear time.
enum class Rule : std::uint8_t {
    Arguments,
    Args,
    Atom,
    BitwiseOr,
    BlockBody,
    ClosedPattern,
    DelTarget,
    Disjunction,
    Expression,
    Genexp,
    InvalidNamed,
    NamedExpression,
    Primary,
    SimpleStatement,
    Slices,
    StarExpression,
    StarPattern,
    StarTarget,
    Strings,
    TargetPrimary,
    TargetWithStarAtom,
    LambdaParameters,
};

struct MemoEntry {
    Rule rule;
    bool with_diagnosis;
    int end;
    const void* result;
    MemoEntry* next;
};

/// The arguments of a call, as far as a rule got.
struct CallArguments {
    Seq<ExprPtr> args;
    Seq<Keyword> keywords;
    SourceRange range;
};

/// A parameter with what follows it.
struct Parameter {
    Arg arg;
    ExprPtr default_value = nullptr;
};

/// What distinguishes the parameters of `def` from those of `lambda`.
enum class ParameterStyle : std::uint8_t { Def, Lambda };

/// What a target is used for; decides what it may be and how the error reads.
enum class TargetUse : std::uint8_t { Star, Del, For };

/// A recursive-descent parser that tries alternatives in the order of CPython's grammar.
///
/// Each rule is a method: it returns a node and stands behind it, or returns nullptr and stands
/// where it began. Where CPython's grammar has rules named invalid_*, the methods of the same name
/// (parser_diagnosis*.cpp) recognise typical mistakes and throw the error for them.
///
/// A program is parsed in up to three rounds. The quick round takes shortcuts and knows only right
/// programs; nearly always it is the only one. If it fails, the plain round does the same without
/// shortcuts, to find the furthest token that CPython would have looked at (where "invalid syntax"
/// points to) and what its first pass reports by itself. Then the diagnosis round enables the
/// invalid_* rules. Mirrors _PyPegen_run_parser.
class Parser {
  public:
    enum class Start : std::uint8_t { File, Expression, FString };

    /// Requires: `source` and `arena` outlive the parser. `depth` is how many rules are at work.
    Parser(const SourceText& source, Arena& arena, Start start, int depth);

    /// The statements of the text, or a thrown SyntaxFailure.
    Block run();

  private:
    enum class Round : std::uint8_t { Quick, Plain, Diagnosis };

    // ---- tokens and rules (parser_impl.cpp)
    const Token& token_at(int index);
    const Token& here() { return token_at(mark_); }
    bool at(TokenKind kind) { return here().kind == kind; }
    const Token* expect(TokenKind kind);
    const Token& force(TokenKind kind);
    const Token* expect_soft(std::string_view word);
    bool at_soft_keyword();
    void back_to(int mark) { mark_ = mark; }
    bool diagnosing() const { return diagnosing_; }

    std::optional<Block> parse_start();
    void restart(Round round);
    [[noreturn]] void report_generic_error(const Token& last);
    [[noreturn]] void rethrow_or_lexer_error(const SyntaxFailure& failure);
    std::optional<SyntaxErrorInfo> lex_the_rest();

    class Nesting;
    template <typename Node, typename Body>
    const Node* remember(Rule rule, bool apart, Body body);

    // ---- building nodes
    SourceRange range_from(int start);
    SourceRange statement_range_from(int start);
    static SourceRange range_of(const Token& token);
    template <typename T, typename... Fields>
    ExprPtr expr(SourceRange range, Fields... fields);
    template <typename T>
    T* statement(int start);
    template <typename T>
    T* pattern_node(int start);
    template <typename T>
    Seq<T> keep(const std::vector<T>& items) {
        return arena_.copy(items);
    }
    /// The name that a token stands for. CPython: _PyPegen_new_identifier
    Identifier identifier(const Token& token);
    ExprPtr with_context(ExprPtr node, ExprContext context);
    ExprPtr name_of_token(const Token& token, ExprContext context);

    // ---- errors (parser_errors.cpp)
    [[noreturn]] void raise_at_last_token(std::string message,
                                          SyntaxErrorKind kind = SyntaxErrorKind::SyntaxError);
    [[noreturn]] void raise_at(const SourceRange& range, std::string message);
    [[noreturn]] void raise_at(const Token& token, std::string message);
    [[noreturn]] void raise_between(const SourceRange& from, const SourceRange& to,
                                    std::string message);
    [[noreturn]] void raise_starting_from(const SourceRange& from, std::string message);
    [[noreturn]] void raise_too_deep();
    std::string shown_text(std::uint32_t line) const;
    SyntaxErrorInfo describe_known(SyntaxErrorKind kind, std::uint32_t line, std::int64_t column,
                                   std::uint32_t end_line, std::int64_t end_column,
                                   std::string message) const;
    [[noreturn]] void raise_at_lexer(SyntaxErrorKind kind, std::uint32_t line, std::int64_t column,
                                     std::string message);
    [[noreturn]] void raise_known(SyntaxErrorKind kind, std::uint32_t line, std::int64_t column,
                                  std::uint32_t end_line, std::int64_t end_column,
                                  std::string message);
    [[noreturn]] void raise_lexer_error();
    [[noreturn]] void raise_unclosed_bracket();
    SyntaxFailure unclosed_bracket() const;
    std::uint32_t shown_column(std::uint32_t shown_line, std::uint32_t line,
                               std::int64_t column) const;
    std::int32_t first_column_shift(std::uint32_t line) const;
    ExprPtr invalid_target(ExprPtr node, TargetUse use);
    void raise_if_invalid_target(ExprPtr node, TargetUse use);
    static std::string_view name_of_expr(const Expr& node);

    // ---- expressions (parser_expressions.cpp)
    ExprPtr expressions();
    ExprPtr expression();
    ExprPtr yield_expr();
    ExprPtr star_expressions();
    ExprPtr star_expression();
    ExprPtr yield_or_star_expressions();
    ExprPtr star_named_expression();
    std::vector<ExprPtr> star_named_expressions();
    ExprPtr assignment_expression();
    ExprPtr named_expression();
    ExprPtr assignment_or_plain_expression();
    ExprPtr disjunction();
    ExprPtr conjunction();
    ExprPtr inversion();
    ExprPtr comparison();
    std::optional<CompareOperator> compare_operator();
    ExprPtr bitwise_or();
    ExprPtr binary(int level_min);
    ExprPtr factor();
    ExprPtr power();
    ExprPtr await_primary();
    ExprPtr lambdef();
    std::optional<BinaryOperator> augmented_operator();

    // ---- atoms, calls, displays (parser_atoms.cpp)
    ExprPtr primary();
    enum class TrailerOf : std::uint8_t { Value, Target };
    ExprPtr trailer(ExprPtr base, int start, TrailerOf use);
    ExprPtr atom();
    ExprPtr atom_unkept();
    ExprPtr singleton(ConstantKind kind);
    ExprPtr slices();
    ExprPtr slice();
    ExprPtr group();
    ExprPtr tuple();
    ExprPtr genexp();
    ExprPtr list();
    ExprPtr list_comprehension();
    ExprPtr dict();
    ExprPtr set();
    ExprPtr dict_comprehension();
    ExprPtr set_comprehension();
    bool double_starred_kvpair(ExprPtr& key, ExprPtr& value);
    bool kvpair(ExprPtr& key, ExprPtr& value);
    bool double_starred_kvpairs(std::vector<ExprPtr>& keys, std::vector<ExprPtr>& values);
    const Seq<Comprehension>* for_if_clauses();
    bool for_if_clause(Comprehension& clause);
    const CallArguments* arguments();
    const CallArguments* args();
    bool kwargs(std::vector<ExprPtr>& starred, std::vector<Keyword>& keywords);
    ExprPtr starred_expression();
    bool positional_argument(ExprPtr& argument);
    enum class Stars : std::uint8_t { One, Two };
    bool keyword_or_starred(Stars stars, std::vector<ExprPtr>& starred,
                            std::vector<Keyword>& keywords);
    bool keywords_or_starred(Stars stars, std::vector<ExprPtr>& starred,
                             std::vector<Keyword>& keywords);
    ExprPtr number();

    // ---- strings (parser_strings.cpp)
    ExprPtr strings();
    struct StringPieces;
    class FStringReader;
    std::string decode_escapes(std::string_view body, bool is_bytes);
    bool decode_escape(std::string_view body, std::size_t& i, bool is_bytes, std::string& to);
    void decode_hex(std::string_view body, std::size_t& i, bool is_bytes, std::string& to);
    void decode_name(std::string_view body, std::size_t& i, std::string& to);
    ExprPtr inner_expression(std::string_view text, std::uint32_t line, std::int32_t column);

    // ---- parameters (parser_parameters.cpp)
    const Arguments* parameters(ParameterStyle style);
    const Arguments* valid_parameters(ParameterStyle style);
    bool parameter(ParameterStyle style, Parameter& result);
    bool parameter_end(ParameterStyle style);
    bool at_parameters_end(ParameterStyle style);
    bool parameter_no_default(ParameterStyle style, Parameter& result);
    bool parameter_with_default(ParameterStyle style, Parameter& result);
    bool parameter_maybe_default(ParameterStyle style, Parameter& result);
    ExprPtr default_value();
    bool slash(ParameterStyle style);
    bool slash_no_default(ParameterStyle style, std::vector<Parameter>& result);
    bool slash_with_default(ParameterStyle style, std::vector<Parameter>& result);
    bool star_etc(ParameterStyle style, Arguments& result);
    bool star_argument(ParameterStyle style, Arguments& result);
    bool kwds(ParameterStyle style, Arguments& result);
    void invalid_parameters(ParameterStyle style);
    void invalid_star_etc(ParameterStyle style);
    void invalid_kwds(ParameterStyle style);
    void invalid_default();

    // ---- targets (parser_targets.cpp)
    ExprPtr star_targets();
    ExprPtr star_target();
    ExprPtr target_with_star_atom();
    ExprPtr star_atom();
    std::optional<std::vector<ExprPtr>> star_targets_tuple_items();
    std::vector<ExprPtr> star_targets_list_items();
    ExprPtr single_target();
    ExprPtr single_subscript_attribute_target();
    ExprPtr member_target(ExprContext context);
    ExprPtr del_target();
    std::vector<ExprPtr> del_targets();
    ExprPtr target_primary();
    bool at_target_lookahead();

    // ---- statements (parser_statements.cpp, parser_compound.cpp)
    std::vector<StmtPtr> statements();
    bool statement_into(std::vector<StmtPtr>& to);
    bool simple_statements_into(std::vector<StmtPtr>& to);
    StmtPtr simple_statement();
    StmtPtr simple_statement_unkept();
    StmtPtr assignment();
    StmtPtr annotated_assignment(int start);
    StmtPtr plain_assignment(int start);
    bool may_be_assignment();
    StmtPtr return_statement();
    StmtPtr raise_statement();
    StmtPtr global_or_nonlocal();
    StmtPtr del_statement();
    StmtPtr assert_statement();
    StmtPtr import_name();
    StmtPtr import_from();
    std::optional<std::vector<Alias>> import_targets();
    std::vector<Alias> import_from_names();
    void as_name(Alias& alias);
    bool dotted_name(std::string& name);
    StmtPtr compound_statement();
    const Block* block();
    std::vector<ExprPtr> decorators();
    StmtPtr function_def();
    StmtPtr function_def_raw(Seq<ExprPtr> decorators, int start);
    StmtPtr class_def();
    StmtPtr class_def_raw(Seq<ExprPtr> decorators, int start);
    StmtPtr if_statement(TokenKind keyword);
    /// An `else` or a `finally` and its block, if one stands here.
    bool trailing_block(TokenKind keyword, Block& result);
    StmtPtr while_statement();
    StmtPtr for_statement();
    StmtPtr with_statement();
    bool with_items(std::vector<WithItem>& items);
    bool with_item(WithItem& item);
    StmtPtr try_statement();
    bool except_block(ExceptHandler& handler);
    bool except_star_block(ExceptHandler& handler);
    bool except_tail(ExceptHandler& handler);
    StmtPtr match_statement();
    ExprPtr subject_expression();
    bool case_block(MatchCase& result);
    ExprPtr guard();

    // ---- patterns (parser_patterns.cpp)
    PatternPtr patterns();
    PatternPtr pattern();
    PatternPtr as_pattern();
    PatternPtr or_pattern();
    PatternPtr closed_pattern();
    PatternPtr closed_pattern_unkept();
    PatternPtr literal_pattern();
    PatternPtr capture_pattern();
    PatternPtr wildcard_pattern();
    PatternPtr value_pattern();
    PatternPtr group_pattern();
    PatternPtr sequence_pattern();
    std::optional<std::vector<PatternPtr>> open_sequence_pattern();
    std::vector<PatternPtr> maybe_sequence_pattern();
    PatternPtr maybe_star_pattern();
    PatternPtr star_pattern();
    PatternPtr mapping_pattern();
    bool key_value_pattern(ExprPtr& key, PatternPtr& value);
    PatternPtr class_pattern();
    std::vector<PatternPtr> positional_patterns();
    bool keyword_pattern(Identifier& name, PatternPtr& value);
    bool keyword_patterns(std::vector<Identifier>& names, std::vector<PatternPtr>& values);
    Identifier pattern_capture_target();
    ExprPtr attribute_path();
    ExprPtr name_or_attribute();
    ExprPtr literal_expression();
    ExprPtr signed_number();
    ExprPtr complex_number();
    bool at_forbidden_after_capture();

    // ---- typical mistakes (parser_diagnosis.cpp, parser_diagnosis_statements.cpp)
    void invalid_expression();
    ExprPtr expression_without_invalid();
    void invalid_legacy_expression();
    void invalid_named_expression();
    void invalid_arguments();
    void invalid_nonparenthesized_genexp();
    void invalid_kwarg();
    void invalid_comprehension();
    void invalid_dict_comprehension();
    void invalid_double_starred_kvpairs();
    void invalid_kvpair();
    void invalid_group();
    void invalid_for_target();
    void invalid_assignment();
    ExprPtr invalid_annotation_target();
    void invalid_del_statement();
    void invalid_import_from_targets();
    void invalid_with_item();
    void invalid_with_statement();
    void invalid_with_statement_indent();
    bool skip_with_items();
    void invalid_try_statement();
    void skip_as_name();
    void invalid_except_statement();
    void invalid_except_indent();
    void invalid_except_star_indent();
    void invalid_match_statement();
    void invalid_case_block();
    void invalid_as_pattern();
    void invalid_class_pattern();
    void invalid_conditional_statement(TokenKind keyword);
    void invalid_trailing_block(TokenKind keyword);
    void invalid_for_statement();
    void invalid_def_raw();
    void invalid_class_def_raw();
    void raise_if_no_indented_block(const Token& keyword, std::string_view what);
    void raise_if_colon_is_missing();
    static bool is_legacy_statement(const Expr& node);

    const SourceText& source_;
    Arena& arena_;
    Start start_;
    int depth_;
    Lexer lexer_;
    std::vector<Token*> tokens_;
    int mark_ = 0;
    Round round_ = Round::Quick;
    bool diagnosing_ = false;
};

/// How many rules may be at work inside each other. 200 brackets take about 2,000; the stack of the
/// thread that parses must have room for it (README.md says how much).
inline constexpr int kRuleDepthMax = 2500;

/// Counts one level of nesting as long as it lives, and refuses the level that is too deep.
class Parser::Nesting {
  public:
    explicit Nesting(Parser& parser) : parser_(parser) {
        if (++parser_.depth_ > kRuleDepthMax) {
            --parser_.depth_;
            parser_.raise_too_deep();
        }
    }
    ~Nesting() { --parser_.depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

  private:
    Parser& parser_;
};

/// The kept result of a rule at this token, or what `body` finds now. `apart` keeps the results of
/// rules run with and without diagnosis apart; CPython's own memos don't.
template <typename Node, typename Body>
const Node* Parser::remember(Rule rule, bool apart, Body body) {
    token_at(mark_);
    Token& token = *tokens_[static_cast<std::size_t>(mark_)];
    const bool flag = apart && diagnosing_;
    for (const MemoEntry* entry = token.memo; entry != nullptr; entry = entry->next) {
        if (entry->rule == rule && entry->with_diagnosis == flag) {
            mark_ = entry->end;
            return static_cast<const Node*>(entry->result);
        }
    }
    const Nesting nesting(*this);
    const int start = mark_;
    const Node* const result = body();
    if (result == nullptr) mark_ = start;
    auto* const entry = arena_.make<MemoEntry>();
    *entry = {rule, flag, mark_, result, token.memo};
    token.memo = entry;
    return result;
}

// ---- the depth of a node's children -----------------------------------------------------------

inline int depth_of(ExprPtr node) { return node == nullptr ? 0 : node->depth; }
inline int depth_of(Seq<ExprPtr> nodes) {
    int depth = 0;
    for (const ExprPtr node : nodes) depth = std::max(depth, depth_of(node));
    return depth;
}
inline int depth_of(Seq<Keyword> keywords) {
    int depth = 0;
    for (const Keyword& keyword : keywords) depth = std::max(depth, depth_of(keyword.value));
    return depth;
}
inline int depth_of(Seq<Comprehension> clauses) {
    int depth = 0;
    for (const Comprehension& clause : clauses) {
        depth =
            std::max({depth, depth_of(clause.target), depth_of(clause.iter), depth_of(clause.ifs)});
    }
    return depth;
}
inline int depth_of(const Arguments* arguments) {
    return std::max(depth_of(arguments->defaults), depth_of(arguments->kw_defaults));
}
template <typename Other>
int depth_of(const Other&) {
    return 0;
}

template <typename T, typename... Fields>
ExprPtr Parser::expr(SourceRange range, Fields... fields) {
    const int depth = 1 + std::max({0, depth_of(fields)...});
    if (depth > kTreeDepthMax) raise_too_deep();
    T* const node = arena_.make<T>();
    *node = T{{{T::kKind, static_cast<std::uint16_t>(depth), range}}, fields...};
    return node;
}

template <typename T>
T* Parser::statement(int start) {
    T* const node = arena_.make<T>();
    node->kind = T::kKind;
    node->range = statement_range_from(start);
    return node;
}

template <typename T>
T* Parser::pattern_node(int start) {
    T* const node = arena_.make<T>();
    node->kind = T::kKind;
    node->range = range_from(start);
    return node;
}

}  // namespace loopscope::python::syntax
