"""Messages of electronic mail, and of what borrows their form."""

__all__ = ['base64mime', 'charset', 'encoders', 'errors', 'feedparser', 'generator', 'header',
           'iterators', 'message', 'message_from_file', 'message_from_binary_file',
           'message_from_string', 'message_from_bytes', 'mime', 'parser', 'quoprimime', 'utils']


def message_from_string(s, *args, **kws):
    from email import parser
    reader = parser.Parser(*args, **kws)
    return reader.parsestr(s)


def message_from_bytes(s, *args, **kws):
    from email import parser
    reader = parser.BytesParser(*args, **kws)
    return reader.parsebytes(s)


def message_from_file(fp, *args, **kws):
    from email import parser
    reader = parser.Parser(*args, **kws)
    return reader.parse(fp)


def message_from_binary_file(fp, *args, **kws):
    from email import parser
    reader = parser.BytesParser(*args, **kws)
    return reader.parse(fp)
