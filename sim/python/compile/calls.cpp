// Calls: plain, of methods, with keywords, and with unpacked arguments.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/object/dict.h"
#include "sim/object/tuple.h"
#include "sim/python/compile/compiler.h"

namespace loopscope::python::compile {

using namespace syntax;

namespace {

/// The type that a literal or display surely has, for warnings; null when unknown.
const char* literal_type(ExprPtr e) {
    switch (e->kind) {
        case ExprKind::Tuple:
            return "tuple";
        case ExprKind::List:
        case ExprKind::ListComp:
            return "list";
        case ExprKind::Dict:
        case ExprKind::DictComp:
            return "dict";
        case ExprKind::Set:
        case ExprKind::SetComp:
            return "set";
        case ExprKind::GeneratorExp:
            return "generator";
        case ExprKind::Lambda:
            return "function";
        case ExprKind::JoinedStr:
        case ExprKind::FormattedValue:
            return "str";
        case ExprKind::Constant:
            switch (as<Constant>(*e).value_kind) {
                case ConstantKind::None:
                    return "NoneType";
                case ConstantKind::True:
                case ConstantKind::False:
                    return "bool";
                case ConstantKind::Ellipsis:
                    return "ellipsis";
                case ConstantKind::Int:
                    return "int";
                case ConstantKind::Float:
                    return "float";
                case ConstantKind::Imaginary:
                    return "complex";
                case ConstantKind::Str:
                    return "str";
                case ConstantKind::Bytes:
                    return "bytes";
            }
            return nullptr;
        default:
            return nullptr;
    }
}

bool has_unpacking(Seq<ExprPtr> args, Seq<Keyword> keywords) {
    bool starred = std::any_of(args.begin(), args.end(),
                               [](ExprPtr e) { return e->kind == ExprKind::Starred; });
    bool doubly = std::any_of(keywords.begin(), keywords.end(),
                              [](const Keyword& k) { return k.arg.empty(); });
    return starred || doubly;
}

}  // namespace

/// Mirrors: check_caller.
void Compiler::check_caller(ExprPtr callee) {
    const char* type = literal_type(callee);
    if (type == nullptr || callee->kind == ExprKind::Lambda) return;
    warn(callee->range,
         fmt::format("'{}' object is not callable; perhaps you missed a comma?", type));
}

/// Mirrors: check_subscripter, check_index.
void Compiler::check_subscript(const Subscript& e) {
    const char* type = literal_type(e.value);
    if (type == nullptr) return;
    std::string_view name = type;
    static const std::set<std::string_view> kNever = {
        "NoneType", "bool", "ellipsis", "int", "float", "complex", "set", "generator", "function"};
    if (kNever.count(name) != 0) {
        warn(e.range,
             fmt::format("'{}' object is not subscriptable; perhaps you missed a comma?", name));
        return;
    }
    const char* index = literal_type(e.slice);
    if (index == nullptr || name == "dict") return;
    std::string_view kind = index;
    if (kind == "int" || kind == "bool") return;
    warn(e.range, fmt::format("{} indices must be integers or slices, not {}; perhaps you missed "
                              "a comma?",
                              name, kind));
}

void Compiler::check_keywords(Seq<Keyword> keywords) {
    std::set<std::string_view> seen;
    for (const Keyword& k : keywords) {
        if (k.arg.empty()) continue;
        if (k.arg == "__debug__") fail(k.range, "cannot assign to __debug__");
        if (!seen.insert(k.arg).second) {
            fail(k.range, fmt::format("keyword argument repeated: {}", k.arg));
        }
    }
}

void Compiler::visit_call(const Call& e) {
    check_keywords(e.keywords);
    if (visit_method_call(e)) return;
    check_caller(e.func);
    visit(e.func);
    code().push_null();
    call_with(0, e.args, e.keywords);
}

/// `o.m(…)` without unpacking: no bound method is made. Mirrors: maybe_optimize_method_call.
bool Compiler::visit_method_call(const Call& e) {
    const Attribute* method = if_is<Attribute>(e.func);
    if (method == nullptr || has_unpacking(e.args, e.keywords)) return false;
    visit(method->value);
    Range place = attribute_place(*method);
    {
        At at(*this, place);
        emit(Op::LoadMethod, name_number(mangled(method->attr)));
    }
    // The call points from the line of the method's name on.
    Range range = e.range;
    if (method->range.line != method->range.end_line) {
        range.line = place.line;
        range.column = place.column;
    }
    At at(*this, range);
    call_with(0, e.args, e.keywords);
    return true;
}

/// The arguments and the call; callable, null and `already` values lie on the stack.
void Compiler::call_with(int already, Seq<ExprPtr> args, Seq<Keyword> keywords) {
    check_keywords(keywords);
    if (has_unpacking(args, keywords)) {
        call_unpacked(already, args, keywords);
        return;
    }
    for (ExprPtr a : args) visit(a);
    int count = already + static_cast<int>(args.size());
    if (keywords.empty()) {
        emit(Op::Call, count);
        return;
    }
    object::Ref<object::Tuple> names = object::Tuple::make_unfilled(keywords.size());
    for (std::size_t k = 0; k < keywords.size(); ++k) {
        visit(keywords[k].value);
        (*names)[k] = object::intern(mangled(keywords[k].arg));
    }
    int where = add_constant(names);
    emit(Op::CallKw, count + static_cast<int>(keywords.size()), where);
}

/// f(*a, **k). Mirrors: ex_call of compiler_call_helper.
void Compiler::call_unpacked(int already, Seq<ExprPtr> args, Seq<Keyword> keywords) {
    const Starred* only = args.size() == 1 ? if_is<Starred>(args[0]) : nullptr;
    if (already == 0 && only != nullptr) {
        visit(only->value);
    } else {
        visit_sequence(args, already, Op::BuildList, Op::ListAppend, Op::ListExtend, true);
        // Without a star there is a list all the same, so that one form serves both.
        bool starred = std::any_of(args.begin(), args.end(),
                                   [](ExprPtr e) { return e->kind == ExprKind::Starred; });
        if (!starred) emit(Op::ListToTuple);
    }
    if (!keywords.empty()) visit_merged_keywords(keywords);
    emit(Op::CallEx, keywords.empty() ? 0 : 1);
}

void Compiler::visit_merged_keywords(Seq<Keyword> keywords) {
    bool built = false;
    std::size_t begin = 0;
    auto flush = [&](std::size_t end) {
        if (begin == end) return;
        visit_keyword_group(keywords.subspan(begin, end - begin));
        if (built) emit(Op::DictMerge, 1);
        built = true;
    };
    for (std::size_t k = 0; k < keywords.size(); ++k) {
        if (!keywords[k].arg.empty()) continue;
        flush(k);
        if (!built) emit(Op::BuildMap, 0);
        built = true;
        visit(keywords[k].value);
        emit(Op::DictMerge, 1);
        begin = k + 1;
    }
    flush(keywords.size());
}

void Compiler::visit_keyword_group(Seq<Keyword> group) {
    for (const Keyword& k : group) {
        emit(Op::LoadConst, add_constant(object::intern(mangled(k.arg))));
        visit(k.value);
    }
    emit(Op::BuildMap, static_cast<int>(group.size()));
}

}  // namespace loopscope::python::compile
