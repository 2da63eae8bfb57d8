# A task starts at the next await, not at its creation.
import asyncio
order = []
async def t(n):
    order.append(f'{n}-start')
    await asyncio.sleep(0)
    order.append(f'{n}-end')
async def main():
    a = asyncio.create_task(t('A'))
    await t('B')
    c = asyncio.create_task(t('C'))
    await asyncio.gather(t('D'), t('E'), c, a)
    print(*order)
asyncio.run(main())
