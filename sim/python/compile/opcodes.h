// The instructions of the virtual machine: one list, with a stack picture each.
//
// A program is a vector of 32-bit words. The low 8 bits of an instruction are its opcode, the upper
// 24 its signed argument. Instructions marked W are followed by one extra word: the index of an
// inline cache in the code object, or a constant's index.
//
// Pictures read "before → after" with the top of the stack on the right; "–" is an empty part.
// `n` is the argument. "!" marks an instruction that never goes on to the next one.
#pragma once

#include <cstddef>
#include <cstdint>

namespace loopscope::python::compile {

using Word = std::uint32_t;

// X(name, has_extra_word)
// clang-format off
#define LOOPSCOPE_OPCODES(X)                                                                       \
    /* The stack itself. */                                                                        \
    X(Nop, 0)                  /* – → –                                                          */ \
    X(Begin, 0)                /* – → –; where a generator stands before its first step          */ \
    X(PopTop, 0)               /* v → –                                                          */ \
    X(PushNull, 0)             /* – → null; the empty `self` place of a plain call               */ \
    X(Copy, 0)                 /* v … → v … v; v is n-th from the top, 1 the top itself          */ \
    X(Swap, 0)                 /* a … b → b … a; a is n-th from the top                          */ \
    X(LoadConst, 0)            /* – → constants[n]                                               */ \
    /* Variables. */                                                                               \
    X(LoadFast, 0)             /* – → local n; UnboundLocalError when unset                      */ \
    X(StoreFast, 0)            /* v → –                                                          */ \
    X(DeleteFast, 0)           /* – → –                                                          */ \
    X(LoadName, 0)             /* – → names[n] from locals, globals, builtins                    */ \
    X(StoreName, 0)            /* v → –; into the frame's locals mapping                         */ \
    X(DeleteName, 0)           /* – → –                                                          */ \
    X(LoadGlobal, 1)           /* – → v, or v null when n & 1; the name is names[n >> 1]         */ \
    X(StoreGlobal, 0)          /* v → –                                                          */ \
    X(DeleteGlobal, 0)         /* – → –                                                          */ \
    X(MakeCell, 0)             /* – → –; local n becomes a cell holding its value                */ \
    X(LoadClosure, 0)          /* – → the cell in slot n                                         */ \
    X(LoadDeref, 0)            /* – → what the cell in slot n holds                              */ \
    X(LoadClassDeref, 0)       /* – → the same, but the class's own mapping comes first          */ \
    X(StoreDeref, 0)           /* v → –                                                          */ \
    X(DeleteDeref, 0)          /* – → –                                                          */ \
    /* Two variables at once: n is first | second << 12. */                                        \
    X(LoadFastLoadFast, 0)     /* – → a b                                                        */ \
    X(LoadFastLoadConst, 0)    /* – → local constant                                             */ \
    X(StoreFastLoadFast, 0)    /* v → local                                                      */ \
    X(StoreFastStoreFast, 0)   /* b a → –; a goes to the first                                   */ \
    /* Attributes and items. */                                                                    \
    X(LoadAttr, 1)             /* o → o.names[n]                                                 */ \
    X(StoreAttr, 1)            /* v o → –; o.names[n] = v                                        */ \
    X(DeleteAttr, 0)           /* o → –                                                          */ \
    X(LoadMethod, 1)           /* o → function o, or attribute null                              */ \
    X(LoadSubscript, 0)        /* o k → o[k]                                                     */ \
    X(StoreSubscript, 0)       /* v o k → –; o[k] = v                                            */ \
    X(DeleteSubscript, 0)      /* o k → –                                                        */ \
    /* Operators. Binary's n is an object::BinaryOp, Compare's an object::CompareOp. */            \
    X(BinaryAdd, 0)            /* a b → a + b                                                    */ \
    X(BinarySub, 0)            /* a b → a - b                                                    */ \
    X(BinaryMul, 0)            /* a b → a * b                                                    */ \
    X(Binary, 0)               /* a b → a op b                                                   */ \
    X(Inplace, 0)              /* a b → a op= b                                                  */ \
    X(Compare, 0)              /* a b → a op b                                                   */ \
    X(Is, 0)                   /* a b → a is b, or is not when n                                 */ \
    X(Contains, 0)             /* item container → item in container, or not in when n           */ \
    X(Not, 0)                  /* v → not v                                                      */ \
    X(Negative, 0)             /* v → -v                                                         */ \
    X(Positive, 0)             /* v → +v                                                         */ \
    X(Invert, 0)               /* v → ~v                                                         */ \
    /* Building values. */                                                                         \
    X(BuildTuple, 0)           /* n values → tuple                                               */ \
    X(BuildList, 0)            /* n values → list                                                */ \
    X(BuildSet, 0)             /* n values → set                                                 */ \
    X(BuildMap, 0)             /* n pairs k v → dict                                             */ \
    X(BuildConstKeyMap, 0)     /* n values, tuple of keys → dict                                 */ \
    X(BuildString, 0)          /* n strs → str                                                   */ \
    X(BuildSlice, 0)           /* start stop [step when n is 3] → slice                          */ \
    X(ListAppend, 0)           /* v → –; onto the list n-th from the top (after the pop)         */ \
    X(SetAdd, 0)               /* v → –                                                          */ \
    X(MapAdd, 0)               /* k v → –                                                        */ \
    X(ListExtend, 0)           /* iterable → –                                                   */ \
    X(SetUpdate, 0)            /* iterable → –                                                   */ \
    X(DictUpdate, 0)           /* mapping → –; later keys win                                    */ \
    X(DictMerge, 0)            /* mapping → –; for a call: duplicate keys are a TypeError; the   */ \
                               /*   callable is (n + 2) below the dict                           */ \
    X(ListToTuple, 0)          /* list → tuple                                                   */ \
    X(FormatValue, 0)          /* v [spec] → str; n: FormatFlag bits                             */ \
    /* Unpacking. */                                                                               \
    X(UnpackSequence, 0)       /* iterable → n values, the first on top                          */ \
    X(UnpackEx, 0)             /* iterable → values list values; n: before | after << 12         */ \
    /* Jumps: n counts words from the next instruction. */                                         \
    X(Jump, 0)                 /* ! – → –                                                        */ \
    X(JumpBackward, 0)         /* ! – → –; counts a step of the budget                           */ \
    X(PopJumpIfFalse, 0)       /* v → –                                                          */ \
    X(PopJumpIfTrue, 0)        /* v → –                                                          */ \
    X(PopJumpIfNone, 0)        /* v → –                                                          */ \
    X(PopJumpBackwardIfFalse, 0) /* the same four, backward: each counts a step of the budget    */ \
    X(PopJumpBackwardIfTrue, 0) \
    X(PopJumpBackwardIfNone, 0) \
    X(PopJumpBackwardIfNotNone, 0) \
    X(PopJumpIfNotNone, 0)     /* v → –                                                          */ \
    X(JumpIfFalseOrPop, 0)     /* v → v when it jumps, else –                                    */ \
    X(JumpIfTrueOrPop, 0)      /* v → v when it jumps, else –                                    */ \
    /* Iteration. */                                                                               \
    X(GetIter, 0)              /* iterable → iterator                                            */ \
    X(ForIter, 0)              /* iterator → iterator item; at the end jumps, popping it         */ \
    X(GetYieldFromIter, 0)     /* iterable → iterator, or the generator itself                   */ \
    X(GetAIter, 0)             /* v → asynchronous iterator                                      */ \
    X(GetANext, 0)             /* aiter → aiter awaitable-iterator                               */ \
    X(EndAsyncFor, 0)          /* aiter exc → – on StopAsyncIteration; else raises again         */ \
    /* Functions and classes. */                                                                   \
    X(MakeFunction, 0)         /* [defaults] [kwdefaults] [annotations] [closure] code → function; */ \
                               /*   n: FunctionPart bits                                         */ \
    X(Call, 0)                 /* callable self|null n values → result                           */ \
    X(CallKw, 1)               /* the same; the last values are named by the constant tuple      */ \
    X(CallEx, 0)               /* callable null tuple [dict when n] → result                     */ \
    X(Return, 0)               /* ! v → –                                                        */ \
    X(LoadBuildClass, 0)       /* – → __build_class__                                            */ \
    X(LoadAssertionError, 0)   /* – → AssertionError                                             */ \
    X(SetupAnnotations, 0)     /* – → –; makes __annotations__ in the locals mapping             */ \
    /* Suspension. */                                                                              \
    X(YieldValue, 0)           /* v → what is sent in                                            */ \
    X(YieldFrom, 0)            /* iterator v → result; gives every yielded value on, v is sent in */ \
    X(GetAwaitable, 0)         /* v → iterator; n: AwaitPlace, for the message                   */ \
    X(AsyncGenWrap, 0)         /* v → wrapped v; what an asynchronous generator yields           */ \
    /* Exceptions. A handler starts with the exception pushed onto its depth. */                   \
    X(PushExcInfo, 0)          /* exc → prev exc; exc is now the one being handled               */ \
    X(PopExcept, 0)            /* prev → –; prev is the one being handled again                  */ \
    X(CheckExcMatch, 0)        /* exc type → exc bool                                            */ \
    X(CheckEgMatch, 0)         /* exc type → rest match; match is None when there is none        */ \
    X(PrepareReraiseStar, 0)   /* original list → exc or None                                    */ \
    X(Raise, 0)                /* ! [exc [cause]] → –; n of them                                 */ \
    X(Reraise, 0)              /* ! exc → –; without a new traceback entry                       */ \
    X(CleanupReraise, 0)       /* ! prev exc → –; PopExcept of prev, then Reraise                */ \
    /* with. */                                                                                    \
    X(BeforeWith, 0)           /* manager → exit entered                                         */ \
    X(BeforeAsyncWith, 0)      /* manager → aexit awaitable                                      */ \
    X(WithExceptStart, 0)      /* exit prev exc → exit prev exc result                           */ \
    /* match. */                                                                                   \
    X(GetLen, 0)               /* v → v len(v)                                                   */ \
    X(MatchMapping, 0)         /* v → v bool                                                     */ \
    X(MatchSequence, 0)        /* v → v bool                                                     */ \
    X(MatchKeys, 0)            /* v keys → v keys tuple|None                                     */ \
    X(MatchClass, 0)           /* v cls names → tuple|None; n positional patterns                */ \
    X(CopyDictWithoutKeys, 0)  /* v keys → v rest                                                */ \
    /* import. */                                                                                  \
    X(ImportName, 0)           /* level fromlist → module                                        */ \
    X(ImportFrom, 0)           /* module → module attribute                                      */ \
    X(ImportStar, 0)           /* module → –; everything public into the locals mapping          */
// clang-format on

enum class Op : std::uint8_t {
#define LOOPSCOPE_OPCODE_ENUM(name, extra) name,
    LOOPSCOPE_OPCODES(LOOPSCOPE_OPCODE_ENUM)
#undef LOOPSCOPE_OPCODE_ENUM
};

inline constexpr bool kHasExtraWord[] = {
#define LOOPSCOPE_OPCODE_EXTRA(name, extra) extra != 0,
    LOOPSCOPE_OPCODES(LOOPSCOPE_OPCODE_EXTRA)
#undef LOOPSCOPE_OPCODE_EXTRA
};
inline constexpr std::size_t kOpCount = sizeof(kHasExtraWord) / sizeof(kHasExtraWord[0]);

inline constexpr Word make_word(Op op, int argument) {
    return static_cast<Word>(op) | (static_cast<Word>(argument) << 8);
}
inline constexpr Op op_of(Word word) { return static_cast<Op>(word & 0xff); }
inline constexpr int argument_of(Word word) { return static_cast<std::int32_t>(word) >> 8; }

/// Bits of FormatValue's argument.
enum FormatFlag : int {
    kConvertNone = 0,
    kConvertStr = 1,
    kConvertRepr = 2,
    kConvertAscii = 3,
    kConvertMask = 3,
    kHasFormatSpec = 4,
};

/// Bits of MakeFunction's argument: which parts lie on the stack, lowest first.
enum FunctionPart : int {
    kPartDefaults = 1,
    kPartKwDefaults = 2,
    kPartAnnotations = 4,
    kPartClosure = 8,
};

/// GetAwaitable's argument: where the awaited value comes from.
enum AwaitPlace : int {
    kAwaitExpression = 0,
    kAwaitAsyncEnter = 1,
    kAwaitAsyncExit = 2,
};

const char* op_name(Op op);

}  // namespace loopscope::python::compile
