// The tree in the words of CPython's ast.dump().
#include <fmt/format.h>

#include <cmath>

#include "sim/python/syntax/ast.h"
#include "sim/python/syntax/source_text.h"

namespace loopscope::python::syntax {

namespace {

/// A byte or code point as Python's repr escapes it, or as itself.
std::string escaped(std::uint32_t c, char quote, bool is_bytes) {
    if (c == '\\' || c == static_cast<std::uint32_t>(quote)) {
        return std::string("\\") + static_cast<char>(c);
    }
    if (c == '\n') return "\\n";
    if (c == '\r') return "\\r";
    if (c == '\t') return "\\t";
    if (c >= ' ' && c < 0x7F) return std::string(1, static_cast<char>(c));
    if (c < 0x100 || is_bytes) return fmt::format("\\x{:02x}", c);
    return c < 0x10000 ? fmt::format("\\u{:04x}", c) : fmt::format("\\U{:08x}", c);
}

/// As ascii() has it: the printable characters beyond ASCII are escaped, too.
std::string quoted(std::string_view text, bool is_bytes) {
    const bool has_single = text.find('\'') != std::string_view::npos;
    const char quote = has_single && text.find('"') == std::string_view::npos ? '"' : '\'';
    std::string result(1, quote);
    for (std::size_t i = 0; i < text.size();) {
        std::size_t length = 1;
        const std::uint32_t c =
            is_bytes ? static_cast<unsigned char>(text[i]) : decode_code_point(text, i, length);
        result += escaped(c, quote, is_bytes);
        i += length;
    }
    return result + quote;
}

std::string float_text(double value) {
    if (std::isinf(value)) return "1e309";
    std::string text = fmt::format("{}", value);
    const bool is_plain = text.find_first_of(".en") == std::string::npos;
    return is_plain ? text + ".0" : text;
}

/// Collects `Name(field=value, …)`.
class Dumper {
  public:
    explicit Dumper(DumpAttributes attributes) : attributes_(attributes) {}

    std::string module(const Module& module) {
        return "Module(body=" + block(module.body) + ", type_ignores=[])";
    }

  private:
    /// One node being written; fields that are absent in ast.dump are skipped by the caller.
    class Fields {
      public:
        explicit Fields(std::string_view name) : text_(fmt::format("{}(", name)) {}
        Fields& add(std::string_view name, const std::string& value) {
            text_ += fmt::format("{}{}={}", is_first_ ? "" : ", ", name, value);
            is_first_ = false;
            return *this;
        }
        Fields& add_if(bool is_present, std::string_view name, const std::string& value) {
            return is_present ? add(name, value) : *this;
        }
        std::string close() const { return text_ + ")"; }

      private:
        std::string text_;
        bool is_first_ = true;
    };

    std::string close(Fields& fields, const SourceRange& range) const {
        if (attributes_ == DumpAttributes::Include) {
            fields.add("lineno", std::to_string(range.line))
                .add("col_offset", std::to_string(range.column))
                .add("end_lineno", std::to_string(range.end_line))
                .add("end_col_offset", std::to_string(range.end_column));
        }
        return fields.close();
    }

    template <typename Items, typename Each>
    static std::string seq(const Items& items, Each each) {
        std::string result = "[";
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (i > 0) result += ", ";
            result += each(items[i]);
        }
        return result + "]";
    }

    std::string block(Block body) {
        return seq(body, [&](StmtPtr node) { return stmt(*node); });
    }
    std::string exprs(Seq<ExprPtr> items) {
        return seq(items, [&](ExprPtr node) { return node == nullptr ? "None" : expr(*node); });
    }
    std::string patterns(Seq<PatternPtr> items) {
        return seq(items, [&](PatternPtr node) { return pattern(*node); });
    }
    static std::string names(Seq<Identifier> items) {
        return seq(items, [](Identifier name) { return quoted(name, false); });
    }
    static std::string name(Identifier text) { return quoted(text, false); }
    std::string expr_or_none(ExprPtr node) { return node == nullptr ? "None" : expr(*node); }

    static std::string context(ExprContext ctx) {
        return ctx == ExprContext::Load    ? "Load()"
               : ctx == ExprContext::Store ? "Store()"
                                           : "Del()";
    }

    static std::string binary(BinaryOperator op) {
        constexpr const char* kNames[] = {"Add",    "Sub",    "Mult",    "MatMult", "Div",
                                          "Mod",    "Pow",    "LShift",  "RShift",  "BitOr",
                                          "BitXor", "BitAnd", "FloorDiv"};
        return std::string(kNames[static_cast<int>(op)]) + "()";
    }
    static std::string unary(UnaryOperator op) {
        constexpr const char* kNames[] = {"Invert", "Not", "UAdd", "USub"};
        return std::string(kNames[static_cast<int>(op)]) + "()";
    }
    static std::string comparison(CompareOperator op) {
        constexpr const char* kNames[] = {"Eq",  "NotEq", "Lt",    "LtE", "Gt",
                                          "GtE", "Is",    "IsNot", "In",  "NotIn"};
        return std::string(kNames[static_cast<int>(op)]) + "()";
    }

    std::string arg(const Arg& node) {
        Fields fields("arg");
        fields.add("arg", name(node.arg));
        fields.add_if(node.annotation != nullptr, "annotation", expr_or_none(node.annotation));
        return close(fields, node.range);
    }
    std::string args(Seq<Arg> items) {
        return seq(items, [&](const Arg& node) { return arg(node); });
    }
    std::string arguments(const Arguments& node) {
        Fields fields("arguments");
        fields.add("posonlyargs", args(node.posonlyargs)).add("args", args(node.args));
        if (node.vararg != nullptr) fields.add("vararg", arg(*node.vararg));
        fields.add("kwonlyargs", args(node.kwonlyargs)).add("kw_defaults", exprs(node.kw_defaults));
        if (node.kwarg != nullptr) fields.add("kwarg", arg(*node.kwarg));
        return fields.add("defaults", exprs(node.defaults)).close();
    }
    std::string keywords(Seq<Keyword> items) {
        return seq(items, [&](const Keyword& node) {
            Fields fields("keyword");
            fields.add_if(!node.arg.empty(), "arg", name(node.arg));
            fields.add("value", expr(*node.value));
            return close(fields, node.range);
        });
    }
    std::string comprehensions(Seq<Comprehension> items) {
        return seq(items, [&](const Comprehension& node) {
            Fields fields("comprehension");
            fields.add("target", expr(*node.target)).add("iter", expr(*node.iter));
            fields.add("ifs", exprs(node.ifs)).add("is_async", node.is_async ? "1" : "0");
            return fields.close();
        });
    }
    std::string aliases(Seq<Alias> items) {
        return seq(items, [&](const Alias& node) {
            Fields fields("alias");
            fields.add("name", name(node.name));
            fields.add_if(!node.asname.empty(), "asname", name(node.asname));
            return close(fields, node.range);
        });
    }

    static std::string constant_text(const Constant& node) {
        switch (node.value_kind) {
            case ConstantKind::None:
                return "None";
            case ConstantKind::True:
                return "True";
            case ConstantKind::False:
                return "False";
            case ConstantKind::Ellipsis:
                return "Ellipsis";
            case ConstantKind::Int: {
                const char* const prefix = node.base == 16  ? "0x"
                                           : node.base == 8 ? "0o"
                                           : node.base == 2 ? "0b"
                                                            : "";
                return prefix + std::string(node.text);
            }
            case ConstantKind::Float:
                return float_text(node.number);
            case ConstantKind::Imaginary: {
                const std::string text = float_text(node.number);
                return (text.ends_with(".0") ? text.substr(0, text.size() - 2) : text) + "j";
            }
            case ConstantKind::Str:
                return quoted(node.text, false);
            case ConstantKind::Bytes:
                return "b" + quoted(node.text, true);
        }
        return {};
    }

    std::string expr(const Expr& node);
    std::string display(const Expr& node);
    std::string operation(const Expr& node);
    std::string stmt(const Stmt& node);
    std::string compound(const Stmt& node);
    std::string pattern(const Pattern& node);
    std::string handlers(Seq<ExceptHandler> items);

    template <typename Node>
    std::string function(const Node& node, std::string_view title) {
        Fields fields(title);
        fields.add("name", name(node.name)).add("args", arguments(*node.args));
        fields.add("body", block(node.body)).add("decorator_list", exprs(node.decorator_list));
        fields.add_if(node.returns != nullptr, "returns", expr_or_none(node.returns));
        return close(fields, node.range);
    }
    template <typename Node>
    std::string for_loop(const Node& node, std::string_view title) {
        Fields fields(title);
        fields.add("target", expr(*node.target)).add("iter", expr(*node.iter));
        fields.add("body", block(node.body)).add("orelse", block(node.orelse));
        return close(fields, node.range);
    }
    template <typename Node>
    std::string with(const Node& node, std::string_view title) {
        Fields fields(title);
        fields.add("items", seq(node.items, [&](const WithItem& item) {
                       Fields inner("withitem");
                       inner.add("context_expr", expr(*item.context_expr));
                       inner.add_if(item.optional_vars != nullptr, "optional_vars",
                                    expr_or_none(item.optional_vars));
                       return inner.close();
                   }));
        fields.add("body", block(node.body));
        return close(fields, node.range);
    }
    template <typename Node>
    std::string try_block(const Node& node, std::string_view title) {
        Fields fields(title);
        fields.add("body", block(node.body)).add("handlers", handlers(node.handlers));
        fields.add("orelse", block(node.orelse)).add("finalbody", block(node.finalbody));
        return close(fields, node.range);
    }
    template <typename Node>
    std::string elements(const Node& node, std::string_view title) {
        Fields fields(title);
        fields.add("elts", exprs(node.elts)).add("ctx", context(node.ctx));
        return close(fields, node.range);
    }
    template <typename Node>
    std::string comprehension(const Node& node, std::string_view title) {
        Fields fields(title);
        fields.add("elt", expr(*node.elt)).add("generators", comprehensions(node.generators));
        return close(fields, node.range);
    }

    DumpAttributes attributes_;
};

std::string Dumper::expr(const Expr& node) {
    switch (node.kind) {
        case ExprKind::Constant: {
            const auto& constant = as<Constant>(node);
            Fields fields("Constant");
            fields.add("value", constant_text(constant));
            fields.add_if(constant.has_u_prefix, "kind", "'u'");
            return close(fields, node.range);
        }
        case ExprKind::Name: {
            Fields fields("Name");
            fields.add("id", name(as<Name>(node).id)).add("ctx", context(as<Name>(node).ctx));
            return close(fields, node.range);
        }
        case ExprKind::Attribute: {
            const auto& attribute = as<Attribute>(node);
            Fields fields("Attribute");
            fields.add("value", expr(*attribute.value)).add("attr", name(attribute.attr));
            fields.add("ctx", context(attribute.ctx));
            return close(fields, node.range);
        }
        case ExprKind::Subscript: {
            const auto& subscript = as<Subscript>(node);
            Fields fields("Subscript");
            fields.add("value", expr(*subscript.value)).add("slice", expr(*subscript.slice));
            fields.add("ctx", context(subscript.ctx));
            return close(fields, node.range);
        }
        case ExprKind::Call: {
            const auto& call = as<Call>(node);
            Fields fields("Call");
            fields.add("func", expr(*call.func)).add("args", exprs(call.args));
            fields.add("keywords", keywords(call.keywords));
            return close(fields, node.range);
        }
        case ExprKind::Starred: {
            const auto& starred = as<Starred>(node);
            Fields fields("Starred");
            fields.add("value", expr(*starred.value)).add("ctx", context(starred.ctx));
            return close(fields, node.range);
        }
        case ExprKind::Slice: {
            const auto& slice = as<Slice>(node);
            Fields fields("Slice");
            fields.add_if(slice.lower != nullptr, "lower", expr_or_none(slice.lower));
            fields.add_if(slice.upper != nullptr, "upper", expr_or_none(slice.upper));
            fields.add_if(slice.step != nullptr, "step", expr_or_none(slice.step));
            return close(fields, node.range);
        }
        case ExprKind::Dict:
        case ExprKind::Set:
        case ExprKind::List:
        case ExprKind::Tuple:
        case ExprKind::ListComp:
        case ExprKind::SetComp:
        case ExprKind::DictComp:
        case ExprKind::GeneratorExp:
        case ExprKind::JoinedStr:
        case ExprKind::FormattedValue:
            return display(node);
        default:
            return operation(node);
    }
}

std::string Dumper::display(const Expr& node) {
    switch (node.kind) {
        case ExprKind::List:
            return elements(as<List>(node), "List");
        case ExprKind::Tuple:
            return elements(as<Tuple>(node), "Tuple");
        case ExprKind::Set: {
            Fields fields("Set");
            return close(fields.add("elts", exprs(as<Set>(node).elts)), node.range);
        }
        case ExprKind::Dict: {
            const auto& dict = as<Dict>(node);
            Fields fields("Dict");
            fields.add("keys", exprs(dict.keys)).add("values", exprs(dict.values));
            return close(fields, node.range);
        }
        case ExprKind::ListComp:
            return comprehension(as<ListComp>(node), "ListComp");
        case ExprKind::SetComp:
            return comprehension(as<SetComp>(node), "SetComp");
        case ExprKind::GeneratorExp:
            return comprehension(as<GeneratorExp>(node), "GeneratorExp");
        case ExprKind::DictComp: {
            const auto& dict = as<DictComp>(node);
            Fields fields("DictComp");
            fields.add("key", expr(*dict.key)).add("value", expr(*dict.value));
            fields.add("generators", comprehensions(dict.generators));
            return close(fields, node.range);
        }
        case ExprKind::JoinedStr: {
            Fields fields("JoinedStr");
            return close(fields.add("values", exprs(as<JoinedStr>(node).values)), node.range);
        }
        default: {
            const auto& value = as<FormattedValue>(node);
            const int conversion = value.conversion == 0 ? -1 : value.conversion;
            Fields fields("FormattedValue");
            fields.add("value", expr(*value.value)).add("conversion", std::to_string(conversion));
            fields.add_if(value.format_spec != nullptr, "format_spec",
                          expr_or_none(value.format_spec));
            return close(fields, node.range);
        }
    }
}

std::string Dumper::operation(const Expr& node) {
    Fields fields(node.kind == ExprKind::BoolOp      ? "BoolOp"
                  : node.kind == ExprKind::NamedExpr ? "NamedExpr"
                  : node.kind == ExprKind::BinOp     ? "BinOp"
                  : node.kind == ExprKind::UnaryOp   ? "UnaryOp"
                  : node.kind == ExprKind::Lambda    ? "Lambda"
                  : node.kind == ExprKind::IfExp     ? "IfExp"
                  : node.kind == ExprKind::Compare   ? "Compare"
                  : node.kind == ExprKind::Await     ? "Await"
                  : node.kind == ExprKind::Yield     ? "Yield"
                                                     : "YieldFrom");
    switch (node.kind) {
        case ExprKind::BoolOp: {
            const auto& op = as<BoolOp>(node);
            fields.add("op", op.op == BoolOperator::And ? "And()" : "Or()");
            fields.add("values", exprs(op.values));
            break;
        }
        case ExprKind::NamedExpr:
            fields.add("target", expr(*as<NamedExpr>(node).target));
            fields.add("value", expr(*as<NamedExpr>(node).value));
            break;
        case ExprKind::BinOp: {
            const auto& op = as<BinOp>(node);
            fields.add("left", expr(*op.left)).add("op", binary(op.op));
            fields.add("right", expr(*op.right));
            break;
        }
        case ExprKind::UnaryOp:
            fields.add("op", unary(as<UnaryOp>(node).op));
            fields.add("operand", expr(*as<UnaryOp>(node).operand));
            break;
        case ExprKind::Lambda:
            fields.add("args", arguments(*as<Lambda>(node).args));
            fields.add("body", expr(*as<Lambda>(node).body));
            break;
        case ExprKind::IfExp: {
            const auto& choice = as<IfExp>(node);
            fields.add("test", expr(*choice.test)).add("body", expr(*choice.body));
            fields.add("orelse", expr(*choice.orelse));
            break;
        }
        case ExprKind::Compare: {
            const auto& compare = as<Compare>(node);
            fields.add("left", expr(*compare.left));
            fields.add("ops", seq(compare.ops, comparison));
            fields.add("comparators", exprs(compare.comparators));
            break;
        }
        case ExprKind::Await:
            fields.add("value", expr(*as<Await>(node).value));
            break;
        case ExprKind::Yield: {
            const ExprPtr value = as<Yield>(node).value;
            fields.add_if(value != nullptr, "value", expr_or_none(value));
            break;
        }
        default:
            fields.add("value", expr(*as<YieldFrom>(node).value));
            break;
    }
    return close(fields, node.range);
}

std::string Dumper::stmt(const Stmt& node) {
    const auto plain = [&](Fields fields) { return close(fields, node.range); };
    switch (node.kind) {
        case StmtKind::Pass:
            return plain(Fields("Pass"));
        case StmtKind::Break:
            return plain(Fields("Break"));
        case StmtKind::Continue:
            return plain(Fields("Continue"));
        case StmtKind::ExprStmt:
            return plain(Fields("Expr").add("value", expr(*as<ExprStmt>(node).value)));
        case StmtKind::Return: {
            const ExprPtr value = as<Return>(node).value;
            return plain(Fields("Return").add_if(value != nullptr, "value", expr_or_none(value)));
        }
        case StmtKind::Delete:
            return plain(Fields("Delete").add("targets", exprs(as<Delete>(node).targets)));
        case StmtKind::Assign: {
            const auto& assign = as<Assign>(node);
            return plain(Fields("Assign")
                             .add("targets", exprs(assign.targets))
                             .add("value", expr(*assign.value)));
        }
        case StmtKind::AugAssign: {
            const auto& assign = as<AugAssign>(node);
            return plain(Fields("AugAssign")
                             .add("target", expr(*assign.target))
                             .add("op", binary(assign.op))
                             .add("value", expr(*assign.value)));
        }
        case StmtKind::AnnAssign: {
            const auto& assign = as<AnnAssign>(node);
            return plain(Fields("AnnAssign")
                             .add("target", expr(*assign.target))
                             .add("annotation", expr(*assign.annotation))
                             .add_if(assign.value != nullptr, "value", expr_or_none(assign.value))
                             .add("simple", assign.simple ? "1" : "0"));
        }
        case StmtKind::Raise: {
            const auto& raise = as<Raise>(node);
            return plain(Fields("Raise")
                             .add_if(raise.exc != nullptr, "exc", expr_or_none(raise.exc))
                             .add_if(raise.cause != nullptr, "cause", expr_or_none(raise.cause)));
        }
        case StmtKind::Assert: {
            const auto& assertion = as<Assert>(node);
            return plain(Fields("Assert")
                             .add("test", expr(*assertion.test))
                             .add_if(assertion.msg != nullptr, "msg", expr_or_none(assertion.msg)));
        }
        case StmtKind::Import:
            return plain(Fields("Import").add("names", aliases(as<Import>(node).names)));
        case StmtKind::ImportFrom: {
            const auto& import = as<ImportFrom>(node);
            return plain(Fields("ImportFrom")
                             .add_if(!import.module.empty(), "module", name(import.module))
                             .add("names", aliases(import.names))
                             .add("level", std::to_string(import.level)));
        }
        case StmtKind::Global:
            return plain(Fields("Global").add("names", names(as<Global>(node).names)));
        case StmtKind::Nonlocal:
            return plain(Fields("Nonlocal").add("names", names(as<Nonlocal>(node).names)));
        default:
            return compound(node);
    }
}

std::string Dumper::compound(const Stmt& node) {
    switch (node.kind) {
        case StmtKind::FunctionDef:
            return function(as<FunctionDef>(node), "FunctionDef");
        case StmtKind::AsyncFunctionDef:
            return function(as<AsyncFunctionDef>(node), "AsyncFunctionDef");
        case StmtKind::For:
            return for_loop(as<For>(node), "For");
        case StmtKind::AsyncFor:
            return for_loop(as<AsyncFor>(node), "AsyncFor");
        case StmtKind::With:
            return with(as<With>(node), "With");
        case StmtKind::AsyncWith:
            return with(as<AsyncWith>(node), "AsyncWith");
        case StmtKind::Try:
            return try_block(as<Try>(node), "Try");
        case StmtKind::TryStar:
            return try_block(as<TryStar>(node), "TryStar");
        case StmtKind::ClassDef: {
            const auto& definition = as<ClassDef>(node);
            Fields fields("ClassDef");
            fields.add("name", name(definition.name)).add("bases", exprs(definition.bases));
            fields.add("keywords", keywords(definition.keywords));
            fields.add("body", block(definition.body));
            fields.add("decorator_list", exprs(definition.decorator_list));
            return close(fields, node.range);
        }
        case StmtKind::While: {
            const auto& loop = as<While>(node);
            Fields fields("While");
            fields.add("test", expr(*loop.test)).add("body", block(loop.body));
            return close(fields.add("orelse", block(loop.orelse)), node.range);
        }
        case StmtKind::If: {
            const auto& choice = as<If>(node);
            Fields fields("If");
            fields.add("test", expr(*choice.test)).add("body", block(choice.body));
            return close(fields.add("orelse", block(choice.orelse)), node.range);
        }
        default: {
            const auto& match = as<Match>(node);
            Fields fields("Match");
            fields.add("subject", expr(*match.subject));
            fields.add("cases", seq(match.cases, [&](const MatchCase& item) {
                           Fields inner("match_case");
                           inner.add("pattern", pattern(*item.pattern));
                           inner.add_if(item.guard != nullptr, "guard", expr_or_none(item.guard));
                           return inner.add("body", block(item.body)).close();
                       }));
            return close(fields, node.range);
        }
    }
}

std::string Dumper::handlers(Seq<ExceptHandler> items) {
    return seq(items, [&](const ExceptHandler& node) {
        Fields fields("ExceptHandler");
        fields.add_if(node.type != nullptr, "type", expr_or_none(node.type));
        fields.add_if(!node.name.empty(), "name", name(node.name));
        return close(fields.add("body", block(node.body)), node.range);
    });
}

std::string Dumper::pattern(const Pattern& node) {
    const auto plain = [&](Fields fields) { return close(fields, node.range); };
    switch (node.kind) {
        case PatternKind::MatchValue:
            return plain(Fields("MatchValue").add("value", expr(*as<MatchValue>(node).value)));
        case PatternKind::MatchSingleton: {
            const ConstantKind value = as<MatchSingleton>(node).value;
            return plain(Fields("MatchSingleton")
                             .add("value", value == ConstantKind::None   ? "None"
                                           : value == ConstantKind::True ? "True"
                                                                         : "False"));
        }
        case PatternKind::MatchSequence:
            return plain(Fields("MatchSequence")
                             .add("patterns", patterns(as<MatchSequence>(node).patterns)));
        case PatternKind::MatchMapping: {
            const auto& mapping = as<MatchMapping>(node);
            return plain(Fields("MatchMapping")
                             .add("keys", exprs(mapping.keys))
                             .add("patterns", patterns(mapping.patterns))
                             .add_if(!mapping.rest.empty(), "rest", name(mapping.rest)));
        }
        case PatternKind::MatchClass: {
            const auto& of_class = as<MatchClass>(node);
            return plain(Fields("MatchClass")
                             .add("cls", expr(*of_class.cls))
                             .add("patterns", patterns(of_class.patterns))
                             .add("kwd_attrs", names(of_class.kwd_attrs))
                             .add("kwd_patterns", patterns(of_class.kwd_patterns)));
        }
        case PatternKind::MatchStar: {
            const Identifier rest = as<MatchStar>(node).name;
            return plain(Fields("MatchStar").add_if(!rest.empty(), "name", name(rest)));
        }
        case PatternKind::MatchAs: {
            const auto& capture = as<MatchAs>(node);
            Fields fields("MatchAs");
            if (capture.pattern != nullptr) fields.add("pattern", pattern(*capture.pattern));
            return plain(fields.add_if(!capture.name.empty(), "name", name(capture.name)));
        }
        default:
            return plain(Fields("MatchOr").add("patterns", patterns(as<MatchOr>(node).patterns)));
    }
}

}  // namespace

std::string dump(const Module& module, DumpAttributes attributes) {
    return Dumper(attributes).module(module);
}

}  // namespace loopscope::python::syntax
