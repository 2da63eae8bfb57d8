// The interpreter from outside: programs, exit statuses, budgets, the observer, coroutines driven
// by C++ code. What the language does is tested by the guest programs of tests/guest.
#include "sim/python/vm/interpreter.h"

#include <gtest/gtest.h>

#include "sim/object/class.h"
#include "sim/object/method.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/slice.h"
#include "sim/python/vm/vm_builtins.h"

namespace loopscope::python::vm {
namespace {

Value print(const Value&, object::CallArgs args) {
    std::string line;
    for (std::size_t k = 0; k < args.positional_count; ++k) {
        line += (k > 0 ? " " : "") + object::str_string(args.values[k]);
    }
    object::Runtime::current().hooks.write(object::Stream::Stdout, line + "\n");
    return object::none();
}

/// Just enough builtins to see something.
void fill_builtins(object::Module& module) {
    object::add_functions(*module.dict, {{"print", print, "..."}}, "builtins");
    add_vm_builtins(*module.dict);
    for (Type* type : {&object::object_type, &object::range_type, &object::super_type}) {
        module.set(type->name, Value::borrow(type));
    }
    for (Type* type : object::exception_types()) module.set(type->name, Value::borrow(type));
}

class InterpreterTest : public testing::Test {
  protected:
    InterpreterTest() {
        runtime.hooks.write = [this](object::Stream stream, std::string_view text) {
            (stream == object::Stream::Stdout ? out : err) += text;
        };
        vm.register_module("builtins", fill_builtins);
    }

    Outcome run(std::string_view source) { return vm.run_main(source, "prog.py"); }
    Value global(std::string_view name) {
        auto* module = vm.modules->find("__main__")->as<object::Module>();
        Value* found = module->dict->find(name);
        return found != nullptr ? *found : Value();
    }

    object::Runtime runtime;
    object::Runtime::Scope scope{runtime};
    Interpreter& vm = Interpreter::create();
    std::string out;
    std::string err;
};

TEST_F(InterpreterTest, RunsAProgramToItsEnd) {
    Outcome outcome = run("def f(x):\n    return x * 2\nprint(f(21))\n");
    EXPECT_EQ(outcome.kind, Outcome::Kind::Ok);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(out, "42\n");
    EXPECT_EQ(err, "");
}

TEST_F(InterpreterTest, PrintsAnUncaughtExceptionAsCPythonDoes) {
    Outcome outcome =
        run("def f(x):\n"
            "    return 1 / x\n"
            "try:\n"
            "    f(0)\n"
            "except ZeroDivisionError as e:\n"
            "    raise ValueError('wrapped') from e\n");
    EXPECT_EQ(outcome.kind, Outcome::Kind::Failed);
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(err,
              "Traceback (most recent call last):\n"
              "  File \"prog.py\", line 4, in <module>\n"
              "    f(0)\n"
              "  File \"prog.py\", line 2, in f\n"
              "    return 1 / x\n"
              "           ~~^~~\n"
              "ZeroDivisionError: division by zero\n"
              "\n"
              "The above exception was the direct cause of the following exception:\n"
              "\n"
              "Traceback (most recent call last):\n"
              "  File \"prog.py\", line 6, in <module>\n"
              "    raise ValueError('wrapped') from e\n"
              "ValueError: wrapped\n");
}

TEST_F(InterpreterTest, PrintsAnExceptionGroupWithItsMembers) {
    run("raise ExceptionGroup('g', [ValueError(1), TypeError('t')])\n");
    EXPECT_EQ(err,
              "  + Exception Group Traceback (most recent call last):\n"
              "  |   File \"prog.py\", line 1, in <module>\n"
              "  |     raise ExceptionGroup('g', [ValueError(1), TypeError('t')])\n"
              "  | ExceptionGroup: g (2 sub-exceptions)\n"
              "  +-+---------------- 1 ----------------\n"
              "    | ValueError: 1\n"
              "    +---------------- 2 ----------------\n"
              "    | TypeError: t\n"
              "    +------------------------------------\n");
}

TEST_F(InterpreterTest, SuggestsANameForAMistypedOne) {
    run("value = 1\nprint(valeu)\n");
    EXPECT_NE(err.find("NameError: name 'valeu' is not defined. Did you mean: 'value'?"),
              std::string::npos);
}

TEST_F(InterpreterTest, PrintsASyntaxErrorWithItsCaret) {
    Outcome outcome = run("def f():\n    return = 5\n");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(err,
              "  File \"prog.py\", line 2\n"
              "    return = 5\n"
              "           ^\n"
              "SyntaxError: invalid syntax\n");
}

TEST_F(InterpreterTest, SystemExitGivesItsStatus) {
    EXPECT_EQ(run("raise SystemExit(7)\n").status, 7);
    EXPECT_EQ(err, "");
}

TEST_F(InterpreterTest, SystemExitWithTextPrintsIt) {
    EXPECT_EQ(run("raise SystemExit('no luck')\n").status, 1);
    EXPECT_EQ(err, "no luck\n");
}

TEST_F(InterpreterTest, AMissingModuleIsReportedInCPythonsWords) {
    run("import nosuch.thing\n");
    EXPECT_NE(err.find("ModuleNotFoundError: No module named 'nosuch'\n"), std::string::npos);
}

TEST_F(InterpreterTest, AnEndlessLoopIsStoppedByTheBudget) {
    for (const char* source : {"while True:\n    pass\n",
                               "while 1:\n    try:\n        pass\n    finally:\n        pass\n",
                               "def f():\n    for i in range(10 ** 15):\n        pass\nf()\n"}) {
        vm.steps_left = 10000;
        vm.on_steps_used = [] {
            throw object::Stopped{object::Stopped::Reason::StepBudget, "steps"};
        };
        EXPECT_THROW(run(source), object::Stopped) << source;
        EXPECT_EQ(vm.frame(), nullptr);
        EXPECT_EQ(runtime.recursion_depth, 0);
    }
}

TEST_F(InterpreterTest, RecursionEndsAtCPythonsDepth) {
    run("depth = 0\n"
        "def f():\n"
        "    global depth\n"
        "    depth += 1\n"
        "    f()\n"
        "try:\n"
        "    f()\n"
        "except RecursionError as e:\n"
        "    print(depth, e)\n");
    EXPECT_EQ(out, "999 maximum recursion depth exceeded\n");
}

TEST_F(InterpreterTest, ACoroutineChainIsResumedFromOutside) {
    run("class Wait:\n"
        "    def __await__(self):\n"
        "        got = yield 'waiting'\n"
        "        return got\n"
        "async def inner():\n"
        "    return await Wait()\n"
        "async def outer():\n"
        "    return [await inner(), await inner()]\n"
        "c = outer()\n");
    Value c = global("c");
    Value result;
    Type* type = c.type();
    EXPECT_EQ(type->send(c, object::none(), result), object::SendStatus::Yielded);
    EXPECT_EQ(object::str_string(result), "waiting");
    EXPECT_EQ(type->send(c, Value::small(1), result), object::SendStatus::Yielded);
    EXPECT_EQ(type->send(c, Value::small(2), result), object::SendStatus::Returned);
    EXPECT_EQ(object::repr_string(result), "[1, 2]");
    EXPECT_EQ(type->send(c, object::none(), result), object::SendStatus::Raised);
    EXPECT_EQ(object::str_string(result), "cannot reuse already awaited coroutine");
}

TEST_F(InterpreterTest, AnExceptionThrownIntoAnUnstartedCoroutineRunsNoneOfIt) {
    run("async def f():\n"
        "    try:\n"
        "        print('ran')\n"
        "    except ValueError:\n"
        "        print('caught')\n"
        "c = f()\n");
    Value c = global("c");
    Value result;
    Value error = object::make_exception(object::value_error_type, "x");
    EXPECT_EQ(c.type()->raise_into(c, error, result), object::SendStatus::Raised);
    EXPECT_EQ(out, "");
}

TEST_F(InterpreterTest, ANeverAwaitedCoroutineIsReportedWhereItIsDropped) {
    run("async def f():\n    pass\nf()\nlate = f()\n");
    EXPECT_EQ(err,
              "prog.py:3: RuntimeWarning: coroutine 'f' was never awaited\n"
              "  f()\n"
              "RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n");
    err.clear();
    vm.finish();
    EXPECT_EQ(err, "sys:1: RuntimeWarning: coroutine 'f' was never awaited\n");
}

TEST_F(InterpreterTest, FinishRunsTheFinalizersOfWhatIsLeft) {
    run("class A:\n"
        "    def __init__(self, n):\n"
        "        self.n = n\n"
        "    def __del__(self):\n"
        "        print('del', self.n)\n"
        "a = A(1)\n"
        "b = A(2)\n"
        "b.me = b\n");
    EXPECT_EQ(out, "");
    vm.finish();
    EXPECT_EQ(out, "del 1\ndel 2\n");
}

TEST_F(InterpreterTest, AnExceptionInAFinalizerIsReportedNotRaised) {
    run("class A:\n    def __del__(self):\n        raise ValueError('late')\na = A()\na = None\n"
        "print('on')\n");
    EXPECT_EQ(out, "on\n");
    EXPECT_TRUE(err.starts_with("Exception ignored in: <function A.__del__ at 0x")) << err;
    EXPECT_TRUE(err.ends_with("ValueError: late\n")) << err;
}

/// Writes down what it is told.
class Diary : public Observer {
  public:
    std::uint32_t frame_entered(const Frame& frame) override {
        text += "enter " + frame.code->qualname_text + "\n";
        return ++frames;
    }
    void frame_suspended(const Frame& f) override {
        text += "suspend " + f.code->qualname_text + "\n";
    }
    void frame_resumed(const Frame& f) override {
        text += "resume " + f.code->qualname_text + "\n";
    }
    void frame_exited(const Frame& f, const Value& result, bool raised) override {
        text += (raised ? "raise " : "return ") + f.code->qualname_text + " " +
                object::repr_string(result) + "\n";
    }
    void line_reached(const Frame&, int line) override {
        text += "line " + std::to_string(line) + "\n";
    }
    void variable_changed(const Frame&, const Str& name, const Value& value) override {
        text += name.to_string() + " = " + (value ? object::repr_string(value) : "deleted") + "\n";
    }
    bool wants_lines() const override { return lines; }
    bool wants_variables() const override { return lines; }

    std::string text;
    std::uint32_t frames = 0;
    bool lines = true;
};

TEST_F(InterpreterTest, TheObserverSeesLinesAndVariablesInOrder) {
    run("");
    Diary diary;
    vm.set_observer(&diary);
    run("x = 1\nfor i in range(2):\n    x = x + i\ndel x\n");
    vm.set_observer(nullptr);
    EXPECT_EQ(diary.text,
              "enter <module>\n"
              "line 1\nx = 1\n"
              "line 2\ni = 0\n"
              "line 3\nx = 1\n"
              "line 2\ni = 1\n"
              "line 3\nx = 2\n"
              "line 2\n"
              "line 4\nx = deleted\n"
              "return <module> None\n");
}

TEST_F(InterpreterTest, TheObserverSeesCoroutinesSuspendInnermostFirst) {
    Diary diary;
    diary.lines = false;
    vm.set_observer(&diary);
    run("class Wait:\n"
        "    def __await__(self):\n"
        "        yield\n"
        "async def inner():\n"
        "    await Wait()\n"
        "async def outer():\n"
        "    await inner()\n"
        "c = outer()\n"
        "c.send(None)\n"
        "try:\n"
        "    c.send(None)\n"
        "except StopIteration:\n"
        "    pass\n");
    vm.set_observer(nullptr);
    std::size_t at = diary.text.find("enter outer");
    ASSERT_NE(at, std::string::npos);
    EXPECT_EQ(diary.text.substr(at),
              "enter outer\nenter inner\nenter Wait.__await__\n"
              "suspend Wait.__await__\nsuspend inner\nsuspend outer\n"
              "resume outer\nresume inner\nresume Wait.__await__\n"
              "return Wait.__await__ None\nreturn inner None\nreturn outer None\n"
              "return <module> None\n");
}

}  // namespace
}  // namespace loopscope::python::vm
