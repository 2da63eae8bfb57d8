# ast.literal_eval and http.HTTPStatus.
import ast
from http import HTTPStatus, HTTPMethod
for s in ["1","-1","1.5e-3","'a' 'b'","b'x'","[1, 2, (3,), {4}, {'a': None, 'b': [True, False]}]","()","(1)","(1,)","1, 2","{}","set()","1+2j","-1-2j","0x1F","1_000","'''tri\nple'''","r'\\d'"," 5","...","[\n1, # c\n2]", "{'k': (1, 'x')}", "''"]:
    print(repr(ast.literal_eval(s)))
for s in ["x","f()","1+1","[x for x in y]","a.b","__import__('os')","f'x'","","1 +","lambda: 1","'a'*3","[1,","{1: 2, 3}"]:
    try: print(ast.literal_eval(s))
    except (ValueError, SyntaxError) as e: print(s, type(e).__name__, str(e).split(':')[0])
print(HTTPStatus.OK, repr(HTTPStatus.NOT_FOUND), HTTPStatus(404).phrase, HTTPStatus.OK == 200, HTTPStatus.IM_A_TEAPOT.description, len(HTTPStatus), HTTPMethod.GET, repr(HTTPMethod.POST), f'{HTTPStatus.OK}')
