"""The outer planets, moved through time by Newton's law; the energy shows how well it goes.

    rpython cli/examples/nbody.py [steps]
"""

import math
import sys

SOLAR_MASS = 4 * math.pi**2
DAYS = 365.24


class Body:
    __slots__ = ("name", "p", "v", "mass")

    def __init__(self, name, p, v, mass):
        self.name = name
        self.p = list(p)
        self.v = [c * DAYS for c in v]
        self.mass = mass * SOLAR_MASS


def system():
    return [
        Body("Sun", (0, 0, 0), (0, 0, 0), 1),
        Body(
            "Jupiter",
            (4.84143144246472090, -1.16032004402742839, -0.103622044471123109),
            (0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023),
            0.000954791938424326609,
        ),
        Body(
            "Saturn",
            (8.34336671824457987, 4.12479856412430479, -0.403523417114321381),
            (-0.00276742510726411024, 0.00499852801234917238, 0.0000230417297573763929),
            0.000285885980666130812,
        ),
        Body(
            "Uranus",
            (12.8943695621391310, -15.1111514016986312, -0.223307578892655734),
            (0.00296460137564761618, 0.00237847173959480950, -0.0000296589568540237556),
            0.0000436624404335156298,
        ),
        Body(
            "Neptune",
            (15.3796971148509165, -25.9193146099879641, 0.179258772950371181),
            (0.00268067772490389322, 0.00162824170038242295, -0.0000951592254519715870),
            0.0000515138902046611451,
        ),
    ]


def pairs(bodies):
    return [(a, b) for i, a in enumerate(bodies) for b in bodies[i + 1 :]]


def stand_still(bodies):
    """Gives the sun the momentum that keeps the whole in place."""
    sun, *planets = bodies
    sun.v = [-sum(b.v[i] * b.mass for b in planets) / sun.mass for i in range(3)]


def advance(bodies, couples, dt):
    for a, b in couples:
        ax, ay, az = a.p
        bx, by, bz = b.p
        dx, dy, dz = ax - bx, ay - by, az - bz
        d2 = dx * dx + dy * dy + dz * dz
        pull = dt / (d2 * math.sqrt(d2))
        m, n = b.mass * pull, a.mass * pull
        v, w = a.v, b.v
        v[0] -= dx * m
        v[1] -= dy * m
        v[2] -= dz * m
        w[0] += dx * n
        w[1] += dy * n
        w[2] += dz * n
    for body in bodies:
        p, v = body.p, body.v
        p[0] += dt * v[0]
        p[1] += dt * v[1]
        p[2] += dt * v[2]


def energy(bodies, couples):
    kinetic = sum(0.5 * b.mass * sum(c * c for c in b.v) for b in bodies)
    potential = sum(a.mass * b.mass / math.dist(a.p, b.p) for a, b in couples)
    return kinetic - potential


def main():
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    bodies = system()
    couples = pairs(bodies)
    stand_still(bodies)
    print(f"energy at the start    {energy(bodies, couples):.9f}")
    for _ in range(steps):
        advance(bodies, couples, 0.01)
    print(f"after {steps * 0.01:8.2f} years   {energy(bodies, couples):.9f}")
    for body in bodies:
        x, y, z = body.p
        print(f"{body.name:>8}  {x:+9.4f} {y:+9.4f} {z:+9.4f}  {math.hypot(x, y, z):8.4f} AU from the origin")


main()
