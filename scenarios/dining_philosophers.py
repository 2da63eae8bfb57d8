# Five philosophers, five forks, and a deadlock.
import asyncio


async def philosopher(name, left, right):
    print(f"{name} thinks")
    async with left:
        print(f"{name} takes the left fork")
        await asyncio.sleep(1)
        async with right:
            print(f"{name} eats")
            await asyncio.sleep(1)


async def main():
    forks = [asyncio.Lock() for _ in range(5)]
    names = ["Plato", "Kant", "Hume", "Marx", "Laozi"]
    await asyncio.gather(*(
        philosopher(name, forks[k], forks[(k + 1) % 5]) for k, name in enumerate(names)))


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 350
# chapter = {en = "Patterns and traps", zh = "常见模式与陷阱"}
# title = {en = "Dining philosophers", zh = "哲学家就餐"}
# about = {en = "Each takes the left fork and waits for the right one: nobody will ever eat.", zh = "每人拿起左边的叉子，等待右边的：谁也吃不到。"}
#
# [[tool.loopscope.notes]]
# at = "async with left:"
# en = "All five get their left fork: five locks, five holders."
# zh = "五个人都拿到了左边的叉子：五把锁，五个持有者。"
#
# [[tool.loopscope.notes]]
# at = "async with right:"
# en = "The right fork is the left one of the neighbour. Everybody waits for the next: a circle."
# zh = "右边的叉子是邻座的左叉。每个人都在等下一个人：形成一个环。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.gather("
# en = "Nothing is scheduled any more, so the run ends and says who waits for whose lock. Let one take the right fork first and all will eat."
# zh = "再也没有任何安排，于是运行结束，并说明谁在等谁的锁。让一个人先拿右叉，大家就都能吃到。"
# ///
