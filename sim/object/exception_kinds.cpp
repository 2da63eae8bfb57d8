// The hierarchy below BaseException: the kinds with attributes of their own, and all the plain
// ones.
#include "sim/object/exception_kinds.h"

#include <array>
#include <cerrno>

#include "sim/object/bytes.h"
#include "sim/object/protocol.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

Type exception_type, generator_exit_type, keyboard_interrupt_type, system_exit_type;
Type stop_iteration_type, stop_async_iteration_type;
Type arithmetic_error_type, floating_point_error_type, overflow_error_type,
    zero_division_error_type;
Type assertion_error_type, attribute_error_type, buffer_error_type, eof_error_type;
Type import_error_type, module_not_found_error_type;
Type lookup_error_type, index_error_type, key_error_type, memory_error_type;
Type name_error_type, unbound_local_error_type;
Type os_error_type, blocking_io_error_type, child_process_error_type, connection_error_type,
    broken_pipe_error_type, connection_aborted_error_type, connection_refused_error_type,
    connection_reset_error_type, file_exists_error_type, file_not_found_error_type,
    interrupted_error_type, is_a_directory_error_type, not_a_directory_error_type,
    permission_error_type, process_lookup_error_type, timeout_error_type;
Type reference_error_type, runtime_error_type, not_implemented_error_type, recursion_error_type;
Type syntax_error_type, indentation_error_type, tab_error_type;
Type system_error_type, type_error_type, value_error_type;
Type unicode_error_type, unicode_decode_error_type, unicode_encode_error_type,
    unicode_translate_error_type;
Type warning_type, bytes_warning_type, deprecation_warning_type, encoding_warning_type,
    future_warning_type, import_warning_type, pending_deprecation_warning_type,
    resource_warning_type, runtime_warning_type, syntax_warning_type, unicode_warning_type,
    user_warning_type;

namespace {

/// Visits and clears the Values that a kind has beside those of BaseException.
template <typename T, Value T::*... kMembers>
void traverse_with(Object* self, Visitor& visitor) {
    traverse_exception(self, visitor);
    (visitor.visit(static_cast<T*>(self)->*kMembers), ...);
}
template <typename T, Value T::*... kMembers>
void clear_with(Object* self) {
    clear_exception(self);
    ((static_cast<T*>(self)->*kMembers = Value()), ...);
}

template <typename T, Value T::*... kMembers>
void set_slots(Type& type) {
    type.construct = construct_exception<T>;
    type.traverse = traverse_with<T, kMembers...>;
    type.clear = clear_with<T, kMembers...>;
}

constexpr std::uint32_t kExceptionFlags = Type::kBaseType;

MemberDef member(std::string_view name, std::size_t offset) { return {name, offset, false}; }

void no_keywords(const Value& self, CallArgs args) {
    if (args.keyword_count() != 0)
        raise_format(type_error_type, "{}() takes no keyword arguments", self.type()->name);
}

Value item_or_none(CallArgs args, std::size_t index) {
    return index < args.positional_count ? args.values[index] : none();
}

// StopIteration and SystemExit.

void stop_iteration_init(const Value& self, CallArgs args) {
    no_keywords(self, args);
    init_exception(self, args);
    self.as<StopIterationObject>()->value = item_or_none(args, 0);
}

void system_exit_init(const Value& self, CallArgs args) {
    no_keywords(self, args);
    init_exception(self, args);
    auto* exception = self.as<SystemExitObject>();
    exception->code = args.positional_count > 1 ? Value(exception->args) : item_or_none(args, 0);
}

// Errors that know a name.

/// Takes the keywords that a kind allows; TypeError for any other.
void take_keywords(const Value& self, CallArgs args,
                   std::initializer_list<std::pair<std::string_view, Value*>> allowed) {
    for (std::size_t i = 0; i < args.keyword_count(); ++i) {
        const auto* name = (*args.names)[i].as<Str>();
        bool taken = false;
        for (const auto& [allowed_name, place] : allowed) {
            if (!name->equals(allowed_name)) continue;
            *place = args.values[args.positional_count + i];
            taken = true;
        }
        if (!taken) {
            raise_format(type_error_type, "'{}' is an invalid keyword argument for {}()",
                         name->view(), self.type()->name);
        }
    }
}

void name_error_init(const Value& self, CallArgs args) {
    auto* exception = self.as<NamedErrorObject>();
    init_exception(self, args);
    take_keywords(self, args, {{"name", &exception->name}});
}

void attribute_error_init(const Value& self, CallArgs args) {
    auto* exception = self.as<NamedErrorObject>();
    init_exception(self, args);
    take_keywords(self, args, {{"name", &exception->name}, {"obj", &exception->object}});
}

void import_error_init(const Value& self, CallArgs args) {
    auto* exception = self.as<NamedErrorObject>();
    init_exception(self, args);
    take_keywords(self, args, {{"name", &exception->name}, {"path", &exception->path}});
    exception->message = args.positional_count == 1 ? args.values[0] : Value();
}

Value import_error_str(const Value& self) {
    const Value& message = self.as<NamedErrorObject>()->message;
    if (message && is_str(message)) return message;
    return base_exception_type.str(self);
}

// CPython: KeyError_str
Value key_error_str(const Value& self) {
    const Tuple& args = *self.as<ExceptionObject>()->args;
    return args.size == 1 ? repr(args[0]) : base_exception_type.str(self);
}

// OSError.

struct ErrnoClass {
    int number;
    Type* type;
};
constexpr std::array<ErrnoClass, 18> kErrnoClasses{{
    {EAGAIN, &blocking_io_error_type},
    {EALREADY, &blocking_io_error_type},
    {EINPROGRESS, &blocking_io_error_type},
    {EPIPE, &broken_pipe_error_type},
    {ESHUTDOWN, &broken_pipe_error_type},
    {ECHILD, &child_process_error_type},
    {ECONNABORTED, &connection_aborted_error_type},
    {ECONNREFUSED, &connection_refused_error_type},
    {ECONNRESET, &connection_reset_error_type},
    {EEXIST, &file_exists_error_type},
    {ENOENT, &file_not_found_error_type},
    {EINTR, &interrupted_error_type},
    {EISDIR, &is_a_directory_error_type},
    {ENOTDIR, &not_a_directory_error_type},
    {EACCES, &permission_error_type},
    {EPERM, &permission_error_type},
    {ESRCH, &process_lookup_error_type},
    {ETIMEDOUT, &timeout_error_type},
}};

Type* class_for_errno(Type* cls, CallArgs args) {
    if (cls != &os_error_type || args.positional_count < 2 || !args.values[0].is_small())
        return cls;
    for (const ErrnoClass& entry : kErrnoClasses)
        if (entry.number == args.values[0].small()) return entry.type;
    return cls;
}

// CPython: oserror_init. With a file name, args keeps only the number and the text.
void take_os_error_arguments(OsErrorObject& exception, CallArgs args) {
    const std::size_t count = args.positional_count;
    exception.args = Tuple::make(args.positional());
    if (count < 2 || count > 5) return;
    exception.error_number = args.values[0];
    exception.text = args.values[1];
    if (count == 2 || is_none(args.values[2])) return;
    exception.filename = args.values[2];
    if (count == 5 && !is_none(args.values[4])) exception.filename2 = args.values[4];
    exception.args = Tuple::make(args.positional().first(2));
}

Value os_error_construct(Type* cls, CallArgs args) {
    Ref<OsErrorObject> exception = make_typed<OsErrorObject>(class_for_errno(cls, args));
    exception->args = Tuple::make(args.positional());
    return exception;
}

void os_error_init(const Value& self, CallArgs args) {
    no_keywords(self, args);
    take_os_error_arguments(*self.as<OsErrorObject>(), args);
}

// CPython: OSError_str
Value os_error_str(const Value& self) {
    const auto* exception = self.as<OsErrorObject>();
    auto text = [](const Value& v) { return v ? str_string(v) : std::string("None"); };
    if (exception->filename) {
        std::string result = "[Errno " + text(exception->error_number) + "] " +
                             text(exception->text) + ": " + repr_string(exception->filename);
        if (exception->filename2) result += " -> " + repr_string(exception->filename2);
        return make_str(result);
    }
    if (exception->error_number && exception->text)
        return make_str("[Errno " + text(exception->error_number) + "] " + text(exception->text));
    return base_exception_type.str(self);
}

// SyntaxError.

// CPython: SyntaxError_init
void syntax_error_init(const Value& self, CallArgs args) {
    no_keywords(self, args);
    init_exception(self, args);
    auto* error = self.as<SyntaxErrorObject>();
    if (args.positional_count >= 1) error->message = args.values[0];
    if (args.positional_count != 2) return;
    Ref<Tuple> place = Tuple::from_iterable(args.values[1]);
    if (place->size < 4 || place->size > 6) {
        raise_format(
            type_error_type, "function {} {} arguments ({} given)",
            place->size < 4 ? "missing required argument; takes at least" : "takes at most",
            place->size < 4 ? 4 : 6, place->size);
    }
    error->filename = (*place)[0];
    error->line = (*place)[1];
    error->offset = (*place)[2];
    error->text = (*place)[3];
    error->end_line = place->size > 4 ? (*place)[4] : Value();
    error->end_offset = place->size > 5 ? (*place)[5] : Value();
    if (place->size == 5)
        raise_type_error("end_offset must be provided when end_lineno is provided");
}

// CPython: SyntaxError_str
Value syntax_error_str(const Value& self) {
    const auto* error = self.as<SyntaxErrorObject>();
    std::string message = error->message ? str_string(error->message) : "None";
    const bool has_file = error->filename && is_str(error->filename);
    const bool has_line = error->line && is_int(error->line);
    if (!has_file && !has_line) return make_str(message);
    std::string file = has_file ? str_string(error->filename) : "";
    file = file.substr(file.rfind('/') + 1);
    if (has_file && has_line)
        return make_str(message + " (" + file + ", line " + str_string(error->line) + ")");
    return make_str(message +
                    (has_file ? " (" + file + ")" : " (line " + str_string(error->line) + ")"));
}

// Unicode errors.

void expect_argument(bool good, std::size_t index, std::string_view wanted, const Value& given) {
    if (!good)
        raise_format(type_error_type, "argument {} must be {}, not {}", index, wanted,
                     given.type()->name);
}

void take_unicode_arguments(const Value& self, CallArgs args, bool has_encoding, bool decodes) {
    init_exception(self, args);
    const std::size_t wanted = has_encoding ? 5 : 4;
    if (args.positional_count != wanted) {
        raise_format(type_error_type, "function takes exactly {} arguments ({} given)", wanted,
                     args.positional_count);
    }
    auto* error = self.as<UnicodeErrorObject>();
    std::size_t at = 0;
    if (has_encoding) {
        expect_argument(is_str(args.values[0]), 1, "str", args.values[0]);
        error->encoding = args.values[at++];
    }
    const Value& subject = args.values[at];
    if (decodes) {
        expect_argument(bytes_like(subject).has_value(), at + 1, "a bytes-like object", subject);
    } else {
        expect_argument(is_str(subject), at + 1, "str", subject);
    }
    error->object = args.values[at++];
    error->start = Int::from(to_index(args.values[at++]));
    error->end = Int::from(to_index(args.values[at++]));
    expect_argument(is_str(args.values[at]), at + 1, "str", args.values[at]);
    error->reason = args.values[at];
}

void unicode_decode_init(const Value& self, CallArgs args) {
    no_keywords(self, args);
    take_unicode_arguments(self, args, true, true);
}
void unicode_encode_init(const Value& self, CallArgs args) {
    no_keywords(self, args);
    take_unicode_arguments(self, args, true, false);
}
void unicode_translate_init(const Value& self, CallArgs args) {
    no_keywords(self, args);
    take_unicode_arguments(self, args, false, false);
}

/// Start and end, fitted to a subject of `size` items as CPython's getters do.
std::pair<std::int64_t, std::int64_t> error_range(const UnicodeErrorObject& error,
                                                  std::int64_t size) {
    std::int64_t start = std::min(std::max<std::int64_t>(to_index(error.start), 0), size - 1);
    std::int64_t end = std::min(std::max<std::int64_t>(to_index(error.end), 1), size);
    return {start, end};
}

Value unicode_decode_str(const Value& self) {
    const auto* error = self.as<UnicodeErrorObject>();
    if (!error->object) return make_str("");
    std::string_view bytes = expect_bytes_like(error->object);
    auto [start, end] = error_range(*error, static_cast<std::int64_t>(bytes.size()));
    if (start >= 0 && end == start + 1) {
        return make_str(fmt::format(
            "'{}' codec can't decode byte 0x{:02x} in position {}: {}", str_string(error->encoding),
            static_cast<unsigned char>(bytes[static_cast<std::size_t>(start)]), start,
            str_string(error->reason)));
    }
    return make_str(fmt::format("'{}' codec can't decode bytes in position {}-{}: {}",
                                str_string(error->encoding), start, end - 1,
                                str_string(error->reason)));
}

/// A character as the messages show it: \xe9, \u20ac, \U0001f600.
std::string escaped(char32_t point) {
    const auto code = static_cast<std::uint32_t>(point);
    if (code <= 0xff) return fmt::format("\\x{:02x}", code);
    if (code <= 0xffff) return fmt::format("\\u{:04x}", code);
    return fmt::format("\\U{:08x}", code);
}

std::string codec_prefix(const UnicodeErrorObject& error, std::string_view verb) {
    if (!error.encoding) return fmt::format("can't {}", verb);
    return fmt::format("'{}' codec can't {}", str_string(error.encoding), verb);
}

Value unicode_text_str(const Value& self, std::string_view verb) {
    const auto* error = self.as<UnicodeErrorObject>();
    if (!error->object) return make_str("");
    const auto* text = error->object.as<Str>();
    auto [start, end] = error_range(*error, static_cast<std::int64_t>(text->length));
    const std::string prefix = codec_prefix(*error, verb);
    if (start >= 0 && end == start + 1) {
        return make_str(fmt::format("{} character '{}' in position {}: {}", prefix,
                                    escaped(text->at(static_cast<std::size_t>(start))), start,
                                    str_string(error->reason)));
    }
    return make_str(fmt::format("{} characters in position {}-{}: {}", prefix, start, end - 1,
                                str_string(error->reason)));
}
Value unicode_encode_str(const Value& self) { return unicode_text_str(self, "encode"); }
Value unicode_translate_str(const Value& self) { return unicode_text_str(self, "translate"); }

// The kinds with attributes.

void define_plain(Type& type, std::string_view name, Type& base) {
    define_type<ExceptionObject>(type, {.name = name, .base = &base, .flags = kExceptionFlags});
}

/// A kind with the same attributes as its base.
template <typename T>
void define_like(Type& type, std::string_view name, Type& base) {
    define_type<T>(type, {.name = name, .base = &base, .flags = kExceptionFlags});
}

void define_early_kinds() {
    define_plain(exception_type, "Exception", base_exception_type);

    using Stop = StopIterationObject;
    set_slots<Stop, &Stop::value>(stop_iteration_type);
    stop_iteration_type.init = stop_iteration_init;
    define_type<Stop>(stop_iteration_type, {.name = "StopIteration",
                                            .base = &exception_type,
                                            .flags = kExceptionFlags,
                                            .members = {member("value", offset_of(&Stop::value))}});
    using Exit = SystemExitObject;
    set_slots<Exit, &Exit::code>(system_exit_type);
    system_exit_type.init = system_exit_init;
    define_type<Exit>(system_exit_type, {.name = "SystemExit",
                                         .base = &base_exception_type,
                                         .flags = kExceptionFlags,
                                         .members = {member("code", offset_of(&Exit::code))}});
}

void define_named_kinds() {
    using Named = NamedErrorObject;
    const MemberDef name = member("name", offset_of(&Named::name));
    auto prepare = [](Type& type, void (*init)(const Value&, CallArgs)) {
        set_slots<Named, &Named::name, &Named::object, &Named::path, &Named::message>(type);
        type.init = init;
    };
    prepare(name_error_type, name_error_init);
    define_type<Named>(name_error_type, {.name = "NameError",
                                         .base = &exception_type,
                                         .flags = kExceptionFlags,
                                         .members = {name}});
    define_like<Named>(unbound_local_error_type, "UnboundLocalError", name_error_type);
    prepare(attribute_error_type, attribute_error_init);
    define_type<Named>(attribute_error_type,
                       {.name = "AttributeError",
                        .base = &exception_type,
                        .flags = kExceptionFlags,
                        .members = {name, member("obj", offset_of(&Named::object))}});
    prepare(import_error_type, import_error_init);
    import_error_type.str = import_error_str;
    define_type<Named>(import_error_type,
                       {.name = "ImportError",
                        .base = &exception_type,
                        .flags = kExceptionFlags,
                        .members = {member("msg", offset_of(&Named::message)), name,
                                    member("path", offset_of(&Named::path))}});
    define_like<Named>(module_not_found_error_type, "ModuleNotFoundError", import_error_type);
}

void define_os_kinds() {
    using Os = OsErrorObject;
    set_slots<Os, &Os::error_number, &Os::text, &Os::filename, &Os::filename2>(os_error_type);
    os_error_type.construct = os_error_construct;
    os_error_type.init = os_error_init;
    os_error_type.str = os_error_str;
    define_type<Os>(os_error_type, {.name = "OSError",
                                    .base = &exception_type,
                                    .flags = kExceptionFlags,
                                    .members = {member("errno", offset_of(&Os::error_number)),
                                                member("strerror", offset_of(&Os::text)),
                                                member("filename", offset_of(&Os::filename)),
                                                member("filename2", offset_of(&Os::filename2))}});
    define_like<Os>(connection_error_type, "ConnectionError", os_error_type);
    define_like<Os>(broken_pipe_error_type, "BrokenPipeError", connection_error_type);
    define_like<Os>(connection_aborted_error_type, "ConnectionAbortedError", connection_error_type);
    define_like<Os>(connection_refused_error_type, "ConnectionRefusedError", connection_error_type);
    define_like<Os>(connection_reset_error_type, "ConnectionResetError", connection_error_type);
    const std::pair<Type*, std::string_view> below[] = {
        {&blocking_io_error_type, "BlockingIOError"},
        {&child_process_error_type, "ChildProcessError"},
        {&file_exists_error_type, "FileExistsError"},
        {&file_not_found_error_type, "FileNotFoundError"},
        {&interrupted_error_type, "InterruptedError"},
        {&is_a_directory_error_type, "IsADirectoryError"},
        {&not_a_directory_error_type, "NotADirectoryError"},
        {&permission_error_type, "PermissionError"},
        {&process_lookup_error_type, "ProcessLookupError"},
        {&timeout_error_type, "TimeoutError"},
    };
    for (const auto& [type, name] : below) define_like<Os>(*type, name, os_error_type);
}

void define_syntax_kinds() {
    using Syntax = SyntaxErrorObject;
    set_slots<Syntax, &Syntax::message, &Syntax::filename, &Syntax::line, &Syntax::offset,
              &Syntax::text, &Syntax::end_line, &Syntax::end_offset>(syntax_error_type);
    syntax_error_type.init = syntax_error_init;
    syntax_error_type.str = syntax_error_str;
    define_type<Syntax>(syntax_error_type,
                        {.name = "SyntaxError",
                         .base = &exception_type,
                         .flags = kExceptionFlags,
                         .members = {member("msg", offset_of(&Syntax::message)),
                                     member("filename", offset_of(&Syntax::filename)),
                                     member("lineno", offset_of(&Syntax::line)),
                                     member("offset", offset_of(&Syntax::offset)),
                                     member("text", offset_of(&Syntax::text)),
                                     member("end_lineno", offset_of(&Syntax::end_line)),
                                     member("end_offset", offset_of(&Syntax::end_offset))}});
    define_like<Syntax>(indentation_error_type, "IndentationError", syntax_error_type);
    define_like<Syntax>(tab_error_type, "TabError", indentation_error_type);
}

void define_unicode_kinds() {
    using Unicode = UnicodeErrorObject;
    define_plain(unicode_error_type, "UnicodeError", value_error_type);
    auto define = [](Type& type, std::string_view name, void (*init)(const Value&, CallArgs),
                     Value (*text)(const Value&)) {
        set_slots<Unicode, &Unicode::encoding, &Unicode::object, &Unicode::start, &Unicode::end,
                  &Unicode::reason>(type);
        type.init = init;
        type.str = text;
        define_type<Unicode>(type, {.name = name,
                                    .base = &unicode_error_type,
                                    .flags = kExceptionFlags,
                                    .members = {member("encoding", offset_of(&Unicode::encoding)),
                                                member("object", offset_of(&Unicode::object)),
                                                member("start", offset_of(&Unicode::start)),
                                                member("end", offset_of(&Unicode::end)),
                                                member("reason", offset_of(&Unicode::reason))}});
    };
    define(unicode_decode_error_type, "UnicodeDecodeError", unicode_decode_init,
           unicode_decode_str);
    define(unicode_encode_error_type, "UnicodeEncodeError", unicode_encode_init,
           unicode_encode_str);
    define(unicode_translate_error_type, "UnicodeTranslateError", unicode_translate_init,
           unicode_translate_str);
}

// The plain ones.

struct Plain {
    Type* type;
    std::string_view name;
    Type* base;
};

constexpr Plain kPlain[] = {
    {&generator_exit_type, "GeneratorExit", &base_exception_type},
    {&keyboard_interrupt_type, "KeyboardInterrupt", &base_exception_type},
    {&stop_async_iteration_type, "StopAsyncIteration", &exception_type},
    {&arithmetic_error_type, "ArithmeticError", &exception_type},
    {&floating_point_error_type, "FloatingPointError", &arithmetic_error_type},
    {&overflow_error_type, "OverflowError", &arithmetic_error_type},
    {&zero_division_error_type, "ZeroDivisionError", &arithmetic_error_type},
    {&assertion_error_type, "AssertionError", &exception_type},
    {&buffer_error_type, "BufferError", &exception_type},
    {&eof_error_type, "EOFError", &exception_type},
    {&lookup_error_type, "LookupError", &exception_type},
    {&index_error_type, "IndexError", &lookup_error_type},
    {&key_error_type, "KeyError", &lookup_error_type},
    {&memory_error_type, "MemoryError", &exception_type},
    {&reference_error_type, "ReferenceError", &exception_type},
    {&runtime_error_type, "RuntimeError", &exception_type},
    {&not_implemented_error_type, "NotImplementedError", &runtime_error_type},
    {&recursion_error_type, "RecursionError", &runtime_error_type},
    {&system_error_type, "SystemError", &exception_type},
    {&type_error_type, "TypeError", &exception_type},
    {&value_error_type, "ValueError", &exception_type},
    {&warning_type, "Warning", &exception_type},
    {&bytes_warning_type, "BytesWarning", &warning_type},
    {&deprecation_warning_type, "DeprecationWarning", &warning_type},
    {&encoding_warning_type, "EncodingWarning", &warning_type},
    {&future_warning_type, "FutureWarning", &warning_type},
    {&import_warning_type, "ImportWarning", &warning_type},
    {&pending_deprecation_warning_type, "PendingDeprecationWarning", &warning_type},
    {&resource_warning_type, "ResourceWarning", &warning_type},
    {&runtime_warning_type, "RuntimeWarning", &warning_type},
    {&syntax_warning_type, "SyntaxWarning", &warning_type},
    {&unicode_warning_type, "UnicodeWarning", &warning_type},
    {&user_warning_type, "UserWarning", &warning_type},
};

Type* const kAll[] = {
    &base_exception_type,
    &exception_type,
    &base_exception_group_type,
    &exception_group_type,
    &generator_exit_type,
    &keyboard_interrupt_type,
    &system_exit_type,
    &stop_iteration_type,
    &stop_async_iteration_type,
    &arithmetic_error_type,
    &floating_point_error_type,
    &overflow_error_type,
    &zero_division_error_type,
    &assertion_error_type,
    &attribute_error_type,
    &buffer_error_type,
    &eof_error_type,
    &import_error_type,
    &module_not_found_error_type,
    &lookup_error_type,
    &index_error_type,
    &key_error_type,
    &memory_error_type,
    &name_error_type,
    &unbound_local_error_type,
    &os_error_type,
    &blocking_io_error_type,
    &child_process_error_type,
    &connection_error_type,
    &broken_pipe_error_type,
    &connection_aborted_error_type,
    &connection_refused_error_type,
    &connection_reset_error_type,
    &file_exists_error_type,
    &file_not_found_error_type,
    &interrupted_error_type,
    &is_a_directory_error_type,
    &not_a_directory_error_type,
    &permission_error_type,
    &process_lookup_error_type,
    &timeout_error_type,
    &reference_error_type,
    &runtime_error_type,
    &not_implemented_error_type,
    &recursion_error_type,
    &syntax_error_type,
    &indentation_error_type,
    &tab_error_type,
    &system_error_type,
    &type_error_type,
    &value_error_type,
    &unicode_error_type,
    &unicode_decode_error_type,
    &unicode_encode_error_type,
    &unicode_translate_error_type,
    &warning_type,
    &bytes_warning_type,
    &deprecation_warning_type,
    &encoding_warning_type,
    &future_warning_type,
    &import_warning_type,
    &pending_deprecation_warning_type,
    &resource_warning_type,
    &runtime_warning_type,
    &syntax_warning_type,
    &unicode_warning_type,
    &user_warning_type,
};

}  // namespace

std::span<Type* const> exception_types() { return kAll; }

Ref<ExceptionObject> make_os_error(int error_number, std::string_view text, const Value& filename) {
    Value number = Int::from(error_number);
    if (!filename) return make_exception(os_error_type, {number, make_str(text)});
    return make_exception(os_error_type, {number, make_str(text), filename});
}

void define_exceptions() {
    define_base_exception();
    define_early_kinds();
    key_error_type.str = key_error_str;
    for (const Plain& plain : kPlain) define_plain(*plain.type, plain.name, *plain.base);
    define_named_kinds();
    define_os_kinds();
    define_syntax_kinds();
    define_unicode_kinds();
    define_exception_groups();
}

}  // namespace loopscope::object
