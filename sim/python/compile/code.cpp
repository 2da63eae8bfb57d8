// The code object as a Python object: its attributes, its repr, and its disassembly.
#include "sim/python/compile/code.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "sim/object/int.h"
#include "sim/object/native.h"
#include "sim/object/singletons.h"

namespace loopscope::python::compile {

const HandlerRange* Code::handler_at(std::size_t index) const {
    auto after = std::upper_bound(
        handlers.begin(), handlers.end(), index,
        [](std::size_t at, const HandlerRange& range) { return at < range.start; });
    if (after == handlers.begin()) return nullptr;
    const HandlerRange& range = *(after - 1);
    return index < range.end ? &range : nullptr;
}

object::Ref<Code> make_code() {
    define_code_type();
    return object::make<Code>();
}

std::string disassemble(const Code& code) {
    std::string out;
    for (std::size_t k = 0; k < code.words.size(); ++k) {
        Op op = op_of(code.words[k]);
        out += fmt::format("{:5} {:4} {:<20} {}", code.positions[k].line, k, op_name(op),
                           argument_of(code.words[k]));
        if (kHasExtraWord[static_cast<std::size_t>(op)]) {
            ++k;
            out += fmt::format(" [{}]", code.words[k]);
        }
        out += '\n';
    }
    for (const HandlerRange& h : code.handlers) {
        out += fmt::format("  {} to {} -> {} depth {}\n", h.start, h.end, h.target, h.depth);
    }
    return out;
}

// ---- the Python type --------------------------------------------------------------------------

object::Type code_type;

namespace {

using object::Value;

const Code& code_of(const Value& v) { return *v.as<Code>(); }
Value number(std::int64_t n) { return Value::small(n); }

/// The names of the slots of the given kinds, as a tuple.
Value slot_tuple(const Code& code, bool locals, bool cells, bool free) {
    std::vector<Value> names;
    for (std::size_t k = 0; k < code.slot_names.size(); ++k) {
        SlotKind kind = code.slot_kinds[k];
        bool wanted = (locals && (kind == SlotKind::Local || kind == SlotKind::CellLocal)) ||
                      (cells && (kind == SlotKind::Cell || kind == SlotKind::CellLocal)) ||
                      (free && kind == SlotKind::Free);
        if (wanted) names.emplace_back(code.slot_names[k]);
    }
    return object::Tuple::make(names);
}

Value code_repr(const Value& self) {
    const Code& c = code_of(self);
    return object::make_str(fmt::format(
        "<code object {} at {:#x}, file \"{}\", line {}>", c.name->view(),
        object::Runtime::current().address_of(self.object()), c.filename_text, c.first_line));
}

Value co_names(const Value& v) {
    std::vector<Value> names(code_of(v).names.begin(), code_of(v).names.end());
    return object::Tuple::make(names);
}

/// code.replace(…) for the attributes that programs replace.
Value code_replace(const Value& self, object::CallArgs args) {
    object::Ref<Code> copy = make_code();
    object::Object header = *copy;
    *copy = code_of(self);
    static_cast<object::Object&>(*copy) = header;
    auto text = [](const Value& v) { return object::Ref<object::Str>(v.as<object::Str>()); };
    if (args.values[0]) copy->code_flags = static_cast<std::uint32_t>(args.values[0].small());
    if (args.values[1]) copy->name = text(args.values[1]);
    if (args.values[2]) {
        copy->qualname = text(args.values[2]);
        copy->qualname_text = copy->qualname->to_string();
    }
    if (args.values[3]) {
        copy->filename = text(args.values[3]);
        copy->filename_text = copy->filename->to_string();
    }
    if (args.values[4]) copy->first_line = static_cast<int>(args.values[4].small());
    return copy;
}

}  // namespace

namespace {

void define_code_type_now() {
    object::ProcessScope process;
    code_type.repr = code_repr;
    object::define_type<Code>(
        code_type,
        {.name = "code",
         .methods = {{"replace", code_replace,
                      "*, co_flags=, co_name=, co_qualname=, co_filename=, co_firstlineno="}},
         .getsets = {
             {"co_name", [](const Value& v) -> Value { return code_of(v).name; }},
             {"co_qualname", [](const Value& v) -> Value { return code_of(v).qualname; }},
             {"co_filename", [](const Value& v) -> Value { return code_of(v).filename; }},
             {"co_firstlineno", [](const Value& v) { return number(code_of(v).first_line); }},
             {"co_flags", [](const Value& v) { return number(code_of(v).code_flags); }},
             {"co_argcount", [](const Value& v) { return number(code_of(v).positional_count); }},
             {"co_posonlyargcount",
              [](const Value& v) { return number(code_of(v).positional_only_count); }},
             {"co_kwonlyargcount",
              [](const Value& v) { return number(code_of(v).keyword_only_count); }},
             {"co_nlocals", [](const Value& v) { return number(code_of(v).local_count); }},
             {"co_stacksize", [](const Value& v) { return number(code_of(v).stack_size); }},
             {"co_varnames",
              [](const Value& v) { return slot_tuple(code_of(v), true, false, false); }},
             {"co_cellvars",
              [](const Value& v) { return slot_tuple(code_of(v), false, true, false); }},
             {"co_freevars",
              [](const Value& v) { return slot_tuple(code_of(v), false, false, true); }},
             {"co_names", co_names},
             {"co_consts",
              [](const Value& v) -> Value { return object::Tuple::make(code_of(v).constants); }}}});
}

}  // namespace

void define_code_type() {
    static std::once_flag once;
    std::call_once(once, define_code_type_now);
}

}  // namespace loopscope::python::compile
