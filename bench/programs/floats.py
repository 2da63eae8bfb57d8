"""Arithmetic with floats: a few bodies that attract each other."""


def main():
    bodies = [[float(i), i * 0.5, i * 0.25, 0.01 * i, -0.01 * i, 0.0, 1.0 + i] for i in range(5)]
    dt = 0.001
    for _ in range(40_000):
        for i, a in enumerate(bodies):
            for b in bodies[i + 1:]:
                dx = a[0] - b[0]
                dy = a[1] - b[1]
                dz = a[2] - b[2]
                distance = (dx * dx + dy * dy + dz * dz + 0.01) ** 0.5
                pull = dt / (distance * distance * distance)
                a[3] -= dx * b[6] * pull
                a[4] -= dy * b[6] * pull
                a[5] -= dz * b[6] * pull
                b[3] += dx * a[6] * pull
                b[4] += dy * a[6] * pull
                b[5] += dz * a[6] * pull
        for body in bodies:
            body[0] += dt * body[3]
            body[1] += dt * body[4]
            body[2] += dt * body[5]
    return round(sum(body[0] for body in bodies), 6)


print(main())
