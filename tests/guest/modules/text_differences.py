# difflib.
import difflib
a='one\ntwo\nthree\nfour\n'.splitlines(True); b='one\n2\nthree\nfive\nfour\nsix\n'.splitlines(True)
print(''.join(difflib.unified_diff(a,b,'a','b')), ''.join(difflib.context_diff(a,b,'a','b','d1','d2')), ''.join(difflib.ndiff(a,b)))
print(difflib.get_close_matches('appel',['ape','apple','peach','puppy']), difflib.SequenceMatcher(None,'abcd','bcde').ratio(), difflib.SequenceMatcher(None,'qabxcd','abycdf').get_opcodes(), difflib.SequenceMatcher(lambda x:x==' ',' abcd','abcd abcd').find_longest_match(0,5,0,9), difflib.SequenceMatcher(None,'private Thread currentThread;','private volatile Thread currentThread;').get_matching_blocks())
print(''.join(difflib.ndiff(['abcdefGhijkl\n','x\n','same\n'],['abcdefghijkl\n','y y\n','same\n'])), list(difflib.restore(difflib.ndiff(a,b),1)))
print('\n'.join(difflib.unified_diff(['a']*20+['b'],['a']*10+['c']+['a']*10,lineterm='')))
