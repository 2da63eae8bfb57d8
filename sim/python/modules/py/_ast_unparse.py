"""The text of a syntax tree, and the text that compile() takes for one."""

import ast

(_NAMED, _TUPLE, _YIELD, _TEST, _OR, _AND, _NOT, _COMPARE, _BOR, _BXOR, _BAND, _SHIFT, _ARITH, _TERM,
 _FACTOR, _POWER, _AWAIT, _ATOM) = range(18)

_BINARY = {'Add': ('+', _ARITH), 'Sub': ('-', _ARITH), 'Mult': ('*', _TERM), 'MatMult': ('@', _TERM),
           'Div': ('/', _TERM), 'Mod': ('%', _TERM), 'FloorDiv': ('//', _TERM),
           'LShift': ('<<', _SHIFT), 'RShift': ('>>', _SHIFT), 'BitOr': ('|', _BOR),
           'BitXor': ('^', _BXOR), 'BitAnd': ('&', _BAND), 'Pow': ('**', _POWER)}
_UNARY = {'Invert': ('~', _FACTOR), 'Not': ('not ', _NOT), 'UAdd': ('+', _FACTOR),
          'USub': ('-', _FACTOR)}
_COMPARISONS = {'Eq': '==', 'NotEq': '!=', 'Lt': '<', 'LtE': '<=', 'Gt': '>', 'GtE': '>=', 'Is': 'is',
                'IsNot': 'is not', 'In': 'in', 'NotIn': 'not in'}
_QUOTES = ("'", '"', '"""', "'''")


def _op(node):
    return type(node).__name__


class _Writer:
    """Writes nodes. If `places` is true, statements stand on the lines that they name."""

    def __init__(self, places=False):
        self.lines = []
        self.depth = 0
        self.places = places
        self.quotes_taken = ()

    # -- statements -------------------------------------------------------------------------

    def line(self, text):
        self.lines.append('    ' * self.depth + text)

    def blank(self):
        """An empty line before a definition, but not at the top."""
        if self.lines and not self.places:
            self.lines.append('')

    def place(self, node):
        if not self.places:
            return
        decorators = getattr(node, 'decorator_list', None)
        wanted = decorators[0].lineno if decorators else node.lineno
        while len(self.lines) < wanted - 1:
            self.lines.append('')

    def body(self, statements, docstring=False):
        self.depth += 1
        self.statements(statements, docstring)
        self.depth -= 1

    def statements(self, statements, docstring=False):
        for at, statement in enumerate(statements):
            self.place(statement)
            value = getattr(statement, 'value', None)
            if (docstring and at == 0 and isinstance(statement, ast.Expr)
                    and isinstance(value, ast.Constant) and isinstance(value.value, str)):
                self.docstring(value.value)
            else:
                getattr(self, 'write_' + type(statement).__name__)(statement)

    def docstring(self, text):
        if self.places:
            self.line(repr(text))
            return
        inside = ''.join(c if c in '\n\t' or c.isprintable() else repr(c)[1:-1]
                         for c in text.replace('\\', '\\\\'))
        quote = '"""' if '"""' not in inside else "'''"
        if inside.endswith(quote[0]):
            inside = inside[:-1] + '\\' + quote[0]
        self.lines.extend(('    ' * self.depth + quote + inside + quote).split('\n'))

    def write_Expr(self, node):
        self.line(self.expr(node.value, _YIELD))

    def write_Pass(self, node):
        self.line('pass')

    def write_Break(self, node):
        self.line('break')

    def write_Continue(self, node):
        self.line('continue')

    def write_Return(self, node):
        self.line('return' if node.value is None else 'return ' + self.expr(node.value))

    def write_Delete(self, node):
        self.line('del ' + ', '.join(map(self.expr, node.targets)))

    def write_Assign(self, node):
        targets = ''.join(self.expr(target, _TUPLE) + ' = ' for target in node.targets)
        self.line(targets + self.expr(node.value))

    def write_AugAssign(self, node):
        sign = _BINARY[_op(node.op)][0]
        self.line(f'{self.expr(node.target)} {sign}= {self.expr(node.value)}')

    def write_AnnAssign(self, node):
        target = self.expr(node.target)
        if not node.simple and isinstance(node.target, ast.Name):
            target = f'({target})'
        value = '' if node.value is None else ' = ' + self.expr(node.value)
        self.line(f'{target}: {self.expr(node.annotation)}{value}')

    def write_Import(self, node, start='import '):
        self.line(start + ', '.join(a.name if a.asname is None else f'{a.name} as {a.asname}'
                                    for a in node.names))

    def write_ImportFrom(self, node):
        self.write_Import(node, f"from {'.' * (node.level or 0)}{node.module or ''} import ")

    def write_Global(self, node):
        self.line('global ' + ', '.join(node.names))

    def write_Nonlocal(self, node):
        self.line('nonlocal ' + ', '.join(node.names))

    def write_Assert(self, node):
        self.line('assert ' + ', '.join(map(self.expr, filter(None, (node.test, node.msg)))))

    def write_Raise(self, node):
        text = 'raise' if node.exc is None else 'raise ' + self.expr(node.exc)
        self.line(text if node.cause is None else f'{text} from {self.expr(node.cause)}')

    def write_If(self, node):
        word = 'if'
        while True:
            self.line(f'{word} {self.expr(node.test)}:')
            self.body(node.body)
            below = node.orelse
            if len(below) != 1 or not isinstance(below[0], ast.If):
                break
            node, word = below[0], 'elif'
            self.place(node)
        self.otherwise(below)

    def otherwise(self, statements, word='else'):
        if statements:
            self.line(word + ':')
            self.body(statements)

    def write_While(self, node):
        self.line(f'while {self.expr(node.test)}:')
        self.body(node.body)
        self.otherwise(node.orelse)

    def write_For(self, node, start=''):
        self.line(f'{start}for {self.expr(node.target, _TUPLE)} in '
                  f'{self.expr(node.iter)}:')
        self.body(node.body)
        self.otherwise(node.orelse)

    def write_AsyncFor(self, node):
        self.write_For(node, 'async ')

    def write_With(self, node, start=''):
        items = [self.expr(item.context_expr) + ('' if item.optional_vars is None else
                                                 ' as ' + self.expr(item.optional_vars))
                 for item in node.items]
        self.line(f"{start}with {', '.join(items)}:")
        self.body(node.body)

    def write_AsyncWith(self, node):
        self.write_With(node, 'async ')

    def write_Try(self, node, star=''):
        self.line('try:')
        self.body(node.body)
        for handler in node.handlers:
            self.place(handler)
            kind = '' if handler.type is None else f' {self.expr(handler.type)}'
            name = f' as {handler.name}' if handler.name else ''
            self.line(f'except{star}{kind}{name}:')
            self.body(handler.body)
        self.otherwise(node.orelse)
        self.otherwise(node.finalbody, 'finally')

    def write_TryStar(self, node):
        self.write_Try(node, '*')

    def decorators(self, node):
        self.blank()
        for decorator in node.decorator_list:
            self.line('@' + self.expr(decorator))

    def write_ClassDef(self, node):
        self.decorators(node)
        bases = [self.expr(base) for base in node.bases] + [self.keyword(k) for k in node.keywords]
        self.line(f"class {node.name}{'(' + ', '.join(bases) + ')' if bases else ''}:")
        self.body(node.body, True)

    def write_FunctionDef(self, node, start=''):
        self.decorators(node)
        answer = '' if node.returns is None else ' -> ' + self.expr(node.returns)
        self.line(f'{start}def {node.name}({self.arguments(node.args)}){answer}:')
        self.body(node.body, True)

    def write_AsyncFunctionDef(self, node):
        self.write_FunctionDef(node, 'async ')

    def write_Match(self, node):
        self.line(f'match {self.expr(node.subject)}:')
        self.depth += 1
        for case in node.cases:
            guard = '' if case.guard is None else ' if ' + self.expr(case.guard)
            if self.places:
                self.place(case.pattern)
            self.line(f'case {self.pattern(case.pattern)}{guard}:')
            self.body(case.body)
        self.depth -= 1

    # -- patterns ---------------------------------------------------------------------------

    def pattern(self, node, level=_TEST):
        kind = type(node).__name__
        if kind == 'MatchValue':
            return self.expr(node.value)
        if kind == 'MatchSingleton':
            return repr(node.value)
        if kind == 'MatchSequence':
            return '[' + ', '.join(map(self.pattern, node.patterns)) + ']'
        if kind == 'MatchStar':
            return '*' + (node.name or '_')
        if kind == 'MatchMapping':
            parts = [f'{self.expr(key)}: {self.pattern(value)}'
                     for key, value in zip(node.keys, node.patterns)]
            parts += ['**' + node.rest] if node.rest else []
            return '{' + ', '.join(parts) + '}'
        if kind == 'MatchClass':
            parts = [self.pattern(part) for part in node.patterns]
            parts += [f'{name}={self.pattern(part)}'
                      for name, part in zip(node.kwd_attrs, node.kwd_patterns)]
            return f"{self.expr(node.cls)}({', '.join(parts)})"
        if kind == 'MatchOr':
            text = ' | '.join(self.pattern(part, _ATOM) for part in node.patterns)
            return f'({text})' if level > _BOR else text
        if node.pattern is None:
            return node.name or '_'
        text = f'{self.pattern(node.pattern, _BOR)} as {node.name}'
        return f'({text})' if level > _TEST else text

    # -- expressions ------------------------------------------------------------------------

    def expr(self, node, level=_TEST):
        """The text of an expression, in parentheses if it binds less than `level`."""
        text, own = getattr(self, 'show_' + type(node).__name__)(node, level)
        return f'({text})' if own < level else text

    def show_Name(self, node, level):
        return node.id, _ATOM

    def show_Constant(self, node, level):
        value = node.value
        if value is ...:
            return '...', _ATOM
        if isinstance(value, (float, complex)):
            return repr(value).replace('inf', '1e309').replace('nan', '(1e309-1e309)'), _ATOM
        if isinstance(value, tuple):
            inside = ', '.join(self.expr(ast.Constant(one)) for one in value)
            return f"({inside}{',' if len(value) == 1 else ''})", _ATOM
        if isinstance(value, str):
            prefix = 'u' if getattr(node, 'kind', None) == 'u' else ''
            return prefix + self.string(value), _ATOM
        return repr(value), _ATOM

    def string(self, text):
        if self.quotes_taken:
            quotes = [quote for quote in _QUOTES if quote not in self.quotes_taken]
            for quote in quotes:
                if quote not in text and '\\' not in repr(text) and '\n' not in text:
                    return quote + text + quote
        return repr(text)

    def show_NamedExpr(self, node, level):
        return f'{self.expr(node.target, _ATOM)} := {self.expr(node.value, _ATOM)}', _NAMED

    def show_Tuple(self, node, level):
        inside = ', '.join(map(self.expr, node.elts)) + (',' if len(node.elts) == 1 else '')
        return (inside, _TUPLE) if node.elts and level <= _TUPLE else (f'({inside})', _ATOM)

    def show_List(self, node, level):
        return '[' + ', '.join(map(self.expr, node.elts)) + ']', _ATOM

    def show_Set(self, node, level):
        inside = ', '.join(map(self.expr, node.elts))
        return '{' + (inside or '*()') + '}', _ATOM

    def show_Dict(self, node, level):
        parts = ['**' + self.expr(value, _BOR) if key is None else
                 f'{self.expr(key)}: {self.expr(value)}'
                 for key, value in zip(node.keys, node.values)]
        return '{' + ', '.join(parts) + '}', _ATOM

    def show_Starred(self, node, level):
        return '*' + self.expr(node.value, _BOR), _ATOM

    def show_BoolOp(self, node, level):
        word, own = (' and ', _AND) if _op(node.op) == 'And' else (' or ', _OR)
        # CPython asks more of each operand than of the one before it.
        return word.join(self.expr(value, min(own + at, _ATOM))
                         for at, value in enumerate(node.values, 1)), own

    def show_BinOp(self, node, level):
        sign, own = _BINARY[_op(node.op)]
        left, right = (own + 1, own) if sign == '**' else (own, own + 1)
        return f'{self.expr(node.left, left)} {sign} {self.expr(node.right, right)}', own

    def show_UnaryOp(self, node, level):
        sign, own = _UNARY[_op(node.op)]
        return sign + self.expr(node.operand, own), own

    def show_Compare(self, node, level):
        parts = [self.expr(node.left, _COMPARE + 1)]
        for op, other in zip(node.ops, node.comparators):
            parts.append(f'{_COMPARISONS[_op(op)]} {self.expr(other, _COMPARE + 1)}')
        return ' '.join(parts), _COMPARE

    def show_IfExp(self, node, level):
        return (f'{self.expr(node.body, _TEST + 1)} if {self.expr(node.test, _TEST + 1)} '
                f'else {self.expr(node.orelse)}'), _TEST

    def show_Lambda(self, node, level):
        arguments = self.arguments(node.args)
        return f"lambda{' ' + arguments if arguments else ''}: {self.expr(node.body)}", _TEST

    def show_Await(self, node, level):
        return 'await ' + self.expr(node.value, _ATOM), _AWAIT

    def show_Yield(self, node, level):
        return 'yield' if node.value is None else 'yield ' + self.expr(node.value, _ATOM), _YIELD

    def show_YieldFrom(self, node, level):
        return 'yield from ' + self.expr(node.value, _ATOM), _YIELD

    def show_Attribute(self, node, level):
        owner = self.expr(node.value, _ATOM)
        number = isinstance(node.value, ast.Constant) and isinstance(node.value.value, int)
        return f"{owner}{' ' if number else ''}.{node.attr}", _ATOM

    def show_Subscript(self, node, level):
        index = node.slice
        inside = self.expr(index, _TUPLE if not isinstance(index, ast.Tuple) or index.elts
                           else _ATOM)
        return f'{self.expr(node.value, _ATOM)}[{inside}]', _ATOM

    def show_Slice(self, node, level):
        lower, upper, step = ('' if part is None else self.expr(part)
                              for part in (node.lower, node.upper, node.step))
        return f"{lower}:{upper}{':' + step if node.step is not None else ''}", _ATOM

    def keyword(self, node):
        value = self.expr(node.value)
        return f'**{value}' if node.arg is None else f'{node.arg}={value}'

    def show_Call(self, node, level):
        parts = [*map(self.expr, node.args), *map(self.keyword, node.keywords)]
        return f"{self.expr(node.func, _ATOM)}({', '.join(parts)})", _ATOM

    def comprehension(self, generators):
        out = ''
        for part in generators:
            out += ' async for ' if part.is_async else ' for '
            out += f'{self.expr(part.target, _TUPLE)} in {self.expr(part.iter, _TEST + 1)}'
            out += ''.join(f' if {self.expr(test, _TEST + 1)}' for test in part.ifs)
        return out

    def show_ListComp(self, node, level):
        return f'[{self.expr(node.elt)}{self.comprehension(node.generators)}]', _ATOM

    def show_SetComp(self, node, level):
        return f'{{{self.expr(node.elt)}{self.comprehension(node.generators)}}}', _ATOM

    def show_GeneratorExp(self, node, level):
        return f'({self.expr(node.elt)}{self.comprehension(node.generators)})', _ATOM

    def show_DictComp(self, node, level):
        return (f'{{{self.expr(node.key)}: {self.expr(node.value)}'
                f'{self.comprehension(node.generators)}}}'), _ATOM

    # -- f-strings --------------------------------------------------------------------------

    def show_JoinedStr(self, node, level):
        for quote in _QUOTES:
            if quote in self.quotes_taken:
                continue
            outer, self.quotes_taken = self.quotes_taken, (*self.quotes_taken, quote)
            try:
                inside = self.joined(node.values, quote)
            finally:
                self.quotes_taken = outer
            if quote not in inside and '\n' not in inside:
                return 'f' + quote + inside + quote, _ATOM
        raise ValueError("Unable to avoid backslash in f-string expression part")

    def joined(self, values, quote):
        out = ''
        for value in values:
            if isinstance(value, ast.Constant):
                text = value.value.replace('{', '{{').replace('}', '}}')
                shown = repr(text + '"')[1:-2]
                out += shown.replace("\\'", "'")
            else:
                out += self.formatted(value, quote)
        return out

    def formatted(self, node, quote):
        value = self.expr(node.value, _TEST + 1)
        if '\\' in value:
            raise ValueError("Unable to avoid backslash in f-string expression part")
        conversion = f'!{chr(node.conversion)}' if node.conversion != -1 else ''
        spec = node.format_spec
        spec = '' if spec is None else ':' + self.joined(spec.values, quote)
        return f"{{{' ' if value.startswith('{') else ''}{value}{conversion}{spec}}}"

    def show_FormattedValue(self, node, level):
        return self.show_JoinedStr(ast.JoinedStr([node]), level)

    # -- arguments --------------------------------------------------------------------------

    def arg(self, node):
        if node.annotation is None:
            return node.arg
        return f'{node.arg}: {self.expr(node.annotation)}'

    def arguments(self, node):
        plain = [*node.posonlyargs, *node.args]
        defaults = [None] * (len(plain) - len(node.defaults)) + list(node.defaults)
        parts = []
        for at, (arg, default) in enumerate(zip(plain, defaults), 1):
            parts.append(self.arg(arg) + ('' if default is None else '=' + self.expr(default)))
            if at == len(node.posonlyargs):
                parts.append('/')
        if node.vararg or node.kwonlyargs:
            parts.append('*' + (self.arg(node.vararg) if node.vararg else ''))
        for arg, default in zip(node.kwonlyargs, node.kw_defaults):
            parts.append(self.arg(arg) + ('' if default is None else '=' + self.expr(default)))
        if node.kwarg:
            parts.append('**' + self.arg(node.kwarg))
        return ', '.join(parts)


def unparse(node):
    writer = _Writer()
    if isinstance(node, list):
        writer.statements(node)
    elif isinstance(node, (ast.Module, ast.Interactive)):
        writer.statements(node.body, isinstance(node, ast.Module))
    elif isinstance(node, ast.Expression):
        return writer.expr(node.body)
    elif isinstance(node, ast.stmt):
        writer.statements([node])
    elif isinstance(node, ast.expr):
        return writer.expr(node)
    elif isinstance(node, ast.arguments):
        return writer.arguments(node)
    elif isinstance(node, ast.arg):
        return writer.arg(node)
    elif isinstance(node, ast.keyword):
        return writer.keyword(node)
    elif isinstance(node, ast.pattern):
        return writer.pattern(node)
    return '\n'.join(writer.lines)


_WHOLE = {'exec': ast.Module, 'eval': ast.Expression, 'single': ast.Interactive}


def text_to_compile(tree, mode):
    """A text that says what the tree says, its statements on the lines that they name."""
    whole = _WHOLE[mode]
    if not isinstance(tree, whole):
        raise TypeError(f'expected {whole.__name__} node, got {type(tree).__name__}')
    for node in ast.walk(tree):
        for name in node._attributes:
            if name in ('lineno', 'col_offset') and not hasattr(node, name):
                kind = next(c.__name__ for c in type(node).__mro__
                            if c.__name__ in ('stmt', 'expr', 'excepthandler', 'pattern', 'arg',
                                              'keyword', 'alias'))
                raise TypeError(f'required field "{name}" missing from {kind}')
    if mode == 'eval':
        return _Writer().expr(tree.body)
    writer = _Writer(places=True)
    writer.statements(tree.body)
    return '\n'.join(writer.lines) + '\n'
