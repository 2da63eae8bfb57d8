# A Unix socket's path stands in its folder until it is unlinked.
import asyncio
import os

FOLDER = "/tmp/unix_paths"


async def main():
    os.mkdir(FOLDER)
    open(FOLDER + "/plain", "w").close()
    server = await asyncio.start_unix_server(lambda reader, writer: None, FOLDER + "/echo.sock")
    print(sorted(os.listdir(FOLDER)), os.path.exists(FOLDER + "/echo.sock"))
    server.close()
    await server.wait_closed()
    print(sorted(os.listdir(FOLDER)))
    os.unlink(FOLDER + "/echo.sock")
    print(os.listdir(FOLDER))
    os.unlink(FOLDER + "/plain")
    os.rmdir(FOLDER)


asyncio.run(main())
