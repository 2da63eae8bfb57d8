# Ctrl-C while asyncio.run sleeps: the main task is cancelled, cleans up, and KeyboardInterrupt comes out.
import asyncio
import os
import signal


async def helper(name):
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
    finally:
        print(name, "finally")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.5, os.kill, os.getpid(), signal.SIGINT)
    tasks = [asyncio.create_task(helper(name)) for name in "ab"]
    try:
        await asyncio.gather(*tasks)
    except asyncio.CancelledError:
        print("main cleans up at", loop.time())
        await asyncio.sleep(0.25)
        print("main has cleaned up at", loop.time())
        raise


try:
    asyncio.run(main())
except KeyboardInterrupt as error:
    print("KeyboardInterrupt", error.args)
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)


async def swallows():
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print("swallowed")
    return "a result"


async def interrupted_twice():
    loop = asyncio.get_running_loop()
    loop.call_later(1, signal.raise_signal, signal.SIGINT)
    loop.call_later(2, signal.raise_signal, signal.SIGINT)
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print("first")
        try:
            await asyncio.sleep(60)
        finally:
            print("second")


async def main_with(function):
    if function is swallows:
        asyncio.get_running_loop().call_later(1, signal.raise_signal, signal.SIGINT)
    return await function()

print(asyncio.run(main_with(swallows)))
try:
    asyncio.run(main_with(interrupted_twice))
except KeyboardInterrupt:
    print("out of run")
