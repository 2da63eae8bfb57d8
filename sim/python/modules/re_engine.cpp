// Compiling and matching by PCRE2, whose three libraries take characters of 1, 2 and 4 bytes.
#define PCRE2_CODE_UNIT_WIDTH 0
#include <pcre2.h>

#include <fmt/format.h>

#include "sim/base/check.h"
#include "sim/python/modules/re_engine.h"

namespace loopscope::python::modules::regex {

namespace {

/// Turns of the matcher in one call; some seconds at most.
constexpr std::uint32_t kMatchTurnsMax = 20'000'000;
constexpr std::uint32_t kHeapKibMax = 1024 * 1024;
/// After a longer subject the matcher's memory is given back at once.
constexpr std::size_t kShortSubject = 100'000;
/// A compiled pattern may not take more: `((a{9999}){9999}){9999}` would.
constexpr std::size_t kCompiledBytesMax = std::size_t{64} << 20;

void* allocate_limited(std::size_t size, void*) {
    return size > kCompiledBytesMax ? nullptr : std::malloc(size);
}
void free_limited(void* memory, void*) { std::free(memory); }

/// One of the three libraries.
#define LOOPSCOPE_PCRE2_LIBRARY(WIDTH)                                                         \
    struct Library##WIDTH {                                                                    \
        using Code = pcre2_code_##WIDTH;                                                       \
        using MatchData = pcre2_match_data_##WIDTH;                                            \
        using MatchContext = pcre2_match_context_##WIDTH;                                      \
        using Unit = PCRE2_UCHAR##WIDTH;                                                       \
        static Code* compile(const Unit* text, std::size_t size, std::uint32_t options,        \
                             int* error) {                                                     \
            auto* general =                                                                    \
                pcre2_general_context_create_##WIDTH(allocate_limited, free_limited, nullptr); \
            auto* context = pcre2_compile_context_create_##WIDTH(general);                     \
            pcre2_set_newline_##WIDTH(context, PCRE2_NEWLINE_LF);                              \
            pcre2_set_parens_nest_limit_##WIDTH(context, 1000);                                \
            PCRE2_SIZE place = 0;                                                              \
            Code* code = pcre2_compile_##WIDTH(text, size, options, error, &place, context);   \
            pcre2_compile_context_free_##WIDTH(context);                                       \
            pcre2_general_context_free_##WIDTH(general);                                       \
            return code;                                                                       \
        }                                                                                      \
        static MatchData* make_data(Code* code) {                                              \
            return pcre2_match_data_create_from_pattern_##WIDTH(code, nullptr);                \
        }                                                                                      \
        static MatchContext* make_context() {                                                  \
            MatchContext* context = pcre2_match_context_create_##WIDTH(nullptr);               \
            pcre2_set_match_limit_##WIDTH(context, kMatchTurnsMax);                            \
            pcre2_set_heap_limit_##WIDTH(context, kHeapKibMax);                                \
            return context;                                                                    \
        }                                                                                      \
        static int match(Code* code, const Unit* text, std::size_t size, std::size_t from,     \
                         std::uint32_t options, MatchData* data, MatchContext* context) {      \
            return pcre2_match_##WIDTH(code, text, size, from, options, data, context);        \
        }                                                                                      \
        static PCRE2_SIZE* spans(MatchData* data) {                                            \
            return pcre2_get_ovector_pointer_##WIDTH(data);                                    \
        }                                                                                      \
        static void free_data(MatchData* data) { pcre2_match_data_free_##WIDTH(data); }        \
        static void free_context(MatchContext* context) {                                      \
            pcre2_match_context_free_##WIDTH(context);                                         \
        }                                                                                      \
        static void free_code(Code* code) { pcre2_code_free_##WIDTH(code); }                   \
    };
LOOPSCOPE_PCRE2_LIBRARY(8)
LOOPSCOPE_PCRE2_LIBRARY(16)
LOOPSCOPE_PCRE2_LIBRARY(32)
#undef LOOPSCOPE_PCRE2_LIBRARY

std::uint32_t match_options(const Engine::Attempt& attempt) {
    std::uint32_t options = 0;
    if (attempt.anchor != Anchor::None) options |= PCRE2_ANCHORED;
    if (attempt.anchor == Anchor::Both) options |= PCRE2_ENDANCHORED;
    if (attempt.not_empty_at_start) options |= PCRE2_NOTEMPTY_ATSTART;
    return options;
}

Outcome outcome_of(int result) {
    if (result >= 0) return Outcome::Match;
    if (result == PCRE2_ERROR_NOMATCH) return Outcome::NoMatch;
    if (result == PCRE2_ERROR_HEAPLIMIT || result == PCRE2_ERROR_NOMEMORY) {
        return Outcome::TooMuchMemory;
    }
    return Outcome::TooMuchWork;
}

}  // namespace

/// The pattern for one form.
struct Engine::Compiled {
    virtual ~Compiled() = default;
    virtual Outcome match(const Subject& subject, const Attempt& attempt, Spans& spans) = 0;
};

namespace {

/// The pattern is too large for the libraries of narrow characters, whose links are short.
struct TooLarge {};

constexpr int kTooLarge = 120;  // "regular expression is too large", of one library.
constexpr int kNoMemory = 121;

[[noreturn]] void refuse_compilation(int error) {
    if (error == kTooLarge) throw TooLarge{};
    if (error == kNoMemory)
        throw Refused{"pattern too large", std::nullopt, Refused::Kind::Overflow};
    throw Refused{fmt::format("not supported by Loopscope (PCRE2 error {})", error)};
}

}  // namespace

template <typename Library, typename Base>
struct CompiledBy final : Base {
    using Unit = typename Library::Unit;

    CompiledBy(const std::string& pattern, std::uint32_t options) {
        std::basic_string<Unit> text(pattern.begin(), pattern.end());
        int error = 0;
        code = Library::compile(text.data(), text.size(), options, &error);
        if (code == nullptr) refuse_compilation(error);
        context = Library::make_context();
    }
    ~CompiledBy() override {
        drop_data();
        if (context != nullptr) Library::free_context(context);
        if (code != nullptr) Library::free_code(code);
    }
    CompiledBy(const CompiledBy&) = delete;
    CompiledBy& operator=(const CompiledBy&) = delete;

    void drop_data() {
        if (data != nullptr) Library::free_data(data);
        data = nullptr;
    }

    /// The subject in this library's units; those of narrower subjects are copied.
    const Unit* units(const Subject& subject, std::basic_string<Unit>& copy) const {
        std::size_t width = subject.form == Form::Wide32 ? 4 : subject.form == Form::Wide16 ? 2 : 1;
        if (width == sizeof(Unit)) return static_cast<const Unit*>(subject.data);
        LOOPSCOPE_CHECK(width < sizeof(Unit));
        copy.resize(subject.length);
        for (std::size_t i = 0; i < subject.length; ++i) {
            copy[i] = width == 1 ? static_cast<const std::uint8_t*>(subject.data)[i]
                                 : static_cast<const std::uint16_t*>(subject.data)[i];
        }
        return copy.data();
    }

    Outcome match(const Subject& subject, const Engine::Attempt& attempt, Spans& spans) override {
        std::basic_string<Unit> copy;
        const Unit* text = units(subject, copy);
        if (data == nullptr) data = Library::make_data(code);
        int result = Library::match(code, text, subject.length, attempt.from,
                                    match_options(attempt), data, context);
        if (result > 0) {
            const PCRE2_SIZE* found = Library::spans(data);
            for (std::size_t i = 0; i < spans.size(); ++i) {
                bool set = i / 2 < static_cast<std::size_t>(result) && found[i] != PCRE2_UNSET;
                spans[i] = set ? static_cast<std::int64_t>(found[i]) : -1;
            }
        }
        if (subject.length > kShortSubject) drop_data();
        return outcome_of(result);
    }

    typename Library::Code* code = nullptr;
    typename Library::MatchData* data = nullptr;
    typename Library::MatchContext* context = nullptr;
};

Engine::Engine(std::u32string pattern, bool is_text, std::uint32_t flags)
    : pattern_(std::move(pattern)),
      is_text_(is_text),
      flags_(flags),
      translation_(translate({pattern_, is_text_, flags_}, Form::Bytes8)) {}

Engine::~Engine() = default;

Engine::Compiled& Engine::compiled(Form form) {
    std::unique_ptr<Compiled>& slot = compiled_[static_cast<std::size_t>(form)];
    if (slot) return *slot;
    Translation said = translate({pattern_, is_text_, flags_}, form);
    std::uint32_t options = PCRE2_ALT_CIRCUMFLEX | PCRE2_NEVER_BACKSLASH_C;
    if ((said.flags & kIgnoreCase) != 0) options |= PCRE2_CASELESS;
    bool by_unicode = is_text_ && (said.flags & kAscii) == 0 && form != Form::Bytes8;
    if (by_unicode) options |= PCRE2_UCP;
    try {
        if (form == Form::Wide16) {
            slot = std::make_unique<CompiledBy<Library16, Compiled>>(said.pattern, options);
        } else if (form != Form::Wide32) {
            slot = std::make_unique<CompiledBy<Library8, Compiled>>(said.pattern, options);
        }
    } catch (const TooLarge&) {
        slot = nullptr;
    }
    if (slot) return *slot;
    try {
        slot = std::make_unique<CompiledBy<Library32, Compiled>>(said.pattern, options);
    } catch (const TooLarge&) {
        throw Refused{"pattern too large", std::nullopt, Refused::Kind::Overflow};
    }
    return *slot;
}

Outcome Engine::match(const Subject& subject, const Attempt& attempt, Spans& spans) {
    Form form = subject.form;
    // Letters of one case may have their other case in a wider form: U+017F is an s.
    if (translation_.ignores_case && is_text_ && translation_.widest > 0x7f) {
        Form needed = translation_.widest > 0xffff ? Form::Wide32
                      : translation_.widest > 0xff ? Form::Wide16
                                                   : Form::Latin8;
        form = std::max(form, needed);
    }
    spans.assign(static_cast<std::size_t>(translation_.groups + 1) * 2, -1);
    return compiled(form).match(subject, attempt, spans);
}

}  // namespace loopscope::python::modules::regex
