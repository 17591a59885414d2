# args: one 'two words' "three \"quoted\"" --flag -x=5 '' é
import sys

print(sys.argv[1:], len(sys.argv), sys.argv[0])
print(sys.orig_argv[-7:], sys.flags.isolated, sys.flags.no_site)
