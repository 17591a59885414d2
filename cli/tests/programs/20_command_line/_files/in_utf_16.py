# coding: utf-16
print(1)
print(1)
