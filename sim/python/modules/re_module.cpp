// _re: re.Pattern, and what py/re.py is made of.
#include <mutex>

#include "sim/python/modules/arguments.h"
#include "sim/python/modules/modules.h"
#include "sim/python/modules/re_objects.h"

namespace loopscope::python::modules {

namespace regex {

Type pattern_type;

namespace {

Type finder_type;   // The iterator that finditer answers.
Type scanner_type;  // Pattern.scanner(…): undocumented, but lexers use it.

PatternObject& pattern_of(const Value& self) { return *self.as<PatternObject>(); }

struct SearchObject : Container {
    std::unique_ptr<Search> search;  ///< Null at the end.
};

template <Anchor anchor>
Value pattern_find(const Value& self, CallArgs args) {
    Search search(pattern_of(self), args.values[0], args.values[1], args.values[2]);
    return search.next(anchor) ? Value(search.match()) : none();
}

Value pattern_findall(const Value& self, CallArgs args) {
    PatternObject& pattern = pattern_of(self);
    Search search(pattern, args.values[0], args.values[1], args.values[2]);
    Ref<List> found = List::make();
    auto groups = static_cast<std::size_t>(pattern.engine->translation().groups);
    Value empty = is_str(search.string()) ? make_str("") : Value(Bytes::make(""));
    while (search.next(Anchor::None)) {
        if (groups <= 1) {
            found->append(search.group(groups, empty));
        } else {
            Ref<Tuple> row = Tuple::make_unfilled(groups);
            for (std::size_t i = 0; i < groups; ++i) (*row)[i] = search.group(i + 1, empty);
            found->append(row);
        }
        search.go_on();
    }
    return found;
}

Value make_search(Type& type, const Value& self, CallArgs args) {
    auto search =
        std::make_unique<Search>(pattern_of(self), args.values[0], args.values[1], args.values[2]);
    auto result = make_typed<SearchObject>(&type);
    result->search = std::move(search);
    return result;
}

Value pattern_finditer(const Value& self, CallArgs args) {
    return make_search(finder_type, self, args);
}

Value pattern_scanner(const Value& self, CallArgs args) {
    return make_search(scanner_type, self, args);
}

/// The next match; null at the end.
template <Anchor anchor>
Value search_next(const Value& self) {
    auto& holder = *self.as<SearchObject>();
    if (!holder.search) return Value();
    if (!holder.search->next(anchor)) {
        holder.search = nullptr;
        return Value();
    }
    Value match = holder.search->match();
    holder.search->go_on();
    return match;
}

template <Anchor anchor>
Value scanner_find(const Value& self, CallArgs) {
    Value match = search_next<anchor>(self);
    return match ? match : none();
}

Value pattern_split(const Value& self, CallArgs args) {
    PatternObject& pattern = pattern_of(self);
    Search search(pattern, args.values[0], Value(), Value());
    std::int64_t most = index_or(args.values[1], 0);
    auto groups = static_cast<std::size_t>(pattern.engine->translation().groups);
    Ref<List> parts = List::make();
    std::int64_t last = 0;
    for (std::int64_t count = 0; most == 0 || count < most; ++count) {
        if (!search.next(Anchor::None)) break;
        parts->append(piece_of(search.string(), last, search.spans()[0]));
        for (std::size_t i = 1; i <= groups; ++i) parts->append(search.group(i, none()));
        last = search.spans()[1];
        search.go_on();
    }
    parts->append(piece_of(search.string(), last, search.length()));
    return parts;
}

/// What sub puts in the place of a match: a function's answer, a template, or plain text.
class Replacement {
  public:
    Replacement(PatternObject& pattern, const Value& replacement) : given_(replacement) {
        if (object::is_callable(replacement)) {
            calls_ = true;
            return;
        }
        if (!is_str(replacement) && !object::bytes_like(replacement)) {
            raise_format(type_error_type, "decoding to str: need a bytes-like object, {} found",
                         type_name(replacement));
        }
        std::u32string text = code_points_of(replacement);
        if (text.find(U'\\') == std::u32string::npos) return;
        pieces_ = template_of(pattern, replacement);
        expands_ = true;
    }

    Value for_match(const Search& search) const {
        if (calls_) return call(given_, {search.match()});
        if (expands_) return expand_template(pieces_, search.string(), search.spans());
        return given_;
    }

  private:
    Value given_;
    bool calls_ = false;
    bool expands_ = false;
    std::vector<TemplatePiece> pieces_;
};

/// CPython: pattern_subx.
Value substitute(const Value& self, CallArgs args, std::int64_t& count) {
    PatternObject& pattern = pattern_of(self);
    Replacement replacement(pattern, args.values[0]);
    Search search(pattern, args.values[1], Value(), Value());
    std::int64_t most = index_or(args.values[2], 0);
    std::vector<Value> pieces;
    std::int64_t last = 0;
    while ((most == 0 || count < most) && search.next(Anchor::None)) {
        std::int64_t begin = search.spans()[0];
        if (last < begin) pieces.push_back(piece_of(search.string(), last, begin));
        last = search.spans()[1];
        Value text = replacement.for_match(search);
        if (!is_none(text)) pieces.push_back(std::move(text));
        ++count;
        search.go_on();
    }
    if (count == 0 || last < search.length()) {
        pieces.push_back(piece_of(search.string(), last, search.length()));
    }
    return join_pieces(search.string(), pieces);
}

Value pattern_sub(const Value& self, CallArgs args) {
    std::int64_t count = 0;
    return substitute(self, args, count);
}

Value pattern_subn(const Value& self, CallArgs args) {
    std::int64_t count = 0;
    Value text = substitute(self, args, count);
    return Tuple::make({text, Int::from(count)});
}

Value pattern_repr(const Value& self) {
    PatternObject& pattern = pattern_of(self);
    static constexpr std::pair<std::uint32_t, const char*> kNames[] = {
        {kTemplate, "re.TEMPLATE"},   {kIgnoreCase, "re.IGNORECASE"}, {kLocale, "re.LOCALE"},
        {kMultiline, "re.MULTILINE"}, {kDotAll, "re.DOTALL"},         {kUnicode, "re.UNICODE"},
        {kVerbose, "re.VERBOSE"},     {kDebug, "re.DEBUG"},           {kAscii, "re.ASCII"}};
    std::uint32_t flags = pattern.engine->translation().flags;
    if (pattern.engine->is_text() && (flags & (kLocale | kUnicode | kAscii)) == kUnicode) {
        flags &= ~kUnicode;
    }
    std::string names;
    for (const auto& [flag, name] : kNames) {
        if ((flags & flag) == 0) continue;
        names += (names.empty() ? ", " : "|") + std::string(name);
    }
    Ref<Str> shown = Str::make(repr_string(pattern.pattern));
    Ref<Str> cut = Str::slice(shown.get(), 0, std::min<std::size_t>(shown->length, 200));
    return make_str(fmt::format("re.compile({}{})", cut->view(), names));
}

Value pattern_compare(const Value& a, const Value& b, CompareOp op) {
    if (op != CompareOp::Eq && op != CompareOp::Ne) return not_implemented();
    if (!is_instance(b, &pattern_type)) return not_implemented();
    PatternObject& x = pattern_of(a);
    PatternObject& y = pattern_of(b);
    bool same = x.engine->translation().flags == y.engine->translation().flags &&
                x.engine->is_text() == y.engine->is_text() && equal(x.pattern, y.pattern);
    return make_bool(same == (op == CompareOp::Eq));
}

std::int64_t pattern_hash(const Value& self) {
    PatternObject& pattern = pattern_of(self);
    return object::hash(Tuple::make({pattern.pattern, Int::from(static_cast<std::int64_t>(
                                                          pattern.engine->translation().flags))}));
}

Value pattern_itself(const Value& self, CallArgs) { return self; }

Value pattern_groupindex(const Value& self) {
    return call(type_value(&object::mappingproxy_type), {pattern_of(self).group_index->copy()});
}

void define_search(Type& type, std::string_view name, std::initializer_list<MethodDef> methods) {
    type.traverse = [](Object* self, Visitor& visitor) {
        auto* holder = static_cast<SearchObject*>(self);
        if (holder->search) visitor.visit(holder->search->string());
    };
    define_type<SearchObject>(type, {.name = name, .module = "builtins", .methods = methods});
}

}  // namespace

void define_pattern() {
    pattern_type.repr = pattern_repr;
    pattern_type.compare = pattern_compare;
    pattern_type.hash = pattern_hash;
    pattern_type.traverse = [](Object* self, Visitor& visitor) {
        visitor.visit(static_cast<PatternObject*>(self)->pattern);
        visitor.visit(static_cast<PatternObject*>(self)->group_index);
    };
    define_type<PatternObject>(
        pattern_type,
        {.name = "Pattern",
         .module = "re",
         .flags = Type::kGeneric,
         .methods = {{"match", pattern_find<Anchor::Start>, "string, pos=, endpos="},
                     {"fullmatch", pattern_find<Anchor::Both>, "string, pos=, endpos="},
                     {"search", pattern_find<Anchor::None>, "string, pos=, endpos="},
                     {"findall", pattern_findall, "string, pos=, endpos="},
                     {"finditer", pattern_finditer, "string, pos=, endpos="},
                     {"scanner", pattern_scanner, "string, pos=, endpos="},
                     {"split", pattern_split, "string, maxsplit="},
                     {"sub", pattern_sub, "repl, string, count="},
                     {"subn", pattern_subn, "repl, string, count="},
                     {"__copy__", pattern_itself, ""},
                     {"__deepcopy__", pattern_itself, "memo, /"}},
         .getsets = {{"pattern", [](const Value& self) { return pattern_of(self).pattern; }},
                     {"flags",
                      [](const Value& self) {
                          return Int::from(static_cast<std::int64_t>(
                              pattern_of(self).engine->translation().flags));
                      }},
                     {"groups",
                      [](const Value& self) {
                          return Int::from(pattern_of(self).engine->translation().groups);
                      }},
                     {"groupindex", pattern_groupindex}}});
    finder_type.iter = [](const Value& self) { return self; };
    finder_type.next = search_next<Anchor::None>;
    define_search(finder_type, "callable_iterator", {});
    define_search(
        scanner_type, "SRE_Scanner",
        {{"match", scanner_find<Anchor::Start>, ""}, {"search", scanner_find<Anchor::None>, ""}});
}

}  // namespace regex

namespace {

using regex::PatternObject;
using regex::ReState;

/// compile(pattern, flags) -> (Pattern, warnings)
Value re_compile(const Value&, CallArgs args) {
    const Value& text = args.values[0];
    bool is_text = is_str(text);
    if (!is_text && !object::bytes_like(text)) {
        raise_type_error("first argument must be string or compiled pattern");
    }
    auto flags = static_cast<std::uint32_t>(object::to_index(args.values[1]));
    auto pattern = make<PatternObject>();
    pattern->pattern = text;
    try {
        pattern->engine =
            std::make_unique<regex::Engine>(regex::code_points_of(text), is_text, flags);
    } catch (const regex::Refused& refused) {
        regex::raise_refused(refused, text);
    }
    pattern->group_index = Dict::make();
    for (const auto& [name, group] : pattern->engine->translation().names) {
        pattern->group_index->set(Value(Str::from_code_points(name)), Int::from(group));
    }
    Ref<List> warnings = List::make();
    for (const std::string& warning : pattern->engine->translation().warnings) {
        warnings->append(make_str(warning));
    }
    return Tuple::make({pattern, warnings});
}

Value re_set_error(const Value&, CallArgs args) {
    ReState::current().error_class = args.values[0];
    return none();
}

}  // namespace

void init_re(Module& module) {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        regex::define_pattern();
        regex::define_match();
    });
    module.set("Pattern", type_value(&regex::pattern_type));
    module.set("Match", type_value(&regex::match_type));
    object::add_functions(
        *module.dict,
        {{"compile", re_compile, "pattern, flags, /"}, {"set_error", re_set_error, "error, /"}},
        "_re");
}

}  // namespace loopscope::python::modules
