"""multiprocessing.Pool and ThreadPool under the name of their module."""

from multiprocessing import AsyncResult, Pool, ThreadPool

ApplyResult = AsyncResult
