# Four tasks want the same lock.
import asyncio


async def use(lock, name, seconds):
    async with lock:
        print(f"{asyncio.get_running_loop().time():.1f} s  {name}")
        await asyncio.sleep(seconds)


async def greedy(lock):
    for turn in (1, 2):
        async with lock:
            print(f"{asyncio.get_running_loop().time():.1f} s  greedy, turn {turn}")
            await asyncio.sleep(1)


async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(greedy(lock))
        for name in ("first", "second", "third"):
            group.create_task(use(lock, name, 0.5))


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 305
# chapter = {en = "Patterns and traps", zh = "常见模式与陷阱"}
# title = {en = "A lock is fair", zh = "锁是公平的"}
# about = {en = "Waiters get the lock in the order in which they came, and nobody overtakes them.", zh = "等待者按到来的顺序得到锁，没有人能插队。"}
#
# [[tool.loopscope.notes]]
# at = "for turn in (1, 2):"
# en = "greedy lets go of the lock and wants it again at once, but others stand in line."
# zh = "greedy 放开锁后马上又要，但别人已经在排队。"
#
# [[tool.loopscope.notes]]
# at = "async with lock:"
# en = "acquire takes a free lock only when nobody waits for it; else it queues at the end."
# zh = "只有没人等待时 acquire 才直接拿到空闲的锁；否则排到队尾。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.sleep(seconds)"
# en = "On leaving, release wakes the first waiter. The lock is free until that task runs."
# zh = "离开时 release 唤醒第一个等待者。在它运行之前，锁是空闲的。"
# ///
