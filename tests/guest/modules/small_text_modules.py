# fnmatch, shlex, graphlib, colorsys, platform.
import fnmatch, shlex, graphlib, colorsys, copyreg, platform, timeit
print(fnmatch.filter(['a.py','b.txt','c.PY','.hid'],'*.py'), fnmatch.fnmatch('file[1].x','file[[]1].?'), fnmatch.translate('a*[!x-z]?.py'), fnmatch.fnmatchcase('abc','[a-c]b[c]'))
for s in ["a 'b c' d", 'x="1 2" # no', "it\\'s ok", '"a\\"b" c\\ d']:
    print(shlex.split(s))
try: shlex.split("a 'b")
except ValueError as e: print(e)
print(shlex.join(['echo','hi there',"it's"]), shlex.quote(''), list(shlex.shlex('a && b; c>d', punctuation_chars=True)), list(shlex.shlex("a=1 'x y' z+2")))
print(list(graphlib.TopologicalSorter({'d':{'b','c'} and ['b','c'],'b':['a'],'c':['a']}).static_order()))
try: list(graphlib.TopologicalSorter({1:[2],2:[3],3:[1]}).static_order())
except graphlib.CycleError as e: print(e.args)
print(colorsys.rgb_to_hsv(.2,.4,.4), colorsys.hsv_to_rgb(.5,.5,.4), colorsys.rgb_to_hls(.2,.4,.4), colorsys.hls_to_rgb(.5,.3,.3333), colorsys.rgb_to_yiq(.2,.4,.4))
print(platform.python_implementation(), platform.system(), platform.python_version()[:4])
