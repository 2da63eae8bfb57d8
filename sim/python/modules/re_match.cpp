// re.Match.
#include "sim/python/modules/arguments.h"
#include "sim/python/modules/re_objects.h"

namespace loopscope::python::modules::regex {

Type match_type;

namespace {

MatchObject& match_of(const Value& self) { return *self.as<MatchObject>(); }

std::size_t group_count(const MatchObject& match) { return match.spans.size() / 2; }

Value group_text(const MatchObject& match, std::size_t group, const Value& missing) {
    std::int64_t begin = match.spans[group * 2];
    if (begin < 0) return missing;
    return piece_of(match.string, begin, match.spans[group * 2 + 1]);
}

Value match_group(const Value& self, CallArgs args) {
    MatchObject& match = match_of(self);
    const Tuple& keys = *args.values[0].as<Tuple>();
    if (keys.size == 0) return group_text(match, 0, none());
    if (keys.size == 1) return group_text(match, group_number(match, keys[0]), none());
    Ref<Tuple> result = Tuple::make_unfilled(keys.size);
    for (std::size_t i = 0; i < keys.size; ++i) (*result)[i] = none();
    for (std::size_t i = 0; i < keys.size; ++i) {
        (*result)[i] = group_text(match, group_number(match, keys[i]), none());
    }
    return result;
}

Value match_getitem(const Value& self, const Value& key) {
    return group_text(match_of(self), group_number(match_of(self), key), none());
}

Value match_groups(const Value& self, CallArgs args) {
    MatchObject& match = match_of(self);
    Value missing = args.values[0] ? args.values[0] : none();
    Ref<Tuple> result = Tuple::make_unfilled(group_count(match) - 1);
    for (std::size_t i = 0; i < result->size; ++i) {
        (*result)[i] = group_text(match, i + 1, missing);
    }
    return result;
}

Value match_groupdict(const Value& self, CallArgs args) {
    MatchObject& match = match_of(self);
    Value missing = args.values[0] ? args.values[0] : none();
    Ref<Dict> result = Dict::make();
    for (const auto& [name, group] : match.pattern->engine->translation().names) {
        Value key = Str::from_code_points(name);
        result->set(key, group_text(match, static_cast<std::size_t>(group), missing));
    }
    return result;
}

std::size_t group_argument(const MatchObject& match, const Value& key) {
    return key ? group_number(match, key) : 0;
}

Value match_start(const Value& self, CallArgs args) {
    MatchObject& match = match_of(self);
    return Int::from(match.spans[group_argument(match, args.values[0]) * 2]);
}

Value match_end(const Value& self, CallArgs args) {
    MatchObject& match = match_of(self);
    return Int::from(match.spans[group_argument(match, args.values[0]) * 2 + 1]);
}

Value span_of(const MatchObject& match, std::size_t group) {
    return Tuple::make({Int::from(match.spans[group * 2]), Int::from(match.spans[group * 2 + 1])});
}

Value match_span(const Value& self, CallArgs args) {
    MatchObject& match = match_of(self);
    return span_of(match, group_argument(match, args.values[0]));
}

Value match_expand(const Value& self, CallArgs args) {
    MatchObject& match = match_of(self);
    std::vector<TemplatePiece> pieces = template_of(*match.pattern, args.values[0]);
    return expand_template(pieces, match.string, match.spans);
}

/// The group whose parenthesis closed last; 0: none took part. PCRE2 does not say, but in order of
/// time it is the one that ends last, and of several that end there the one written last.
int last_group(const MatchObject& match) {
    int last = 0;
    for (int group : match.pattern->engine->translation().closed) {
        std::int64_t end = match.spans[static_cast<std::size_t>(group) * 2 + 1];
        if (end < 0) continue;
        if (last == 0 || end >= match.spans[static_cast<std::size_t>(last) * 2 + 1]) last = group;
    }
    return last;
}

Value match_lastindex(const Value& self) {
    int last = last_group(match_of(self));
    return last == 0 ? none() : Int::from(last);
}

Value match_lastgroup(const Value& self) {
    MatchObject& match = match_of(self);
    int last = last_group(match);
    for (const auto& [name, group] : match.pattern->engine->translation().names) {
        if (group == last) return Str::from_code_points(name);
    }
    return none();
}

Value match_regs(const Value& self) {
    MatchObject& match = match_of(self);
    Ref<Tuple> result = Tuple::make_unfilled(group_count(match));
    for (std::size_t i = 0; i < result->size; ++i) (*result)[i] = span_of(match, i);
    return result;
}

Value match_itself(const Value& self, CallArgs) { return self; }

Value match_repr(const Value& self) {
    MatchObject& match = match_of(self);
    return make_str(fmt::format("<re.Match object; span=({}, {}), match={}>", match.spans[0],
                                match.spans[1], repr_string(group_text(match, 0, none()))));
}

}  // namespace

std::size_t group_number(const MatchObject& match, const Value& key) {
    if (is_int(key) || key.type()->index != nullptr) {
        std::int64_t group = object::to_index(key);
        if (group >= 0 && static_cast<std::size_t>(group) < group_count(match)) {
            return static_cast<std::size_t>(group);
        }
    } else if (is_str(key)) {
        if (Value* group = match.pattern->group_index->find(key.as<Str>())) {
            return static_cast<std::size_t>(object::to_index(*group));
        }
    }
    raise(object::index_error_type, "no such group");
}

void define_match() {
    match_type.repr = match_repr;
    match_type.getitem = match_getitem;
    match_type.traverse = [](Object* self, Visitor& visitor) {
        auto* match = static_cast<MatchObject*>(self);
        visitor.visit(match->pattern);
        visitor.visit(match->string);
    };
    define_type<MatchObject>(
        match_type,
        {.name = "Match",
         .module = "re",
         .flags = Type::kGeneric,
         .methods = {{"group", match_group, "*groups"},
                     {"groups", match_groups, "default="},
                     {"groupdict", match_groupdict, "default="},
                     {"start", match_start, "group=, /"},
                     {"end", match_end, "group=, /"},
                     {"span", match_span, "group=, /"},
                     {"expand", match_expand, "template"},
                     {"__copy__", match_itself, ""},
                     {"__deepcopy__", match_itself, "memo, /"}},
         .getsets = {{"string", [](const Value& self) { return match_of(self).string; }},
                     {"re", [](const Value& self) -> Value { return match_of(self).pattern; }},
                     {"pos", [](const Value& self) { return Int::from(match_of(self).begin); }},
                     {"endpos", [](const Value& self) { return Int::from(match_of(self).end); }},
                     {"lastindex", match_lastindex},
                     {"lastgroup", match_lastgroup},
                     {"regs", match_regs}}});
}

}  // namespace loopscope::python::modules::regex
