"""Goldens: what 64 replicates of each of the five plans give, to the bit, and headline medians for people to read.

digests.txt has a line a quantity and a column a plan: the first 12 digits of the SHA-256 of its numbers (mean, standard
deviation and quantiles together). medians.txt has the medians. Both change only with a reason in CHANGELOG.md.
`make goldens` writes them anew (it sets ZONECAST_UPDATE_GOLDENS=1)."""

import concurrent.futures
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy

ZONECAST = os.environ["ZONECAST"]
SOURCE = pathlib.Path(os.environ["ZONECAST_SOURCE"])
FOLDER = SOURCE / "tests/goldens"
UPDATE = os.environ.get("ZONECAST_UPDATE_GOLDENS", "") not in ("", "0")
PLANS = ("czt-action-2017-2019", "czt-outline-2015-2025", "guizhou-htz-2021-2025", "hunan-htz-2017-2019",
         "hunan-htz-2026-2028")
REPLICATES = 64
# What a file of a scenario says, not the model.
OF_THE_SCENARIO = re.compile(r"(figure|input|source|history)(_|$)")
SUMMARY = re.compile(r"_(mean|sd|quantile)$")
HEADLINES = ("hnte_count", "rd_to_gdp", "hightech_value_added", "gdp", "tech_contract_value", "invention_patents_valid",
             "firms", "revenue", "rd_total", "entries", "exits")
HOW = ("If this was meant, run `make goldens`, look at the difference of tests/goldens/*.txt, and give the reason in "
       "CHANGELOG.md.\nIf it was not meant, the change touches arithmetic, draws or the order of sums.")


def run(plan, folder):
    """The result of a plan: digests of its numbers by quantity, and rows of medians."""
    path = folder / f"{plan}.h5"
    subprocess.run([ZONECAST, "run", SOURCE / f"scenarios/plans/{plan}.toml", "-n", str(REPLICATES), "--threads", "1",
                    "-q", "-o", path], check=True, stdout=subprocess.DEVNULL)
    with h5py.File(path) as file:
        return digests_of(file), medians_of(plan, file)


def digests_of(file):
    """{quantity: digest} of all variables of numbers that the model had a say in."""
    sums = {}
    for name, variable in sorted(file.items()):
        if not isinstance(variable, h5py.Dataset) or variable.dtype.kind not in "fiu" or OF_THE_SCENARIO.match(name):
            continue
        if variable.attrs.get("NAME", b"").startswith(b"This is a netCDF dimension but not"):
            continue  # a dimension without values
        sum_of_quantity = sums.setdefault(SUMMARY.sub("", name), hashlib.sha256())
        sum_of_quantity.update(f"{name} {variable.dtype.str} {variable.shape}".encode())
        sum_of_quantity.update(numpy.ascontiguousarray(variable[()]).tobytes())
    return {name: sum_of_quantity.hexdigest()[:12] for name, sum_of_quantity in sums.items()}


def medians_of(plan, file):
    """Lines of the table: the province's headlines in the first and the last year, and every target."""
    lines = []
    years, quantiles = file["year"][()], file["quantile"][()]
    middle = int(numpy.flatnonzero(quantiles == 0.5)[0])
    for name in HEADLINES:
        if f"province_{name}_quantile" not in file:
            continue  # its line is gone then, and the test says so
        values = file[f"province_{name}_quantile"][()]
        lines.append(f"{plan} {name} {years[0]} {values[0, 0, middle]:.6g} {years[-1]} {values[0, -1, middle]:.6g}")
    for target, year, values, chance in zip(file["target"][()], file["target_year"][()], file["target_quantile"][()],
                                            file["target_chance"][()]):
        lines.append(f"{plan} {target.decode()} {year} {values[middle]:.6g} chance {chance:.4g}")
    return lines


def digest_table(of_plan):
    names = sorted(set().union(*of_plan.values()))
    width = max(map(len, names))
    lines = [f"{'quantity':{width}} {' '.join(PLANS)}"]
    for name in names:
        cells = (of_plan[plan].get(name, "-").ljust(len(plan)) for plan in PLANS)
        lines.append(f"{name:{width}} {' '.join(cells)}".rstrip())
    return "\n".join(lines) + "\n"


def read_digests(text):
    """{plan: {quantity: digest}} of a table."""
    header, *rows = (line.split() for line in text.splitlines())
    return {plan: {row[0]: row[column] for row in rows if row[column] != "-"}
            for column, plan in enumerate(header) if column > 0}


def differences(plan, before, now):
    """What differs between the digests of a plan, as lines."""
    lines = [f"{plan}: {name} moved" for name in sorted(before.keys() & now.keys()) if before[name] != now[name]]
    lines += [f"{plan}: {name} is new" for name in sorted(now.keys() - before.keys())]
    return lines + [f"{plan}: {name} is gone" for name in sorted(before.keys() - now.keys())]


class Goldens(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with (tempfile.TemporaryDirectory(prefix="zonecast-goldens-") as folder,
              concurrent.futures.ThreadPoolExecutor(2) as pool):
            done = dict(zip(PLANS, pool.map(lambda plan: run(plan, pathlib.Path(folder)), PLANS)))
        cls.digests = {plan: done[plan][0] for plan in PLANS}
        cls.medians = [line for plan in PLANS for line in done[plan][1]]
        if UPDATE:
            (FOLDER / "digests.txt").write_text(digest_table(cls.digests), encoding="utf-8")
            (FOLDER / "medians.txt").write_text("\n".join(cls.medians) + "\n", encoding="utf-8")
            print("tests/goldens/digests.txt and medians.txt are written anew", file=sys.stderr)

    def test_headline_medians(self):
        before = (FOLDER / "medians.txt").read_text(encoding="utf-8").splitlines()
        moved = [f"- {line}" for line in before if line not in set(self.medians)]
        moved += [f"+ {line}" for line in self.medians if line not in set(before)]
        if moved:
            self.fail("headlines moved (- golden, + now: plan, quantity, year, median):\n" + "\n".join(moved) + "\n" +
                      HOW)

    def test_digests(self):
        before = read_digests((FOLDER / "digests.txt").read_text(encoding="utf-8"))
        self.assertEqual(set(before), set(PLANS))
        moved = [line for plan in PLANS for line in differences(plan, before[plan], self.digests[plan])]
        if moved:
            self.fail(f"{len(moved)} quantities differ from the goldens:\n" + "\n".join(moved[:60]) +
                      (f"\n... and {len(moved) - 60} more" if len(moved) > 60 else "") + "\n" + HOW)

    def test_a_moved_quantity_is_named(self):
        one = {"province_gdp": "a", "zone_firms": "b"}
        self.assertEqual(differences("plan", one, {"province_gdp": "c", "new": "d"}),
                         ["plan: province_gdp moved", "plan: new is new", "plan: zone_firms is gone"])
        table = digest_table({plan: one if plan == PLANS[0] else {} for plan in PLANS})
        self.assertEqual(read_digests(table)[PLANS[0]], one)
        self.assertEqual(read_digests(table)[PLANS[1]], {})


if __name__ == "__main__":
    unittest.main()
