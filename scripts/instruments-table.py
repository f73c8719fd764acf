#!/usr/bin/python3
"""Prints the table of docs/instruments.md: what doubling the doses of each instrument does in each of the five plans.

Usage: scripts/instruments-table.py PROGRAM [REPLICATES]     (PROGRAM: the zonecast executable; 32 replicates by default)
"""

import json
import pathlib
import subprocess
import sys

PLANS = ("hunan-htz-2017-2019", "czt-action-2017-2019", "czt-outline-2015-2025", "hunan-htz-2026-2028", "guizhou-htz-2021-2025")


def amount(difference):
    if abs(difference["mean"]) < 1e-9 and difference["standard_error"] < 1e-9:
        return "0"  # but for the rounding of sums
    return f"{difference['mean']:+.3g} ± {difference['standard_error']:.1g}"


def main():
    program = sys.argv[1]
    replicates = sys.argv[2] if len(sys.argv) > 2 else "32"
    plans = pathlib.Path(__file__).resolve().parent.parent / "scenarios/plans"
    for plan in PLANS:
        command = [program, "doubling", str(plans / f"{plan}.toml"), "-n", replicates, "--json"]
        rows = json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)["instruments"]
        print(f"## {plan}\n")
        print("| instrument | lever | aim | plan's doses | doubling | elsewhere | entries | entries elsewhere | exits | sign |")
        print("|---|---|---|---|---|---|---|---|---|---|")
        for row in rows:
            instrument = row["instrument"] + (f" ({row['facility']})" if row["facility"] else "")
            sign = "clear" if row["clear"] else "as declared" if row["as_declared"] else "opposite"
            print(f"| {instrument} | {row['lever']} | `{row['aim']}` | {row['single']:.4g} | {amount(row['effect'])} | {amount(row['elsewhere'])} "
                  f"| {amount(row['entries'])} | {amount(row['entries_elsewhere'])} | {amount(row['exits'])} | {sign} |")
        print()


if __name__ == "__main__":
    main()
