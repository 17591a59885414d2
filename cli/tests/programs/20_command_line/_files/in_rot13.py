# coding: rot13
print(1)
print(1)
