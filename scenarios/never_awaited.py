# Calling an async function runs nothing.
async def say_hello():
    print("hello world")


coro = say_hello()
print(coro)

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 50
# chapter = {en = "First steps", zh = "入门"}
# title = {en = "Called, but never awaited", zh = "调用了，却没有等待"}
# about = {en = "An async function's call gives a coroutine object; without await or a task it never runs, and Python warns.", zh = "调用异步函数只得到协程对象；不 await、也不建任务，它就永远不会运行，Python 会发出警告。"}
# document = "Python的异步IO:协程"
#
# [[tool.loopscope.notes]]
# at = "coro = say_hello()"
# en = "No loop, no task: only an object that could run."
# zh = "没有事件循环，也没有任务：这里只有一个可以运行的对象。"
#
# [[tool.loopscope.notes]]
# at = "print(coro)"
# en = "`hello world` is missing from the output. When the object goes, Python writes a RuntimeWarning to stderr."
# zh = "输出里没有 `hello world`。对象被回收时，Python 会在 stderr 上写出 RuntimeWarning。"
# ///
