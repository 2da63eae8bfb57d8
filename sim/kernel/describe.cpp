// Texts about guest values.
#include "sim/kernel/describe.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/kernel/coro.h"
#include "sim/kernel/kernel.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/float.h"
#include "sim/object/int.h"
#include "sim/object/list.h"
#include "sim/object/method.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/set.h"
#include "sim/object/singletons.h"
#include "sim/object/tuple.h"
#include "sim/object/type_name.h"

namespace loopscope::kernel {

using namespace object;

namespace {

// The limits of reprlib.Repr.
constexpr int kMaxLevel = 6;
constexpr std::size_t kMaxItems = 6;
constexpr std::size_t kMaxDictItems = 4;
constexpr std::size_t kMaxString = 30;
constexpr std::size_t kMaxInt = 40;
constexpr std::size_t kMaxOther = 30;

std::string short_repr_at(const Value& v, int level);

/// The first and the last part of a text that is longer than `limit` code points.
std::string shortened(const std::string& text, std::size_t limit) {
    Ref<Str> str = Str::make(text);
    if (str->length <= limit) return text;
    std::size_t head = (limit - 3) / 2;
    std::size_t tail = limit - 3 - head;
    return Str::slice(str.get(), 0, head)->to_string() + "..." +
           Str::slice(str.get(), str->length - tail, str->length)->to_string();
}

/// reprlib.Repr.repr_str
std::string short_str(const Value& v) {
    Str* text = v.as<Str>();
    std::size_t begin = std::min(kMaxString, text->length);
    std::string whole = str_repr(*Str::slice(text, 0, begin));
    if (code_point_count(whole) <= kMaxString && text->length <= kMaxString) return whole;
    std::size_t head = (kMaxString - 3) / 2;
    std::size_t tail = kMaxString - 3 - head;
    head = std::min(head, text->length);
    tail = std::min(tail, text->length);
    Ref<Str> both = Str::concat(Str::slice(text, 0, head).get(),
                                Str::slice(text, text->length - tail, text->length).get());
    Ref<Str> quoted_both = Str::make(str_repr(*both));
    std::size_t length = quoted_both->length;
    return Str::slice(quoted_both.get(), 0, std::min(head, length))->to_string() + "..." +
           Str::slice(quoted_both.get(), length - std::min(tail, length), length)->to_string();
}

/// reprlib.Repr._repr_iterable
std::string short_row(std::span<const Value> items, int level, std::string_view open,
                      std::string_view close, std::string_view lone) {
    if (level <= 0 && !items.empty()) return fmt::format("{}...{}", open, close);
    std::vector<std::string> pieces;
    for (std::size_t i = 0; i < std::min(items.size(), kMaxItems); ++i)
        pieces.push_back(short_repr_at(items[i], level - 1));
    if (items.size() > kMaxItems) pieces.push_back("...");
    return fmt::format("{}{}{}{}", open, fmt::join(pieces, ", "),
                       items.size() == 1 ? lone : std::string_view(), close);
}

/// reprlib._possibly_sorted
Ref<List> possibly_sorted(const Value& iterable) {
    Ref<List> items = List::from_iterable(iterable);
    try {
        Ref<List> sorted = List::make(items->items());
        sorted->sort(Value(), false);
        return sorted;
    } catch (Raised&) {
        return items;
    }
}

std::string short_dict(const Value& v, int level) {
    if (length(v) == 0) return "{}";
    if (level <= 0) return "{...}";
    Ref<List> keys = possibly_sorted(v);
    std::vector<std::string> pieces;
    for (std::size_t i = 0; i < std::min(keys->size(), kMaxDictItems); ++i) {
        const Value& key = (*keys)[i];
        pieces.push_back(short_repr_at(key, level - 1) + ": " +
                         short_repr_at(getitem(v, key), level - 1));
    }
    if (keys->size() > kMaxDictItems) pieces.push_back("...");
    return fmt::format("{{{}}}", fmt::join(pieces, ", "));
}

std::string short_set(const Value& v, int level, bool frozen) {
    if (length(v) == 0) return frozen ? "frozenset()" : "set()";
    Ref<List> items = possibly_sorted(v);
    return short_row(items->items(), level, frozen ? "frozenset({" : "{", frozen ? "})" : "}", "");
}

/// reprlib.Repr.repr1: by the name of the type, as it does.
std::string short_repr_at(const Value& v, int level) {
    std::string_view type = object::short_name(*v.type());
    if (type == "str" && is_str(v)) return short_str(v);
    if (type == "int" && is_int(v)) return shortened(repr_string(v), kMaxInt);
    if (type == "list" && is_list(v)) return short_row(v.as<List>()->items(), level, "[", "]", "");
    if (type == "tuple" && is_tuple(v))
        return short_row(v.as<Tuple>()->items(), level, "(", ")", ",");
    if (type == "dict" && is_dict(v)) return short_dict(v, level);
    if (type == "set" || type == "frozenset") return short_set(v, level, type == "frozenset");
    try {
        return shortened(repr_string(v), kMaxOther);
    } catch (Raised& raised) {
        if (!matches(*raised.exception, exception_type)) throw;
        return fmt::format("<{} instance at {:#x}>", type,
                           Runtime::current().address_of(v.object()));
    }
}

bool is_partial(const Value& v) { return v.type()->name == "functools.partial"; }

/// format_helpers._format_args_and_kwargs
std::string format_arguments(std::span<const Value> arguments, const Value& keywords) {
    std::vector<std::string> items;
    for (const Value& argument : arguments) items.push_back(short_repr(argument));
    if (keywords && is_dict(keywords)) {
        Dict* dict = keywords.as<Dict>();
        for (std::uint32_t i = 0; i < dict->entry_count(); ++i) {
            const DictEntry& entry = dict->entry(i);
            if (entry.key) items.push_back(str_string(entry.key) + "=" + short_repr(entry.value));
        }
    }
    return fmt::format("({})", fmt::join(items, ", "));
}

/// format_helpers._format_callback
std::string format_callback(const Value& callback, std::span<const Value> arguments,
                            const Value& keywords, const std::string& suffix) {
    if (is_partial(callback)) {
        Value inner = getattr(callback, "args");
        return format_callback(getattr(callback, "func"), inner.as<Tuple>()->items(),
                               getattr(callback, "keywords"),
                               format_arguments(arguments, keywords) + suffix);
    }
    static Str* const kQualname = intern_static("__qualname__");
    static Str* const kName = intern_static("__name__");
    std::string name;
    if (Value qualname = lookup_attr(callback, kQualname); qualname && truth(qualname)) {
        name = str_string(qualname);
    } else if (Value plain = lookup_attr(callback, kName); plain && truth(plain)) {
        name = str_string(plain);
    } else {
        name = repr_string(callback);
    }
    return name + format_arguments(arguments, keywords) + suffix;
}

/// format_helpers._get_function_source
bool function_source(Value callback, Origin& origin) {
    const auto& hook = Kernel::current().hooks.function_source;
    if (!hook) return false;
    static Str* const kWrapped = intern_static("__wrapped__");
    for (int depth = 0; depth < 100; ++depth) {
        if (is_partial(callback)) {
            callback = getattr(callback, "func");
            continue;
        }
        Value wrapped = lookup_attr(callback, kWrapped);
        if (!wrapped) break;
        callback = wrapped;
    }
    return hook(callback, origin);
}

}  // namespace

std::string short_repr(const Value& v) { return short_repr_at(v, kMaxLevel); }

std::string format_callback_source(const Value& callback, std::span<const Value> arguments) {
    std::string text = format_callback(callback, arguments, Value(), "");
    Origin origin;
    if (function_source(callback, origin))
        text += fmt::format(" at {}:{}", origin.file, origin.line);
    return text;
}

// For the trace.

namespace {

constexpr std::size_t kTraceTextMax = 60;

std::string clipped(std::string text, std::size_t limit) {
    if (code_point_count(text) <= limit) return text;
    std::size_t end = 0;
    for (std::size_t points = 0; points < limit - 1; ++points) {
        ++end;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
    }
    return text.substr(0, end) + "…";
}

std::string describe(const Value& v, int level);

std::string describe_row(std::span<const Value> items, int level, std::string_view open,
                         std::string_view close) {
    std::string text(open);
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) text += ", ";
        if (i == kMaxItems || level <= 0) {
            text += "…";
            break;
        }
        text += describe(items[i], level - 1);
    }
    return text + std::string(close);
}

std::string describe_dict(Dict& dict, int level) {
    std::string text = "{";
    std::size_t count = 0;
    for (std::uint32_t i = 0; i < dict.entry_count(); ++i) {
        const DictEntry& entry = dict.entry(i);
        if (!entry.key) continue;
        if (count > 0) text += ", ";
        if (count++ == kMaxDictItems || level <= 0) {
            text += "…";
            break;
        }
        text += describe(entry.key, level - 1) + ": " + describe(entry.value, level - 1);
    }
    return text + "}";
}

std::string describe_exception(const ExceptionObject& exception, int level) {
    std::span<const Value> items = exception.args->items();
    return object::short_name(*exception.type) + describe_row(items, level, "(", ")");
}

std::string describe(const Value& v, int level) {
    if (v.is_null()) return "";
    if (is_none(v) || is_bool(v) || v.type() == &int_type || is_float_exact(v))
        return clipped(repr_string(v), kMaxInt);
    if (is_str_exact(v)) return clipped(str_repr(*v.as<Str>()), kTraceTextMax);
    if (is_exact<Tuple>(v)) {
        Tuple* tuple = v.as<Tuple>();
        return describe_row(tuple->items(), level, "(", tuple->size == 1 ? ",)" : ")");
    }
    if (is_exact<List>(v)) return describe_row(v.as<List>()->items(), level, "[", "]");
    if (is_exact<Dict>(v)) return describe_dict(*v.as<Dict>(), level);
    if (is_exception(v)) return describe_exception(*v.as<ExceptionObject>(), level);
    if (is_type(v)) return fmt::format("<class {}>", object::short_name(*as_type(v)));
    if (is_instance(v, &task_type)) return fmt::format("<Task {}>", task_name_text(*v.as<Task>()));
    if (is_coroutine(v)) return describe_coroutine(v) + "()";
    return fmt::format("<{} object>", object::short_name(*v.type()));
}

/// An attribute that is certain to be a plain str of a builtin type's object; else empty.
std::string plain_attribute(const Value& v, Str* name) {
    if (v.type()->has(Type::kHeapType)) return {};
    try {
        Value value = lookup_attr(v, name);
        return value && is_str_exact(value) ? value.as<Str>()->to_string() : std::string();
    } catch (Raised&) {
        return {};
    }
}

}  // namespace

std::string describe(const Value& v) { return clipped(describe(v, 2), 2 * kTraceTextMax); }

std::string describe_callable(const Value& callable) {
    static Str* const kQualname = intern_static("__qualname__");
    static Str* const kFunc = intern_static("func");
    if (is_exact<BoundMethod>(callable))
        return describe_callable(callable.as<BoundMethod>()->function);
    if (is_type(callable)) return as_type(callable)->qualname;
    if (callable.type()->has(Type::kHeapType)) return object::short_name(*callable.type());
    if (is_partial(callable)) {
        Value inner = lookup_attr(callable, kFunc);
        return inner ? fmt::format("partial({})", describe_callable(inner)) : "partial";
    }
    std::string name = plain_attribute(callable, kQualname);
    return name.empty() ? object::short_name(*callable.type()) : name;
}

std::string describe_coroutine(const Value& coroutine) {
    static Str* const kQualname = intern_static("__qualname__");
    if (is_exact<CoroObject>(coroutine)) {
        return coroutine_qualname(*coroutine.as<CoroObject>());
    }
    std::string name = plain_attribute(coroutine, kQualname);
    return name.empty() ? object::short_name(*coroutine.type()) : name;
}

std::string describe_arguments(std::span<const Value> arguments) {
    if (arguments.empty()) return {};
    std::string text;
    for (const Value& argument : arguments) {
        if (!text.empty()) text += ", ";
        text += describe(argument);
    }
    return clipped(text, 2 * kTraceTextMax);
}

}  // namespace loopscope::kernel
