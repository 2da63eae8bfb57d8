# /// script
# [tool.loopscope]
# [tool.loopscope.files]
# "log.txt" = "one\n"
# [[tool.loopscope.stimuli]]
# at = 1.0
# file = "log.txt"
# append = "two\n"
# [[tool.loopscope.stimuli]]
# at = 2.0
# file = "log.txt"
# content = "all new\n"
# [[tool.loopscope.stimuli]]
# at = 3.0
# file = "log.txt"
# remove = true
# ///
import time, os
for _ in range(4):
    try:
        print(time.monotonic(), repr(open("log.txt").read()), os.stat("log.txt").st_mtime)
    except FileNotFoundError as e:
        print(time.monotonic(), e)
    time.sleep(1)
