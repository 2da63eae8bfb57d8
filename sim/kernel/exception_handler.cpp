// What becomes of errors that nobody catches. CPython: BaseEventLoop.call_exception_handler
#include <algorithm>

#include "sim/kernel/describe.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/event_loop.h"
#include "sim/kernel/kernel.h"
#include "sim/object/protocol.h"

namespace loopscope::kernel {

using namespace object;

namespace {

std::string without_trailing_space(std::string text) {
    text.erase(text.find_last_not_of(" \t\n\r") + 1);
    return text;
}

/// The future or task that an error is about, for the trace.
std::uint32_t future_of(Dict& details) {
    for (std::string_view key : {"task", "future"}) {
        Value* value = details.find(key);
        if (value == nullptr) continue;
        if (Future* future = as_future(*value)) return future->id.value;
    }
    return 0;
}

void record_report(EventLoop& loop, Dict& details) {
    trace::Recorder& recorder = loop.kernel->recorder();
    if (!recorder.on()) return;
    Value* message = details.find("message");
    Value* exception = details.find("exception");
    std::string text = message != nullptr && is_str(*message)
                           ? message->as<Str>()->to_string()
                           : std::string("Unhandled exception in event loop");
    recorder.record({.a = loop.id.value,
                     .b = future_of(details),
                     .text = recorder.text(text),
                     .text2 = exception ? recorder.text(describe(*exception)) : trace::TextId{},
                     .line = loop.kernel->line(),
                     .kind = trace::EventKind::ExceptionReported});
}

std::string detail_text(const std::string& key, const Value& value) {
    bool created = key == "source_traceback" || key == "handle_traceback";
    if (!created || !is_str(value)) return key + ": " + repr_string(value);
    const char* what = key == "source_traceback" ? "Object" : "Handle";
    return fmt::format("{}: {} created at (most recent call last):\n{}", key, what,
                       without_trailing_space(value.as<Str>()->to_string()));
}

/// Calls a handler; what it raises besides KeyboardInterrupt and SystemExit comes back.
template <typename Handler>
Ref<ExceptionObject> attempt(Handler handler) {
    try {
        handler();
    } catch (Raised& raised) {
        if (leaves_the_loop(*raised.exception)) throw;
        return std::move(raised.exception);
    }
    return nullptr;
}

}  // namespace

Value origin_value(const OriginStack& origin) {
    std::string text;
    for (const Origin& place : origin) {
        text +=
            fmt::format("  File \"{}\", line {}, in {}\n", place.file, place.line, place.function);
        if (!place.source.empty()) text += "    " + place.source + "\n";
    }
    return make_str(text);
}

void EventLoop::default_exception_handler(const Ref<Dict>& details) {
    Value* message = details->find("message");
    std::vector<std::string> lines;
    lines.push_back(message != nullptr && truth(*message) ? str_string(*message)
                                                          : "Unhandled exception in event loop");
    if (details->find("source_traceback") == nullptr && current_handle && current_handle->origin)
        details->set("handle_traceback", origin_value(*current_handle->origin));
    std::vector<std::pair<std::string, Value>> items;
    for (std::uint32_t i = 0; i < details->entry_count(); ++i) {
        const DictEntry& entry = details->entry(i);
        if (entry.key) items.emplace_back(str_string(entry.key), entry.value);
    }
    std::sort(items.begin(), items.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [key, value] : items) {
        if (key != "message" && key != "exception") lines.push_back(detail_text(key, value));
    }
    Value* exception = details->find("exception");
    bool has_exception = exception != nullptr && is_exception(*exception);
    Value kept = has_exception ? *exception : Value();
    kernel->log(kLogError, fmt::format("{}", fmt::join(lines, "\n")),
                has_exception ? kept.as<ExceptionObject>() : nullptr);
}

void EventLoop::call_exception_handler(const Ref<Dict>& details) {
    record_report(*this, *details);
    auto log_failure = [this](const char* text, const Ref<ExceptionObject>& failure) {
        kernel->log(kLogError, text, failure.get());
    };
    Value self = Value::borrow(this);
    static Str* const kDefault = intern_static("default_exception_handler");
    bool overridden = type_lookup(type, kDefault) != type_lookup(&event_loop_type, kDefault);
    auto by_default = [&](const Ref<Dict>& about) {
        if (overridden) {
            call(getattr(self, kDefault), {Value(about)});
        } else {
            default_exception_handler(about);
        }
    };
    if (!exception_handler) {
        if (auto failure = attempt([&] { by_default(details); }))
            log_failure("Exception in default exception handler", failure);
        return;
    }
    Value handler = exception_handler;
    auto failure = attempt([&] { call(handler, {self, Value(details)}); });
    if (!failure) return;
    Ref<Dict> unhandled = Dict::make();
    unhandled->set("message", make_str("Unhandled error in exception handler"));
    unhandled->set("exception", failure);
    unhandled->set("context", details);
    if (auto second = attempt([&] { by_default(unhandled); })) {
        log_failure(
            "Exception in default exception handler while handling an unexpected error in custom "
            "exception handler",
            second);
    }
}

}  // namespace loopscope::kernel
