# Workers crawl pages from a queue, with seeded random delays.
import asyncio
import random
import time
from dataclasses import dataclass, field

PAGES = {'/': ['/a', '/b'], '/a': ['/c', '/d'], '/b': ['/d', '/e'], '/c': [], '/d': ['/'], '/e': ['/missing']}

@dataclass
class Stats:
    fetched: int = 0
    errors: list[str] = field(default_factory=list)

async def fetch(url: str) -> list[str]:
    await asyncio.sleep(random.uniform(0.01, 0.05))
    try:
        return PAGES[url]
    except KeyError:
        raise LookupError(f'404: {url}') from None

async def worker(name, q, seen, stats):
    while True:
        url = await q.get()
        try:
            links = await fetch(url)
            stats.fetched += 1
            for l in links:
                if l not in seen:
                    seen.add(l)
                    q.put_nowait(l)
        except LookupError as e:
            stats.errors.append(str(e))
        finally:
            q.task_done()

async def main():
    random.seed(7)
    q = asyncio.Queue()
    seen = {'/'}
    q.put_nowait('/')
    stats = Stats()
    ws = [asyncio.create_task(worker(f'w{i}', q, seen, stats)) for i in range(3)]
    await q.join()
    for w in ws: w.cancel()
    res = await asyncio.gather(*ws, return_exceptions=True)
    print(sorted(seen), stats, [type(r).__name__ for r in res])

asyncio.run(main())
