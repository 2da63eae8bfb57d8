// Scopes: which variable each name of a program means (the symbol table).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/python/compile/syntax_error.h"
#include "sim/python/syntax/ast.h"

namespace loopscope::python::compile {

enum class ScopeKind : std::uint8_t { Module, Class, Function };
enum class ComprehensionKind : std::uint8_t { None, List, Set, Dict, Generator };

/// Where a name's value lives, as seen from one scope.
enum class Binding : std::uint8_t { Unknown, Local, GlobalExplicit, GlobalImplicit, Free, Cell };

/// What a scope does with a name.
enum SymbolFlag : std::uint32_t {
    kDefGlobal = 1u << 0,
    kDefLocal = 1u << 1,
    kDefParameter = 1u << 2,
    kDefNonlocal = 1u << 3,
    kUse = 1u << 4,
    kDefFreeClass = 1u << 5,  ///< Free variable of a method, bound in the class too.
    kDefImport = 1u << 6,
    kDefAnnotation = 1u << 7,
    kDefIterationTarget = 1u << 8,  ///< Target of a comprehension's `for`.
    kDefBound = kDefLocal | kDefParameter | kDefImport,
};

struct Symbol {
    std::string name;  ///< Mangled.
    std::uint32_t flags = 0;
    Binding binding = Binding::Unknown;
};

/// One module, class, function or comprehension.
struct Scope {
    ScopeKind kind;
    std::string name;
    const void* node;  ///< The tree node that opened it.
    Scope* parent = nullptr;
    std::vector<std::unique_ptr<Scope>> children;  ///< In source order.
    std::vector<Symbol> symbols;                   ///< In order of first mention.
    std::unordered_map<std::string, std::size_t> index;
    std::vector<std::string> parameters;  ///< In slot order.
    syntax::SourceRange range;
    ComprehensionKind comprehension = ComprehensionKind::None;
    bool nested = false;  ///< Inside a function.
    bool has_free = false;
    bool is_generator = false;     ///< Contains yield.
    bool is_coroutine = false;     ///< async def, or a comprehension that awaits.
    bool has_annotations = false;  ///< Contains `name: type`.
    bool has_varargs = false;
    bool has_varkeywords = false;
    bool needs_class_closure = false;  ///< A method uses super() or __class__.
    int in_comprehension_iterable = 0;

    const Symbol* find(const std::string& name) const;
    Symbol* find(const std::string& name);
};

/// The scopes of one program; children hang below the module's.
class ScopeTree {
  public:
    /// Mirrors: CPython's symtable.c. Throws CompileError.
    explicit ScopeTree(const syntax::Module& module);

    Scope& module() { return *root_; }
    /// The scope that a FunctionDef, Lambda, ClassDef or comprehension opened.
    Scope& of(const void* node) const { return *by_node_.at(node); }

  private:
    friend class ScopeBuilder;
    std::unique_ptr<Scope> root_;
    std::unordered_map<const void*, Scope*> by_node_;
};

/// `name` as it is called inside class `class_name`: `__x` becomes `_Class__x`.
/// Mirrors: _Py_Mangle.
std::string mangle(std::string_view class_name, std::string_view name);

}  // namespace loopscope::python::compile
