// Builds the symbol table: collects the names of every scope, then decides what each one means.
#include "sim/python/compile/scope.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace loopscope::python::compile {

using namespace syntax;

std::string mangle(std::string_view class_name, std::string_view name) {
    std::size_t underscores = class_name.find_first_not_of('_');
    bool is_private =
        name.starts_with("__") && !name.ends_with("__") && name.find('.') == std::string_view::npos;
    if (!is_private || class_name.empty() || underscores == std::string_view::npos) {
        return std::string(name);
    }
    return fmt::format("_{}{}", class_name.substr(underscores), name);
}

const Symbol* Scope::find(const std::string& wanted) const {
    auto found = index.find(wanted);
    return found == index.end() ? nullptr : &symbols[found->second];
}

Symbol* Scope::find(const std::string& wanted) {
    auto found = index.find(wanted);
    return found == index.end() ? nullptr : &symbols[found->second];
}

/// Walks the tree once and notes what every scope does with every name.
class ScopeBuilder {
  public:
    ScopeBuilder(const Module& module, ScopeTree& tree) : module_(module), tree_(tree) {}

    void build() {
        tree_.root_ = std::make_unique<Scope>();
        current_ = tree_.root_.get();
        current_->kind = ScopeKind::Module;
        current_->name = "top";
        current_->node = &module_;
        visit(module_.body);
        Names bound;
        Names free;
        Names global;
        analyse(*current_, nullptr, free, global);
    }

  private:
    using Names = std::set<std::string>;

    [[noreturn]] void fail(const SourceRange& range, const std::string& message) {
        syntax_error(module_, range, message);
    }

    // -- scopes --------------------------------------------------------------------------------
    void enter(ScopeKind kind, std::string name, const void* node, const SourceRange& range) {
        auto scope = std::make_unique<Scope>();
        scope->kind = kind;
        scope->name = std::move(name);
        scope->node = node;
        scope->parent = current_;
        scope->range = range;
        scope->nested = current_->nested || current_->kind == ScopeKind::Function;
        tree_.by_node_[node] = scope.get();
        Scope* raw = scope.get();
        current_->children.push_back(std::move(scope));
        current_ = raw;
    }
    void leave() { current_ = current_->parent; }

    void add(std::string_view raw_name, std::uint32_t flag, const SourceRange& range) {
        add_to(*current_, raw_name, flag, range);
    }
    void add_to(Scope& scope, std::string_view raw_name, std::uint32_t flag,
                const SourceRange& range) {
        std::string name = mangle(class_name_, raw_name);
        auto [place, fresh] = scope.index.try_emplace(name, scope.symbols.size());
        if (fresh) scope.symbols.push_back({name, 0, Binding::Unknown});
        Symbol& symbol = scope.symbols[place->second];
        if ((flag & kDefParameter) != 0 && (symbol.flags & kDefParameter) != 0) {
            fail(range, fmt::format("duplicate argument '{}' in function definition", name));
        }
        if (in_iteration_target_) {
            if ((symbol.flags & (kDefGlobal | kDefNonlocal)) != 0) {
                fail(range, fmt::format("comprehension inner loop cannot rebind assignment "
                                        "expression target '{}'",
                                        name));
            }
            flag |= kDefIterationTarget;
        }
        symbol.flags |= flag;
        if ((flag & kDefParameter) != 0) scope.parameters.push_back(name);
        // A global of any scope is a global of the module, for its own look-ups.
        if ((flag & kDefGlobal) != 0 && &scope != tree_.root_.get()) {
            Scope& root = *tree_.root_;
            auto [at, added] = root.index.try_emplace(name, root.symbols.size());
            if (added) root.symbols.push_back({name, 0, Binding::Unknown});
            root.symbols[at->second].flags |= kDefGlobal;
        }
    }

    // -- statements ----------------------------------------------------------------------------
    void visit(Block block) {
        for (StmtPtr s : block) visit(*s);
    }

    template <typename F>
    void visit_function(const F& f, bool is_async) {
        add(f.name, kDefLocal, f.range);
        visit_defaults(*f.args);
        visit_annotations(*f.args, f.returns);
        for (ExprPtr d : f.decorator_list) visit(d);
        enter(ScopeKind::Function, std::string(f.name), &f, f.range);
        current_->is_coroutine = is_async;
        visit_parameters(*f.args);
        visit(f.body);
        leave();
    }

    void visit_defaults(const Arguments& a) {
        for (ExprPtr d : a.defaults) visit(d);
        for (ExprPtr d : a.kw_defaults) visit(d);
    }
    void visit_annotations(const Arguments& a, ExprPtr returns) {
        for (const Arg& p : a.posonlyargs) visit(p.annotation);
        for (const Arg& p : a.args) visit(p.annotation);
        if (a.vararg != nullptr) visit(a.vararg->annotation);
        if (a.kwarg != nullptr) visit(a.kwarg->annotation);
        for (const Arg& p : a.kwonlyargs) visit(p.annotation);
        visit(returns);
    }
    void visit_parameters(const Arguments& a) {
        for (const Arg& p : a.posonlyargs) add(p.arg, kDefParameter, p.range);
        for (const Arg& p : a.args) add(p.arg, kDefParameter, p.range);
        for (const Arg& p : a.kwonlyargs) add(p.arg, kDefParameter, p.range);
        if (a.vararg != nullptr) {
            add(a.vararg->arg, kDefParameter, a.vararg->range);
            current_->has_varargs = true;
        }
        if (a.kwarg != nullptr) {
            add(a.kwarg->arg, kDefParameter, a.kwarg->range);
            current_->has_varkeywords = true;
        }
    }

    void visit_class(const ClassDef& c) {
        add(c.name, kDefLocal, c.range);
        for (ExprPtr b : c.bases) visit(b);
        for (const Keyword& k : c.keywords) visit(k.value);
        for (ExprPtr d : c.decorator_list) visit(d);
        enter(ScopeKind::Class, std::string(c.name), &c, c.range);
        std::string saved = std::exchange(class_name_, std::string(c.name));
        visit(c.body);
        class_name_ = saved;
        leave();
    }

    template <typename F>
    void visit_for(const F& f) {
        visit(f.target);
        visit(f.iter);
        visit(f.body);
        visit(f.orelse);
    }
    template <typename W>
    void visit_with(const W& w) {
        for (const WithItem& item : w.items) {
            visit(item.context_expr);
            visit(item.optional_vars);
        }
        visit(w.body);
    }
    template <typename T>
    void visit_try(const T& t) {
        visit(t.body);
        visit(t.orelse);
        for (const ExceptHandler& h : t.handlers) {
            visit(h.type);
            if (!h.name.empty()) add(h.name, kDefLocal, h.range);
            visit(h.body);
        }
        visit(t.finalbody);
    }

    void visit_aliases(Seq<Alias> names) {
        for (const Alias& a : names) {
            std::string_view name = a.asname.empty() ? a.name : a.asname;
            if (name == "*") {
                if (current_->kind != ScopeKind::Module) {
                    fail(a.range, "import * only allowed at module level");
                }
                continue;
            }
            if (a.asname.empty()) name = name.substr(0, name.find('.'));
            add(name, kDefImport, a.range);
        }
    }

    void visit_declaration(Seq<Identifier> names, const SourceRange& range, bool is_global) {
        const char* word = is_global ? "global" : "nonlocal";
        for (Identifier id : names) {
            std::string name = mangle(class_name_, id);
            const Symbol* known = current_->find(name);
            std::uint32_t flags = known == nullptr ? 0 : known->flags;
            if ((flags & kDefParameter) != 0) {
                fail(range, fmt::format("name '{}' is parameter and {}", name, word));
            }
            if ((flags & kUse) != 0) {
                fail(range, fmt::format("name '{}' is used prior to {} declaration", name, word));
            }
            if ((flags & kDefAnnotation) != 0) {
                fail(range, fmt::format("annotated name '{}' can't be {}", name, word));
            }
            if ((flags & kDefLocal) != 0) {
                fail(range,
                     fmt::format("name '{}' is assigned to before {} declaration", name, word));
            }
            declarations_.try_emplace({current_, name}, range);
            add(id, is_global ? kDefGlobal : kDefNonlocal, range);
        }
    }

    void visit_annotated(const AnnAssign& a) {
        current_->has_annotations = true;
        const Name* name = if_is<Name>(a.target);
        if (name == nullptr) {
            visit(a.target);
        } else {
            const Symbol* known = current_->find(mangle(class_name_, name->id));
            std::uint32_t flags = known == nullptr ? 0 : known->flags;
            bool outer = (flags & (kDefGlobal | kDefNonlocal)) != 0;
            if (a.simple && outer && current_->kind != ScopeKind::Module) {
                fail(a.range, fmt::format("annotated name '{}' can't be {}", name->id,
                                          (flags & kDefGlobal) != 0 ? "global" : "nonlocal"));
            }
            if (a.simple) {
                add(name->id, kDefAnnotation | kDefLocal, a.range);
            } else if (a.value != nullptr) {
                add(name->id, kDefLocal, a.range);
            }
        }
        visit(a.annotation);
        visit(a.value);
    }

    void visit(const Stmt& s) {
        switch (s.kind) {
            case StmtKind::FunctionDef:
                visit_function(as<FunctionDef>(s), false);
                break;
            case StmtKind::AsyncFunctionDef:
                visit_function(as<AsyncFunctionDef>(s), true);
                break;
            case StmtKind::ClassDef:
                visit_class(as<ClassDef>(s));
                break;
            case StmtKind::Return:
                visit(as<Return>(s).value);
                break;
            case StmtKind::Delete:
                for (ExprPtr t : as<Delete>(s).targets) visit(t);
                break;
            case StmtKind::Assign:
                for (ExprPtr t : as<Assign>(s).targets) visit(t);
                visit(as<Assign>(s).value);
                break;
            case StmtKind::AugAssign:
                visit(as<AugAssign>(s).target);
                visit(as<AugAssign>(s).value);
                break;
            case StmtKind::AnnAssign:
                visit_annotated(as<AnnAssign>(s));
                break;
            case StmtKind::For:
                visit_for(as<For>(s));
                break;
            case StmtKind::AsyncFor:
                visit_for(as<AsyncFor>(s));
                break;
            case StmtKind::While:
                visit(as<While>(s).test);
                visit(as<While>(s).body);
                visit(as<While>(s).orelse);
                break;
            case StmtKind::If:
                visit(as<If>(s).test);
                visit(as<If>(s).body);
                visit(as<If>(s).orelse);
                break;
            case StmtKind::With:
                visit_with(as<With>(s));
                break;
            case StmtKind::AsyncWith:
                visit_with(as<AsyncWith>(s));
                break;
            case StmtKind::Match:
                visit(as<Match>(s).subject);
                for (const MatchCase& c : as<Match>(s).cases) {
                    visit(*c.pattern);
                    visit(c.guard);
                    visit(c.body);
                }
                break;
            case StmtKind::Raise:
                visit(as<Raise>(s).exc);
                visit(as<Raise>(s).cause);
                break;
            case StmtKind::Try:
                visit_try(as<Try>(s));
                break;
            case StmtKind::TryStar:
                visit_try(as<TryStar>(s));
                break;
            case StmtKind::Assert:
                visit(as<Assert>(s).test);
                visit(as<Assert>(s).msg);
                break;
            case StmtKind::Import:
                visit_aliases(as<Import>(s).names);
                break;
            case StmtKind::ImportFrom:
                visit_aliases(as<ImportFrom>(s).names);
                break;
            case StmtKind::Global:
                visit_declaration(as<Global>(s).names, s.range, true);
                break;
            case StmtKind::Nonlocal:
                visit_declaration(as<Nonlocal>(s).names, s.range, false);
                break;
            case StmtKind::ExprStmt:
                visit(as<ExprStmt>(s).value);
                break;
            case StmtKind::Pass:
            case StmtKind::Break:
            case StmtKind::Continue:
                break;
        }
    }

    // -- patterns ------------------------------------------------------------------------------
    void visit(const Pattern& p) {
        switch (p.kind) {
            case PatternKind::MatchValue:
                visit(as<MatchValue>(p).value);
                break;
            case PatternKind::MatchSingleton:
                break;
            case PatternKind::MatchSequence:
                for (PatternPtr q : as<MatchSequence>(p).patterns) visit(*q);
                break;
            case PatternKind::MatchMapping: {
                const auto& m = as<MatchMapping>(p);
                for (ExprPtr k : m.keys) visit(k);
                for (PatternPtr q : m.patterns) visit(*q);
                if (!m.rest.empty()) add(m.rest, kDefLocal, p.range);
                break;
            }
            case PatternKind::MatchClass: {
                const auto& m = as<MatchClass>(p);
                visit(m.cls);
                for (PatternPtr q : m.patterns) visit(*q);
                for (PatternPtr q : m.kwd_patterns) visit(*q);
                break;
            }
            case PatternKind::MatchStar:
                if (!as<MatchStar>(p).name.empty()) add(as<MatchStar>(p).name, kDefLocal, p.range);
                break;
            case PatternKind::MatchAs:
                if (as<MatchAs>(p).pattern != nullptr) visit(*as<MatchAs>(p).pattern);
                if (!as<MatchAs>(p).name.empty()) add(as<MatchAs>(p).name, kDefLocal, p.range);
                break;
            case PatternKind::MatchOr:
                for (PatternPtr q : as<MatchOr>(p).patterns) visit(*q);
                break;
        }
    }

    // -- expressions ---------------------------------------------------------------------------
    void visit_name(const Name& n) {
        bool load = n.ctx == ExprContext::Load;
        add(n.id, load ? kUse : kDefLocal, n.range);
        if (load && n.id == "super" && current_->kind == ScopeKind::Function) {
            add("__class__", kUse, n.range);
        }
    }

    void visit_named(const NamedExpr& e) {
        if (current_->in_comprehension_iterable > 0) {
            fail(e.range,
                 "assignment expression cannot be used in a comprehension iterable expression");
        }
        const auto& target = as<Name>(*e.target);
        if (current_->comprehension != ComprehensionKind::None) bind_outside_comprehension(target);
        visit(e.value);
        visit(e.target);
    }

    /// PEP 572: a walrus inside a comprehension binds in the scope around it.
    void bind_outside_comprehension(const Name& target) {
        std::string name = mangle(class_name_, target.id);
        for (Scope* scope = current_; scope != nullptr; scope = scope->parent) {
            if (scope->comprehension != ComprehensionKind::None) {
                const Symbol* known = scope->find(name);
                if (known != nullptr && (known->flags & kDefIterationTarget) != 0) {
                    fail(target.range, fmt::format("assignment expression cannot rebind "
                                                   "comprehension iteration variable '{}'",
                                                   target.id));
                }
                continue;
            }
            if (scope->kind == ScopeKind::Class) {
                fail(target.range,
                     "assignment expression within a comprehension cannot be used in a class body");
            }
            bool outer_global = scope->kind == ScopeKind::Module;
            if (scope->kind == ScopeKind::Function) {
                const Symbol* known = scope->find(name);
                outer_global = known != nullptr && (known->flags & kDefGlobal) != 0;
            }
            add(target.id, outer_global ? kDefGlobal : kDefNonlocal, target.range);
            declarations_[{current_, name}] = target.range;
            add_to(*scope, target.id,
                   outer_global && scope->kind == ScopeKind::Module
                       ? static_cast<std::uint32_t>(kDefGlobal)
                       : static_cast<std::uint32_t>(kDefLocal),
                   target.range);
            return;
        }
    }

    void visit_lambda(const Lambda& e) {
        visit_defaults(*e.args);
        enter(ScopeKind::Function, "lambda", &e, e.range);
        visit_parameters(*e.args);
        visit(e.body);
        leave();
    }

    void visit_comprehension(const Expr& e, const char* name, ComprehensionKind kind,
                             Seq<Comprehension> generators, ExprPtr elt, ExprPtr value) {
        const Comprehension& outermost = generators[0];
        ++current_->in_comprehension_iterable;
        visit(outermost.iter);
        --current_->in_comprehension_iterable;
        enter(ScopeKind::Function, name, &e, e.range);
        current_->comprehension = kind;
        if (outermost.is_async) current_->is_coroutine = true;
        add(".0", kDefParameter, e.range);
        visit_target(outermost.target);
        for (ExprPtr test : outermost.ifs) visit(test);
        for (const Comprehension& inner : generators.subspan(1)) {
            visit_target(inner.target);
            ++current_->in_comprehension_iterable;
            visit(inner.iter);
            --current_->in_comprehension_iterable;
            for (ExprPtr test : inner.ifs) visit(test);
            if (inner.is_async) current_->is_coroutine = true;
        }
        if (value != nullptr) visit(value);
        visit(elt);
        current_->is_generator = kind == ComprehensionKind::Generator;
        // An asynchronous comprehension makes the comprehension around it asynchronous too.
        bool is_async = current_->is_coroutine && kind != ComprehensionKind::Generator;
        leave();
        if (is_async && current_->comprehension != ComprehensionKind::None) {
            current_->is_coroutine = true;
        }
    }
    void visit_target(ExprPtr target) {
        bool saved = std::exchange(in_iteration_target_, true);
        visit(target);
        in_iteration_target_ = saved;
    }

    void visit_yield(const Expr& e, ExprPtr value) {
        visit(value);
        static const char* const kWhere[] = {"", "list comprehension", "set comprehension",
                                             "dict comprehension", "generator expression"};
        if (current_->comprehension != ComprehensionKind::None) {
            fail(e.range, fmt::format("'yield' inside {}",
                                      kWhere[static_cast<int>(current_->comprehension)]));
        }
        current_->is_generator = true;
    }

    void visit(Seq<ExprPtr> list) {
        for (ExprPtr e : list) visit(e);
    }

    void visit(ExprPtr e) {
        if (e == nullptr) return;
        switch (e->kind) {
            case ExprKind::BoolOp:
                visit(as<BoolOp>(*e).values);
                break;
            case ExprKind::NamedExpr:
                visit_named(as<NamedExpr>(*e));
                break;
            case ExprKind::BinOp:
                visit(as<BinOp>(*e).left);
                visit(as<BinOp>(*e).right);
                break;
            case ExprKind::UnaryOp:
                visit(as<UnaryOp>(*e).operand);
                break;
            case ExprKind::Lambda:
                visit_lambda(as<Lambda>(*e));
                break;
            case ExprKind::IfExp:
                visit(as<IfExp>(*e).test);
                visit(as<IfExp>(*e).body);
                visit(as<IfExp>(*e).orelse);
                break;
            case ExprKind::Dict:
                visit(as<Dict>(*e).keys);
                visit(as<Dict>(*e).values);
                break;
            case ExprKind::Set:
                visit(as<Set>(*e).elts);
                break;
            case ExprKind::ListComp:
                visit_comprehension(*e, "listcomp", ComprehensionKind::List,
                                    as<ListComp>(*e).generators, as<ListComp>(*e).elt, nullptr);
                break;
            case ExprKind::SetComp:
                visit_comprehension(*e, "setcomp", ComprehensionKind::Set,
                                    as<SetComp>(*e).generators, as<SetComp>(*e).elt, nullptr);
                break;
            case ExprKind::DictComp:
                visit_comprehension(*e, "dictcomp", ComprehensionKind::Dict,
                                    as<DictComp>(*e).generators, as<DictComp>(*e).key,
                                    as<DictComp>(*e).value);
                break;
            case ExprKind::GeneratorExp:
                visit_comprehension(*e, "genexpr", ComprehensionKind::Generator,
                                    as<GeneratorExp>(*e).generators, as<GeneratorExp>(*e).elt,
                                    nullptr);
                break;
            case ExprKind::Await:
                visit(as<Await>(*e).value);
                if (current_->comprehension != ComprehensionKind::None) {
                    current_->is_coroutine = true;
                }
                break;
            case ExprKind::Yield:
                visit_yield(*e, as<Yield>(*e).value);
                break;
            case ExprKind::YieldFrom:
                visit_yield(*e, as<YieldFrom>(*e).value);
                break;
            case ExprKind::Compare:
                visit(as<Compare>(*e).left);
                visit(as<Compare>(*e).comparators);
                break;
            case ExprKind::Call:
                visit(as<Call>(*e).func);
                visit(as<Call>(*e).args);
                for (const Keyword& k : as<Call>(*e).keywords) visit(k.value);
                break;
            case ExprKind::FormattedValue:
                visit(as<FormattedValue>(*e).value);
                visit(as<FormattedValue>(*e).format_spec);
                break;
            case ExprKind::JoinedStr:
                visit(as<JoinedStr>(*e).values);
                break;
            case ExprKind::Constant:
                break;
            case ExprKind::Attribute:
                visit(as<Attribute>(*e).value);
                break;
            case ExprKind::Subscript:
                visit(as<Subscript>(*e).value);
                visit(as<Subscript>(*e).slice);
                break;
            case ExprKind::Starred:
                visit(as<Starred>(*e).value);
                break;
            case ExprKind::Name:
                visit_name(as<Name>(*e));
                break;
            case ExprKind::List:
                visit(as<List>(*e).elts);
                break;
            case ExprKind::Tuple:
                visit(as<Tuple>(*e).elts);
                break;
            case ExprKind::Slice:
                visit(as<Slice>(*e).lower);
                visit(as<Slice>(*e).upper);
                visit(as<Slice>(*e).step);
                break;
        }
    }

    // -- the second pass -----------------------------------------------------------------------

    /// Decides the binding of one name. `bound` is null in the module's scope.
    void analyse_name(Scope& scope, Symbol& s, Names* bound, Names& local, Names& free,
                      Names& global) {
        if ((s.flags & kDefGlobal) != 0) {
            if ((s.flags & kDefNonlocal) != 0) {
                fail(place_of(scope, s), fmt::format("name '{}' is nonlocal and global", s.name));
            }
            s.binding = Binding::GlobalExplicit;
            global.insert(s.name);
            if (bound != nullptr) bound->erase(s.name);
            return;
        }
        if ((s.flags & kDefNonlocal) != 0) {
            if (bound == nullptr) {
                fail(place_of(scope, s), "nonlocal declaration not allowed at module level");
            }
            if (bound->count(s.name) == 0) {
                fail(place_of(scope, s), fmt::format("no binding for nonlocal '{}' found", s.name));
            }
            s.binding = Binding::Free;
            scope.has_free = true;
            free.insert(s.name);
            return;
        }
        if ((s.flags & kDefBound) != 0) {
            s.binding = Binding::Local;
            local.insert(s.name);
            global.erase(s.name);
            return;
        }
        if (bound != nullptr && bound->count(s.name) != 0) {
            s.binding = Binding::Free;
            scope.has_free = true;
            free.insert(s.name);
            return;
        }
        s.binding = Binding::GlobalImplicit;
    }

    SourceRange place_of(const Scope& scope, const Symbol& s) {
        auto found = declarations_.find({&scope, s.name});
        return found == declarations_.end() ? scope.range : found->second;
    }

    /// Mirrors: analyze_block. `free` collects the names that the scope takes from outside.
    void analyse(Scope& scope, Names* bound, Names& free, Names& global) {
        Names local;
        Names inner_bound;
        Names inner_global = global;
        Names inner_free;
        Names outer_bound = bound == nullptr ? Names() : *bound;
        if (scope.kind == ScopeKind::Class) inner_bound = outer_bound;
        for (Symbol& s : scope.symbols) {
            analyse_name(scope, s, bound == nullptr ? nullptr : &outer_bound, local, free, global);
        }
        if (scope.kind != ScopeKind::Class) {
            inner_bound = outer_bound;
            if (scope.kind == ScopeKind::Function) inner_bound.insert(local.begin(), local.end());
            inner_global = global;
        } else {
            inner_bound.insert("__class__");
        }
        for (auto& child : scope.children) {
            Names child_bound = inner_bound;
            Names child_global = inner_global;
            Names child_free;
            analyse(*child, &child_bound, child_free, child_global);
            inner_free.insert(child_free.begin(), child_free.end());
        }
        if (scope.kind == ScopeKind::Function) make_cells(scope, inner_free);
        if (scope.kind == ScopeKind::Class && inner_free.erase("__class__") != 0) {
            scope.needs_class_closure = true;
        }
        pass_on_free(scope, bound, inner_free);
        free.insert(inner_free.begin(), inner_free.end());
    }

    /// Locals that an inner scope uses live in cells. Mirrors: analyze_cells.
    static void make_cells(Scope& scope, Names& inner_free) {
        for (Symbol& s : scope.symbols) {
            if (s.binding == Binding::Local && inner_free.erase(s.name) != 0) {
                s.binding = Binding::Cell;
            }
        }
    }

    /// Names that inner scopes take from further out pass through this one. Mirrors:
    /// update_symbols.
    static void pass_on_free(Scope& scope, const Names* bound, const Names& inner_free) {
        for (const std::string& name : inner_free) {
            if (Symbol* s = scope.find(name)) {
                bool is_class = scope.kind == ScopeKind::Class;
                if (is_class && (s->flags & (kDefBound | kDefGlobal)) != 0) {
                    s->flags |= kDefFreeClass;
                }
                continue;
            }
            if (bound != nullptr && bound->count(name) == 0) continue;
            scope.index[name] = scope.symbols.size();
            scope.symbols.push_back({name, 0, Binding::Free});
            scope.has_free = true;
        }
    }

    const Module& module_;
    ScopeTree& tree_;
    Scope* current_ = nullptr;
    std::string class_name_;
    bool in_iteration_target_ = false;
    std::map<std::pair<const Scope*, std::string>, SourceRange> declarations_;
};

ScopeTree::ScopeTree(const Module& module) { ScopeBuilder(module, *this).build(); }

}  // namespace loopscope::python::compile
