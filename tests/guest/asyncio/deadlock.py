# Two tasks take two locks in opposite orders: the run says who waits.
# exits: 3
# stderr: not compared
import asyncio

class Account:
    """A bank account."""
    count = 0

    def __init__(self, owner, balance=0):
        self.owner = owner
        self._balance = balance
        Account.count += 1
        self.lock = asyncio.Lock()

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, v):
        if v < 0:
            raise ValueError(f"{self.owner}: negative balance {v}")
        self._balance = v

    @classmethod
    def empty(cls, owner):
        return cls(owner)

    @staticmethod
    def fee(x):
        return x * 0.01

    def __repr__(self):
        return f"{type(self).__name__}({self.owner!r}, {self._balance:.2f})"

    def __eq__(self, other):
        return isinstance(other, Account) and self.owner == other.owner

    def __lt__(self, other):
        return self._balance < other._balance

    __hash__ = None

class Savings(Account):
    def __init__(self, owner, rate, **kw):
        super().__init__(owner, **kw)
        self.rate = rate

    async def accrue(self):
        async with self.lock:
            await asyncio.sleep(0.01)
            self.balance += self.balance * self.rate
            return self.balance

async def transfer(a, b, amount):
    async with a.lock, b.lock:
        await asyncio.sleep(0.01)
        a.balance -= amount
        b.balance += amount

async def main():
    a = Account("ann", 100)
    b = Savings("bob", 0.05, balance=200)
    print(a, b, Account.count, Savings.__mro__)
    r = await asyncio.gather(transfer(a, b, 30), transfer(b, a, 10), b.accrue(),
                             transfer(a, b, 1000), return_exceptions=True)
    print(r)
    print(sorted([b, a]), a == Account("ann"), a != b, Account.empty("z"), Account.fee(50))
    try:
        hash(a)
    except TypeError as e:
        print(e)
    try:
        a.nothing
    except AttributeError as e:
        print(e)
    try:
        Account()
    except TypeError as e:
        print(e)
    try:
        Account(1, 2, 3, z=4)
    except TypeError as e:
        print(e)
    print(Account.__doc__, a.__dict__.keys(), hasattr(a, 'lock'), getattr(a, 'q', None))

asyncio.run(main())
