"""The docstring."""
import sys
print(__name__, __doc__, __package__, __spec__, "__cached__" in globals(), "__builtins__" in globals(), __debug__, sys.argv)
