# coding: nosuch
print(1)
