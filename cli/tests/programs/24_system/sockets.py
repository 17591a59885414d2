# socket: pairs, servers, datagrams, timeouts, options, ancillary data, addresses and errors.
# imports: array os socket threading
# flags: -W ignore
import array
import os
import socket
import threading


def shown(action):
    try:
        return action()
    except Exception as e:
        return f"{type(e).__name__}: {e}"


a, b = socket.socketpair()
print(a.send(b"hello"), b.recv(2), b.recv(10), a.family.name, a.type.name, a.proto)
room = bytearray(4)
a.sendall(b"abcdef")
print(b.recv_into(room, 3), room, b.recv(10, socket.MSG_PEEK), b.recv(10))
read, write = os.pipe()
print(socket.send_fds(a, [b"fd"], [write]))
data, fds, flags, address = socket.recv_fds(b, 10, 2)
os.write(fds[0], b"through")
print(data, len(fds), flags, os.read(read, 10))
print(a.sendmsg([b"one", b"two"]), b.recvmsg(10)[0])
b.settimeout(0.01)
print(b.gettimeout(), b.getblocking(), shown(lambda: b.recv(1)))
b.setblocking(False)
print(b.gettimeout(), shown(lambda: b.recv(1)))
a.shutdown(socket.SHUT_WR)
print(b.recv(1), a.detach() > 0, a.fileno(), shown(lambda: a.send(b"x")))

server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]


def serve():
    connection, peer = server.accept()
    with connection:
        while data := connection.recv(100):
            connection.sendall(data.upper())


thread = threading.Thread(target=serve)
thread.start()
with socket.create_connection(("127.0.0.1", port)) as client:
    print(client.getpeername() == ("127.0.0.1", port), client.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE))
    with client.makefile("rw") as file:
        file.write("line\n")
        file.flush()
        print(file.readline())
thread.join()
server.close()
print(shown(lambda: socket.create_connection(("127.0.0.1", port))))
one, other = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
one.bind(("127.0.0.1", 0))
print(other.sendto(b"datagram", one.getsockname()), one.recvfrom(100)[0])
for action in (
    lambda: one.sendto(b"x"), lambda: one.sendto(b"x", ("127.0.0.1", 70000)), lambda: one.connect("x"), lambda: one.connect(("x",)),
    lambda: one.recv(-1), lambda: one.settimeout(-1), lambda: one.getsockopt(1, 2, 2000), lambda: socket.socket(fileno=-1),
    lambda: socket.inet_aton("x"), lambda: socket.inet_aton("1.2"), lambda: socket.inet_ntoa(b"abc"), lambda: socket.inet_pton(2, "1"),
    lambda: socket.inet_ntop(10, bytes(15) + b"\1"), lambda: socket.inet_ntop(1, b"a"), lambda: socket.htons(1 << 16),
    lambda: socket.getnameinfo(("127.0.0.1", 80), 3), lambda: socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM),
    lambda: socket.getaddrinfo(1, 2), lambda: socket.CMSG_LEN(5), lambda: socket.CMSG_SPACE(-1), lambda: socket.gethostbyname("<broadcast>"),
):
    print(shown(action))
