class Account:
    def __init__(self):
        self.balance = 10


account = Account()
print(account.balance)
account.balanse += 1
