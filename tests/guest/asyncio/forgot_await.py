# Using a coroutine or a task where its result was meant.
# stderr: not compared
import asyncio
async def get_data():
    await asyncio.sleep(0.1)
    return {'data': 1}
async def main():
    data = get_data()
    print(type(data))
    try:
        print(data['data'])
    except TypeError as e:
        print(e)
    print(data + 1 if False else 'z')
    result = asyncio.create_task(get_data())
    try:
        print(result['data'])
    except TypeError as e:
        print(e)
asyncio.run(main())
