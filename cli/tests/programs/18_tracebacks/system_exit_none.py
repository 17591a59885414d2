import sys

print("exits with 0")
sys.exit()
print("never")
