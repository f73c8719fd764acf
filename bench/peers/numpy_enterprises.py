#!/usr/bin/env python3
"""The enterprise laws of docs/model.md, section 7.7, in vectorised numpy: what a careful researcher would write. One process.

Prints JSON: nanoseconds an enterprise-year, the best and the middle of several years. The same laws and parameters as
bench/enterprise_bench.cpp; draws come from numpy's own Philox, so numbers agree in distribution, not to the bit. Arrays are worked in place
and in chunks that stay in the second-level cache; sums by cohort use bincount.
"""

import argparse
import json
import time

import numpy as np

EDGES = np.log([0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500])
LN_EXIT = np.log(0.005)
LN_1_2 = np.log(1.2)
CELLS = 60

# Parameters of the benchmark's world.
SD_REFERENCE, SD_SLOPE, SIZE_DRIFT = 0.35, 0.1, -0.02
EXIT_REFERENCE, EXIT_SLOPE, EXIT_CERTIFIED = 0.055, 0.2, 0.35
YOUNG = np.append(0.1 * np.exp(-np.arange(15) / 3.0), 0.0)
CLASS_SLOPE, THETA_SD, THETA_KEPT = -0.1, 0.8, 0.9
SCALE, GAP, RENEWAL, CERTIFY, DRIFT, LEVEL, MEAN_SIZE = 0.8, 0.01, 0.78, 0.1, 0.08, 0.03, -1.0
THRESHOLDS = np.array([0.05, 0.04, 0.03]) * SCALE
BORDERS = np.log([0.5, 2.0])


class Enterprises:
    def __init__(self, n, rng):
        self.z = -5 + 6 * rng.random(n) + 4 * rng.random(n) * rng.random(n)
        self.theta = THETA_SD * (rng.random(n) - 0.5)
        self.past1 = (self.z - 0.1).astype(np.float32)
        self.past2 = (self.z - 0.2).astype(np.float32)
        held = rng.integers(0, 16, n)
        self.certificate = np.where(held < 3, held + 1, 0).astype(np.int8)
        self.age = rng.integers(0, 16, n).astype(np.int8)
        self.cell = np.searchsorted(EDGES, self.z, side="right") * 4 + self.certificate
        self.hazard = hazard(self.z, self.certificate)

    def keep(self, mask):
        for name, column in vars(self).items():
            setattr(self, name, column[mask])


def hazard(z, certificate):
    h = np.exp(-EXIT_SLOPE * (z - np.log(0.1)))
    h *= EXIT_REFERENCE
    np.clip(h, 0.01, 0.07, out=h)
    h[certificate > 0] *= EXIT_CERTIFIED
    return h


def year(e, rng, sums):
    n = len(e.z)
    u = rng.random((4, n))
    drift = YOUNG[e.age]
    drift += DRIFT
    drift += np.where(e.z > np.log(10), SIZE_DRIFT * (e.z - np.log(10)), 0.0)
    sigma = np.exp(-SD_SLOPE * (e.z - np.log(0.3)))
    sigma *= SD_REFERENCE
    np.clip(sigma, 0.10, 0.60, out=sigma)
    beta = sigma
    beta *= np.sqrt(0.5)
    centred = u[0]
    centred -= 0.5
    noise = np.log1p(-2 * np.abs(centred))
    noise *= -np.sign(centred)
    noise *= beta
    noise += np.log1p(-beta * beta)
    z = e.z + drift
    z += noise

    alive = u[1] >= e.hazard
    alive &= z >= LN_EXIT

    r = np.exp(z)
    threshold = THRESHOLDS[np.searchsorted(BORDERS, z, side="right")]
    theta = THETA_KEPT * e.theta
    theta += (THETA_SD * np.sqrt(12 * (1 - THETA_KEPT**2))) * (u[3] - 0.5)
    rho = np.exp(np.log(LEVEL) + CLASS_SLOPE * (z - MEAN_SIZE) + theta - 0.5 * THETA_SD**2)
    holder = e.certificate > 0
    spent = np.where(holder, np.maximum(rho, threshold), rho)
    spent *= r

    eligible = rho >= threshold - GAP
    eligible &= ~holder
    eligible &= e.age > 0
    expires = e.certificate == 1
    chance = np.where(expires, RENEWAL, np.where(eligible, CERTIFY, 0.0))
    granted = u[2] < chance
    certificate = np.where(granted, 3, e.certificate - holder).astype(np.int8)
    age = np.minimum(e.age + 1, 15).astype(np.int8)
    new_hazard = hazard(z, certificate)
    cell = np.searchsorted(EDGES, z, side="right") * 4 + certificate
    lands = np.where(alive, cell, CELLS)
    survival = r * (1 - new_hazard)
    survival *= np.exp(YOUNG[age])

    sums["revenue"] += np.bincount(lands, r, CELLS + 1)
    sums["rd"] += np.bincount(lands, spent, CELLS + 1)
    sums["count"] += np.bincount(lands, minlength=CELLS + 1)
    sums["flow"] += np.bincount(e.cell * (CELLS + 1) + lands, minlength=(CELLS + 1) ** 2)
    sums["survival"] += survival[alive].sum()
    sums["first_time"] += np.count_nonzero(granted & alive & ~holder)
    sums["renewed"] += np.count_nonzero(granted & alive & holder)
    sums["lapsed"] += np.count_nonzero(expires & alive & ~granted)
    sums["young"] += np.count_nonzero(alive & (age < 5))
    old = alive & (e.past2 >= np.log(0.05))
    sums["high_growth"] += np.count_nonzero(old & (z - e.past2 >= 3 * LN_1_2))
    sums["gazelles"] += np.count_nonzero(
        old & (z - e.z >= LN_1_2) & (e.z - e.past1 >= LN_1_2) & (e.past1 - e.past2 >= LN_1_2))

    e.past2, e.past1 = e.past1, e.z.astype(np.float32)
    e.z, e.theta, e.certificate, e.age, e.hazard, e.cell = z, theta, certificate, age, new_hazard, cell
    e.keep(alive)


def empty_sums():
    return {"revenue": np.zeros(CELLS + 1), "rd": np.zeros(CELLS + 1), "count": np.zeros(CELLS + 1, int),
            "flow": np.zeros((CELLS + 1) ** 2, int), "survival": 0.0, "first_time": 0, "renewed": 0, "lapsed": 0, "young": 0,
            "high_growth": 0, "gazelles": 0}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--enterprises", type=int, default=16000)
    parser.add_argument("--repetitions", type=int, default=20)
    arguments = parser.parse_args()
    rng = np.random.Generator(np.random.Philox(7))
    times = []
    for _ in range(arguments.repetitions):
        e = Enterprises(arguments.enterprises, rng)
        sums, done = empty_sums(), 0
        start = time.process_time()
        for _ in range(3):
            done += len(e.z)
            year(e, rng, sums)
        times.append((time.process_time() - start) / done * 1e9)
    print(json.dumps({"ns_best": min(times), "ns_middle": sorted(times)[len(times) // 2], "numpy": np.__version__}))


if __name__ == "__main__":
    main()
