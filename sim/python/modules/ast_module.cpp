// _ast: the syntax tree of a text, told in the words of ast.dump(); ast.py makes nodes of them.
#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"
#include "sim/python/syntax/ast.h"
#include "sim/python/syntax/parser.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

namespace {

/// told(source, filename, expression): the tree of a module, or of one expression, with the places
/// of its nodes; or SyntaxError.
Value told(const Value&, CallArgs args) {
    const std::string source = str_string(args.values[0]);
    const std::string filename = str_string(args.values[1]);
    auto parsed = truth(args.values[2]) ? syntax::parse_expression(source, filename)
                                        : syntax::parse_module(source, filename);
    if (const auto* refused = std::get_if<syntax::SyntaxErrorInfo>(&parsed)) {
        raise(vm::make_syntax_error(*refused, filename));
    }
    return make_str(
        syntax::dump(std::get<syntax::Module>(parsed), syntax::DumpAttributes::Include));
}

}  // namespace

void init_ast(Module& module) {
    object::add_functions(*module.dict, {{"told", told, "source, filename, expression, /"}},
                          "_ast");
}

}  // namespace loopscope::python::modules
