"""Conway's game of life on an endless plane: a set of living cells is all there is.

    rpython cli/examples/life.py [generations]
"""

import sys

PATTERNS = {
    "glider": """
        .O.
        ..O
        OOO""",
    "r-pentomino": """
        .OO
        OO.
        .O.""",
    "gosper gun": """
        ........................O...........
        ......................O.O...........
        ............OO......OO............OO
        ...........O...O....OO............OO
        OO........O.....O...OO..............
        OO........O...O.OO....O.O...........
        ..........O.....O.......O...........
        ...........O...O....................
        ............OO......................""",
}


def parse(picture):
    rows = [row.strip() for row in picture.split()]
    return {(x, y) for y, row in enumerate(rows) for x, c in enumerate(row) if c == "O"}


def step(cells):
    """One generation: count the neighbours of every cell that has any."""
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    place = x + dx, y + dy
                    counts[place] = counts.get(place, 0) + 1
    return {place for place, n in counts.items() if n == 3 or n == 2 and place in cells}


def show(cells, width=72, height=20):
    xs = [x for x, _ in cells]
    ys = [y for _, y in cells]
    left, top = min(xs), min(ys)
    right, bottom = min(max(xs), left + width - 1), min(max(ys), top + height - 1)
    for y in range(top, bottom + 1):
        print("".join("█" if (x, y) in cells else "·" for x in range(left, right + 1)))


def shape(cells):
    """The cells moved to the origin, so that the same shape elsewhere is equal."""
    left, top = min(x for x, _ in cells), min(y for _, y in cells)
    return frozenset((x - left, y - top) for x, y in cells)


def main():
    generations = int(sys.argv[1]) if len(sys.argv) > 1 else 90
    for name, picture in PATTERNS.items():
        cells = parse(picture)
        seen = {shape(cells): 0}
        history = [len(cells)]
        period = None
        for generation in range(1, generations + 1):
            cells = step(cells)
            history.append(len(cells))
            key = shape(cells)
            if key in seen and period is None:
                period = generation - seen[key], seen[key]
            seen.setdefault(key, generation)
        print(f"{name}: {generations} generations, {history[0]} cells became {history[-1]}, at most {max(history)}")
        if period:
            print(f"the shape of generation {period[1]} comes back every {period[0]} generations")
        show(cells)
        print()


main()
