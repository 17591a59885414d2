def make(depth):
    return (make(depth - 1), make(depth - 1)) if depth else (None, None)


def check(node):
    left, right = node
    return 1 if left is None else 1 + check(left) + check(right)


low, high = 4, 11
print(f"stretch tree of depth {high + 1}\t check: {check(make(high + 1))}")
long_lived = make(high)
for depth in range(low, high + 1, 4):
    n = 1 << high - depth + low
    print(f"{n}\t trees of depth {depth}\t check: {sum(check(make(depth)) for _ in range(n))}")
print(f"long lived tree of depth {high}\t check: {check(long_lived)}")


class Node:
    def __init__(self, key, left=None, right=None):
        self.key, self.left, self.right = key, left, right


def rotate(n, a, b):
    child = getattr(n, a)
    setattr(n, a, getattr(child, b))
    setattr(child, b, n)
    return child


def splay(root, key):
    if root is None or root.key == key:
        return root
    side, other = ("left", "right") if key < root.key else ("right", "left")
    child = getattr(root, side)
    if child is None:
        return root
    if key != child.key:
        inner = "left" if key < child.key else "right"
        setattr(child, inner, splay(getattr(child, inner), key))
        if inner == side:
            root = rotate(root, side, other)
        elif getattr(child, inner) is not None:
            setattr(root, side, rotate(child, inner, side))
    return rotate(root, side, other) if getattr(root, side) is not None else root


def insert(root, key):
    if root is None:
        return Node(key)
    root = splay(root, key)
    if root.key == key:
        return root
    if key < root.key:
        new = Node(key, root.left, root)
        root.left = None
    else:
        new = Node(key, root, root.right)
        root.right = None
    return new


root, seed = None, 7
for _ in range(2000):
    seed = seed * 48271 % 2147483647
    root = insert(root, seed % 10007)


def keys(n):
    stack = []
    while stack or n:
        while n:
            stack.append(n)
            n = n.left
        n = stack.pop()
        yield n.key
        n = n.right


k = list(keys(root))
print(len(k), k == sorted(set(k)), k[:5], root.key)
root = splay(root, k[100])
print(root.key == k[100], list(keys(root)) == k)
