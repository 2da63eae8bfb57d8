# re: searching, replacing, and errors of patterns.
import re
t = "The quick brown fox, phone 555-1234 and 555-9876; mail: bob@example.com, al.b@x.org 2024-01-15"
print(re.findall(r'\d{3}-\d{4}', t), re.findall(r'(\w+)@(\w+)\.(\w+)', t), re.search(r'(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)', t).groupdict())
print(re.sub(r'\b(\w)(\w*)\b', lambda m: m[1].upper() + m[2], t), re.subn('o', '0', t), re.split(r'[,;:]\s*', t), re.split(r'(,)', 'a,b,c', 1))
m = re.match(r'(?P<a>\w+)\s(\w+)', t); print(m, m.group(), m.group(1, 2), m.groups(), m.span(2), m.start('a'), m.end(), m.re.pattern, m.string[:5], m.lastindex, m.lastgroup, m['a'], m.expand(r'\2 \g<a>'))
for m in re.finditer(r'[A-Z]\w+', 'Hello World Foo'): print(m.start(), m.group())
p = re.compile(r'''
  (\d+)  # number
  \s* ([a-z]+)  # unit
''', re.X | re.I); print(p, p.flags, p.groups, p.groupindex, p.fullmatch('12 KM').groups(), p.findall('1 a 2 b'))
print(re.escape('a.b*c[d]'), re.fullmatch('a+', 'aaa'), re.match('b', 'abc'), re.search('^b', 'a\nb', re.M), re.findall('.', 'a\nb', re.S))
print(re.sub(r'(?<=a)b', 'X', 'ab cb'), re.sub(r'a(?!b)', 'X', 'ab ac'), re.sub(r'(\w+) (\w+)', r'\2 \1', 'hello world'), re.findall(r'(a)|(b)', 'ab'), re.findall(r'(?:a|b)+', 'abab c'), re.sub('', '-', 'abc'), re.sub('x*', '-', 'abxd'))
print(re.RegexFlag.IGNORECASE, re.I | re.M, repr(re.I), re.compile('a', re.A))
print([m.group(0) for m in re.finditer(r'(?i)the|FOX', t)], re.search(r'(\d)(\d)?', '1').groups('none'), re.search(r'(\d)(\d)?', '1')[2])
for bad in ['(', ')', '[a', 'a**', '(?P<1>a)', '(?P<a', r'\1', '(?<=a+)b', 'a{3,2}', '[z-a]', '(?z)', r'\q', '(?P=foo)', 'x{2}{3}', '*a', '(?:a', '(a', r'(?P<n>a)(?P<n>b)', '+']:
    try: re.compile(bad); print('ok', bad)
    except re.error as e: print(repr(bad), e, e.pos, e.lineno, e.colno)
tok = re.compile('|'.join('(?P<%s>%s)' % x for x in [('NUM', r'\d+(\.\d*)?'), ('ID', r'[A-Za-z]+'), ('OP', r'[+\-*/]'), ('SKIP', r'[ \t]+'), ('BAD', r'.')]))
print([(m.lastgroup, m.group()) for m in tok.finditer('x1 = 3.14 + foo') if m.lastgroup != 'SKIP'])
print(re.findall(r'\bfoo\b', 'foo foobar foo'), re.sub(r'\s+', ' ', ' a  b \n c ').strip(), re.match(r'^\+?1?\d{9,15}$', '+1234567890') is not None, re.findall(r"[\w']+", "don't stop"), re.split(r'\W+', 'a, b. c!'), re.findall('[^aeiou ]', 'hello yo'))
print(re.findall(rb'\d+', b'a1b22'), re.sub(rb'a', b'b', b'aa'), re.compile('(a)(?P<x>b)?').match('a').groupdict(), re.sub(r'(?P<q>a)', r'<\g<q>\g<0>>', 'banana', count=2))
print(re.findall(r'(?s:.)', 'a\n'), re.findall(r'a*?', 'aa'), re.findall(r'a++b', 'aab'), re.findall(r'(?>a+)b', 'aab'), re.match(r'(a+)+$', 'a' * 20), re.findall(r'\Aa|b\Z', 'aab'))
