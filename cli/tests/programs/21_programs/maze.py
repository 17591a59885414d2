class Random:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & (1 << 64) - 1
        return (self.state >> 33) % n

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items


N, E, S, W = 1, 2, 4, 8
STEP = {N: (0, -1), S: (0, 1), E: (1, 0), W: (-1, 0)}
OPPOSITE = {N: S, S: N, E: W, W: E}


def carve(width, height, random):
    grid = [[0] * width for _ in range(height)]
    stack = [(0, 0)]
    while stack:
        x, y = stack[-1]
        for d in random.shuffle([N, E, S, W]):
            nx, ny = x + STEP[d][0], y + STEP[d][1]
            if 0 <= nx < width and 0 <= ny < height and not grid[ny][nx]:
                grid[y][x] |= d
                grid[ny][nx] |= OPPOSITE[d]
                stack.append((nx, ny))
                break
        else:
            stack.pop()
    return grid


def solve(grid):
    goal = len(grid[0]) - 1, len(grid) - 1
    came, queue = {(0, 0): None}, [(0, 0)]
    for x, y in queue:
        for d, (dx, dy) in STEP.items():
            if grid[y][x] & d and (x + dx, y + dy) not in came:
                came[x + dx, y + dy] = x, y
                queue.append((x + dx, y + dy))
    path, at = [], goal
    while at:
        path.append(at)
        at = came[at]
    return path[::-1]


def draw(grid, path=()):
    marked = set(path)
    print("+" + "---+" * len(grid[0]))
    for y, row in enumerate(grid):
        print("|" + "".join((" * " if (x, y) in marked else "   ") + (" " if c & E else "|") for x, c in enumerate(row)))
        print("+" + "".join(("   " if c & S else "---") + "+" for c in row))


grid = carve(14, 8, Random(42))
path = solve(grid)
draw(grid, path)
print(len(path), path[:6])
big = carve(60, 60, Random(7))
print(len(solve(big)), sum(bin(c).count("1") for row in big for c in row) // 2)
r = Random(1)
print([r.below(100) for _ in range(10)], r.shuffle(list(range(10))))
