class InsufficientFunds(Exception):
    def __init__(self, balance, amount):
        super().__init__(f"balance {balance} is less than {amount}")
        self.balance, self.amount = balance, amount


class Account:
    interest = 0.02
    _next = 1000

    def __init__(self, owner, balance=0):
        self.owner, self._balance, self.history = owner, balance, []
        self.number = Account._next
        Account._next += 1

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, value):
        if value < 0:
            raise InsufficientFunds(self._balance, self._balance - value)
        self.history.append(value - self._balance)
        self._balance = value

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError(f"bad amount {amount}")
        self.balance += amount

    def withdraw(self, amount):
        self.balance -= amount

    def __lt__(self, other):
        return self.balance < other.balance

    def __str__(self):
        return f"{self.owner}#{self.number}: {self.balance:,.2f}"


class Savings(Account):
    interest = 0.05

    def year(self):
        self.deposit(round(self.balance * self.interest, 2))


class Transaction:
    def __init__(self, *accounts):
        self.accounts = accounts

    def __enter__(self):
        self.saved = [(a, a._balance, list(a.history)) for a in self.accounts]

    def __exit__(self, kind, value, tb):
        if kind and issubclass(kind, InsufficientFunds):
            for a, balance, history in self.saved:
                a._balance, a.history = balance, history
            print("rolled back:", value)
            return True


a, b = Account("Ann", 100), Savings("Bob", 2500.5)
a.deposit(50)
b.year()
print(a, b, sep="\n")
with Transaction(a, b):
    b.deposit(1000)
    a.withdraw(1000)
with Transaction(a, b):
    b.deposit(50)
    a.withdraw(50)
print(a, b, a.history, b.history, sep="\n")
for action in (lambda: a.deposit(-5), lambda: a.withdraw(10**6), lambda: setattr(a, "balance", -1)):
    try:
        action()
    except (ValueError, InsufficientFunds) as e:
        print(type(e).__name__, e)
print([str(x) for x in sorted([b, a])], max(a, b).owner)
