# option parser, as CPython has them.
from optparse import *
import optparse
p=OptionParser(usage="usage: %prog [options] arg1 arg2", version="%prog 1.0", description="A longer description of this program that will have to be wrapped around the line, yes.", epilog="The end.", prog="prog")
p.add_option("-f","--file",dest="filename",help="write report to FILE",metavar="FILE")
p.add_option("-q","--quiet",action="store_false",dest="verbose",default=True,help="don't print status messages to stdout")
p.add_option("-n","--num",type="int",default=5,help="number [default: %default]")
p.add_option("--point",nargs=2,type="float")
p.add_option("-c","--choice",type="choice",choices=["a","b"],default="a")
p.add_option("-v",action="count",dest="v")
p.add_option("-a","--append",action="append")
g=OptionGroup(p,"Dangerous Options","Caution: use these options at your own risk.")
g.add_option("-g",action="store_true",help="Group option.")
p.add_option_group(g)
p.add_option("--a-very-long-option-name-here",help="x "*60)
def cb(option,opt,value,parser,*a,**k): print("cb",opt,value,a,k); setattr(parser.values,'cbv',value)
p.add_option("--cb",action="callback",callback=cb,type="string",callback_args=(1,))
p.print_help(); p.print_usage(); p.print_version()
for a in [[],["-f","x","-q","y"],["-fx","--num=7","z"],["--point","1","2","-vvv","-a1","-a","2"],["--fil","q","--","-x"],["-c","b","--cb","hi"]]:
    o,r=p.parse_args(a); print(o,r,o.filename)
for a in [["-x"],["--nope"],["--num","q"],["-c","z"],["--point","1"],["--quiet=3"],["--a"],["-h"],["--version"],["-n"]]:
    try: p.parse_args(a)
    except SystemExit as e: print('exit',e.code)
p2=OptionParser(formatter=TitledHelpFormatter()); p2.add_option("-x",help="ex"); print(p2.format_help())
for f in [lambda: p.add_option("-f"), lambda: p.add_option("f"), lambda: p.add_option("--z",bad=1), lambda: p.add_option("--z",action="q"),lambda:p.add_option("--z",type="choice"),lambda:p.add_option()]:
    try: f()
    except Exception as e: print(type(e).__name__,e)
print(p.has_option("-f"), p.get_option("--file"), p.defaults['num'])
import gettext
_=gettext.gettext; print(_('hello'), gettext.ngettext('a','b',2)); 
try: gettext.translation('x')
except OSError as e: print(repr(e), e)
gettext.install('x'); print(__builtins__._('q'))
