#!/usr/bin/env python3
"""Measures zonecast and prints one table: table.py --bench ZONECAST_BENCH --program ZONECAST [--rounds 3] [--full] [--store]

Rounds are interleaved: each runs every micro benchmark, the numpy peer and the whole runs once, so that a busy moment hits all rows alike.
A time is the best of the rounds; the noise is how far the middle round lies above it. Times are also divided by a reference loop that never
changes, and compared with bench/baseline.json (--store writes it) when the processor has the same name: a row is called slower or faster
only if it moved by more than the noise of both and a tenth.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Vector operations (arithmetic, comparisons, permutations, no loads) of the enterprise laws for eight enterprises with AVX-512, counted in the
# loops of `advance` as GCC 12 compiles it.
OPERATIONS = 340
PLAN = HERE.parent / "scenarios/plans/hunan-htz-2017-2019.toml"


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "unknown"


def micro(program):
    """Name of a benchmark -> its time in nanoseconds: of an enterprise-year or an operation where it counts them, else of an iteration."""
    run = subprocess.run([program, "--benchmark_format=json", "--benchmark_min_time=0.2"], capture_output=True, text=True, check=True)
    nanoseconds = {"ns": 1, "us": 1e3, "ms": 1e6}
    times = {}
    for b in json.loads(run.stdout)["benchmarks"]:
        if b.get("error_occurred"):
            continue
        real = b["name"].endswith("/real_time")
        counted = b.get("an_enterprise_year", b.get("an_operation"))
        times[b["name"]] = (counted * 1e9 if counted is not None
                            else (b["real_time"] if real else b["cpu_time"]) * nanoseconds[b["time_unit"]])
    return times


def numpy_peer():
    run = subprocess.run(["/usr/bin/python3", HERE / "peers/numpy_enterprises.py", "--repetitions", "8"],
                         capture_output=True, text=True, check=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
    return json.loads(run.stdout)["ns_best"]


def whole(program, plan, replicates, *options):
    """Seconds from the start of the process to the closed file, and its peak memory in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        process = subprocess.Popen([program, "run", plan, "-n", str(replicates), "-q", "-o", f"{folder}/result.h5", *options],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"zonecast run {plan} failed with exit code {process.returncode}")
        return seconds, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", required=True, help="the program of micro benchmarks")
    parser.add_argument("--program", required=True, help="zonecast itself")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--full", action="store_true", help="peak memory of a million replicates, which takes hours")
    parser.add_argument("--store", action="store_true", help="make this the baseline")
    arguments = parser.parse_args()

    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, HERE / "ten_provinces.py", HERE.parent, folder], check=True)
        small = HERE.parent / "scenarios/plans/guizhou-htz-2021-2025-baseline.toml"
        for number in range(arguments.rounds):
            print(f"round {number + 1} of {arguments.rounds}", file=sys.stderr, flush=True)
            times = micro(arguments.bench)
            times["numpy"] = numpy_peer()
            seconds, province_memory = whole(arguments.program, PLAN, 1000, "--set", "plan.end_year=2026")
            times["whole run"] = seconds * 1e9
            times["small run"] = whole(arguments.program, small, 1000)[0] * 1e9
            times["ten provinces"] = whole(arguments.program, f"{folder}/plan.toml", 16)[0] * 1e9
            rounds.append(times)
        few = whole(arguments.program, small, 1000)[1]
        many_replicates = 1_000_000 if arguments.full else 20_000
        many = whole(arguments.program, small, many_replicates)[1]

    best = {name: min(r[name] for r in rounds) for name in rounds[0]}
    noise = {name: statistics.median(r[name] for r in rounds) / best[name] - 1 for name in best}
    ratio = lambda a, b: statistics.median(r[a] / r[b] for r in rounds)
    kernel = lambda lanes: f"advance/lanes:{lanes}/enterprises:16000/of_a_cluster:1000"
    size = lambda n: f"advance/lanes:8/enterprises:{n}/of_a_cluster:100"
    have = lambda name: name in best
    widest = max(lanes for lanes in (2, 4, 8) if have(kernel(lanes)))
    one, two, written = "simulate/threads:1/real_time", "simulate/threads:2/real_time", "write_result/real_time"

    rows = [("whole Hunan, ten years, -n 1000, start to closed file", best["whole run"] / 1e9, "s", "under 1", best["whole run"] < 1e9)]
    for lanes, aim in ((8, 5), (4, 8), (2, None)):
        if have(kernel(lanes)):
            rows.append((f"enterprise laws, one core, {lanes} doubles a vector", best[kernel(lanes)], "ns an enterprise-year",
                         f"at most {aim}" if aim else "", aim is None or best[kernel(lanes)] <= aim))
    if have("vector_operations"):
        rows.append((f"    their {OPERATIONS} vector operations, were nothing ever to wait", OPERATIONS / 8 * best["vector_operations"],
                     "ns an enterprise-year", "", True))
    laws = best["replicate/years:10"]
    limit = 6 if widest == 8 else 10
    rows += [
        ("all laws together, one core, ten years", laws, "ns an enterprise-year", f"at most {limit}", laws <= limit),
        ("two threads against one", ratio(one, two), "times", "at least 1.9", ratio(one, two) >= 1.9),
        ("numpy peer against one core", ratio("numpy", kernel(widest)), "times slower", "at least 15", ratio("numpy", kernel(widest)) >= 15),
        ("numpy peer against two cores (by the row above but one)", ratio("numpy", kernel(widest)) * ratio(one, two), "times slower",
         "at least 28", ratio("numpy", kernel(widest)) * ratio(one, two) >= 28),
        ("peak memory, whole Hunan, ten years, -n 1000", province_memory, "MiB", "under 1024", province_memory < 1024),
        (f"peak memory, {many_replicates:,} replicates against 1,000 (small run)", many / few, "times", "at most 1.2", many / few <= 1.2),
        (f"peak memory, {many_replicates:,} replicates (small run)", many, "MiB", "under 1024", many < 1024),
    ]
    if have(size(10_000_000)):
        scale = ratio(size(10_000_000), size(10_000))
        rows.append(("enterprise laws, 10,000,000 enterprises against 10,000", scale, "times", "within 1.3", scale <= 1.3))
    share = ratio(written, "whole run")
    rows += [
        ("writing results, of the whole run in the first row", 100 * share, "% of the run", "under 5", share < 0.05),
        ("reading, checking and compiling the pack", best["read_and_compile"] / 1e6, "ms", "under 100", best["read_and_compile"] < 1e8),
        ("initial state", best["initial_state"] / 1e6, "ms", "", True),
        ("small run, -n 1000", best["small run"] / 1e9, "s", "", True),
        ("ten provinces, ten years, a replicate", best["ten provinces"] / 16e6, "ms", "", True),
    ]
    width = max(len(row[0]) for row in rows)
    for name, value, unit, aim, met in rows:
        print(f"{name:<{width}}  {value:>9.4g} {unit:<22} {aim:<14} {'' if not aim else 'met' if met else 'missed'}".rstrip())

    baseline_file = HERE / "baseline.json"
    relative = {name: best[name] / best["reference_loop"] for name in best}
    if arguments.store:
        baseline_file.write_text(json.dumps({"processor": processor(), "relative": relative, "noise": noise}, indent=1) + "\n")
        print(f"\nstored as the baseline: {baseline_file}")
        return
    if not baseline_file.exists():
        print("\nNo baseline is stored: --store makes one.")
        return
    baseline = json.loads(baseline_file.read_text())
    if baseline["processor"] != processor():
        print(f"\nThe baseline is of another processor ({baseline['processor']}): no comparison.")
        return
    print("\nagainst the baseline (times divided by the reference loop)")
    for name, value in relative.items():
        if name in baseline["relative"] and name != "reference_loop":
            change = value / baseline["relative"][name]
            floor = 1.1 + noise[name] + baseline["noise"][name]
            word = "slower" if change > floor else "faster" if change < 1 / floor else "the same within noise"
            print(f"  {name:<{width}}  {change:6.2f}  {word}")


if __name__ == "__main__":
    main()
