# Encodings of Chinese and others.
s = '你好，世界 ¥ abc'
for enc in ('gbk', 'gb18030', 'gb2312', 'cp936', 'utf-8-sig', 'utf-16', 'cp1252', 'cp1251', 'koi8-r',
            'iso-8859-15', 'cp437'):
    for t in ('你好，世界', 'abc', 'été', 'привет', 'こんにちは', '안녕', '😀', '€'):
        try:
            b = t.encode(enc)
            print(enc, b, b.decode(enc) == t)
        except UnicodeEncodeError as e:
            print(enc, type(e).__name__, str(e))
        except LookupError as e: print(e)
print('你好'.encode('gbk', 'replace'), '😀x'.encode('gbk', 'replace'), '😀x'.encode('gbk','ignore'), '😀x'.encode('gbk','xmlcharrefreplace'), '😀'.encode('gbk','backslashreplace'))
try: b'\xff\xff'.decode('gbk')
except UnicodeDecodeError as e: print(e)
print(b'\xc4\xe3\xff'.decode('gbk','replace'), b'\xc4\xe3\xff'.decode('gb18030','ignore'))
