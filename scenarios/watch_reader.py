# The selector as it is, without streams.
import asyncio
import socket


def readable(sock, loop):
    data = sock.recv(100)
    print(f"{loop.time():.1f} s  read {data.decode()!r}")
    if data == b"bye":
        loop.remove_reader(sock)
        loop.stop()


ours, theirs = socket.socketpair()
loop = asyncio.new_event_loop()
loop.add_reader(ours, readable, ours, loop)
loop.call_later(1, theirs.send, b"hello")
loop.call_later(2.5, theirs.send, b"bye")
loop.run_forever()
ours.close()
theirs.close()
loop.close()

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 505
# chapter = {en = "Network", zh = "网络"}
# title = {en = "add_reader: a descriptor and its callback", zh = "add_reader：描述符与它的回调"}
# about = {en = "Everything that asyncio does with sockets rests on this: the selector watches, the loop calls.", zh = "asyncio 对套接字所做的一切都以此为基础：选择器监视，事件循环调用。"}
# document = "asyncio 事件循环 API：监控文件描述符的读事件"
#
# [[tool.loopscope.notes]]
# at = "loop.add_reader(ours"
# en = "The handle stands with the selector, not in a queue: it runs each time the descriptor can be read."
# zh = "这个句柄登记在选择器上，而不在队列里：描述符每次可读，它就运行一次。"
#
# [[tool.loopscope.notes]]
# at = "data = sock.recv(100)"
# en = "select has told that there is something to read, so recv does not block."
# zh = "select 已经告知有数据可读，所以 recv 不会阻塞。"
#
# [[tool.loopscope.notes]]
# at = "loop.remove_reader(sock)"
# en = "From here on nobody watches the descriptor any more."
# zh = "从这里起不再有人监视这个描述符。"
# ///
