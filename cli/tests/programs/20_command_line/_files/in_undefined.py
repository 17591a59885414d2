# coding: undefined
print(1)
1
