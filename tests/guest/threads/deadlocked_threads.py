import threading
import time
# exits: 3

left, right = threading.Lock(), threading.Lock()


def first():
    with left:
        print("first has left")
        time.sleep(1)
        with right:
            print("never")


def second():
    with right:
        print("second has right")
        time.sleep(1)
        with left:
            print("never")


one = threading.Thread(target=first, name="one")
two = threading.Thread(target=second, name="two")
one.start()
two.start()
one.join()
