# A parenthesis that is never closed.
# exits: 1
async def main():
    print("hi"
    x = 1
