// The code object as a Python object: its attributes, its repr, and its disassembly.
#include "sim/python/compile/code.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/object/make.h"

namespace loopscope::python::compile {

const HandlerRange* Code::handler_at(std::size_t index) const {
    auto after = std::upper_bound(
        handlers.begin(), handlers.end(), index,
        [](std::size_t at, const HandlerRange& range) { return at < range.start; });
    if (after == handlers.begin()) return nullptr;
    const HandlerRange& range = *(after - 1);
    return index < range.end ? &range : nullptr;
}

object::Ref<Code> make_code() { return object::make<Code>(); }

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

}  // namespace loopscope::python::compile
