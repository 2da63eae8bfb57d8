"""Syntax trees: what a program's text says, as objects."""

import re as _re

import _ast

# Each class of nodes with its base and its fields: `?` may be None, `*` is a list.
_GRAMMAR = """
mod: Module body* type_ignores* | Interactive body* | Expression body | FunctionType argtypes* returns
stmt: FunctionDef name args body* decorator_list* returns? type_comment?
 | AsyncFunctionDef name args body* decorator_list* returns? type_comment?
 | ClassDef name bases* keywords* body* decorator_list* | Return value? | Delete targets*
 | Assign targets* value type_comment? | AugAssign target op value
 | AnnAssign target annotation value? simple | For target iter body* orelse* type_comment?
 | AsyncFor target iter body* orelse* type_comment? | While test body* orelse* | If test body* orelse*
 | With items* body* type_comment? | AsyncWith items* body* type_comment? | Match subject cases*
 | Raise exc? cause? | Try body* handlers* orelse* finalbody* | TryStar body* handlers* orelse* finalbody*
 | Assert test msg? | Import names* | ImportFrom module? names* level? | Global names* | Nonlocal names*
 | Expr value | Pass | Break | Continue
expr: BoolOp op values* | NamedExpr target value | BinOp left op right | UnaryOp op operand
 | Lambda args body | IfExp test body orelse | Dict keys* values* | Set elts* | ListComp elt generators*
 | SetComp elt generators* | DictComp key value generators* | GeneratorExp elt generators* | Await value
 | Yield value? | YieldFrom value | Compare left ops* comparators* | Call func args* keywords*
 | FormattedValue value conversion format_spec? | JoinedStr values* | Constant value kind?
 | Attribute value attr ctx | Subscript value slice ctx | Starred value ctx | Name id ctx
 | List elts* ctx | Tuple elts* ctx | Slice lower? upper? step?
expr_context: Load | Store | Del
boolop: And | Or
operator: Add | Sub | Mult | MatMult | Div | Mod | Pow | LShift | RShift | BitOr | BitXor | BitAnd | FloorDiv
unaryop: Invert | Not | UAdd | USub
cmpop: Eq | NotEq | Lt | LtE | Gt | GtE | Is | IsNot | In | NotIn
excepthandler: ExceptHandler type? name? body*
pattern: MatchValue value | MatchSingleton value | MatchSequence patterns*
 | MatchMapping keys* patterns* rest? | MatchClass cls patterns* kwd_attrs* kwd_patterns* | MatchStar name?
 | MatchAs pattern? name? | MatchOr patterns*
type_ignore: TypeIgnore lineno tag
comprehension: target iter ifs* is_async
arguments: posonlyargs* args* vararg? kwonlyargs* kw_defaults* kwarg? defaults*
arg: arg annotation? type_comment?
keyword: arg? value
alias: name asname?
withitem: context_expr optional_vars?
match_case: pattern guard? body*
"""
PyCF_ALLOW_TOP_LEVEL_AWAIT, PyCF_ONLY_AST, PyCF_TYPE_COMMENTS = 0x2000, 0x400, 0x1000
_PLACES = ('lineno', 'col_offset', 'end_lineno', 'end_col_offset')
_PLACED = {'stmt', 'expr', 'excepthandler', 'pattern', 'arg', 'keyword', 'alias'}


class AST:
    """A node: its fields are attributes."""

    _fields = ()
    _attributes = ()
    __match_args__ = ()

    def __init__(self, *args, **kwargs):
        cls = type(self).__name__
        if len(args) > len(self._fields):
            many = '' if len(self._fields) == 1 else 's'
            raise TypeError(f"{cls} constructor takes at most {len(self._fields)} positional "
                            f"argument{many}")
        for name, value in zip(self._fields, args):
            setattr(self, name, value)
        for name, value in kwargs.items():
            if name in self._fields[:len(args)]:
                raise TypeError(f"{cls} got multiple values for argument {name!r}")
            setattr(self, name, value)

    def __reduce__(self):
        return type(self), (), self.__dict__


def _make_class(name, base, fields):
    names = tuple(field.rstrip('?*') for field in fields)
    space = {'_fields': names, '__match_args__': names, '__module__': __name__}
    space.update((field[:-1], None) for field in fields if field.endswith('?'))
    if name in _PLACED:
        space |= {'_attributes': _PLACES, 'end_lineno': None, 'end_col_offset': None}
    globals()[name] = type(name, (base,), space)


def _make_classes():
    for rule in _GRAMMAR.replace('\n |', ' |').strip().splitlines():
        family, _, choices = rule.partition(':')
        choices = [choice.split() for choice in choices.split('|')]
        if choices[0][0][0].islower():
            _make_class(family, AST, choices[0])
            continue
        _make_class(family, AST, ())
        for name, *fields in choices:
            _make_class(name, globals()[family], fields)


_make_classes()

# What one step of a told tree is: a node's beginning, a field's name, a literal, or a mark.
_STEP = _re.compile(r"""([A-Za-z_]+)\( | ([a-z_]+)= | ([][)]) | ,\s | (b?'(?:[^'\\]|\\.)*' |
                        b?"(?:[^"\\]|\\.)*" | [^][(),=]+)""", _re.X | _re.S)


def _node_of(text):
    """Builds what `text` tells. Rows under way lie on a list, so that depth does not matter."""
    rows = [[]]
    names = [[]]
    classes = []
    for name, field, mark, literal in _STEP.findall(text):
        if name:
            classes.append(globals()[name])
            rows.append([])
            names.append([])
        elif field:
            names[-1].append(field)
        elif mark == '[':
            classes.append(list)
            rows.append([])
            names.append([])
        elif mark:
            cls, values, keys = classes.pop(), rows.pop(), names.pop()
            rows[-1].append(values if cls is list else cls(**dict(zip(keys, values))))
        elif literal:
            rows[-1].append(int(literal) if literal.isdecimal() else eval(literal))
    return rows[0][0]


def parse(source, filename='<unknown>', mode='exec', *, type_comments=False, feature_version=None):
    """The tree of a text."""
    if mode not in ('exec', 'eval', 'single'):
        raise ValueError("compile() mode must be 'exec', 'eval', 'single' or 'func_type'")
    if isinstance(source, AST):
        return source
    if isinstance(source, (bytes, bytearray)):
        source = bytes(source).decode()
    if mode == 'eval':
        source = source.lstrip(' \t')
    tree = _node_of(_ast.told(source, filename, mode == 'eval'))
    if mode == 'eval':
        return Expression(body=tree.body[0].value)
    return tree if mode == 'exec' else Interactive(body=tree.body)


def _refuse(node):
    place = f' on line {node.lineno}' if getattr(node, 'lineno', None) else ''
    raise ValueError(f'malformed node or string{place}: {node!r}')


def _number(node):
    if not isinstance(node, Constant) or type(node.value) not in (int, float, complex):
        _refuse(node)
    return node.value


def _signed_number(node):
    if isinstance(node, UnaryOp) and isinstance(node.op, (UAdd, USub)):
        value = _number(node.operand)
        return +value if isinstance(node.op, UAdd) else -value
    return _number(node)


def _literal(node):
    match node:
        case Constant():
            return node.value
        case Tuple():
            return tuple(map(_literal, node.elts))
        case List():
            return list(map(_literal, node.elts))
        case Set():
            return set(map(_literal, node.elts))
        case Call(func=Name(id='set'), args=[], keywords=[]):
            return set()
        case Dict():
            if None in node.keys:
                _refuse(None)
            return dict(zip(map(_literal, node.keys), map(_literal, node.values)))
        case BinOp(op=Add() | Sub()):
            left, right = _signed_number(node.left), _number(node.right)
            if isinstance(left, (int, float)) and isinstance(right, complex):
                return left + right if isinstance(node.op, Add) else left - right
    return _signed_number(node)


def literal_eval(node_or_string):
    """The value of a text or tree that is a literal, and nothing but one."""
    if isinstance(node_or_string, str):
        node_or_string = parse(node_or_string.lstrip(' \t'), mode='eval')
    if isinstance(node_or_string, Expression):
        node_or_string = node_or_string.body
    return _literal(node_or_string)


def dump(node, annotate_fields=True, include_attributes=False, *, indent=None):
    """The tree as a text that would make it again."""
    if not isinstance(node, AST):
        raise TypeError(f'expected AST, got {node.__class__.__name__!r}')
    if indent is not None and not isinstance(indent, str):
        indent = ' ' * indent

    def joined(parts, depth):
        if indent is None or not parts:
            return ', '.join(parts)
        start = '\n' + indent * depth
        return start + (',' + start).join(parts)

    def shown(value, depth):
        """The text, and whether it is so short that a node with nothing else stays on its line."""
        if isinstance(value, list):
            if not value:
                return '[]', True
            return f'[{joined([shown(item, depth + 1)[0] for item in value], depth + 1)}]', False
        if not isinstance(value, AST):
            return repr(value), True
        cls = type(value)
        parts, simple, named = [], True, annotate_fields
        for name in value._fields:
            try:
                field = getattr(value, name)
            except AttributeError:
                named = True
                continue
            if field is None and getattr(cls, name, ...) is None:
                named = True
                continue
            text, short = shown(field, depth + 1)
            simple = simple and short
            parts.append(f'{name}={text}' if named else text)
        for name in value._attributes if include_attributes else ():
            field = getattr(value, name, None)
            if field is None:
                continue
            text, short = shown(field, depth + 1)
            simple = simple and short
            parts.append(f'{name}={text}')
        if simple and len(parts) <= 3:
            return f'{cls.__name__}({", ".join(parts)})', not parts
        return f'{cls.__name__}({joined(parts, depth + 1)})', False

    return shown(node, 0)[0]


def iter_fields(node):
    for field in node._fields:
        if hasattr(node, field):
            yield field, getattr(node, field)


def iter_child_nodes(node):
    for _, value in iter_fields(node):
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, AST):
                yield item


def walk(node):
    """The node and all below it, level by level."""
    row = [node]
    for each in row:
        row.extend(iter_child_nodes(each))
        yield each


class NodeVisitor:
    """Calls visit_NAME for each node of the class NAME, else visits what lies below."""

    def visit(self, node):
        return getattr(self, 'visit_' + type(node).__name__, self.generic_visit)(node)

    def generic_visit(self, node):
        for child in iter_child_nodes(node):
            self.visit(child)


class NodeTransformer(NodeVisitor):
    """Puts what the visitors answer in the place of what they visited: a node, a list, or None."""

    def generic_visit(self, node):
        for field, value in iter_fields(node):
            if isinstance(value, list):
                value[:] = self._row(value)
            elif isinstance(value, AST):
                new = self.visit(value)
                if new is None:
                    delattr(node, field)
                else:
                    setattr(node, field, new)
        return node

    def _row(self, items):
        result = []
        for item in items:
            if isinstance(item, AST):
                item = self.visit(item)
                if item is None:
                    continue
                if not isinstance(item, AST):
                    result.extend(item)
                    continue
            result.append(item)
        return result


def copy_location(new_node, old_node):
    for name in _PLACES:
        if name in old_node._attributes and name in new_node._attributes:
            value = getattr(old_node, name, None)
            if value is not None or hasattr(old_node, name) and name.startswith('end_'):
                setattr(new_node, name, value)
    return new_node


def fix_missing_locations(node):
    """Gives nodes without a place that of the node around them."""
    def fix(node, places):
        own = dict(places)
        for name in _PLACES:
            if name in node._attributes:
                if getattr(node, name, None) is None:
                    setattr(node, name, places[name])
                else:
                    own[name] = getattr(node, name)
        for child in iter_child_nodes(node):
            fix(child, own)

    fix(node, {'lineno': 1, 'col_offset': 0, 'end_lineno': 1, 'end_col_offset': 0})
    return node


def increment_lineno(node, n=1):
    for child in walk(node):
        if 'lineno' in child._attributes:
            child.lineno = getattr(child, 'lineno', 0) + n
        if getattr(child, 'end_lineno', 0) is not None and 'end_lineno' in child._attributes:
            child.end_lineno += n
    return node


def get_docstring(node, clean=True):
    if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
        raise TypeError(f"{node.__class__.__name__!r} can't have docstrings")
    match node.body:
        case [Expr(value=Constant(value=str() as text)), *_]:
            if clean:
                import inspect
                return inspect.cleandoc(text)
            return text
    return None


def get_source_segment(source, node, *, padded=False):
    """The piece of the source that the node stands for."""
    if getattr(node, 'end_lineno', None) is None or getattr(node, 'end_col_offset', None) is None:
        return None
    lines = source.splitlines(keepends=True)[node.lineno - 1:node.end_lineno]
    lines = [line.encode() for line in lines]
    lines[-1] = lines[-1][:node.end_col_offset]
    head, lines[0] = lines[0][:node.col_offset], lines[0][node.col_offset:]
    padding = ''
    if padded and node.end_lineno != node.lineno:
        padding = ''.join(c if c in '\f\t' else ' ' for c in head.decode())
    return padding + b''.join(lines).decode()


def unparse(ast_obj):
    """Python text that says what the tree says."""
    from _ast_unparse import unparse
    return unparse(ast_obj)
