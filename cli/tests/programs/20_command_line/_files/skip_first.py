this line is skipped by -x: not Python at all
print("second line", 1)
raise ValueError("line 3")
