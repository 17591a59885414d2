# The system's calls: results, and errors with the files that they are about.
# imports: os tempfile
import os, sys, tempfile


def show(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e, getattr(e, "filename", None))


class Odd:
    def __fspath__(self):
        return 1


for bad in (1.5, "a\0", b"a\0", 2**40, -(2**40), None, 9999, Odd()):
    show(lambda: os.stat(bad))
show(lambda: os.mkdir("/proc/x"))
show(lambda: os.mkdir("a", dir_fd=1.5))
show(lambda: os.stat(1, dir_fd=3))
show(lambda: os.stat(1, follow_symlinks=False))
show(lambda: os.listdir(99))
show(lambda: os.listdir(b"/nonex"))
show(lambda: os.fspath(1))
show(lambda: os.rename("/nonex", "/b"))
show(lambda: os.symlink("/nonex", "/proc/b"))
show(lambda: os.open("/nonex", 0))
show(lambda: os.close(999))
show(lambda: os.read(0, -1))
show(lambda: os.write(1, "x"))
show(lambda: os.dup2(-1, 5))
show(lambda: os.chown("/nonex", -2, -1))
show(lambda: os.utime("/tmp", (1,)))
show(lambda: os.utime("/tmp", (1, 2), ns=(1, 2)))
show(lambda: os.kill(2**40, 0))
show(lambda: os.strerror(2))
show(lambda: os.sysconf("x"))
show(lambda: os.sysconf("SC_PAGESIZE"))
show(lambda: os.putenv("a=b", "c"))
show(lambda: os.execv("/nonex", []))
show(lambda: os.execve("/nonex", ["a"], 1))
show(lambda: os.posix_spawn("/nonex", ["a"], {}))
show(lambda: os.posix_spawn("/nonex", ["a"], {}, file_actions=[(9, 1)]))
show(lambda: os.waitstatus_to_exitcode(256))
show(lambda: os.waitstatus_to_exitcode(0x7F))
show(lambda: os.stat_result(range(10)))
show(lambda: os.stat_result(range(9)))
show(lambda: os.path.normpath("//a/./b/../../../c//"))
show(lambda: os.path.normpath(b"../a/.."))
show(lambda: os.path.splitroot("///a"))

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    os.makedirs("a/b/c")
    with open("a/file", "w") as f:
        f.write("text")
    os.symlink("file", "a/link")
    os.link("a/file", "a/hard")
    print(sorted(os.listdir("a")), os.stat("a/file").st_size, os.stat("a/file").st_nlink)
    for entry in sorted(os.scandir("a"), key=lambda e: e.name):
        print(entry, entry.path, entry.is_dir(), entry.is_file(), entry.is_symlink(), entry.is_file(follow_symlinks=False))
    os.utime("a/file", ns=(1_000_000_001, 2_000_000_002))
    print(os.stat("a/file").st_atime_ns, os.stat("a/file").st_mtime_ns, os.stat("a/file").st_mtime)
    os.chmod("a/file", 0o640)
    print(oct(os.stat("a/file").st_mode), os.access("a/file", os.R_OK), os.readlink("a/link"))
    fd = os.open("raw", os.O_RDWR | os.O_CREAT, 0o600)
    print(os.write(fd, b"0123456789"), os.lseek(fd, 2, os.SEEK_SET), os.read(fd, 3), os.pread(fd, 2, 8))
    os.ftruncate(fd, 4)
    print(os.fstat(fd).st_size, os.get_inheritable(fd), os.isatty(fd), os.get_blocking(fd))
    print(os.writev(fd, [b"ab", bytearray(b"cd")]), os.preadv(fd, [target := bytearray(3)], 0), target)
    os.close(fd)
    folder_fd = os.open("a", os.O_RDONLY)
    print(os.stat("file", dir_fd=folder_fd).st_size, sorted(os.listdir(folder_fd)))
    os.close(folder_fd)
    os.replace("raw", "a/raw")
    for top, dirs, files in os.walk("."):
        print(top, sorted(dirs), sorted(files))
    os.unlink("a/raw")
    os.chdir("/")
read, write = os.pipe()
child = os.fork()
if child == 0:
    os.close(read)
    os.write(write, b"from the child")
    os._exit(7)
os.close(write)
print(os.read(read, 100), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
os.close(read)
child = os.posix_spawn("/bin/sh", ["sh", "-c", "exit 3"], os.environ)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(os.system("exit 5") >> 8)
os.environ["NAME_OF_OURS"] = "värde"
sys.stdout.flush()
os.system("echo $NAME_OF_OURS")
