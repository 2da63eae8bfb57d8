// Code: what the compiler makes of a module, function, class body or comprehension.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/object/str.h"
#include "sim/object/type.h"
#include "sim/python/compile/opcodes.h"

namespace loopscope::python::compile {

/// Where in the source an instruction comes from: what tracebacks underline.
/// Lines count from 1, columns from 0 in bytes of UTF-8; line 0 means no place.
struct Position {
    int line = 0;
    int end_line = 0;
    int column = 0;
    int end_column = 0;
};

/// Instructions [start, end) go to `target` when they raise, with the operand stack cut to `depth`
/// values and the exception pushed. Entries are in order of start and don't overlap.
struct HandlerRange {
    std::uint32_t start;
    std::uint32_t end;
    std::uint32_t target;
    std::uint32_t depth;
};

/// What one attribute or global access remembers of its last time. Every entry is checked against
/// a version before use, so a stale one costs a look-up and nothing else.
struct InlineCache {
    enum class Kind : std::uint8_t {
        Empty,
        InstanceDict,   ///< In the instance's dict; `index` is where it was found last.
        Slot,           ///< A __slots__ member at byte offset `index`.
        ClassValue,     ///< A plain class attribute: `value`.
        Method,         ///< A function of the class: `value`, to be called with the instance.
        Property,       ///< A property with an interpreted getter: `value` is that function.
        TypeAttribute,  ///< The object is a type; `value` was found on it.
        Module,         ///< In the module's dict.
        Global,         ///< In globals; `index` is where.
        Builtin,        ///< In builtins; `version` is that of globals' keys.
    };
    Kind kind = Kind::Empty;
    std::uint8_t misses = 0;
    std::uint32_t index = 0;
    std::uint64_t version = 0;        ///< Type::version, or the keys' version of a dict.
    object::Object* value = nullptr;  ///< Borrowed; alive as long as `version` is current.
};

enum CodeFlag : std::uint32_t {
    kOptimized = 0x01,  ///< Has fast locals: a function.
    kNewLocals = 0x02,
    kVarArgs = 0x04,
    kVarKeywords = 0x08,
    kNested = 0x10,
    kGenerator = 0x20,
    kCoroutine = 0x80,
    kIterableCoroutine = 0x100,
    kAsyncGenerator = 0x200,
    kFutureAnnotations = 0x1000000,
    kAnyGenerator = kGenerator | kCoroutine | kAsyncGenerator,
};

enum class SlotKind : std::uint8_t { Local, CellLocal, Cell, Free };

extern object::Type code_type;

/// A code object. Immutable for the program; `words` and `caches` change as the interpreter learns.
///
/// Frame slots are numbered: parameters (positional-only, positional-or-keyword, keyword-only,
/// *args, **kwargs), other locals, cells that are not locals, free variables.
struct Code : object::Object {
    std::vector<Word> words;
    std::vector<Position> positions;  ///< One per word.
    std::vector<HandlerRange> handlers;
    std::vector<object::Value> constants;
    std::vector<object::Ref<object::Str>> names;
    std::vector<object::Ref<object::Str>> slot_names;  ///< One per frame slot.
    std::vector<SlotKind> slot_kinds;
    std::vector<InlineCache> caches;
    /// A second entry for each cache, for places that meet objects of two types in turn. Made when
    /// there is one.
    std::vector<InlineCache> second_caches;
    object::Ref<object::Str> filename;
    object::Ref<object::Str> name;
    object::Ref<object::Str> qualname;
    object::Value doc;             ///< The docstring of a function, or null.
    std::uint32_t code_flags = 0;  ///< CodeFlag bits: `co_flags`.
    int first_line = 0;
    int positional_only_count = 0;
    int positional_count = 0;  ///< Positional-only included.
    int keyword_only_count = 0;
    int parameter_slots = 0;  ///< All parameters, * and ** included.
    int local_count = 0;      ///< Slots before the cells that are not locals.
    int cell_count = 0;       ///< Slots of kind Cell.
    int free_count = 0;       ///< Slots of kind Free: the last ones.
    int slot_count = 0;
    int stack_size = 0;
    bool simple_call = false;       ///< A plain function: positional parameters only, no generator.
    bool simple_generator = false;  ///< The same of a function that makes a generator or coroutine.
    std::string filename_text;      ///< UTF-8 of filename and qualname, for places.
    std::string qualname_text;

    static object::Type* class_type() { return &code_type; }
    bool has(CodeFlag flag) const { return (code_flags & flag) != 0; }
    /// The place of the instruction at `index`; a zero Position when there is none.
    Position position_at(std::size_t index) const {
        return index < positions.size() ? positions[index] : Position{};
    }
    /// The line of the instruction at `index`, or of the nearest one before it that has a line.
    int line_at(std::size_t index) const {
        for (index = std::min(index + 1, positions.size()); index > 0; --index) {
            if (positions[index - 1].line != 0) return positions[index - 1].line;
        }
        return first_line;
    }
    /// The handler of the instruction at `index`, or null.
    const HandlerRange* handler_at(std::size_t index) const;
};

/// Makes code_type ready. Called again it does nothing.
void define_code_type();

/// A new, empty code object.
object::Ref<Code> make_code();

/// The instructions as text, one a line: for tests and for people.
std::string disassemble(const Code& code);

}  // namespace loopscope::python::compile
