// The _unicode_names module: characters by their names, and names by their characters.
#include "sim/python/modules/unicode_names_module.h"

#include <fmt/format.h>

#include "sim/base/unicode_names.h"
#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

namespace {

/// lookup(name): the character, or None.
Value lookup(const Value&, CallArgs args) {
    auto code = base::character_named(object::str_string(args.values[0]));
    return code ? Value(Str::from_code_points({&*code, 1})) : none();
}

/// names(code): its names and aliases in the table, in order of the names.
Value names(const Value&, CallArgs args) {
    const auto code = static_cast<std::uint32_t>(object::to_index(args.values[0]));
    Ref<List> found = List::make();
    for (std::size_t i = 0; i < base::kNamedCharacterCount; ++i) {
        if (base::kNamedCharacters[i].code == code)
            found->append(make_str(base::kNamedCharacters[i].name));
    }
    return found;
}

}  // namespace

void init_unicode_names(Module& module) {
    object::add_functions(*module.dict, {{"lookup", lookup, "name"}, {"names", names, "code"}},
                          "_unicode_names");
}

}  // namespace loopscope::python::modules
