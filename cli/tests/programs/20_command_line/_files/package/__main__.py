import sys
print("from a package", __name__, __package__, sys.argv[1:])
