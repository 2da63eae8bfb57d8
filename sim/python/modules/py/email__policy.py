"""How messages are read and written; only the rules of line ends and lengths differ here."""

__all__ = ['Compat32', 'compat32', 'Policy', 'EmailPolicy', 'default', 'strict', 'SMTP', 'HTTP',
           'SMTPUTF8']


class Policy:
    max_line_length = 78
    linesep = '\n'
    cte_type = '8bit'
    raise_on_defect = False
    mangle_from_ = False
    utf8 = False

    def __init__(self, **kw):
        self.__dict__.update(kw)

    def clone(self, **kw):
        return type(self)(**{**self.__dict__, **kw})

    __add__ = lambda self, other: self.clone(**other.__dict__)


class Compat32(Policy):
    mangle_from_ = True


class EmailPolicy(Policy):
    refold_source = 'long'


compat32 = Compat32()
default = EmailPolicy()
strict = default.clone(raise_on_defect=True)
SMTP = default.clone(linesep='\r\n')
HTTP = default.clone(linesep='\r\n', max_line_length=None)
SMTPUTF8 = SMTP.clone(utf8=True)
