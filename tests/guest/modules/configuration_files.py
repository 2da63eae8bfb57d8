# configparser: reading, interpolation, writing, errors.
import configparser, io, sys
t='''[DEFAULT]
home = /h
Debug = yes
[server]
host = localhost
port: 8080
path = %(home)s/www
# comment
multi = a
  b

  c
[empty]
[db]
url=x;y
ratio = 0.5
'''
c=configparser.ConfigParser(); c.read_string(t)
print(c.sections(), c['server']['path'], c.getint('server','port'), c.getboolean('server','debug'), c.getfloat('db','ratio'), c['db']['url'], repr(c['server']['multi']), 'host' in c['server'], c.has_option('server','home'), c.options('server'), dict(c['db']), c['server'], len(c), list(c), c.get('server','zz',fallback='fb'), c['server'].get('nope'), c['server'].getint('port'), c.items('db'), c.defaults())
c['new']={'a':'1','B':'2'}; c.set('new','c','%%'); c.add_section('x'); print(dict(c['new'])); del c['empty']; o=io.StringIO(); c.write(o); print(o.getvalue())
for f in [lambda:c.get('no','a'), lambda:c.get('server','no'), lambda:c['no'], lambda:c['server']['no'], lambda:c.add_section('x'), lambda:c.set('new','d',5), lambda:c.set('new','d','%'), lambda:configparser.ConfigParser().read_string('a=1'), lambda:configparser.ConfigParser().read_string('[a]\nx=1\nx=2'), lambda:configparser.ConfigParser().read_string('[a]\n[a]'), lambda:configparser.ConfigParser().read_string('[a]\njunk'), lambda:c.getint('server','host'), lambda:c.getboolean('server','host'), lambda: c.read('/nope')]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
e=configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation()); e.read_dict({'a':{'x':1,'y':'${x}2','z':'${b:q}'},'b':{'q':'Q$$'}}); print(e['a']['y'], e['a']['z'])
b=configparser.ConfigParser(); b.read_string('[a]\nx=%(y)s\nz=%(z)s\n')
for k in 'xz':
    try: print(b['a'][k])
    except configparser.Error as x: print(type(x).__name__, x)
n=configparser.ConfigParser(allow_no_value=True, inline_comment_prefixes=('#',)); n.read_string('[a]\nflag\nk=v # c\n'); print(n['a']['flag'], n['a']['k'])
