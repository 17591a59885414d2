MOVES = [(1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2)]


def tour(n, start=(0, 0)):
    board = [[0] * n for _ in range(n)]

    def free(x, y):
        return [(x + dx, y + dy) for dx, dy in MOVES if 0 <= x + dx < n and 0 <= y + dy < n and not board[y + dy][x + dx]]

    def go(x, y, step):
        board[y][x] = step
        if step == n * n:
            return True
        for nx, ny in sorted(free(x, y), key=lambda p: len(free(*p))):
            if go(nx, ny, step + 1):
                return True
        board[y][x] = 0
        return False

    return board if go(*start, 1) else None


for n in (1, 3, 4, 5, 6, 8):
    board = tour(n)
    if board is None:
        print(n, "no tour")
        continue
    width = len(str(n * n))
    for row in board:
        print(" ".join(f"{v:{width}}" for v in row))
    flat = {v: (x, y) for y, row in enumerate(board) for x, v in enumerate(row)}
    print(all((abs(flat[i][0] - flat[i + 1][0]), abs(flat[i][1] - flat[i + 1][1])) in ((1, 2), (2, 1)) for i in range(1, n * n)))


def solve_queens(n):
    cols, d1, d2 = set(), set(), set()
    row = []

    def place(r):
        if r == n:
            yield tuple(row)
            return
        for c in range(n):
            if c in cols or r + c in d1 or r - c in d2:
                continue
            cols.add(c), d1.add(r + c), d2.add(r - c), row.append(c)
            yield from place(r + 1)
            cols.discard(c), d1.discard(r + c), d2.discard(r - c), row.pop()

    return place(0)


for n in range(1, 9):
    solutions = list(solve_queens(n))
    print(n, len(solutions), solutions[:2])
