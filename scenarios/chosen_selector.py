# A loop with a selector of one's choice.
import asyncio
import selectors


async def handle(reader, writer):
    writer.write(await reader.readline())
    writer.close()


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"watched by select()\n")
    print(await reader.read())
    writer.close()
    server.close()


selector = selectors.SelectSelector()
loop = asyncio.SelectorEventLoop(selector)
asyncio.set_event_loop(loop)
try:
    loop.run_until_complete(main())
finally:
    loop.close()

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 510
# chapter = {en = "Network", zh = "网络"}
# title = {en = "A selector of your choice", zh = "自选 selector"}
# about = {en = "The loop asks a selector which descriptors are ready. Which kind it is, the program may say; the default on Linux is epoll.", zh = "事件循环向 selector 询问哪些描述符已就绪。用哪一种可由程序指定；Linux 上默认是 epoll。"}
# document = "事件循环:SelectorEventLoop"
#
# [[tool.loopscope.notes]]
# at = "selector = selectors.SelectSelector()"
# en = "select() is the oldest of them: at every call it is handed all the descriptors again. poll and epoll came later."
# zh = "select() 是其中最老的：每次调用都要重新交给它全部描述符。poll 和 epoll 是后来才有的。"
#
# [[tool.loopscope.notes]]
# at = "loop = asyncio.SelectorEventLoop(selector)"
# en = "Everything else is the same: only who is asked in the select phase, and in which order it tells."
# zh = "其余都一样：不同的只是 select 阶段问谁，以及它按什么顺序报告。"
# ///
