# A call over several lines; names defined after main.
# exits: 1
import asyncio
async def main():
    result = await asyncio.gather(
        asyncio.sleep(0.01),
        fail(3),
    )
async def fail(n):
    data = {'a': [1, 2, 3]}
    return data['a'][n] + data['b']
asyncio.run(main())
