// The kernel's hooks over the interpreter's frames, functions and tracebacks.
#include "sim/python/modules/asyncio_hooks.h"

#include "sim/kernel/coro.h"
#include "sim/object/protocol.h"
#include "sim/python/vm/frame.h"
#include "sim/python/vm/function.h"
#include "sim/python/vm/generator.h"
#include "sim/python/vm/traceback.h"

namespace loopscope::python::modules {

using namespace object;
using kernel::CoroObject;
using kernel::Origin;
using kernel::OriginStack;

namespace {

std::string stripped(std::string_view text) {
    std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    std::size_t end = text.find_last_not_of(" \t\r\n");
    return std::string(text.substr(begin, end + 1 - begin));
}

/// Follows a chain of awaits to its innermost interpreted frame.
int waiting_line(const Value& coroutine) {
    int line = 0;
    Object* at = coroutine.is_object() ? coroutine.object() : nullptr;
    for (int depth = 0; at != nullptr && depth < 10000; ++depth) {
        if (vm::is_generator_object(at)) {
            auto* generator = static_cast<vm::Generator*>(at);
            if (generator->state == vm::GeneratorState::Finished) break;
            const vm::Frame& frame = generator->frame();
            if (!vm::is_library_file(frame.code->filename_text)) line = frame.line();
            at = generator->delegate();
        } else if (at->type == &kernel::coro_type) {
            const Value& awaiting = static_cast<CoroObject*>(at)->awaiting;
            at = awaiting ? awaiting.object() : nullptr;
        } else {
            break;
        }
    }
    return line;
}

OriginStack stack(vm::Interpreter& interpreter) {
    std::vector<vm::StackEntry> entries = vm::stack_entries();
    constexpr std::size_t kDepth = kernel::kDebugStackDepth;
    std::size_t skip = entries.size() > kDepth ? entries.size() - kDepth : 0;
    OriginStack result;
    for (std::size_t i = skip; i < entries.size(); ++i) {
        const vm::StackEntry& entry = entries[i];
        result.push_back({entry.filename, entry.function, entry.line,
                          stripped(interpreter.source_line(entry.filename, entry.line))});
    }
    return result;
}

bool function_source(const Value& callable, Origin& origin) {
    if (!is_exact<vm::Function>(callable)) return false;
    // Functions of the library whose place in CPython a program can see: in the repr of the future
    // that run_in_executor answers.
    struct Known {
        std::string_view qualname;
        int line;
    };
    constexpr Known kKnown[] = {{"_chain_future.<locals>._set_state", 381},
                                {"_chain_future.<locals>._call_check_cancel", 387},
                                {"_chain_future.<locals>._call_set_state", 394}};
    const std::string qualname = str_string(callable.as<vm::Function>()->qualname);
    for (const Known& known : kKnown) {
        if (qualname != known.qualname) continue;
        origin.file = "/usr/lib/python3.11/asyncio/futures.py";
        origin.line = known.line;
        return true;
    }
    Value code = getattr(callable, "__code__");
    origin.file = str_string(getattr(code, "co_filename"));
    origin.line = static_cast<int>(to_index(getattr(code, "co_firstlineno")));
    return true;
}

std::string source_line(vm::Interpreter& interpreter, const Value& frame) {
    std::string file = str_string(getattr(getattr(frame, "f_code"), "co_filename"));
    auto line = static_cast<int>(to_index(getattr(frame, "f_lineno")));
    return stripped(interpreter.source_line(file, line));
}

/// The 'asyncio' logger once the program has imported logging; before that nobody can have set
/// anything about it, so what logging does by default happens: see Kernel::log.
void log(vm::Interpreter& interpreter, kernel::Kernel& kernel, int level,
         const std::string& message, ExceptionObject* exception) {
    Value* logging = interpreter.modules->find("logging");
    if (logging == nullptr || !is_exact<Module>(*logging)) {
        kernel.log_by_default(level, message, exception);
        return;
    }
    Value logger = call(getattr(*logging, "getLogger"), {make_str("asyncio")});
    Ref<Dict> keywords = Dict::make();
    if (exception != nullptr) keywords->set("exc_info", Value::borrow(exception));
    call_with_keywords(getattr(logger, "log"), {Int::from(level), make_str(message)}, *keywords);
}

}  // namespace

void connect_kernel(kernel::Kernel& kernel, vm::Interpreter& interpreter) {
    kernel::KernelHooks& hooks = kernel.hooks;
    hooks.waiting_line = waiting_line;
    hooks.stack = [&interpreter] { return stack(interpreter); };
    hooks.frame = [&interpreter] {
        vm::Frame* frame = interpreter.frame();
        return frame != nullptr ? vm::frame_object(*frame) : none();
    };
    hooks.function_source = function_source;
    hooks.source_line = [&interpreter](const Value& frame) {
        return source_line(interpreter, frame);
    };
    hooks.program_line = [&interpreter] {
        const vm::Frame* frame = interpreter.frame();
        while (frame != nullptr && vm::is_library_file(frame->code->filename_text))
            frame = frame->back;
        return frame != nullptr ? frame->line() : 0;
    };
    hooks.thread_line = [&interpreter](std::uint32_t thread) {
        for (const auto& [number, innermost] : interpreter.thread_frames()) {
            if (number != thread) continue;
            const vm::Frame* frame = innermost;
            while (frame != nullptr && vm::is_library_file(frame->code->filename_text))
                frame = frame->back;
            return frame != nullptr ? frame->line() : 0;
        }
        return 0;
    };
    hooks.take_instructions = [&interpreter] {
        return std::exchange(interpreter.instructions, std::uint64_t{0});
    };
    hooks.library = [&interpreter](std::string_view name) {
        Value found = interpreter.import_module("asyncio._executors");
        for (std::size_t at = 0; at <= name.size();) {
            const std::size_t dot = std::min(name.find('.', at), name.size());
            found = getattr(found, name.substr(at, dot - at));
            at = dot + 1;
        }
        return found;
    };
    hooks.log = [&](int level, const std::string& message, ExceptionObject* exception) {
        log(interpreter, kernel, level, message, exception);
    };
    hooks.format_exception = [](ExceptionObject& exception) {
        return vm::format_exception(Ref<ExceptionObject>(&exception));
    };
}

}  // namespace loopscope::python::modules
