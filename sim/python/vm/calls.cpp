// Calls of interpreted functions: sorting arguments into slots, with CPython's TypeErrors.
#include <fmt/format.h>

#include "sim/object/singletons.h"
#include "sim/python/vm/executor.h"

namespace loopscope::python::vm {

using object::CallArgs;

void raise_recursion() {
    object::raise(object::recursion_error_type, "maximum recursion depth exceeded");
}

Frame* push_frame(ThreadState& thread, Function* function) {
    Code* code = function->code.get();
    auto* frame = new (thread.stack.push(Frame::bytes_for(*code))) Frame;
    frame->function = function;
    frame->code = code;
    frame->globals = function->globals.get();
    frame->builtins = function->builtins.get();
    frame->at = code->words.data();
    frame->next = code->words.data();
    frame->sp = frame->stack();
    return frame;
}

void pop_frame(ThreadState& thread, Frame* frame) { thread.stack.pop(frame); }

void init_other_slots(Function& function, Value* slots) {
    const Code& code = *function.code;
    int plain = code.slot_count - code.free_count;
    for (int k = code.parameter_slots; k < plain; ++k) new (slots + k) Value();
    for (int k = 0; k < code.free_count; ++k) {
        new (slots + plain + k) Value((*function.closure.as<Tuple>())[static_cast<std::size_t>(k)]);
    }
}

namespace {

/// Sorts the arguments of one call. The slots of parameters are null until they are filled.
class Binder {
  public:
    Binder(Function& function, Value* slots, CallArgs args)
        : function_(function), code_(*function.code), slots_(slots), args_(args) {}

    void bind() {
        bool rest = code_.has(compile::kVarArgs);
        bool keywords = code_.has(compile::kVarKeywords);
        int next = code_.positional_count + code_.keyword_only_count;
        int rest_slot = rest ? next++ : -1;
        int keywords_slot = keywords ? next++ : -1;
        auto given = static_cast<int>(args_.positional_count);
        int taken = std::min(given, code_.positional_count);
        for (int k = 0; k < taken; ++k) slots_[k] = args_.values[k];
        if (rest) {
            auto extra = args_.positional().subspan(static_cast<std::size_t>(taken));
            slots_[rest_slot] = extra.empty() ? Tuple::empty() : Tuple::make(extra);
        }
        if (keywords) {
            extra_keywords_ = Dict::make();
            slots_[keywords_slot] = extra_keywords_;
        }
        bind_keywords();
        if (given > code_.positional_count && !rest) too_many(given);
        fill_defaults(taken);
        fill_keyword_only();
    }

  private:
    std::string name() const { return object::str_string(function_.qualname); }
    Str* parameter(int k) const { return code_.slot_names[static_cast<std::size_t>(k)].get(); }

    int find_parameter(const Str& wanted) const {
        int named = code_.positional_count + code_.keyword_only_count;
        for (int k = code_.positional_only_count; k < named; ++k) {
            if (parameter(k) == &wanted) return k;
        }
        for (int k = code_.positional_only_count; k < named; ++k) {
            if (parameter(k)->equals(wanted)) return k;
        }
        return -1;
    }

    void bind_keywords() {
        std::size_t count = args_.keyword_count();
        for (std::size_t k = 0; k < count; ++k) {
            const Value& key = (*args_.names)[k];
            const Value& value = args_.values[args_.positional_count + k];
            if (!object::is_str(key)) {
                object::raise_type_error("keywords must be strings");
            }
            int slot = find_parameter(*key.as<Str>());
            if (slot < 0) {
                if (!extra_keywords_) unexpected(*key.as<Str>());
                extra_keywords_->set(key.as<Str>(), value);
                continue;
            }
            if (slots_[slot]) {
                object::raise_type_error(fmt::format("{}() got multiple values for argument '{}'",
                                                     name(), key.as<Str>()->view()));
            }
            slots_[slot] = value;
        }
    }

    /// CPython: positional_only_passed_as_keyword, and the error behind it.
    [[noreturn]] void unexpected(const Str& key) const {
        std::string wrong;
        for (int k = 0; k < code_.positional_only_count; ++k) {
            for (std::size_t j = 0; j < args_.keyword_count(); ++j) {
                if (!(*args_.names)[j].as<Str>()->equals(*parameter(k))) continue;
                if (!wrong.empty()) wrong += ", ";
                wrong += parameter(k)->view();
            }
        }
        if (!wrong.empty()) {
            object::raise_type_error(fmt::format(
                "{}() got some positional-only arguments passed as keyword arguments: '{}'", name(),
                wrong));
        }
        object::raise_type_error(
            fmt::format("{}() got an unexpected keyword argument '{}'", name(), key.view()));
    }

    std::size_t default_count() const {
        return function_.defaults ? function_.defaults.as<Tuple>()->size : 0;
    }

    /// CPython: too_many_positional.
    [[noreturn]] void too_many(int given) const {
        int keyword_only_given = 0;
        for (int k = code_.positional_count; k < code_.positional_count + code_.keyword_only_count;
             ++k) {
            if (slots_[k]) ++keyword_only_given;
        }
        auto defaults = static_cast<int>(default_count());
        bool plural = code_.positional_count != 1;
        std::string takes = fmt::format("{}", code_.positional_count);
        if (defaults > 0) {
            plural = true;
            takes = fmt::format("from {} to {}", code_.positional_count - defaults,
                                code_.positional_count);
        }
        std::string extra;
        if (keyword_only_given > 0) {
            extra = fmt::format(" positional argument{} (and {} keyword-only argument{})",
                                given != 1 ? "s" : "", keyword_only_given,
                                keyword_only_given != 1 ? "s" : "");
        }
        object::raise_type_error(
            fmt::format("{}() takes {} positional argument{} but {}{} {} given", name(), takes,
                        plural ? "s" : "", given, extra,
                        given == 1 && keyword_only_given == 0 ? "was" : "were"));
    }

    void fill_defaults(int taken) {
        if (taken == code_.positional_count) return;
        auto defaults = static_cast<int>(default_count());
        int required = code_.positional_count - defaults;
        std::vector<Str*> missing;
        for (int k = taken; k < required; ++k) {
            if (!slots_[k]) missing.push_back(parameter(k));
        }
        if (!missing.empty()) complain(missing, "positional");
        for (int k = std::max(required, 0); k < code_.positional_count; ++k) {
            if (slots_[k]) continue;
            slots_[k] = (*function_.defaults.as<Tuple>())[static_cast<std::size_t>(k - required)];
        }
    }

    void fill_keyword_only() {
        std::vector<Str*> missing;
        int first = code_.positional_count;
        for (int k = first; k < first + code_.keyword_only_count; ++k) {
            if (slots_[k]) continue;
            Value* found = function_.kwdefaults
                               ? function_.kwdefaults.as<Dict>()->find(parameter(k))
                               : nullptr;
            if (found != nullptr) {
                slots_[k] = *found;
            } else {
                missing.push_back(parameter(k));
            }
        }
        if (!missing.empty()) complain(missing, "keyword-only");
    }

    /// CPython: format_missing.
    [[noreturn]] void complain(const std::vector<Str*>& missing, const char* kind) const {
        std::string list;
        std::size_t n = missing.size();
        for (std::size_t k = 0; k < n; ++k) {
            if (k > 0) list += n == 2 ? " and " : k + 1 == n ? ", and " : ", ";
            list += fmt::format("'{}'", missing[k]->view());
        }
        object::raise_type_error(fmt::format("{}() missing {} required {} argument{}: {}", name(),
                                             n, kind, n == 1 ? "" : "s", list));
    }

    Function& function_;
    const Code& code_;
    Value* slots_;
    CallArgs args_;
    Ref<Dict> extra_keywords_;
};

}  // namespace

namespace {

/// Fills the slots when the arguments stand as the parameters do, as in most calls. False: they
/// need sorting, and nothing has been done.
bool bind_plainly(Function& function, Value* slots, CallArgs args) {
    const Code& code = *function.code;
    auto given = static_cast<int>(args.positional_count);
    int missing = code.positional_count - given;
    int defaults = function.defaults ? static_cast<int>(function.defaults.as<Tuple>()->size) : 0;
    bool plain = code.parameter_slots == code.positional_count && args.keyword_count() == 0;
    if (!plain || missing < 0 || missing > defaults) return false;
    for (int k = 0; k < given; ++k) new (slots + k) Value(args.values[k]);
    for (int k = given; missing > 0; --missing, ++k) {
        const Tuple& values = *function.defaults.as<Tuple>();
        new (slots + k) Value(values[values.size - static_cast<std::size_t>(missing)]);
    }
    init_other_slots(function, slots);
    return true;
}

}  // namespace

void bind_arguments(Function& function, Value* slots, CallArgs args) {
    if (bind_plainly(function, slots, args)) return;
    const Code& code = *function.code;
    for (int k = 0; k < code.parameter_slots; ++k) new (slots + k) Value();
    try {
        Binder(function, slots, args).bind();
    } catch (...) {
        for (int k = 0; k < code.parameter_slots; ++k) slots[k] = Value();
        throw;
    }
    init_other_slots(function, slots);
}

Value call_generator(Interpreter& vm, Function& function, CallArgs args) {
    Value made = Value::steal(make_generator(vm, &function));
    object::retain(&function);
    Frame& frame = made.as<Generator>()->frame();
    for (Value* v = frame.slots(); v < frame.stack(); ++v) new (v) Value();
    try {
        bind_arguments(function, frame.slots(), args);
    } catch (...) {
        close_generator(*made.as<Generator>());  // Nobody has seen it: no "never awaited".
        throw;
    }
    return made;
}

Generator* start_generator(Interpreter& vm, Function* function, Value* from, int given) {
    Generator* made = make_generator(vm, function);
    const Code& code = *made->code;
    Value* slots = made->frame().slots();
    int next = 0;
    for (; next < given; ++next) new (slots + next) Value(Value::from_bits(from[next].bits()));
    for (int missing = code.positional_count - given; missing > 0; --missing, ++next) {
        const Tuple& values = *function->defaults.as<Tuple>();
        new (slots + next) Value(values[values.size - static_cast<std::size_t>(missing)]);
    }
    if (next < code.slot_count) init_other_slots(*function, slots);
    return made;
}

Value Interpreter::call(Function& function, CallArgs args) {
    object::check_stack();
    if (--steps_left < 0 && on_steps_used) on_steps_used();
    if (function.code->has(compile::kAnyGenerator)) return call_generator(*this, function, args);
    ThreadState& t = *thread_;
    object::retain(&function);
    Frame* frame = push_frame(t, &function);
    try {
        if (runtime_.recursion_depth >= runtime_.recursion_limit) raise_recursion();
        bind_arguments(function, frame->slots(), args);
    } catch (...) {
        object::release(&function);
        pop_frame(t, frame);
        throw;
    }
    return run_frame(frame);
}

/// Runs a prepared frame as called from C++.
Value Interpreter::run_frame(Frame* frame) {
    ++runtime_.recursion_depth;
    frame->entry = Entry::Native;
    frame->back = thread_->frame;
    thread_->frame = frame;
    Value out;
    if (execute(*this, frame, {}, out) == Exit::Raised) {
        throw object::Raised{Ref<ExceptionObject>(out.as<ExceptionObject>())};
    }
    return out;
}

Value Interpreter::run_in(Function& function, const Value& space) {
    ThreadState& t = *thread_;
    object::check_stack();
    if (runtime_.recursion_depth >= runtime_.recursion_limit) raise_recursion();
    object::retain(&function);
    Frame* frame = push_frame(t, &function);
    init_other_slots(function, frame->slots());
    frame->locals = space.object();
    object::retain(frame->locals);
    return run_frame(frame);
}

Value Interpreter::run_code(const Ref<Code>& code, const Ref<Dict>& globals, const Value& locals) {
    Ref<Function> function = make_function(code, globals);
    return run_in(*function, locals);
}

}  // namespace loopscope::python::vm
