// _thread._local: one dict per thread, of which the right one is put in place at each access.
#include "sim/python/modules/thread_local.h"

#include <map>

#include "sim/kernel/kernel.h"
#include "sim/object/attribute.h"

namespace loopscope::python::modules {

Type thread_local_type;

namespace {

struct Local : Container {
    Dict* dict = nullptr;  ///< That of `present`. Counted by `dicts`.
    std::uint32_t present = 0;
    std::map<std::uint32_t, Ref<Dict>> dicts;  ///< By thread.
    Value arguments;                           ///< Of the constructor: a tuple.
    Value keywords;                            ///< A dict, or null.
    Local* previous = nullptr;
    Local* next = nullptr;

    ~Local();
    static Type* class_type() { return &thread_local_type; }
};

/// Every one that lives in a run, so that a thread that ends can be forgotten.
struct Locals : Runtime::Extension {
    static constexpr char kRuntimeKey = 0;
    Local* first = nullptr;

    ~Locals() override {
        while (first != nullptr) {
            Local* gone = first;
            first = gone->next;
            gone->previous = gone->next = nullptr;
        }
    }
    static Locals& current() {
        Runtime& runtime = Runtime::current();
        if (auto* known = runtime.find<Locals>()) return *known;
        return runtime.add(std::make_unique<Locals>());
    }
};

Local::~Local() {
    if (previous != nullptr) previous->next = next;
    if (next != nullptr) next->previous = previous;
    auto* all = Runtime::has_current() ? Runtime::current().find<Locals>() : nullptr;
    if (all != nullptr && all->first == this) all->first = next;
}

Local& local_of(const Value& self) { return *self.as<Local>(); }

Value construct(Type* cls, CallArgs args) {
    const bool given = args.positional_count > 0 || args.keyword_count() > 0;
    if (given && cls->init == object::object_type.init)
        raise_type_error("Initialization arguments are not supported");
    Ref<Local> made = make_typed<Local>(cls);
    made->arguments = Tuple::make(args.positional());
    if (args.keyword_count() > 0) {
        Ref<Dict> keywords = Dict::make();
        for (std::size_t k = 0; k < args.keyword_count(); ++k)
            keywords->set(args.names->items()[k], args.values[args.positional_count + k]);
        made->keywords = keywords;
    }
    Locals& all = Locals::current();
    made->next = all.first;
    if (all.first != nullptr) all.first->previous = made.get();
    all.first = made.get();
    const std::uint32_t thread = kernel::Kernel::current().machine().current_thread().value;
    made->dicts[thread] = Dict::make();
    made->dict = made->dicts[thread].get();
    made->present = thread;
    return made;
}

/// Puts the present thread's dict in place; a thread that comes first runs `__init__` again.
void select_dict(const Value& self) {
    Local& local = local_of(self);
    const std::uint32_t thread = kernel::Kernel::current().machine().current_thread().value;
    if (local.present == thread) return;
    auto [place, fresh] = local.dicts.try_emplace(thread);
    if (fresh) place->second = Dict::make();
    local.dict = place->second.get();
    local.present = thread;
    if (!fresh || self.type()->init == object::object_type.init) return;
    Value arguments = local.arguments;
    Value keywords = local.keywords;
    try {
        call_with(getattr(self, "__init__"), *arguments.as<Tuple>(),
                  keywords ? keywords.as<Dict>() : nullptr);
    } catch (Raised&) {
        local.dicts.erase(thread);
        local.dict = nullptr;
        local.present = 0;
        throw;
    }
}

Value local_getattr(const Value& self, Str* name) {
    select_dict(self);
    return object::generic_getattr(self, name);
}
void local_setattr(const Value& self, Str* name, const Value& value) {
    if (name->equals("__dict__")) {
        object::raise_format(object::attribute_error_type,
                             "'{}' object attribute '__dict__' is read-only", type_name(self));
    }
    select_dict(self);
    object::generic_setattr(self, name, value);
}

void traverse(Object* self, Visitor& visitor) {
    auto& local = *static_cast<Local*>(self);
    for (const auto& [thread, dict] : local.dicts) visitor.visit(dict);
    visitor.visit(local.arguments);
    visitor.visit(local.keywords);
}
void clear(Object* self) {
    auto& local = *static_cast<Local*>(self);
    local.dict = nullptr;
    local.present = 0;
    auto gone = std::exchange(local.dicts, {});
    local.arguments = Value();
    local.keywords = Value();
}

}  // namespace

void forget_thread_locals(world::ThreadId thread) {
    auto* all = Runtime::current().find<Locals>();
    if (all == nullptr) return;
    // Freeing may run guest code, which may free or make others: collect first.
    std::vector<Ref<Dict>> gone;
    for (Local* local = all->first; local != nullptr; local = local->next) {
        auto place = local->dicts.find(thread.value);
        if (place == local->dicts.end()) continue;
        gone.push_back(std::move(place->second));
        local->dicts.erase(place);
        if (local->present == thread.value) {
            local->dict = nullptr;
            local->present = 0;
        }
    }
}

void define_thread_local_type() {
    thread_local_type.construct = construct;
    thread_local_type.getattr = local_getattr;
    thread_local_type.setattr = local_setattr;
    thread_local_type.traverse = traverse;
    thread_local_type.clear = clear;
    define_type<Local>(thread_local_type,
                       {.name = "_local",
                        .module = "_thread",
                        .flags = Type::kBaseType,
                        .dict_offset = static_cast<std::int32_t>(object::offset_of(&Local::dict)),
                        .getsets = {{"__dict__", [](const Value& self) {
                                         select_dict(self);
                                         return object::get_instance_dict(self);
                                     }}}});
}

}  // namespace loopscope::python::modules
