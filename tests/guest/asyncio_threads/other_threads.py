import asyncio, threading
async def main():
    loop=asyncio.get_running_loop()
    def other():
        try: loop.call_soon(print,'x')
        except RuntimeError as e: print(e)
        try: asyncio.get_running_loop()
        except RuntimeError as e: print(e)
        try: asyncio.get_event_loop()
        except RuntimeError as e: print(e)
        try: asyncio.create_task(main())
        except RuntimeError as e: print(e)
    t=threading.Thread(target=other); t.start(); t.join()
    loop.set_debug(True)
    t=threading.Thread(target=other,name="dbg"); t.start(); t.join()
    def run_own():
        async def own():
            print(asyncio.current_task().get_name(), threading.current_thread().name)
            await asyncio.sleep(1)
            return 5
        print(asyncio.run(own()))
    await asyncio.gather(asyncio.to_thread(run_own), asyncio.to_thread(run_own))
    print(loop.time())
    print(type(loop).__mro__)
    await loop.shutdown_default_executor()
    try: await asyncio.to_thread(print)
    except RuntimeError as e: print(e)
import warnings; warnings.simplefilter('ignore')
asyncio.run(main())
