"""The MIME types of files, by the endings of their names."""

import os
import posixpath

__all__ = ["knownfiles", "inited", "MimeTypes", "guess_type", "guess_all_extensions",
           "guess_extension", "add_type", "init", "read_mime_types", "suffix_map",
           "encodings_map", "types_map", "common_types"]

knownfiles = []
inited = False
_db = None

# In the order that guess_extension() answers by.
_TYPES = """
application/javascript .js .mjs|application/json .json|application/manifest+json .webmanifest
application/msword .doc .dot .wiz|application/n-quads .nq|application/n-triples .nt
application/octet-stream .bin .a .dll .exe .o .obj .so|application/oda .oda
application/pdf .pdf|application/pkcs7-mime .p7c
application/postscript .ps .ai .eps|application/trig .trig|application/vnd.apple.mpegurl .m3u .m3u8
application/vnd.ms-excel .xls .xlb|application/vnd.ms-powerpoint .ppt .pot .ppa .pps .pwz
application/wasm .wasm|application/x-bcpio .bcpio|application/x-cpio .cpio|application/x-csh .csh
application/x-dvi .dvi|application/x-gtar .gtar|application/x-hdf .hdf|application/x-hdf5 .h5
application/x-latex .latex|application/x-mif .mif|application/x-netcdf .cdf .nc
application/x-pkcs12 .p12 .pfx|application/x-pn-realaudio .ram|application/x-python-code .pyc .pyo
application/x-sh .sh|application/x-shar .shar|application/x-shockwave-flash .swf
application/x-sv4cpio .sv4cpio|application/x-sv4crc .sv4crc|application/x-tar .tar
application/x-tcl .tcl|application/x-tex .tex|application/x-texinfo .texi .texinfo
application/x-troff .roff .t .tr|application/x-troff-man .man|application/x-troff-me .me
application/x-troff-ms .ms|application/x-ustar .ustar|application/x-wais-source .src
application/xml .xsl .rdf .wsdl .xpdl|application/zip .zip|audio/3gpp .3gp .3gpp
audio/3gpp2 .3g2 .3gpp2|audio/aac .aac .adts .loas .ass|audio/basic .au .snd|audio/mpeg .mp3 .mp2
audio/opus .opus|audio/x-aiff .aif .aifc .aiff|audio/x-pn-realaudio .ra|audio/x-wav .wav
image/avif .avif|image/bmp .bmp|image/gif .gif|image/heic .heic|image/heif .heif|image/ief .ief
image/jpeg .jpg .jpe .jpeg|image/png .png|image/svg+xml .svg|image/tiff .tiff .tif
image/vnd.microsoft.icon .ico|image/x-cmu-raster .ras|image/x-portable-anymap .pnm
image/x-portable-bitmap .pbm|image/x-portable-graymap .pgm|image/x-portable-pixmap .ppm
image/x-rgb .rgb|image/x-xbitmap .xbm|image/x-xpixmap .xpm|image/x-xwindowdump .xwd
message/rfc822 .eml .mht .mhtml .nws|text/css .css|text/csv .csv|text/html .html .htm|text/n3 .n3
text/plain .txt .bat .c .h .ksh .pl .srt|text/richtext .rtx|text/tab-separated-values .tsv
text/vtt .vtt|text/x-python .py|text/x-setext .etx|text/x-sgml .sgm .sgml|text/x-vcard .vcf
text/xml .xml|video/mp4 .mp4|video/mpeg .mpeg .m1v .mpa .mpe .mpg|video/quicktime .mov .qt
video/webm .webm|video/x-msvideo .avi|video/x-sgi-movie .movie
"""

suffix_map = {'.svgz': '.svg.gz', '.tgz': '.tar.gz', '.taz': '.tar.gz', '.tz': '.tar.gz',
              '.tbz2': '.tar.bz2', '.txz': '.tar.xz'}
encodings_map = {'.gz': 'gzip', '.Z': 'compress', '.bz2': 'bzip2', '.xz': 'xz', '.br': 'br'}
types_map = {}
for _line in _TYPES.split('\n'):
    for _entry in _line.split('|') if _line else ():
        _kind, *_endings = _entry.split()
        types_map.update(dict.fromkeys(_endings, _kind))
common_types = {'.rtf': 'application/rtf', '.midi': 'audio/midi', '.mid': 'audio/midi',
                '.jpg': 'image/jpg', '.pict': 'image/pict', '.pct': 'image/pict',
                '.pic': 'image/pict', '.xul': 'text/xul', '.webp': 'image/webp'}
_types_map_default, _common_types_default = dict(types_map), dict(common_types)


class MimeTypes:
    def __init__(self, filenames=(), strict=True):
        if not inited:
            init()
        self.encodings_map, self.suffix_map = encodings_map.copy(), suffix_map.copy()
        self.types_map = {}, {}
        self.types_map_inv = {}, {}
        for table, is_strict in ((_common_types_default, False), (_types_map_default, True)):
            for ending, kind in table.items():
                self.add_type(kind, ending, is_strict)
        for name in filenames:
            self.read(name, strict)

    def add_type(self, type, ext, strict=True):
        self.types_map[strict][ext] = type
        endings = self.types_map_inv[strict].setdefault(type, [])
        if ext not in endings:
            endings.append(ext)

    def guess_type(self, url, strict=True):
        url = os.fspath(url)
        scheme = url.partition(':')[0].lower() if ':' in url else ''
        if scheme == 'data':
            comma = url.find(',')
            if comma < 0:
                return None, None
            semicolon = url.find(';', 0, comma)
            kind = url[5:semicolon if semicolon >= 0 else comma]
            return ('text/plain' if '=' in kind or '/' not in kind else kind), None
        if len(scheme) > 1 and scheme.isalnum():
            url = url.partition(':')[2]
        base, ending = posixpath.splitext(url)
        while ending.lower() in self.suffix_map:
            base, ending = posixpath.splitext(base + self.suffix_map[ending.lower()])
        encoding = None
        if ending in self.encodings_map:
            encoding = self.encodings_map[ending]
            base, ending = posixpath.splitext(base)
        ending = ending.lower()
        for table in (True,) if strict else (True, False):
            if ending in self.types_map[table]:
                return self.types_map[table][ending], encoding
        return None, encoding

    def guess_all_extensions(self, type, strict=True):
        type = type.lower()
        found = list(self.types_map_inv[True].get(type, ()))
        if not strict:
            found += [e for e in self.types_map_inv[False].get(type, ()) if e not in found]
        return found

    def guess_extension(self, type, strict=True):
        found = self.guess_all_extensions(type, strict)
        return found[0] if found else None

    def read(self, filename, strict=True):
        with open(filename, encoding='utf-8') as fp:
            self.readfp(fp, strict)

    def readfp(self, fp, strict=True):
        for line in fp:
            kind, *endings = line.partition('#')[0].split() or ['']
            for ending in endings:
                self.add_type(kind, '.' + ending, strict)


def _database():
    if _db is None:
        init()
    return _db


def init(files=None):
    global suffix_map, encodings_map, types_map, common_types, inited, _db
    inited = True
    if files is None or _db is None:
        db = MimeTypes()
        for name in files or ():
            db.read(name)
    else:
        db = _db
        for name in files:
            db.read(name)
    encodings_map, suffix_map = db.encodings_map, db.suffix_map
    common_types, types_map = db.types_map
    _db = db


def guess_type(url, strict=True):
    return _database().guess_type(url, strict)


def guess_all_extensions(type, strict=True):
    return _database().guess_all_extensions(type, strict)


def guess_extension(type, strict=True):
    return _database().guess_extension(type, strict)


def add_type(type, ext, strict=True):
    return _database().add_type(type, ext, strict)


def read_mime_types(file):
    try:
        with open(file, encoding='utf-8') as fp:
            db = MimeTypes()
            db.readfp(fp, True)
            return db.types_map[True]
    except OSError:
        return None
