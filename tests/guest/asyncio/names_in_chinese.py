# Chinese names, texts and widths; the traceback's carets count wide text as CPython does.
# exits: 1
import asyncio
import time

async def 说话(延迟, 内容):
    await asyncio.sleep(延迟)
    print(内容)

async def main():
    print('开始于 %s' % time.strftime('%Y')[:1])
    任务1 = asyncio.create_task(说话(0.1, '你好'), name='任务一')
    任务2 = asyncio.create_task(说话(0.2, '世界'))
    print(任务1)
    await 任务1
    await 任务2
    print(f'{"完成":*^10}|{"中":>4}|', 任务1.get_name(), repr('中文\u3000'))
    raise ValueError('出错了：变量 %r' % ('名',))

asyncio.run(main())
