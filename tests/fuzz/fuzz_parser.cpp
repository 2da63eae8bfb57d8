// Fuzz target (libFuzzer): no bytes may crash the parser, and every tree can be dumped.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/python/syntax/parser.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace loopscope::python::syntax;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto parsed = parse_module(text, "fuzz.py");
    if (const auto* const module = std::get_if<Module>(&parsed)) {
        dump(*module, DumpAttributes::Include);
    } else if (std::get<SyntaxErrorInfo>(parsed).message.empty()) {
        __builtin_trap();
    }
    return 0;
}
