"""Method calls and attribute access: instances, inheritance, properties, slots."""


class Account:
    rate = 3

    def __init__(self, owner, balance):
        self.owner = owner
        self.balance = balance

    def deposit(self, amount):
        self.balance += amount
        return self

    def fee(self):
        return self.rate

    @property
    def total(self):
        return self.balance


class Savings(Account):
    def fee(self):
        return super().fee() + 1


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def moved(self, dx):
        return Point(self.x + dx, self.y)


def main():
    accounts = [Account("a", 0), Savings("b", 0)]
    point = Point(0, 0)
    for i in range(600_000):
        account = accounts[i & 1]
        account.deposit(i)
        account.balance -= account.fee()
        if account.total > 10**9:
            account.balance = 0
        point = point.moved(1)
    return accounts[0].balance, accounts[1].balance, point.x


print(main())
