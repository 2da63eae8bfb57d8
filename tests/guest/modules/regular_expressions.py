# Patterns, their errors, matches, substitution and splitting, as the re module words them.
import re
def t(f, *a, **k):
    try:
        r = f(*a, **k)
        print(repr(r))
        return r
    except Exception as e:
        print(type(e).__module__, type(e).__name__, e, getattr(e,'pos',None))
for p, s in [('a+','caaat'),(r'(\w+) (\w+)','Isaac Newton, physicist'),(r'(?P<first>\w+) (?P<last>\w+)','Malcolm Reynolds'),
             (r'(a)|(b)','b'),(r'(?i)HELLO','say hello'),(r'(?<=-)\w+','spam-egg'),(r'\bfoo\b','a foo b'),(r'^x','a\nx'),(r'(?m)^x','a\nx'),
             ('$','a\n'),(r'\Z','a\n'),('.*','a\nb'),('(?s).*','a\nb'),('[^]a]','a]b'),('[a-]','-'),('[]-a]','^'),('x{2,3}','xxxx'),('x{,2}','xxx'),('x{}','x{}'),('x{2,3}?','xxxx'),
             ('a{','a{'),(r'(\d+)-(?:\d+)(?=z)','12-34z'),(r'(?:(a)|b)*','ab'),(r'(?:(a)|(b))*','ba'),('((ab))','ab'),(r'(a)(b)?','a'),(r'(?P<q>["\']).*?(?P=q)','say "hi" ok'),
             (r'(<)?(\w+@\w+(?:\.\w+)+)(?(1)>|$)','<user@host.com>'),(r'\d+','٣٤'),(r'\w+','héllo wörld'),(r'\w+','日本語 text'),(r'[^\W\d_]+','12_abc'),('é','café'),('(?i)É','café'),('[à-ü]+','café'),
             ('ſ','s'),('(?i)ſ','s'),('(?i)k','\u212a'),(r'\s+','a\x1c\x1db'),(r'(?a)\w+','é a'),('\\x41\\u0042\\101\\0','AB'+'A\0'),(r'(?>a+)b','aaab'),('a++b','aaab'),('a*+a','aaa'),('😀+','x😀😀'),(r'\B',''),(r'\b','')]:
    m = t(re.search, p, s)
    if m: print(m.span(), m.groups(), m.groupdict(), m.lastindex, m.lastgroup, m.regs, m.pos, m.endpos)
for p in ['(', ')', 'a**','*a','a|*','(?P<n','(?P<n>a)(?P<n>b)','(?P<1a>x)','[a','[z-a]','[\\d-z]',r'\q','[\\q]','\\','(?P=x)','\\1','(a\\1)','(?x','(?z)','(?<x)','(?<=a+)b','a{3,2}','(?#abc','(?i-i:a)','a(?i)b','(?P>a)','(?Px)','(?','(?-)','(?-i)','(?iL)a','(?(1)a|b|c)','(?(2)a)(b)','(?(x)a)','x{99999999999}','(?P<>a)','(?P<é>a)(?P=é)','\\x1','\\u12','\\N','\\N{','\\400','[\\400]','(?i','(?:','(?P<a','a\n(\nb','(?<=(a)\\1)','(?au:a)', '[a--b]','a]b}','(?a)(?i)b', '(?<!a*)b', r'\8', '(?ia:x)(?-i:y)']:
    print(ascii(p), end=' -> ')
    t(re.compile, p)
for f in [lambda: re.match('a',1), lambda: re.match('a',b'a'), lambda: re.match(b'a','a'), lambda: re.compile(1), lambda: re.compile(re.compile('a'),re.I), lambda: re.match('a','a').group(2),lambda: re.match('a','a').group('x'),lambda: re.match('a','a')[1], lambda: re.sub('a',1,'a'), lambda: re.sub('a','\\g<x>','a'), lambda: re.sub('a','\\1','a'), lambda: re.sub('a','\\q','a'), lambda:re.sub('a',b'x','a'), lambda:re.compile('a').match(), lambda:re.compile('a').sub('x'), lambda: re.compile(['a']), lambda: re.sub('a', lambda m:1, 'a')]:
    t(f)
t(re.sub, r'(\w+) (\w+)', r'\2 \1', 'hello world')
t(re.sub, r'(?P<a>\w)', r'<\g<a>\g<1>\n>', 'xy')
t(re.sub, 'x*', '-', 'abxd'); t(re.sub, '', '-', 'abc'); t(re.subn, 'a', 'b', 'aaa', 2)
t(re.split, r'\W+', 'Words, words, words.'); t(re.split, r'(\W+)', 'Words, words, words.', 1); t(re.split, 'x*', 'axbc'); t(re.split, '', 'abc')
t(re.findall, r'\bf[a-z]*', 'which foot or hand fell fastest'); t(re.findall, r'(\w+)=(\d+)', 'set width=20 and height=10'); t(re.findall, 'a|', 'baac'); t(re.findall, '(a)|b', 'ab')
t(re.escape, 'http://www.python.org?a=b&c=~d e\n\x00é'); t(re.escape, b'a.b')
t(re.findall, rb'\d+', b'12 ab 34'); t(re.sub, b'a', b'\\g<0>x', bytearray(b'aa')); t(lambda: re.search(b'b', memoryview(b'abc')))
t(re.compile,'a',re.I|re.M|re.X|re.A); t(re.compile, b'a', re.L); print(re.compile('(?P<a>x)(y)').groupindex, re.compile('a').flags, re.compile('(?i)a').flags)
print(re.I, repr(re.I|re.M), repr(re.RegexFlag(0)), re.NOFLAG)
t(re.compile(' a b # comment\n c', re.X).match, 'abc')
p = re.compile('o'); t(p.match,'dog',1); t(p.search,'dog',2); t(p.fullmatch,'ogre'); t(p.fullmatch,'doggie',1,2)
t(re.compile('^d').search,'dog',1)
print([m.span() for m in re.finditer('x*','axbxx')], list(re.finditer('q','a')))
print(re.sub(r'\d+', lambda m: str(int(m[0])*2), 'a1b22'))
s = re.Scanner([(r'[0-9]+', lambda s, t: ('INT', t)), (r'[a-z]+', lambda s,t:('ID',t)), (r'\s+', None)])
print(s.scan('abc 12 d!'))
print(re.compile('a') == re.compile('a'), hash(re.compile('a'))==hash(re.compile('a')), re.compile('a')==re.compile('b'))
import copy
print(copy.copy(p) is p, copy.deepcopy(p) is p)
print(re.match(r'(?P<y>\d{4})-(?P<m>\d\d)', '2024-05').expand(r'\g<m>/\g<y>'))
m = re.match('(a)(b)?', 'a'); print(m.group(0,1,2), m.groups('x'), m.start(2), m['0'] if 0 else m[0])
print(type(re.finditer('a','a')).__name__, re.Match, re.Pattern[str])
