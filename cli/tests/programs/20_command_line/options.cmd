# options and their errors
-I -S -O -c 'print(__debug__); assert False'
-I -S -OO -c $'def f():\n "doc"\nprint(__debug__, f.__doc__)'
-I -S -O -O -c 'import sys; print(sys.flags.optimize)'
-I -S -OOO -c 'import sys; print(sys.flags.optimize)'
-IS -c 'import sys; print(sys.flags.isolated, sys.flags.no_site)'
-ISc 'print("joined")'
-I -S -B -c 'import sys; print(sys.dont_write_bytecode)'
-I -S -q -c 'import sys; print(sys.flags.quiet)'

-I -S -b -c 'import sys; print(sys.flags.bytes_warning, b"a" == "a")'
-I -S -bb -c 'print(str(b"a"))'
-I -S -bb -c 'b"a" == "a"'
-I -S -b -c 'print(str(b"a"))'
-I -S -b -c 'print(b"a" == 97, {b"a": 1}.get("a"), "a" in [b"a"])'
-I -S -d -c 'import sys; print(sys.flags.debug)'
-I -S -u -c 'import sys; print("unbuffered", sys.flags.unbuffered if hasattr(sys.flags, "unbuffered") else "")'
-I -S -P -c 'import sys; print(sys.flags.safe_path)'
-I -S -s -E -c 'import sys; print(sys.flags.no_user_site, sys.flags.ignore_environment)'
-S -c 'import sys; print(sys.flags.isolated, sys.flags.ignore_environment, sys.flags.safe_path)'
-I -S -X dev -c 'import sys; print(sys.flags.dev_mode)'
-I -S -X utf8 -c 'import sys; print(sys.flags.utf8_mode)'
-I -S -X utf8=0 -c 'import sys; print(sys.flags.utf8_mode)'
-I -S -X utf8=x -c 'pass'
-I -S -X int_max_str_digits=1000 -c 'import sys; print(sys.get_int_max_str_digits()); str(10**1500)'
-I -S -X int_max_str_digits=0 -c 'print(len(str(10**5000)))'
-I -S -X int_max_str_digits=5 -c 'pass'
-I -S -X a -X b=c -c 'import sys; print(sys._xoptions)'
-I -S -R -c 'import sys; print(sys.flags.hash_randomization)'
-I -S -X no_debug_ranges -c $'def f():\n  return 1 + 1/0\nf()'
-Z
-I -S --nosuch
-I -S -X
-I -S -W
-I -S -m
-I -S -m nosuchmodule
-I -S --check-hash-based-pycs x
--help-nosuch
-I -S -c 'import sys; print(tuple(sys.flags)[:10])'

# values that are refused
-X cpu_count -c pass
-X tracemalloc=foo -c pass
-X tracemalloc=-1 -c pass
-X thread_inherit_context -c pass
-X thread_inherit_context=2 -c pass
-X context_aware_warnings=7 -c pass
-X gil=0 -c pass
-X gil=2 -c pass
-X gil -c pass
-X importtime=3 -c pass
-J
--check-hash-based-pycs
# values that are taken
-X cpu_count=4321 -c 'import os; print(os.cpu_count(), os.process_cpu_count())'
-X a -X b=1 -X a=2 -c 'import sys; print(sys._xoptions)'
-dd -c 'import sys; print(sys.flags.debug)'
-R -c 'import sys; print(sys.flags.hash_randomization)'
PYTHONHASHSEED=0 -R -c 'import sys; print(sys.flags.hash_randomization)'
-I -S -c $'# coding: latin-1\nprint(ascii("æ"))'
