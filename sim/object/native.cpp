// Calls into C++ code: parameters parsed once, arguments checked with CPython's words.
#include "sim/object/native.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>

#include "sim/object/attribute.h"
#include "sim/object/exception.h"
#include "sim/object/failure.h"
#include "sim/object/protocol.h"
#include "sim/object/runtime.h"
#include "sim/object/singletons.h"
#include "sim/object/str.h"

namespace loopscope::object {

namespace {

constexpr std::size_t kParametersMax = 16;

std::string_view trim(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

void add_parameter(NativeCode& code, std::string_view part, bool keyword_only) {
    bool optional = part.ends_with('=');
    if (optional) part.remove_suffix(1);
    code.parameters.push_back({intern_static(part), !optional});
    if (keyword_only) return;
    ++code.positional_count;
    if (!optional) ++code.required_count;
}

void parse_parameters(NativeCode& code, std::string_view text) {
    bool keyword_only = false;
    while (!text.empty()) {
        std::size_t comma = text.find(',');
        std::string_view part = trim(text.substr(0, comma));
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
        if (part == "/") {
            code.positional_only = static_cast<std::uint8_t>(code.parameters.size());
        } else if (part == "*") {
            keyword_only = true;
        } else if (part.starts_with("**")) {
            code.takes_keywords = true;
        } else if (part.starts_with("*")) {
            code.takes_rest = true;
            keyword_only = true;
        } else {
            add_parameter(code, part, keyword_only);
        }
    }
    LOOPSCOPE_CHECK(code.parameters.size() + 2 <= kParametersMax);
}

using Accepts = NativeCode::Accepts;

Accepts classify(const NativeCode& code) {
    if (code.takes_rest || code.takes_keywords) return Accepts::Keywords;
    if (code.parameters.empty()) return Accepts::Nothing;
    bool positional_only = code.positional_only == code.parameters.size();
    if (!positional_only) return Accepts::Keywords;
    bool one = code.parameters.size() == 1 && code.required_count == 1;
    return one ? Accepts::One : Accepts::Positional;
}

const char* plural(std::size_t n) { return n == 1 ? "" : "s"; }

/// find() and kin, whose arguments CPython reads by PyArg_ParseTuple, which words it in its own
/// way.
bool reads_bounds(const NativeCode& code) {
    bool three = code.parameters.size() == 3 && code.parameters[1].name->equals("start") &&
                 code.parameters[2].name->equals("end");
    return three && !code.parameters[0].name->equals("value");
}

[[noreturn]] void raise_positional_count(const NativeCode& code, std::size_t given) {
    std::size_t least = code.required_count;
    std::size_t most = code.positional_count;
    const char* bound =
        given < least ? (least == most ? "" : "at least ") : (least == most ? "" : "at most ");
    std::size_t wanted = given < least ? least : most;
    if (reads_bounds(code)) {
        raise_format(type_error_type, "{}() takes {}{} argument{} ({} given)", code.name, bound,
                     wanted, plural(wanted), given);
    }
    raise_format(type_error_type, "{} expected {}{} argument{}, got {}", code.name, bound, wanted,
                 plural(wanted), given);
}

std::size_t find_parameter(const NativeCode& code, const Str& name) {
    for (std::size_t i = code.positional_only; i < code.parameters.size(); ++i) {
        if (code.parameters[i].name->equals(name)) return i;
    }
    return code.parameters.size();
}

// The words of Python functions (CPython: missing_arguments, too_many_positional).

[[noreturn]] void raise_missing(const NativeCode& code, const std::vector<std::string>& names,
                                const char* kind) {
    std::string list;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) list += names.size() == 2 ? " and " : i + 1 == names.size() ? ", and " : ", ";
        list += "'" + names[i] + "'";
    }
    raise_format(type_error_type, "{}() missing {} required {} argument{}: {}", code.qualname,
                 names.size(), kind, plural(names.size()), list);
}

[[noreturn]] void raise_too_many(const NativeCode& code, std::size_t given) {
    std::size_t most = code.positional_count;
    std::string takes = std::to_string(most);
    bool several = most != 1;
    if (code.required_count != most) {
        takes = fmt::format("from {} to {}", code.required_count, most);
        several = true;
    }
    raise_format(type_error_type, "{}() takes {} positional argument{} but {} {} given",
                 code.qualname, takes, several ? "s" : "", given, given == 1 ? "was" : "were");
}

void check_missing_function(const NativeCode& code, const Value* out) {
    std::vector<std::string> positional;
    std::vector<std::string> keyword;
    for (std::size_t i = 0; i < code.parameters.size(); ++i) {
        if (!code.parameters[i].required || out[i]) continue;
        auto& list = i < code.positional_count ? positional : keyword;
        list.push_back(code.parameters[i].name->to_string());
    }
    if (!positional.empty()) raise_missing(code, positional, "positional");
    if (!keyword.empty()) raise_missing(code, keyword, "keyword-only");
}

/// More arguments than parameters of all kinds. CPython: _PyArg_UnpackKeywords.
void check_total(const NativeCode& code, CallArgs args) {
    std::size_t total = args.positional_count + args.keyword_count();
    std::size_t most = code.parameters.size();
    if (code.style == CallStyle::Function || code.takes_keywords || total <= most) return;
    bool exact = code.required_count == most;
    raise_format(type_error_type, "{}() takes {} {} {}argument{} ({} given)", code.name,
                 exact ? "exactly" : "at most", most, args.positional_count == 0 ? "keyword " : "",
                 plural(most), total);
}

void check_too_many(const NativeCode& code, CallArgs args) {
    std::size_t given = args.positional_count;
    if (given <= code.positional_count) return;
    if (code.style == CallStyle::Function) raise_too_many(code, given);
    if (code.positional_count == 0) {
        raise_format(type_error_type, "{}() takes no positional arguments", code.name);
    }
    const char* bound = code.required_count == code.positional_count ? "exactly" : "at most";
    raise_format(type_error_type, "{}() takes {} {} positional argument{} ({} given)", code.name,
                 bound, code.positional_count, plural(code.positional_count), given);
}

void place_keyword(const NativeCode& code, const Value& key, const Value& value, Value* out,
                   Dict* rest, std::size_t positional_count) {
    const Str& name = *key.as<Str>();
    std::size_t i = find_parameter(code, name);
    bool function = code.style == CallStyle::Function;
    if (i == code.parameters.size()) {
        if (rest != nullptr) {
            rest->set(key, value);
            return;
        }
        if (function) {
            raise_format(type_error_type, "{}() got an unexpected keyword argument '{}'",
                         code.qualname, name.view());
        }
        raise_format(type_error_type, "'{}' is an invalid keyword argument for {}()", name.view(),
                     code.name);
    }
    if (!out[i]) {
        out[i] = value;
    } else if (function) {
        raise_format(type_error_type, "{}() got multiple values for argument '{}'", code.qualname,
                     name.view());
    } else if (i < positional_count) {
        raise_format(type_error_type, "argument for {}() given by name ('{}') and position ({})",
                     code.name, name.view(), i + 1);
    }
}

void check_missing_builtin(const NativeCode& code, const Value* out, std::size_t given) {
    if (given < code.positional_only && given < code.required_count) {
        bool exact = code.required_count == code.positional_count && !code.takes_rest;
        raise_format(type_error_type, "{}() takes {} {} positional argument{} ({} given)",
                     code.name, exact ? "exactly" : "at least", code.required_count,
                     plural(code.required_count), given);
    }
    for (std::size_t i = 0; i < code.parameters.size(); ++i) {
        if (!code.parameters[i].required || out[i]) continue;
        if (i < code.positional_count) {
            raise_format(type_error_type, "{}() missing required argument '{}' (pos {})", code.name,
                         code.parameters[i].name->view(), i + 1);
        }
        raise_format(type_error_type, "{}() missing required keyword-only argument '{}'", code.name,
                     code.parameters[i].name->view());
    }
}

}  // namespace

void bind_arguments(const NativeCode& code, CallArgs args, Value* out) {
    std::size_t count = code.parameters.size();
    std::size_t given = args.positional_count;
    if (!code.takes_rest) {
        check_total(code, args);
        check_too_many(code, args);
    } else if (code.style == CallStyle::Builtin && !code.takes_keywords && count == 0 &&
               args.keyword_count() != 0) {
        raise_format(type_error_type, "{}() takes no keyword arguments", code.qualname);
    }
    std::size_t taken = std::min<std::size_t>(given, code.positional_count);
    for (std::size_t i = 0; i < taken; ++i) out[i] = args.values[i];
    std::size_t extra = count;
    if (code.takes_rest) {
        out[extra++] = Value(Tuple::make(args.positional().subspan(taken)));
    }
    Ref<Dict> rest;
    if (code.takes_keywords) {
        rest = Dict::make();
        out[extra] = Value(rest);
    }
    for (std::size_t i = 0; i < args.keyword_count(); ++i) {
        place_keyword(code, (*args.names)[i], args.values[given + i], out, rest.get(), taken);
    }
    if (code.style == CallStyle::Function) {
        check_missing_function(code, out);
    } else {
        check_missing_builtin(code, out, given);
    }
}

namespace {

Value invoke_code(const NativeCode& code, const Value& self, CallArgs args) {
    switch (code.accepts) {
        case Accepts::Anything:
            return code.call(self, args);
        case Accepts::Keywords: {
            Value values[kParametersMax];
            bind_arguments(code, args, values);
            std::size_t count = code.parameters.size() + code.takes_rest + code.takes_keywords;
            return code.call(self, CallArgs{values, count, nullptr});
        }
        default:
            break;
    }
    if (code.style == CallStyle::Function) {
        Value values[kParametersMax];
        bind_arguments(code, args, values);
        return code.call(self, CallArgs{values, code.parameters.size(), nullptr});
    }
    if (args.keyword_count() != 0) {
        raise_format(type_error_type, "{}() takes no keyword arguments", code.qualname);
    }
    std::size_t given = args.positional_count;
    if (code.accepts == Accepts::Nothing) {
        if (given != 0) {
            raise_format(type_error_type, "{}() takes no arguments ({} given)", code.qualname,
                         given);
        }
        return code.call(self, args);
    }
    if (code.accepts == Accepts::One) {
        if (given != 1) {
            raise_format(type_error_type, "{}() takes exactly one argument ({} given)",
                         code.qualname, given);
        }
        return code.call(self, args);
    }
    if (given < code.required_count || given > code.positional_count) {
        raise_positional_count(code, given);
    }
    if (given == code.positional_count) return code.call(self, args);
    Value values[kParametersMax];
    for (std::size_t i = 0; i < given; ++i) values[i] = args.values[i];
    return code.call(self, CallArgs{values, code.parameters.size(), nullptr});
}

}  // namespace

Value invoke(const NativeCode& code, const Value& self, CallArgs args) {
    return settle(invoke_or_fail(code, self, args));
}

Value invoke_or_fail(const NativeCode& code, const Value& self, CallArgs args) {
    if (!code.counts_level && args.names == nullptr) return invoke_code(code, self, args);
    RecursionGuard guard(kWhileCalling);
    return invoke_code(code, self, args);
}

namespace {

/// The codes made so far, by what they were made from: a module that is set up again for another
/// run gets the same ones.
struct CodeTable {
    std::mutex mutex;
    std::unordered_map<std::string, std::unique_ptr<const NativeCode>> codes;
};

CodeTable& code_table() {
    static auto* const table = new CodeTable;
    return *table;
}

std::string code_key(const MethodDef& def, std::string_view owner) {
    return fmt::format("{}.{}({}) {} {} {}", owner, def.name, def.parameters,
                       reinterpret_cast<std::uintptr_t>(def.call),
                       static_cast<const void*>(def.doc), static_cast<int>(def.style));
}

/// Whether a call of it counts towards the limit of recursion, as in CPython those of METH_O,
/// METH_NOARGS and METH_VARARGS do, unless the interpreter has an instruction for the one builtin.
bool counts_level(const NativeCode& code) {
    constexpr std::string_view kInstructions[] = {"len", "list.append"};
    constexpr std::string_view kVarargs[] = {"max", "min", "reduce", "str.format"};
    auto is_one_of = [&](std::span<const std::string_view> names) {
        return std::find(names.begin(), names.end(), code.qualname) != names.end();
    };
    if (is_one_of(kVarargs)) return true;
    return (code.accepts == Accepts::Nothing || code.accepts == Accepts::One) &&
           !is_one_of(kInstructions);
}

std::unique_ptr<const NativeCode> build_code(const MethodDef& def, std::string_view owner) {
    auto code = std::make_unique<NativeCode>();
    code->name = def.name;
    code->qualname =
        owner.empty() ? std::string(def.name) : std::string(owner) + "." + std::string(def.name);
    code->call = def.call;
    code->doc = def.doc;
    code->style = def.style;
    if (def.parameters == "...") {
        code->accepts = Accepts::Anything;
        return code;
    }
    parse_parameters(*code, def.parameters);
    code->accepts = classify(*code);
    code->counts_level = counts_level(*code);
    return code;
}

}  // namespace

const NativeCode* make_code(const MethodDef& def, std::string_view owner) {
    CodeTable& table = code_table();
    std::lock_guard lock(table.mutex);
    auto& place = table.codes[code_key(def, owner)];
    if (!place) place = build_code(def, owner);
    return place.get();
}

Ref<NativeFunction> make_function(const MethodDef& def, std::string_view module,
                                  const Value& self) {
    auto function = make<NativeFunction>(make_code(def), self);
    function->module = make_str(module);
    return function;
}

void add_functions(Dict& dict, std::initializer_list<MethodDef> functions,
                   std::string_view module) {
    for (const MethodDef& def : functions) {
        dict.set(def.name, Value(make_function(def, module)));
    }
}

Value keyword(CallArgs args, std::string_view name) {
    for (std::size_t i = 0; i < args.keyword_count(); ++i) {
        if ((*args.names)[i].as<Str>()->equals(name)) return args.values[args.positional_count + i];
    }
    return Value();
}

void set_type_attribute(Type& type, std::string_view name, Value value) {
    if (value.is_object()) value.object()->flags |= kImmortal;
    ProcessScope scope;
    type.dict->set(intern_static(name), std::move(value));
    type_modified(type);
}

}  // namespace loopscope::object
