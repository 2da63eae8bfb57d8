// module: a namespace with a name.
#include "sim/object/module.h"

#include "sim/object/attribute.h"
#include "sim/object/exception.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

Type module_type;

namespace {

std::string name_of(const Module& module) {
    Value* name = module.dict == nullptr ? nullptr : module.dict->find("__name__");
    return name != nullptr && is_str(*name) ? str_string(*name) : std::string();
}

Value module_construct(Type* cls, CallArgs) {
    Ref<Module> module = make_typed<Module>(cls);
    module->dict = Dict::make().detach();
    return module;
}

// CPython: module___init___impl
void module_init(const Value& self, CallArgs args) {
    static const NativeCode* const kCode = make_code({"module", nullptr, "name, doc="});
    Value given[2];
    bind_arguments(*kCode, args, given);
    auto* module = self.as<Module>();
    module->set("__name__", given[0]);
    module->set("__doc__", given[1] ? given[1] : none());
    for (const char* name : {"__package__", "__loader__", "__spec__"}) module->set(name, none());
}

// CPython: module_repr
Value module_repr(const Value& self) {
    const auto* module = self.as<Module>();
    Value* file = module->dict->find("__file__");
    const std::string name = name_of(*module);
    if (file != nullptr && is_str(*file))
        return make_str(fmt::format("<module '{}' from {}>", name, repr_string(*file)));
    // FIDELITY: modules of the library are built in here, where CPython names their files.
    return make_str(fmt::format("<module '{}' (built-in)>", name));
}

// CPython: module_getattro
Value module_getattr(const Value& self, Str* name) {
    if (Value found = generic_getattr(self, name)) return found;
    const auto* module = self.as<Module>();
    if (Value* hook = module->dict->find("__getattr__")) return call(*hook, {Value::borrow(name)});
    const std::string module_name = name_of(*module);
    Ref<ExceptionObject> error = make_exception(
        attribute_error_type,
        module_name.empty()
            ? fmt::format("module has no attribute '{}'", name->view())
            : fmt::format("module '{}' has no attribute '{}'", module_name, name->view()));
    auto* named = static_cast<NamedErrorObject*>(error.get());
    named->name = Value::borrow(name);
    named->object = self;
    raise(std::move(error));
}

void module_traverse(Object* self, Visitor& visitor) {
    auto* module = static_cast<Module*>(self);
    if (module->dict != nullptr) visitor.visit(static_cast<Object*>(module->dict));
}

void module_clear(Object* self) {
    auto* module = static_cast<Module*>(self);
    if (Dict* dict = std::exchange(module->dict, nullptr)) release(dict);
}

}  // namespace

Module::~Module() {
    if (dict != nullptr) release(dict);
}

Ref<Module> Module::make(std::string_view name) {
    Ref<Module> module = object::make<Module>();
    module->dict = Dict::make().detach();
    module->set("__name__", make_str(name));
    for (const char* attribute : {"__doc__", "__package__", "__loader__", "__spec__"})
        module->set(attribute, none());
    return module;
}

void Module::set(std::string_view name, Value value) { dict->set(name, std::move(value)); }

void define_module() {
    Type& t = module_type;
    t.construct = module_construct;
    t.init = module_init;
    t.repr = module_repr;
    t.getattr = module_getattr;
    t.setattr = generic_setattr;
    t.traverse = module_traverse;
    t.clear = module_clear;
    define_type<Module>(t, {.name = "module",
                            .flags = Type::kBaseType,
                            .dict_offset = static_cast<std::int32_t>(offset_of(&Module::dict)),
                            .getsets = {{"__dict__", get_instance_dict}}});
}

}  // namespace loopscope::object
