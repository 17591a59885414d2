x = 1
y = "unterminated string
z = 2
