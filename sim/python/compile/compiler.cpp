// Units, names and constants: what every part of the compiler uses.
#include "sim/python/compile/compiler.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/object/singletons.h"

namespace loopscope::python::compile {

using namespace syntax;
using object::Ref;
using object::Value;

Compiler::At::At(Compiler& compiler, const Range& range)
    : compiler_(compiler), saved_(compiler.code().position()) {
    compiler.code().set_position({static_cast<int>(range.line), static_cast<int>(range.end_line),
                                  static_cast<int>(range.column),
                                  static_cast<int>(range.end_column)});
}

void Compiler::fail(const Range& range, const std::string& message) {
    syntax_error(module_, range, message);
}

void Compiler::warn(const Range& range, const std::string& message) {
    if (options_.warn) options_.warn(message, static_cast<int>(range.line));
}

bool Compiler::in_function() const { return unit_->scope->kind == ScopeKind::Function; }
bool Compiler::in_async() const { return in_function() && unit_->scope->is_coroutine; }

// ---- units ------------------------------------------------------------------------------------

std::string Compiler::make_qualname(std::string_view name) const {
    if (unit_ == nullptr || unit_->scope->kind == ScopeKind::Module) return std::string(name);
    const Symbol* symbol = unit_->scope->find(mangle(unit_->private_class, name));
    if (symbol != nullptr && symbol->binding == Binding::GlobalExplicit) return std::string(name);
    if (unit_->scope->kind == ScopeKind::Function) {
        return fmt::format("{}.<locals>.{}", unit_->qualname, name);
    }
    return fmt::format("{}.{}", unit_->qualname, name);
}

void Compiler::enter_unit(Scope& scope, std::string_view name, int first_line,
                          std::uint32_t flags) {
    auto unit = std::make_unique<Unit>();
    unit->scope = &scope;
    unit->parent = unit_;
    unit->qualname = make_qualname(name);
    unit->first_line = first_line;
    unit->flags = flags;
    if (unit_ != nullptr) unit->private_class = unit_->private_class;
    if (scope.kind == ScopeKind::Class) unit->private_class = std::string(name);
    for (const std::string& p : scope.parameters) {
        unit->locals[p] = static_cast<int>(unit->local_names.size());
        unit->local_names.push_back(p);
    }
    // Cells and free names are in alphabetical order, as in CPython.
    std::vector<std::string> cells;
    std::vector<std::string> free;
    for (const Symbol& s : scope.symbols) {
        if (s.binding == Binding::Cell) cells.push_back(s.name);
        bool is_free = s.binding == Binding::Free || (s.flags & kDefFreeClass) != 0;
        if (is_free) free.push_back(s.name);
    }
    std::sort(cells.begin(), cells.end());
    std::sort(free.begin(), free.end());
    if (scope.needs_class_closure) cells.insert(cells.begin(), "__class__");
    for (const std::string& c : cells) unit->cells[c] = static_cast<int>(unit->cells.size());
    for (const std::string& f : free) unit->cells[f] = static_cast<int>(unit->cells.size());
    unit->cell_names = std::move(cells);
    unit->free_names = std::move(free);
    unit_ = unit.get();
    units_.push_back(std::move(unit));
    Position start{first_line, first_line, 0, 0};
    code().set_position(start);
    if ((flags & kAnyGenerator) != 0) emit(Op::Begin);
    emit_cells();
}

/// The return that nobody wrote: it belongs to no line, so that stepping does not jump to one.
void Compiler::return_at_end() {
    if (!code().reachable()) return;
    Position saved = code().position();
    code().set_position({});
    load_none();
    emit(Op::Return);
    code().set_position(saved);
}

void Compiler::emit_cells() {
    for (std::size_t k = 0; k < unit_->cell_names.size(); ++k) {
        emit(Op::MakeCell, static_cast<int>(k));
    }
}

Ref<Code> Compiler::leave_unit() {
    Unit& u = *unit_;
    Ref<Code> made = make_code();
    Code& c = *made;
    c.filename = object::intern(module_.filename);
    c.filename_text = module_.filename;
    std::size_t dot = u.qualname.rfind('.');
    c.name = object::intern(dot == std::string::npos ? u.qualname : u.qualname.substr(dot + 1));
    c.qualname = object::intern(u.qualname);
    c.qualname_text = u.qualname;
    c.code_flags = u.flags;
    c.first_line = u.first_line;
    c.positional_only_count = u.positional_only_count;
    c.positional_count = u.positional_count;
    c.keyword_only_count = u.keyword_only_count;
    c.parameter_slots = u.parameter_slots;
    c.doc = u.doc;

    // Frame slots: locals, then cells that are no parameters, then free names.
    std::vector<int> cell_slots;
    for (const std::string& l : u.local_names) {
        c.slot_names.push_back(object::intern(l));
        c.slot_kinds.push_back(SlotKind::Local);
    }
    c.local_count = static_cast<int>(u.local_names.size());
    for (const std::string& cell : u.cell_names) {
        auto local = u.locals.find(cell);
        if (local != u.locals.end()) {
            c.slot_kinds[static_cast<std::size_t>(local->second)] = SlotKind::CellLocal;
            cell_slots.push_back(local->second);
            continue;
        }
        cell_slots.push_back(static_cast<int>(c.slot_names.size()));
        c.slot_names.push_back(object::intern(cell));
        c.slot_kinds.push_back(SlotKind::Cell);
        ++c.cell_count;
    }
    for (const std::string& f : u.free_names) {
        cell_slots.push_back(static_cast<int>(c.slot_names.size()));
        c.slot_names.push_back(object::intern(f));
        c.slot_kinds.push_back(SlotKind::Free);
        ++c.free_count;
    }
    c.slot_count = static_cast<int>(c.slot_names.size());
    bool positional_only = (u.flags & kOptimized) != 0 && u.keyword_only_count == 0 &&
                           (u.flags & (kVarArgs | kVarKeywords)) == 0;
    c.simple_call = positional_only && !c.has(kAnyGenerator);
    c.simple_generator = positional_only && c.has(kAnyGenerator);
    u.assembler.assemble(c, cell_slots);
    c.constants = std::move(u.constants);
    c.names = std::move(u.names);
    unit_ = u.parent;
    units_.pop_back();
    return made;
}

// ---- constants and names ----------------------------------------------------------------------

int Compiler::constant(const std::string& key, Value value) {
    auto [at, fresh] =
        unit_->constant_index.try_emplace(key, static_cast<int>(unit_->constants.size()));
    if (fresh) unit_->constants.push_back(std::move(value));
    return at->second;
}

int Compiler::add_constant(Value value) {
    unit_->constants.push_back(std::move(value));
    return static_cast<int>(unit_->constants.size()) - 1;
}

int Compiler::none_constant() { return constant("None", object::none()); }

int Compiler::name_number(std::string_view name) {
    auto [at, fresh] =
        unit_->name_index.try_emplace(std::string(name), static_cast<int>(unit_->names.size()));
    if (fresh) unit_->names.push_back(object::intern(name));
    return at->second;
}

void Compiler::check_name(std::string_view name, NameUse use) {
    if (name != "__debug__" || use == NameUse::Load) return;
    const Position& p = code().position();
    Range here{static_cast<std::uint32_t>(p.line), static_cast<std::uint32_t>(p.column),
               static_cast<std::uint32_t>(p.end_line), static_cast<std::uint32_t>(p.end_column)};
    fail(here, use == NameUse::Store ? "cannot assign to __debug__" : "cannot delete __debug__");
}

/// Mirrors: compiler_nameop.
void Compiler::emit_name(std::string_view raw, NameUse use) {
    check_name(raw, use);
    if (raw == "__debug__") {
        emit(Op::LoadConst, constant("True", object::true_value()));
        return;
    }
    std::string name = mangled(raw);
    const Symbol* symbol = unit_->scope->find(name);
    Binding binding = symbol == nullptr ? Binding::GlobalImplicit : symbol->binding;
    auto pick = [use](Op load, Op store, Op remove) {
        return use == NameUse::Load ? load : use == NameUse::Store ? store : remove;
    };
    bool fast = in_function();
    switch (binding) {
        case Binding::Free:
        case Binding::Cell: {
            Op load = unit_->scope->kind == ScopeKind::Class ? Op::LoadClassDeref : Op::LoadDeref;
            emit(pick(load, Op::StoreDeref, Op::DeleteDeref), unit_->cells.at(name));
            return;
        }
        case Binding::Local:
            if (fast) {
                auto [at, fresh] =
                    unit_->locals.try_emplace(name, static_cast<int>(unit_->local_names.size()));
                if (fresh) unit_->local_names.push_back(name);
                emit(pick(Op::LoadFast, Op::StoreFast, Op::DeleteFast), at->second);
                return;
            }
            break;
        case Binding::GlobalImplicit:
            if (!fast) break;
            [[fallthrough]];
        case Binding::GlobalExplicit:
            emit(pick(Op::LoadGlobal, Op::StoreGlobal, Op::DeleteGlobal),
                 use == NameUse::Load ? name_number(name) << 1 : name_number(name));
            return;
        case Binding::Unknown:
            break;
    }
    emit(pick(Op::LoadName, Op::StoreName, Op::DeleteName), name_number(name));
}

/// Pushes a tuple of the cells that `inner` takes from this unit.
void Compiler::emit_closure(const Code& inner) {
    int first = inner.slot_count - inner.free_count;
    for (int k = first; k < inner.slot_count; ++k) {
        std::string name(inner.slot_names[static_cast<std::size_t>(k)]->view());
        emit(Op::LoadClosure, unit_->cells.at(name));
    }
    emit(Op::BuildTuple, inner.free_count);
}

void Compiler::make_function(const Ref<Code>& inner, int parts) {
    if (inner->free_count > 0) {
        emit_closure(*inner);
        parts |= kPartClosure;
    }
    emit(Op::LoadConst, add_constant(inner));
    emit(Op::MakeFunction, parts);
}

// ---- the module -------------------------------------------------------------------------------

Ref<Code> Compiler::compile() {
    enter_unit(scopes_.module(), "<module>", 1, 0);
    if (options_.mode == CompileMode::Expression) {
        visit(as<ExprStmt>(*module_.body[0]).value);
        emit(Op::Return);
    } else {
        scan_futures();
        visit_body(module_.body);
        return_at_end();
    }
    if (future_annotations_) unit_->flags |= kFutureAnnotations;
    return leave_unit();
}

std::variant<Ref<Code>, SyntaxErrorInfo> compile_module(const Module& module,
                                                        const CompileOptions& options) {
    try {
        return Compiler(module, options).compile();
    } catch (CompileError& error) {
        return std::move(error.info);
    }
}

namespace {

bool is_compound(const Stmt& s) {
    switch (s.kind) {
        case StmtKind::FunctionDef:
        case StmtKind::AsyncFunctionDef:
        case StmtKind::ClassDef:
        case StmtKind::For:
        case StmtKind::AsyncFor:
        case StmtKind::While:
        case StmtKind::If:
        case StmtKind::With:
        case StmtKind::AsyncWith:
        case StmtKind::Match:
        case StmtKind::Try:
        case StmtKind::TryStar:
            return true;
        default:
            return false;
    }
}

/// What a prompt does not take: nothing, an open block, or more than one statement.
std::optional<SyntaxErrorInfo> refuse_single(const Module& module, std::string_view source) {
    SyntaxErrorInfo error;
    error.line = error.end_line = 1;
    error.message = "invalid syntax";
    error.text_line = std::string(module.line_text(1));
    if (module.body.empty()) return error;
    const Stmt& first = *module.body[0];
    if (is_compound(first)) {
        if (!source.ends_with('\n')) return error;
        if (module.body.size() == 1) return std::nullopt;
    }
    if (module.body.back()->range.line <= first.range.end_line) return std::nullopt;
    error.message = "multiple statements found while compiling a single statement";
    error.line = error.end_line = first.range.end_line;
    error.column = error.end_column = first.range.end_column + 1;
    error.text_line = std::string(module.line_text(error.line)) + "\n";
    return error;
}

}  // namespace

std::variant<Ref<Code>, SyntaxErrorInfo> compile_source(std::string_view source,
                                                        std::string_view filename,
                                                        const CompileOptions& options) {
    auto parsed = options.mode == CompileMode::Expression ? parse_expression(source, filename)
                  : options.mode == CompileMode::Single   ? parse_interactive(source, filename)
                                                          : parse_module(source, filename);
    if (auto* error = std::get_if<SyntaxErrorInfo>(&parsed)) return std::move(*error);
    auto& module = std::get<Module>(parsed);
    if (options.mode == CompileMode::Single) {
        if (auto error = refuse_single(module, source)) return std::move(*error);
    }
    return compile_module(module, options);
}

}  // namespace loopscope::python::compile
