# json.JSONEncoder.iterencode: where the text is cut.
import json, collections
E_ = json.JSONEncoder
for kw in ({}, {'indent': 2}, {'indent': '\t', 'sort_keys': True}, {'separators': (',', ':')}, {'skipkeys': True}):
    for o in ([], {}, [[]], [1, 'a', None, [2, [3.5]], {}], {'a': [1, {'b': {}}], 'c': 'é', 'b': None}, 5, 'x', (1, 2), {1: 2, None: 3, True: [4]}, [{}, {'q': []}]):
        try: print(list(E_(**kw).iterencode(o)))
        except Exception as e: print(type(e), e)
class X(E_):
    def default(self, o): return sorted(o)
print(list(X().iterencode([{1, 2}, {'s': {3}}])))
try: list(E_().iterencode([object()]))
except TypeError as e: print(e)
try: list(E_().iterencode({(1,): 2}))
except TypeError as e: print(e)
