# coding: shift_jis
print(1)
x='�'
