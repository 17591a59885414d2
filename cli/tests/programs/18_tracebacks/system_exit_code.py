import sys

print("before")
sys.stdout.flush()
try:
    sys.exit(7)
finally:
    print("finally runs")
