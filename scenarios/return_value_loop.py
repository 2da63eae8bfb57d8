# A coroutine's return value comes back through the loop.
import asyncio


async def coroutine():
    print('in coroutine')
    return 'result'


event_loop = asyncio.get_event_loop()
try:
    return_value = event_loop.run_until_complete(coroutine())
    print(f'it returned: {return_value}')
finally:
    event_loop.close()

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 20
# chapter = {en = "First steps", zh = "入门"}
# title = {en = "A return value, by the loop", zh = "返回值：通过事件循环"}
# about = {en = "What the coroutine returns becomes the task's result, and run_until_complete hands it back.", zh = "协程的返回值成为任务的结果，再由 run_until_complete 交还给调用者。"}
# document = "协程与事件循环 (asyncio_coroutine_return.py)"
#
# [[tool.loopscope.notes]]
# at = "return 'result'"
# en = "`return` ends the coroutine. Its value becomes the result of the task around it."
# zh = "`return` 结束协程，返回值成为外层任务的结果。"
#
# [[tool.loopscope.notes]]
# at = "return_value = event_loop.run_until_complete"
# en = "When the loop has stopped, run_until_complete takes the result out of the task and returns it."
# zh = "循环停止后，run_until_complete 从任务中取出结果并返回。"
# ///
