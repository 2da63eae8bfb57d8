# sys.exit with a text: on stderr, status 1.
# exits: 1
import sys
print('x')
sys.exit('fatal: no config')
