# /// script
# [tool.loopscope]
# [[tool.loopscope.stimuli]]
# at = 1.0
# signal = "SIGINT"
# [[tool.loopscope.stimuli]]
# at = 2.0
# signal = "SIGINT"
# [[tool.loopscope.stimuli]]
# at = 3.0
# signal = "SIGINT"
# [[tool.loopscope.stimuli]]
# at = 4.0
# signal = "SIGINT"
# [[tool.loopscope.stimuli]]
# at = 5.0
# signal = "SIGINT"
# [[tool.loopscope.stimuli]]
# at = 6.0
# signal = "SIGINT"
# [[tool.loopscope.stimuli]]
# at = 7.0
# signal = "SIGINT"
# [[tool.loopscope.stimuli]]
# at = 8.0
# signal = "SIGINT"
# [[tool.loopscope.stimuli]]
# at = 9.0
# stdin = "too late\n"
# ///
# Ctrl-C breaks off whatever the main thread waits for.
import asyncio
import os
import queue
import socket
import subprocess
import threading
import time

here, there = socket.socketpair()
reading, writing = os.pipe()
taken = threading.Lock()
taken.acquire()

waits = {
    "input": lambda: input("name? "),
    "sleep": lambda: time.sleep(60),
    "lock": taken.acquire,
    "queue": queue.Queue().get,
    "socket": lambda: here.recv(1),
    "pipe": lambda: os.read(reading, 1),
    "child": lambda: subprocess.run(["sleep", "60"]),
    "loop": lambda: asyncio.run(asyncio.sleep(60)),
}
for name, wait in waits.items():
    try:
        wait()
    except KeyboardInterrupt:
        print(name, "interrupted at", time.monotonic())
