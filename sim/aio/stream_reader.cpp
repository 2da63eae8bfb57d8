// asyncio.StreamReader, and the errors of reading. CPython: streams.StreamReader
#include <algorithm>
#include <mutex>

#include "sim/aio/socket_transport.h"
#include "sim/aio/streams.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/policy.h"
#include "sim/object/bytes.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

Type stream_reader_type;
Type incomplete_read_error_type;
Type limit_overrun_error_type;
Type sendfile_not_available_error_type;

StreamReader::~StreamReader() {
    if (dict != nullptr) release(dict);
}

namespace {

StreamReader& self_reader(const Value& self) { return *self.as<StreamReader>(); }

// The buffer.

void drop(StreamReader& reader, std::size_t count) {
    reader.begin += count;
    if (reader.begin == reader.buffer.size()) {
        std::string().swap(reader.buffer);
        reader.begin = 0;
    } else if (reader.begin > reader.buffer.size() / 2) {
        reader.buffer.erase(0, std::exchange(reader.begin, 0));
    }
}

Value take(StreamReader& reader, std::size_t count) {
    count = std::min(count, reader.size());
    Value bytes = Bytes::make(reader.bytes().substr(0, count));
    drop(reader, count);
    return bytes;
}

void wake_waiter(StreamReader& reader) {
    Ref<Future> waiter = std::move(reader.waiter);
    reader.waiter = nullptr;
    if (waiter && !waiter->cancelled()) set_result(*waiter, none());
}

void resume_transport(StreamReader& reader) {
    reader.paused = false;
    if (auto* transport = try_cast<SocketTransport>(reader.transport)) {
        resume_reading(*transport);
    } else {
        call_method(reader.transport, "resume_reading");
    }
}

/// CPython: StreamReader._maybe_resume_transport
void maybe_resume_transport(StreamReader& reader) {
    if (reader.paused && static_cast<std::int64_t>(reader.size()) <= reader.limit)
        resume_transport(reader);
}

void pause_transport(StreamReader& reader) {
    if (auto* transport = try_cast<SocketTransport>(reader.transport)) {
        pause_reading(*transport);
        reader.paused = true;
        return;
    }
    try {
        call_method(reader.transport, "pause_reading");
        reader.paused = true;
    } catch (Raised& raised) {
        if (!matches(*raised.exception, not_implemented_error_type)) throw;
        reader.transport = Value();
    }
}

void raise_stored(StreamReader& reader) {
    if (reader.error) raise(reader.error);
}

}  // namespace

void feed_data(StreamReader& reader, std::string_view bytes) {
    if (reader.eof) raise(assertion_error_type, "feed_data after feed_eof");
    if (bytes.empty()) return;
    reader.buffer.append(bytes);
    wake_waiter(reader);
    bool full = static_cast<std::int64_t>(reader.size()) > 2 * reader.limit;
    if (reader.transport && !reader.paused && full) pause_transport(reader);
}

void feed_eof(StreamReader& reader) {
    reader.eof = true;
    wake_waiter(reader);
}

void set_reader_exception(StreamReader& reader, ExceptionObject& exception) {
    reader.error = Ref<ExceptionObject>(&exception);
    Ref<Future> waiter = std::move(reader.waiter);
    reader.waiter = nullptr;
    if (waiter && !waiter->cancelled()) set_exception(*waiter, Value::borrow(&exception));
}

// Reading.

namespace {

constexpr LibraryCode kWaitForData{"StreamReader._wait_for_data", "streams.py", 498};
constexpr LibraryCode kReadline{"StreamReader.readline", "streams.py", 526};
constexpr LibraryCode kReaduntil{"StreamReader.readuntil", "streams.py", 557};
constexpr LibraryCode kRead{"StreamReader.read", "streams.py", 648};
constexpr LibraryCode kReadexactly{"StreamReader.readexactly", "streams.py", 698};
constexpr LibraryCode kNext{"StreamReader.__anext__", "streams.py", 742};

/// CPython: StreamReader._wait_for_data
Coro wait_for_data(Ref<StreamReader> given, const char* caller) {
    CoroPromise& self = co_await ThisCoro{};
    StreamReader& reader = self.hold(std::move(given));
    if (reader.waiter) {
        raise_runtime_error(fmt::format(
            "{}() called while another coroutine is already waiting for incoming data", caller));
    }
    if (reader.eof) raise(assertion_error_type, "_wait_for_data after EOF");
    if (reader.paused) resume_transport(reader);
    Future& waiter = self.hold(make_future(*reader.loop, caller));
    reader.waiter = Ref<Future>(&waiter);
    note_transport_need(waiter, reader.transport);
    struct Forget {
        StreamReader& reader;
        ~Forget() { reader.waiter = nullptr; }
    } forget{reader};
    co_await Ref<Future>(&waiter);
    co_return none();
}

[[noreturn]] void raise_incomplete(StreamReader& reader, const Value& expected) {
    Value partial = take(reader, reader.size());
    raise(Ref<ExceptionObject>(
        call(type_value(&incomplete_read_error_type), {partial, expected}).as<ExceptionObject>()));
}

[[noreturn]] void raise_overrun(const char* message, std::size_t consumed) {
    raise(Ref<ExceptionObject>(
        call(type_value(&limit_overrun_error_type), {make_str(message), Int::from_size(consumed)})
            .as<ExceptionObject>()));
}

Coro readuntil_body(Ref<StreamReader> given, Value separator_value) {
    CoroPromise& self = co_await ThisCoro{};
    StreamReader& reader = self.hold(std::move(given));
    std::string separator(expect_bytes_like(separator_value));
    if (separator.empty()) raise_value_error("Separator should be at least one-byte string");
    raise_stored(reader);
    auto limit = static_cast<std::size_t>(reader.limit);
    std::size_t offset = 0;  // There is no separator in front of it.
    std::size_t found = 0;
    for (;;) {
        std::string_view bytes = reader.bytes();
        if (bytes.size() >= offset + separator.size()) {
            found = bytes.find(separator, offset);
            if (found != std::string_view::npos) break;
            offset = bytes.size() + 1 - separator.size();
            if (offset > limit)
                raise_overrun("Separator is not found, and chunk exceed the limit", offset);
        }
        if (reader.eof) raise_incomplete(reader, none());
        co_await wait_for_data(Ref<StreamReader>(&reader), "readuntil").named(kWaitForData);
    }
    if (found > limit) raise_overrun("Separator is found, but chunk is longer than limit", found);
    Value chunk = take(reader, found + separator.size());
    maybe_resume_transport(reader);
    co_return chunk;
}

/// What readline() does with an overrun: it drops the line, or all, and tells it as ValueError.
[[noreturn]] void readline_overrun(StreamReader& reader, ExceptionObject& exception) {
    Value error = Value::borrow(&exception);
    auto consumed = static_cast<std::size_t>(to_index(getattr(error, "consumed")));
    std::string_view bytes = reader.bytes();
    bool ends = consumed < bytes.size() && bytes[consumed] == '\n';
    drop(reader, ends ? consumed + 1 : bytes.size());
    maybe_resume_transport(reader);
    Value message = getitem(getattr(error, "args"), Value::small(0));
    Ref<ExceptionObject> raised = make_exception(value_error_type, {message});
    set_context(*raised, Ref<ExceptionObject>(&exception));
    raise(raised);
}

Coro readline_body(Ref<StreamReader> given) {
    CoroPromise& self = co_await ThisCoro{};
    StreamReader& reader = self.hold(std::move(given));
    Ref<ExceptionObject> overrun;
    try {
        Value line = Bytes::make("\n");
        if (reader.type == &stream_reader_type) {
            line = co_await readuntil_body(Ref<StreamReader>(&reader), line).named(kReaduntil);
        } else {
            Value awaitable = call_method(Value::borrow(&reader), "readuntil", {line});
            line = co_await awaitable;
        }
        co_return line;
    } catch (Raised& raised) {
        if (matches(*raised.exception, incomplete_read_error_type))
            co_return getattr(raised.exception, "partial");
        if (!matches(*raised.exception, limit_overrun_error_type)) throw;
        overrun = raised.exception;
    }
    readline_overrun(reader, *overrun);
}

Coro read_body(Ref<StreamReader> given, Value size) {
    CoroPromise& self = co_await ThisCoro{};
    StreamReader& reader = self.hold(std::move(given));
    std::int64_t count = size ? to_index(size) : -1;
    raise_stored(reader);
    if (count == 0) co_return Bytes::make("");
    if (count < 0) {
        std::string all;
        for (;;) {
            Value block = co_await read_body(Ref<StreamReader>(&reader), Int::from(reader.limit))
                              .named(kRead);
            std::string_view bytes = expect_bytes_like(block);
            if (bytes.empty()) break;
            all += bytes;
        }
        co_return Bytes::make(all);
    }
    if (reader.size() == 0 && !reader.eof)
        co_await wait_for_data(Ref<StreamReader>(&reader), "read").named(kWaitForData);
    Value data = take(reader, static_cast<std::size_t>(count));
    maybe_resume_transport(reader);
    co_return data;
}

Coro readexactly_body(Ref<StreamReader> given, Value size) {
    CoroPromise& self = co_await ThisCoro{};
    StreamReader& reader = self.hold(std::move(given));
    std::int64_t count = to_index(size);
    if (count < 0) raise_value_error("readexactly size can not be less than zero");
    raise_stored(reader);
    if (count == 0) co_return Bytes::make("");
    while (reader.size() < static_cast<std::size_t>(count)) {
        if (reader.eof) raise_incomplete(reader, size);
        co_await wait_for_data(Ref<StreamReader>(&reader), "readexactly").named(kWaitForData);
    }
    Value data = take(reader, static_cast<std::size_t>(count));
    maybe_resume_transport(reader);
    co_return data;
}

Coro next_body(Ref<StreamReader> reader) {
    Value line = co_await call_method(reader, "readline");
    auto bytes = bytes_like(line);
    if (bytes && bytes->empty()) raise(stop_async_iteration_type);
    co_return line;
}

// What programs see.

Ref<StreamReader> ref(const Value& self) {
    if (!self.as<StreamReader>()->loop)
        raise(attribute_error_type, "'StreamReader' object has no attribute '_buffer'");
    return Ref<StreamReader>(self.as<StreamReader>());
}

Value readuntil_method(const Value& self, CallArgs args) {
    Value separator = args.values[0] ? args.values[0] : Value(Bytes::make("\n"));
    return readuntil_body(ref(self), separator).named(kReaduntil);
}
Value readline_method(const Value& self, CallArgs) {
    return readline_body(ref(self)).named(kReadline);
}
Value read_method(const Value& self, CallArgs args) {
    return read_body(ref(self), args.values[0]).named(kRead);
}
Value readexactly_method(const Value& self, CallArgs args) {
    return readexactly_body(ref(self), args.values[0]).named(kReadexactly);
}
Value feed_data_method(const Value& self, CallArgs args) {
    feed_data(*ref(self), expect_bytes_like(args.values[0]));
    return none();
}
Value feed_eof_method(const Value& self, CallArgs) {
    feed_eof(*ref(self));
    return none();
}
Value at_eof_method(const Value& self, CallArgs) {
    StreamReader& reader = self_reader(self);
    return make_bool(reader.eof && reader.size() == 0);
}
Value exception_method(const Value& self, CallArgs) {
    const Ref<ExceptionObject>& error = self_reader(self).error;
    return error ? Value(error) : none();
}
Value set_exception_method(const Value& self, CallArgs args) {
    if (!is_exception(args.values[0])) raise_type_error("an exception is required");
    set_reader_exception(*ref(self), *args.values[0].as<ExceptionObject>());
    return none();
}
Value set_transport_method(const Value& self, CallArgs args) {
    StreamReader& reader = self_reader(self);
    if (reader.transport) raise(assertion_error_type, "Transport already set");
    reader.transport = args.values[0];
    return none();
}

Value get_buffer(const Value& self) { return ByteArray::make(self_reader(self).bytes()); }
Value get_eof(const Value& self) { return make_bool(self_reader(self).eof); }
Value get_limit(const Value& self) { return Int::from(self_reader(self).limit); }
Value get_paused(const Value& self) { return make_bool(self_reader(self).paused); }
Value get_transport(const Value& self) {
    const Value& transport = self_reader(self).transport;
    return transport ? transport : none();
}
Value get_waiter(const Value& self) {
    const Ref<Future>& waiter = self_reader(self).waiter;
    return waiter ? Value(waiter) : none();
}
Value get_loop(const Value& self) { return ref(self)->loop; }

Value repr_slot(const Value& self) {
    const StreamReader& reader = self_reader(self);
    std::string text = "<StreamReader";
    if (reader.size() > 0) text += fmt::format(" {} bytes", reader.size());
    if (reader.eof) text += " eof";
    if (reader.limit != kDefaultStreamLimit) text += fmt::format(" limit={}", reader.limit);
    if (reader.waiter) text += " waiter=" + repr_string(reader.waiter);
    if (reader.error) text += " exception=" + repr_string(reader.error);
    if (reader.transport && truth(reader.transport))
        text += " transport=" + repr_string(reader.transport);
    if (reader.paused) text += " paused";
    return make_str(text + ">");
}

Value construct(Type* cls, CallArgs) { return make_typed<StreamReader>(cls); }

void init(const Value& self, CallArgs args) {
    static const NativeCode* const kCode = make_code({.name = "StreamReader.__init__",
                                                      .parameters = "limit=, loop=",
                                                      .style = CallStyle::Function});
    Value values[2];
    bind_arguments(*kCode, args, values);
    StreamReader& reader = self_reader(self);
    if (values[0]) {
        reader.limit = to_index(values[0]);
        if (reader.limit <= 0) raise_value_error("Limit cannot be <= 0");
    }
    EventLoop* loop = values[1] ? as_event_loop(values[1]) : nullptr;
    reader.loop = Ref<EventLoop>(loop != nullptr ? loop : &get_event_loop(Kernel::current()));
}

Value aiter_slot(const Value& self) { return self; }
Value anext_slot(const Value& self) { return next_body(ref(self)).named(kNext); }

void traverse(Object* self, Visitor& visitor) {
    auto* reader = static_cast<StreamReader*>(self);
    visitor.visit(reader->loop);
    visitor.visit(reader->waiter);
    visitor.visit(reader->error);
    visitor.visit(reader->transport);
    if (reader->dict != nullptr) visitor.visit(static_cast<Object*>(reader->dict));
}
void clear(Object* self) {
    auto* reader = static_cast<StreamReader*>(self);
    Ref<Future> waiter = std::move(reader->waiter);
    Ref<ExceptionObject> error = std::move(reader->error);
    Value transport = std::move(reader->transport);
    if (Dict* dict = std::exchange(reader->dict, nullptr)) release(dict);
}

// Errors.

/// IncompleteReadError(partial, expected)
void incomplete_init(const Value& self, CallArgs args) {
    static const NativeCode* const kCode = make_code({.name = "IncompleteReadError.__init__",
                                                      .parameters = "partial, expected",
                                                      .style = CallStyle::Function});
    Value values[2];
    bind_arguments(*kCode, args, values);
    std::string expected = is_none(values[1]) ? "undefined" : repr_string(values[1]);
    self.as<ExceptionObject>()->args = Tuple::make({make_str(fmt::format(
        "{} bytes read on a total of {} expected bytes", length(values[0]), expected))});
    setattr(self, "partial", values[0]);
    setattr(self, "expected", values[1]);
}
/// LimitOverrunError(message, consumed)
void overrun_init(const Value& self, CallArgs args) {
    static const NativeCode* const kCode = make_code({.name = "LimitOverrunError.__init__",
                                                      .parameters = "message, consumed",
                                                      .style = CallStyle::Function});
    Value values[2];
    bind_arguments(*kCode, args, values);
    self.as<ExceptionObject>()->args = Tuple::make({values[0]});
    setattr(self, "consumed", values[1]);
}

MethodDef python(std::string_view name, NativeCall call, std::string_view parameters) {
    return {.name = name, .call = call, .parameters = parameters, .style = CallStyle::Function};
}

}  // namespace

Ref<StreamReader> make_stream_reader(EventLoop& loop, std::int64_t limit) {
    define_stream_types();
    if (limit <= 0) raise_value_error("Limit cannot be <= 0");
    Ref<StreamReader> reader = make<StreamReader>();
    reader->loop = Ref<EventLoop>(&loop);
    reader->limit = limit;
    return reader;
}

void define_stream_errors() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        auto define = [](Type& type, std::string_view name, Type& base) {
            define_type<ExceptionObject>(type, {.name = name,
                                                .module = "asyncio.exceptions",
                                                .base = &base,
                                                .flags = Type::kBaseType});
        };
        incomplete_read_error_type.init = incomplete_init;
        limit_overrun_error_type.init = overrun_init;
        define(incomplete_read_error_type, "IncompleteReadError", eof_error_type);
        define(limit_overrun_error_type, "LimitOverrunError", exception_type);
        define(sendfile_not_available_error_type, "SendfileNotAvailableError", runtime_error_type);
    });
}

void define_stream_reader() {
    stream_reader_type.construct = construct;
    stream_reader_type.init = init;
    stream_reader_type.repr = repr_slot;
    stream_reader_type.aiter = aiter_slot;
    stream_reader_type.anext = anext_slot;
    stream_reader_type.traverse = traverse;
    stream_reader_type.clear = clear;
    define_type<StreamReader>(
        stream_reader_type,
        {.name = "StreamReader",
         .module = "asyncio.streams",
         .flags = Type::kBaseType,
         .dict_offset = static_cast<std::int32_t>(offset_of(&StreamReader::dict)),
         .methods = {python("read", read_method, "n="), python("readline", readline_method, ""),
                     python("readuntil", readuntil_method, "separator="),
                     python("readexactly", readexactly_method, "n"),
                     python("feed_data", feed_data_method, "data"),
                     python("feed_eof", feed_eof_method, ""), python("at_eof", at_eof_method, ""),
                     python("exception", exception_method, ""),
                     python("set_exception", set_exception_method, "exc"),
                     python("set_transport", set_transport_method, "transport")},
         .getsets = {{"_buffer", get_buffer},
                     {"_eof", get_eof},
                     {"_limit", get_limit},
                     {"_paused", get_paused},
                     {"_transport", get_transport},
                     {"_waiter", get_waiter},
                     {"_loop", get_loop}}});
}

}  // namespace loopscope::aio
