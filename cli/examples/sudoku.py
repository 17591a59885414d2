"""Solves sudokus by constraint propagation on bit sets and, where that is not enough, by search."""

import time

PUZZLES = {
    "easy": "003020600900305001001806400008102900700000008006708200002609500800203009005010300",
    "hard": "4.....8.5.3..........7......2.....6.....8.4......1.......6.3.7.5..2.....1.4......",
    "evil": "8..........36......7..9.2...5...7.......457.....1...3...1....68..85...1..9....4..",
    "empty": "." * 81,
    "impossible": "55" + "." * 79,
}
ALL = 0b111111111
UNITS = (
    [[r * 9 + c for c in range(9)] for r in range(9)]
    + [[r * 9 + c for r in range(9)] for c in range(9)]
    + [[(b // 3 * 3 + i // 3) * 9 + b % 3 * 3 + i % 3 for i in range(9)] for b in range(9)]
)
UNITS_OF = [[u for u in UNITS if s in u] for s in range(81)]
PEERS = [sorted({p for u in UNITS_OF[s] for p in u} - {s}) for s in range(81)]


class Contradiction(Exception):
    pass


def assign(grid, square, bit):
    """Leaves only `bit` in the square and draws every conclusion."""
    for other in range(9):
        if grid[square] & (1 << other) & ~bit:
            eliminate(grid, square, 1 << other)


def eliminate(grid, square, bit):
    if not grid[square] & bit:
        return
    grid[square] &= ~bit
    left = grid[square]
    if not left:
        raise Contradiction
    if left.bit_count() == 1:
        for peer in PEERS[square]:
            eliminate(grid, peer, left)
    for unit in UNITS_OF[square]:
        places = [s for s in unit if grid[s] & bit]
        if not places:
            raise Contradiction
        if len(places) == 1 and grid[places[0]] != bit:
            assign(grid, places[0], bit)


def parse(text):
    grid = [ALL] * 81
    for square, char in enumerate(text):
        if char in "123456789":
            assign(grid, square, 1 << int(char) - 1)
    return grid


def search(grid, counter):
    counter[0] += 1
    open_squares = [(n, s) for s in range(81) if (n := grid[s].bit_count()) > 1]
    if not open_squares:
        return grid
    _, square = min(open_squares)
    for digit in range(9):
        if grid[square] & (bit := 1 << digit):
            attempt = grid.copy()
            try:
                assign(attempt, square, bit)
                return search(attempt, counter)
            except Contradiction:
                continue
    raise Contradiction


def show(grid):
    for row in range(9):
        if row in (3, 6):
            print("------+-------+------")
        cells = [str(grid[row * 9 + c].bit_length()) for c in range(9)]
        print(" | ".join(" ".join(cells[i : i + 3]) for i in (0, 3, 6)))


def check(grid):
    return all(sorted(grid[s] for s in unit) == [1 << d for d in range(9)] for unit in UNITS)


start = time.perf_counter()
for name, text in PUZZLES.items():
    counter = [0]
    try:
        solution = search(parse(text), counter)
    except Contradiction:
        print(f"{name}: no solution")
        continue
    assert check(solution)
    print(f"{name}: {sum(c in '123456789' for c in text)} clues, {counter[0]} nodes")
    show(solution)
assert time.perf_counter() - start < 600
