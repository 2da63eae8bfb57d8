// The SyntaxErrors of the compiler and the symbol table, with CPython 3.11's words and places.
#include <gtest/gtest.h>

#include "sim/object/runtime.h"
#include "sim/python/compile/compile.h"

namespace loopscope::python::compile {
namespace {

struct Refused {
    const char* source;
    const char* message;
    unsigned line;
    unsigned column;
};

constexpr Refused kRefused[] = {
    {"return 5\n", "'return' outside function", 1, 1},
    {"def f():\n    pass\nbreak\n", "'break' outside loop", 3, 1},
    {"continue\n", "'continue' not properly in loop", 1, 1},
    {"def f(a, a): pass\n", "duplicate argument 'a' in function definition", 1, 10},
    {"def f():\n    x = 1\n    global x\n", "name 'x' is assigned to before global declaration", 3,
     5},
    {"def f(x):\n    global x\n", "name 'x' is parameter and global", 2, 5},
    {"def f():\n    print(x)\n    global x\n", "name 'x' is used prior to global declaration", 3,
     5},
    {"def f():\n    nonlocal x\n", "no binding for nonlocal 'x' found", 2, 5},
    {"nonlocal x\n", "nonlocal declaration not allowed at module level", 1, 1},
    {"def f():\n    def g():\n        nonlocal yy\n", "no binding for nonlocal 'yy' found", 3, 9},
    {"await x\n", "'await' outside function", 1, 1},
    {"def f():\n    await x\n", "'await' outside async function", 2, 5},
    {"async def f():\n    yield 1\n    return 5\n", "'return' with value in async generator", 3, 5},
    {"yield 1\n", "'yield' outside function", 1, 1},
    {"class A:\n    yield 1\n", "'yield' outside function", 2, 5},
    {"class A:\n    return 1\n", "'return' outside function", 2, 5},
    {"async def f():\n    yield from x\n", "'yield from' inside async function", 2, 5},
    {"def f():\n    async with x: pass\n", "'async with' outside async function", 2, 5},
    {"def f():\n    async for x in y: pass\n", "'async for' outside async function", 2, 5},
    {"def f():\n    return [x async for x in y]\n",
     "asynchronous comprehension outside of an asynchronous function", 2, 12},
    {"[await x for x in y]\n", "asynchronous comprehension outside of an asynchronous function", 1,
     1},
    {"try: pass\nexcept: pass\nexcept ValueError: pass\n", "default 'except:' must be last", 2, 1},
    {"def f():\n    try: pass\n    except* ValueError:\n        return\n",
     "'break', 'continue' and 'return' cannot appear in an except* block", 4, 9},
    {"a, *b, *c = x\n", "multiple starred expressions in assignment", 1, 1},
    {"*a = 5\n", "starred assignment target must be in a list or tuple", 1, 1},
    {"print(*a if b else 5)\nx = *a\n", "can't use starred expression here", 2, 5},
    {"from __future__ import nope\n", "future feature nope is not defined", 1, 1},
    {"x = 1\nfrom __future__ import annotations\n",
     "from __future__ imports must occur at the beginning of the file", 2, 1},
    {"from __future__ import braces\n", "not a chance", 1, 1},
    {"def f(): from x import *\n", "import * only allowed at module level", 1, 24},
    {"f(a=1, a=2)\n", "keyword argument repeated: a", 1, 8},
    {"[x := 1 for x in y]\n",
     "assignment expression cannot rebind comprehension iteration variable 'x'", 1, 2},
    {"[y for y in (z := [1])]\n",
     "assignment expression cannot be used in a comprehension iterable expression", 1, 14},
    {"class A:\n    [y := x for x in range(3)]\n",
     "assignment expression within a comprehension cannot be used in a class body", 2, 6},
    {"[i for i in [1] if (i := 5)]\n",
     "assignment expression cannot rebind comprehension iteration variable 'i'", 1, 21},
    {"__debug__ = 1\n", "cannot assign to __debug__", 1, 1},
    {"def f():\n    x: int = 1\n    global x\n", "annotated name 'x' can't be global", 3, 5},
    {"def f():\n    global x\n    x: int = 1\n", "annotated name 'x' can't be global", 3, 5},
    {"def f():\n    global x\n    nonlocal x\n", "name 'x' is nonlocal and global", 2, 5},
    {"match x:\n    case _: pass\n    case 1: pass\n",
     "wildcard makes remaining patterns unreachable", 2, 10},
    {"match x:\n    case y: pass\n    case 1: pass\n",
     "name capture 'y' makes remaining patterns unreachable", 2, 10},
    {"match x:\n    case (a, a): pass\n", "multiple assignments to name 'a' in pattern", 2, 14},
    {"match x:\n    case [a] | [b]: pass\n", "alternative patterns bind different names", 2, 17},
    {"match x:\n    case [*a, *b]: pass\n", "multiple starred names in sequence pattern", 2, 10},
    {"match x:\n    case {1: a, 1: b}: pass\n", "mapping pattern checks duplicate key (1)", 2, 10},
    {"match x:\n    case A(x=1, x=2): pass\n", "attribute name repeated in class pattern: x", 2,
     19},
    {"[(yield x) for x in y]\n", "'yield' inside list comprehension", 1, 3},
    {"lambda: (yield)\nx = [i for i in (yield)]\n", "'yield' outside function", 2, 18},
    {"while 1:\n    def f():\n        break\n", "'break' outside loop", 3, 9},
    {"for x in y:\n    class A:\n        continue\n", "'continue' not properly in loop", 3, 9},
    {"def f():\n  x = 5\n  def g():\n    nonlocal x\n    global x\n",
     "name 'x' is nonlocal and global", 4, 5},
    {"def f(a, b=1, *, c, a): pass\n", "duplicate argument 'a' in function definition", 1, 21},
    {"lambda x, x: 1\n", "duplicate argument 'x' in function definition", 1, 11},
    {"class A:\n    nonlocal z\n", "no binding for nonlocal 'z' found", 2, 5},
    {"def f():\n    [x for x in y if await z]\n",
     "asynchronous comprehension outside of an asynchronous function", 2, 5},
    {"async def f():\n    def g():\n        await x\n", "'await' outside async function", 3, 9},
    {"async def f():\n    [x for x in await y]\n    lambda: await z\n",
     "'await' outside async function", 3, 13},
    {"if 1:\n    continue\n", "'continue' not properly in loop", 2, 5},
    {"x = 5\nfor i in range(3):\n    try:\n        pass\n    finally:\n        pass\nelse:\n    "
     "break\n",
     "'break' outside loop", 8, 5},
    {"import a.b.c as d, e\ndel __debug__\n", "cannot delete __debug__", 2, 5},
    {"def f(__debug__): pass\n", "cannot assign to __debug__", 1, 1},
};

TEST(CompileErrors, AreThoseOfCPythonWithTheirPlaces) {
    object::Runtime runtime;
    object::Runtime::Scope scope(runtime);
    for (const Refused& r : kRefused) {
        auto result = compile_source(r.source, "f.py");
        auto* error = std::get_if<syntax::SyntaxErrorInfo>(&result);
        ASSERT_NE(error, nullptr) << r.source;
        EXPECT_EQ(error->message, r.message) << r.source;
        EXPECT_EQ(error->line, r.line) << r.source;
        EXPECT_EQ(error->column, r.column) << r.source;
    }
}

TEST(CompileWarnings, AreGivenInSourceOrder) {
    object::Runtime runtime;
    object::Runtime::Scope scope(runtime);
    std::string seen;
    CompileOptions options;
    options.warn = [&](std::string_view text, int line) {
        seen += std::to_string(line) + ": " + std::string(text) + "\n";
    };
    compile_source("x = 5\nx is 5\nassert (x, 'm')\n5()\n", "f.py", options);
    EXPECT_EQ(seen,
              "2: \"is\" with a literal. Did you mean \"==\"?\n"
              "3: assertion is always true, perhaps remove parentheses?\n"
              "4: 'int' object is not callable; perhaps you missed a comma?\n");
}

TEST(Code, NamesItsVariablesByKind) {
    object::Runtime runtime;
    object::Runtime::Scope scope(runtime);
    auto result = compile_source(
        "def outer(a, b):\n    c = 1\n    def inner():\n        return a, c\n    return inner\n",
        "f.py");
    auto module = std::get<object::Ref<Code>>(result);
    const Code* outer = nullptr;
    for (const object::Value& v : module->constants) {
        if (auto* code = object::try_cast<Code>(v)) outer = code;
    }
    ASSERT_NE(outer, nullptr);
    EXPECT_EQ(outer->positional_count, 2);
    ASSERT_EQ(outer->slot_count, 4);
    EXPECT_EQ(outer->slot_kinds[0], SlotKind::CellLocal);  // a
    EXPECT_EQ(outer->slot_kinds[1], SlotKind::Local);      // b
    EXPECT_EQ(outer->slot_kinds[2], SlotKind::Local);      // inner
    EXPECT_EQ(outer->slot_kinds[3], SlotKind::Cell);       // c
}

TEST(Code, HandlersCoverTheBodyOfTryOnly) {
    object::Runtime runtime;
    object::Runtime::Scope scope(runtime);
    auto result = compile_source("a\ntry:\n    b\nexcept E:\n    c\nd\n", "f.py");
    auto module = std::get<object::Ref<Code>>(result);
    for (std::size_t k = 0; k < module->words.size(); ++k) {
        int line = module->positions[k].line;
        bool covered = module->handler_at(k) != nullptr;
        if (line == 1 || line == 6) {
            EXPECT_FALSE(covered) << disassemble(*module);
        }
        if (line == 3) {
            EXPECT_TRUE(covered) << disassemble(*module);
        }
    }
}

}  // namespace
}  // namespace loopscope::python::compile
