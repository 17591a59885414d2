"""A ray tracer that draws with characters: spheres, a checkered floor, shadows and reflections.

    rpython cli/examples/raytracer.py [width]
"""

import math
import sys

SHADES = " .:-=+*#%@"


class Vec:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x, self.y, self.z = x, y, z

    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y, self.z + o.z)

    def __sub__(self, o):
        return Vec(self.x - o.x, self.y - o.y, self.z - o.z)

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k, self.z * k)

    __rmul__ = __mul__

    def __matmul__(self, o):
        return self.x * o.x + self.y * o.y + self.z * o.z

    def __abs__(self):
        return math.sqrt(self @ self)

    def unit(self):
        return self * (1 / abs(self))

    def reflect(self, normal):
        return self - 2 * (self @ normal) * normal


class Sphere:
    def __init__(self, centre, radius, shade, mirror):
        self.centre, self.radius, self.shade, self.mirror = centre, radius, shade, mirror

    def hit(self, origin, direction):
        to = origin - self.centre
        b = to @ direction
        discriminant = b * b - (to @ to - self.radius**2)
        if discriminant < 0:
            return None
        root = math.sqrt(discriminant)
        return next((t for t in (-b - root, -b + root) if t > 1e-4), None)

    def normal(self, point):
        return (point - self.centre).unit()

    def colour(self, point):
        return self.shade


class Floor:
    mirror = 0.15

    def hit(self, origin, direction):
        if abs(direction.y) < 1e-9:
            return None
        t = -origin.y / direction.y
        return t if t > 1e-4 else None

    def normal(self, point):
        return Vec(0, 1, 0)

    def colour(self, point):
        return 0.9 if (math.floor(point.x) + math.floor(point.z)) % 2 else 0.25


SCENE = [
    Floor(),
    Sphere(Vec(0, 1, 6), 1, 0.7, 0.5),
    Sphere(Vec(-2.2, 0.7, 5), 0.7, 0.9, 0.1),
    Sphere(Vec(1.8, 0.5, 4.2), 0.5, 0.6, 0.3),
    Sphere(Vec(0.4, 0.3, 3.4), 0.3, 1.0, 0.0),
]
LIGHT = Vec(-4, 6, 0)


def nearest(origin, direction):
    best = None
    for thing in SCENE:
        t = thing.hit(origin, direction)
        if t is not None and (best is None or t < best[0]):
            best = t, thing
    return best


def trace(origin, direction, depth=3):
    found = nearest(origin, direction)
    if found is None:
        return 0.15 + 0.35 * max(direction.y, 0)
    t, thing = found
    point = origin + t * direction
    normal = thing.normal(point)
    to_light = LIGHT - point
    distance = abs(to_light)
    to_light = to_light.unit()
    blocked = nearest(point, to_light)
    lit = 0 if blocked and blocked[0] < distance else max(normal @ to_light, 0)
    value = thing.colour(point) * (0.2 + 0.8 * lit)
    if depth and thing.mirror:
        value = value * (1 - thing.mirror) + trace(point, direction.reflect(normal), depth - 1) * thing.mirror
    return value


def main():
    width = int(sys.argv[1]) if len(sys.argv) > 1 else 72
    height = width * 9 // 32
    eye = Vec(0, 1.3, -1)
    for row in range(height):
        line = []
        for column in range(width):
            x = (column + 0.5) / width * 2 - 1
            y = 1 - (row + 0.5) / height * 2
            value = trace(eye, Vec(x * 1.1, y * 0.62 - 0.08, 1.8).unit())
            line.append(SHADES[min(int(value * len(SHADES)), len(SHADES) - 1)])
        print("".join(line).rstrip())


main()
