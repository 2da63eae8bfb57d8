"""The kinds of tokens."""

_NAMES = ('ENDMARKER NAME NUMBER STRING NEWLINE INDENT DEDENT LPAR RPAR LSQB RSQB COLON COMMA SEMI '
          'PLUS MINUS STAR SLASH VBAR AMPER LESS GREATER EQUAL DOT PERCENT LBRACE RBRACE EQEQUAL '
          'NOTEQUAL LESSEQUAL GREATEREQUAL TILDE CIRCUMFLEX LEFTSHIFT RIGHTSHIFT DOUBLESTAR '
          'PLUSEQUAL MINEQUAL STAREQUAL SLASHEQUAL PERCENTEQUAL AMPEREQUAL VBAREQUAL '
          'CIRCUMFLEXEQUAL LEFTSHIFTEQUAL RIGHTSHIFTEQUAL DOUBLESTAREQUAL DOUBLESLASH '
          'DOUBLESLASHEQUAL AT ATEQUAL RARROW ELLIPSIS COLONEQUAL OP AWAIT ASYNC TYPE_IGNORE '
          'TYPE_COMMENT SOFT_KEYWORD ERRORTOKEN COMMENT NL ENCODING N_TOKENS').split()
tok_name = dict(enumerate(_NAMES))
globals().update({name: number for number, name in tok_name.items()})
NT_OFFSET = 256
tok_name[NT_OFFSET] = 'NT_OFFSET'
__all__ = ['tok_name', 'EXACT_TOKEN_TYPES', 'ISTERMINAL', 'ISNONTERMINAL', 'ISEOF', *_NAMES]

EXACT_TOKEN_TYPES = {text: _NAMES.index(name) for text, name in zip(
    '( ) [ ] : , ; + - * / | & < > = . % { } == != <= >= ~ ^ << >> ** += -= *= /= %= &= |= ^= <<= '
    '>>= **= // //= @ @= -> ... :='.split(), _NAMES[7:54])}


def ISTERMINAL(x):
    return x < NT_OFFSET


def ISNONTERMINAL(x):
    return x >= NT_OFFSET


def ISEOF(x):
    return x == ENDMARKER  # noqa: F821
