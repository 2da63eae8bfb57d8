# A fast producer and a slow consumer share a small queue.
import asyncio


async def produce(queue):
    for n in range(5):
        await queue.put(n)
        print(f"{now():.1f} s  made {n}, {queue.qsize()} waiting")
        await asyncio.sleep(0.1)


async def consume(queue):
    while True:
        n = await queue.get()
        await asyncio.sleep(1)
        print(f"{now():.1f} s  used {n}")
        queue.task_done()


def now():
    return asyncio.get_running_loop().time()


async def main():
    queue = asyncio.Queue(maxsize=2)
    consumer = asyncio.create_task(consume(queue))
    await produce(queue)
    await queue.join()
    consumer.cancel()


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 300
# chapter = {en = "Patterns and traps", zh = "常见模式与陷阱"}
# title = {en = "Producer and consumer", zh = "生产者与消费者"}
# about = {en = "A queue of two places: who is too fast waits.", zh = "只有两个位置的队列：太快的一方要等待。"}
#
# [[tool.loopscope.notes]]
# at = "await queue.put(n)"
# en = "With two items in it the queue is full: put waits until one is taken. That is back pressure."
# zh = "放满两个后队列已满：put 会等到有人取走一个。这就是背压。"
#
# [[tool.loopscope.notes]]
# at = "n = await queue.get()"
# en = "An empty queue makes the consumer wait. It is woken by the next put."
# zh = "队列为空时消费者等待，由下一次 put 唤醒。"
#
# [[tool.loopscope.notes]]
# at = "await queue.join()"
# en = "join waits until task_done was called once for each item."
# zh = "join 等待每个元素都调用过一次 task_done。"
#
# [[tool.loopscope.notes]]
# at = "consumer.cancel()"
# en = "The consumer would wait for ever: it is cancelled."
# zh = "消费者会永远等下去，所以要取消它。"
# ///
