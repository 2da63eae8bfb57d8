# /// script
# [tool.loopscope]
# [[tool.loopscope.stimuli]]
# at = 1.0
# stdin = "Ann\n"
# [[tool.loopscope.stimuli]]
# at = 2.5
# stdin = "x\nlast"
# ///
import sys, time
print("hello", input("name? "), time.monotonic())
for line in sys.stdin: print(repr(line), time.monotonic())
try: input()
except EOFError as e: print(e)
