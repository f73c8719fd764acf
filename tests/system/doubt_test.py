"""Doubt: where it comes from, designs, runs that stop when they know enough, and runs that go on."""

import json
import os
import signal
import subprocess
import time
import unittest

import h5py
import numpy
import xarray

from support import HUNAN, SOURCE, ZONECAST, SystemTest

BASELINE = SOURCE / "scenarios/plans/hunan-htz-2017-2019-baseline.toml"


def contents(path):
    """All datasets of the root group, and all attributes."""
    with h5py.File(path) as file:
        data = {name: file[name][()] for name in file if isinstance(file[name], h5py.Dataset)}
        return data, dict(file.attrs)


class Doubt(SystemTest):
    def same(self, a, b, but=()):
        (left, left_attributes), (right, right_attributes) = contents(self.folder / a), contents(self.folder / b)
        self.assertEqual(set(left), set(right))
        for name, values in left.items():
            self.assertEqual(values.tobytes() if values.dtype != object else values.tolist(),
                             right[name].tobytes() if values.dtype != object else right[name].tolist(), name)
        for name, value in left_attributes.items():
            if name not in but:
                self.assertEqual(str(value), str(right_attributes[name]), name)

    def test_the_split_of_variance(self):
        plan = self.example()
        self.good("run", plan, "-n", 40, "--seed", 3, "-o", "plain.h5", "-q")
        text = self.good("run", plan, "-n", 40, "--seed", 3, "-o", "split.h5", "--split-variance")
        self.assertIn("Where the doubt comes from", text)
        self.assertIn("Where the doubt comes from", self.good("targets", "split.h5"))
        plain, split = contents(self.folder / "plain.h5")[0], contents(self.folder / "split.h5")[0]
        extra = set(split) - set(plain)
        self.assertEqual(len(extra), 15)
        for name in set(plain):
            if plain[name].dtype != object:
                self.assertEqual(plain[name].tobytes(), split[name].tobytes(), name)
        with xarray.open_dataset(self.folder / "split.h5") as result:
            self.assertEqual(list(result.uncertainty.values), ["parameters", "initial", "chance"])
            shares = result.target_value_share_total.values
            self.assertTrue(numpy.nanmax(shares) > 0.1)
            knowable = result.target_value_share_knowable
            numpy.testing.assert_allclose(knowable, 1 - result.target_value_share_total.sel(uncertainty="chance"), rtol=0, atol=1e-12)
        target = json.loads(self.good("targets", "split.h5", "--json"))["targets"][0]
        self.assertEqual(set(target["doubt"]), {"value", "met"})

    def test_designs(self):
        plan = self.example()
        self.good("run", plan, "-n", 64, "-o", "plain.h5", "-q")
        plain = contents(self.folder / "plain.h5")[0]
        for design in ("lhs", "sobol"):
            for threads in (1, 2):
                self.good("run", plan, "-n", 64, "--design", design, "--threads", threads, "-o", f"{design}{threads}.h5", "-q")
            self.same(f"{design}1.h5", f"{design}2.h5")
            data, attributes = contents(self.folder / f"{design}1.h5")
            self.assertEqual(attributes["design"], design if isinstance(attributes["design"], str) else design.encode())
            ids = [name.decode() for name in data["parameter"]]
            for group, moved in (("renewal_rate", True), ("certificate_split", False)):  # a law's, and one of the initial state
                values = data["parameter_value"][:, ids.index(group)]
                self.assertEqual(values.tobytes() != plain["parameter_value"][:, ids.index(group)].tobytes(), moved, group)
        failed = self.run_in("run", plan, "--design", "lhs", "--until-precision", "0.1")
        self.assertEqual(failed.returncode, 2)
        self.assertIn("Latin hypercube", failed.stderr)

    def test_a_run_that_goes_on_is_one_longer_run(self):
        plan = self.example()
        for design in ("independent", "sobol"):
            self.good("run", plan, "-n", 130, "--design", design, "--resumable", "-o", "whole.h5", "-q")
            self.good("run", plan, "-n", 75, "--design", design, "--resumable", "-o", "parts.h5", "-q")
            self.good("append", "parts.h5", "-n", 30, "-q")
            self.good("append", "parts.h5", "-n", 25, "-q", "--threads", 2)
            self.same("whole.h5", "parts.h5")
            self.assertEqual((self.folder / "whole.h5").read_bytes(), (self.folder / "parts.h5").read_bytes())
        with xarray.open_dataset(self.folder / "parts.h5") as result:
            self.assertEqual(result.sizes["replicate"], 130)
            self.assertNotIn("state", result)
        self.good("run", plan, "-n", 10, "-o", "plain.h5", "-q")
        failed = self.run_in("append", "plain.h5", "-n", 5)
        self.assertEqual(failed.returncode, 2)
        self.assertIn("--resumable", failed.stderr)

    def test_until_precision_stops_in_whole_blocks_and_below_the_cap(self):
        plan = self.example()
        self.good("run", plan, "--until-precision", 0.06, "-o", "enough.h5", "-q", "--threads", 1)
        data, attributes = contents(self.folder / "enough.h5")
        n = int(attributes["replicates"])
        self.assertEqual(n % 256, 0)
        self.assertLessEqual(max(data["target_chance_high"] - data["target_chance_low"]) / 2, 0.06)
        self.assertIn(f"-n {n}", str(attributes["history"]))
        self.good("run", plan, "-n", n, "-o", "same.h5", "-q")
        self.assertIn("the precision was reached", str(attributes["history"]))
        self.same("enough.h5", "same.h5", but=("history", "digest"))
        quiet = self.run_in("run", plan, "--until-precision", 0.001, "--max-replicates", 300, "-o", "capped.h5", "-q")
        self.assertEqual((quiet.returncode, quiet.stdout, quiet.stderr), (0, "", ""))
        told = self.run_in("run", plan, "--until-precision", 0.001, "--max-replicates", 300, "-o", "told.h5")
        self.assertIn("the precision was not reached", told.stderr)
        capped = contents(self.folder / "capped.h5")[1]
        self.assertEqual(int(capped["replicates"]), 300)
        self.assertIn("not reached", str(capped["history"]))

    def test_compare(self):
        report = json.loads(self.good("compare", HUNAN, BASELINE, "-n", 12, "--no-attribution", "--json", "-q"))
        self.assertEqual(report["attribution"], "none")
        self.assertIn("measure", {lever["kind"] for lever in report["levers"]})
        self.assertTrue(any(one["variance_reduction"] and one["variance_reduction"] > 1.5 for one in report["differences"]))
        plan = self.example()
        self.good("run", plan, "-n", 20, "-o", "a.h5", "-q")
        self.good("run", plan, "-n", 20, "--set", "parameter.renewal_rate=0.6", "--set", "parameter.entry_rate=0.02", "-o", "b.h5", "-q")
        report = json.loads(self.good("compare", "a.h5", "b.h5", "--json", "-q"))
        self.assertEqual([lever["id"] for lever in report["levers"]], ["entry_rate", "renewal_rate"])
        self.assertEqual(report["replicates"], 20)
        stored = contents(self.folder / "a.h5")[0]
        for one in report["differences"]:
            if one["of"] == "chance":
                at = [name.decode() for name in stored["target"]].index(one["id"])
                self.assertAlmostEqual(one["a"], stored["target_chance"][at], places=12)
            if one["difference"] is not None:
                self.assertAlmostEqual(sum(lever["difference"] for lever in one["levers"]), one["difference"], delta=1e-6 * (1 + abs(one["a"])))
        self.assertIn("Shapley", self.good("compare", "a.h5", "b.h5", "-q"))
        self.assertIn("差异", self.good("compare", "a.h5", "b.h5", "-q", "--no-attribution", "--lang", "zh"))
        self.good("run", plan, "-n", 20, "--seed", 2, "-o", "c.h5", "-q")
        self.assertEqual(self.run_in("compare", "a.h5", "c.h5").returncode, 2)

    def test_sensitivity(self):
        plan = self.example()
        ids = ids_of_targets(plan)
        out = json.loads(self.good("sensitivity", plan, "--target", ids[0], "--trajectories", 2, "--top", 2, "-n", 16, "--json", "-q"))
        self.assertEqual(out["targets"][0]["id"], ids[0])
        factors = [one["factor"] for one in out["targets"][0]["sobol"]]
        self.assertEqual(factors[2:], ["other_parameters", "initial", "chance"])
        self.assertGreater(len(out["targets"][0]["morris"]), 50)
        self.assertIn("Sobol", self.good("sensitivity", plan, "--target", ids[0], "--factor", "renewal_rate", "-n", 16, "-q"))
        self.assertEqual(self.run_in("sensitivity", plan, "--target", "nonsense").returncode, 2)
        failed = self.run_in("sensitivity", plan, "--target", ids[0], "--factor", "renewal_rat", "-n", 16)
        self.assertEqual(failed.returncode, 2)
        self.assertIn("renewal_rate", failed.stderr)

    def test_seek(self):
        plan = self.example()
        target = ids_of_targets(plan)[0]
        small = ("--target", target, "-n", 16, "--check", 32, "--polish", 5, "-q")
        out = json.loads(self.good("seek", plan, *small, "--budget", 5, "--json", "-o", "bundle.toml", "--csv", "curve.csv"))
        self.assertTrue(out["reached"])
        self.assertLessEqual(out["bundle"]["cost_counted"], 5 + 1e-6)
        self.assertGreaterEqual(out["bundle"]["chance"], out["written"]["chance"])
        self.assertGreater(len(out["singles"]), 20)
        self.assertGreater(out["levers_national"], 0)
        self.assertEqual(out["check"]["replicates"], 32)
        self.assertEqual(list(out["check"]["by_target"]), [target])
        with open(self.folder / "curve.csv", encoding="utf-8") as file:
            rows = file.read().splitlines()
        self.assertEqual(rows[0], "cost,cost_counted,chance,levels")
        self.assertEqual(len(rows) - 1, len(out["curve"]))
        # The plan file is the bundle: the ordinary run on the draws of the search gives its chance.
        self.good("run", "bundle.toml", "-n", 16, "-o", "bundle.h5", "-q")
        stored = contents(self.folder / "bundle.h5")[0]
        at = [name.decode() for name in stored["target"]].index(target)
        self.assertAlmostEqual(stored["target_chance"][at], out["bundle"]["chance"], delta=1.01 / 16)
        only = self.good("seek", plan, *small, "--chance", 0.99, "--only", "hnte_cultivation", "--lang", "zh")
        self.assertIn("方案本身", only)
        self.assertIn("固定", only)

    def test_seek_says_what_is_wrong_with_what_is_asked(self):
        plan = self.example()
        target = ids_of_targets(plan)[0]
        for words, said in (
            (("--target", target), "a chance or a budget"),
            (("--target", target, "--chance", 0.8, "--budget", 3), "only one of them"),
            (("--target", "nonsense", "--chance", 0.8), 'no target "nonsense"'),
            (("--target", target, "--chance", 0.8, "--forbid", "hnte_cultivatio"), 'did you mean "hnte_cultivation"'),
            (("--target", target, "--chance", 0.8, "--fix", "rd_subsidy"), "is not ID=DOSE"),
            (("--target", target, "--chance", 0.8, "--fix", "rd_subsidy=99"), "lies between"),
            (("--target", target, "--chance", 0.8, "-o", "a.toml", "--set", "parameter.renewal_rate=0.8"), "would not hold the changes"),
        ):
            with self.subTest(said):
                failed = self.run_in("seek", plan, *words, "-q")
                self.assertEqual(failed.returncode, 2)
                self.assertIn(said, failed.stderr)
                self.assertFalse((self.folder / "a.toml").exists())

    def test_ctrl_c_ends_what_only_shows(self):
        self.interrupt("sensitivity", HUNAN, "--trajectories", 100000)
        self.interrupt("compare", HUNAN, HUNAN, "-n", 10000000)
        self.interrupt("doubling", HUNAN, "-n", 100000)
        self.interrupt("seek", HUNAN, "--target", "HN17-05", "--chance", 0.9, "-n", 100000)
        self.interrupt("graph", HUNAN, "--set", "remove.wd_blade=2018", "--simulate", 100000, "--threads", 1)

    def test_an_interruption_leaves_the_file_as_it_was(self):
        plan = self.example()
        self.good("run", plan, "-n", 32, "--resumable", "-o", "a.h5", "-q")
        before = (self.folder / "a.h5").read_bytes()
        running = subprocess.Popen([ZONECAST, "append", "a.h5", "-n", "100000000"], cwd=self.folder, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8"})
        while not any(".partial-" in name for name in self.files()):
            time.sleep(0.02)
        time.sleep(0.3)
        running.send_signal(signal.SIGINT)
        error = running.communicate(timeout=120)[1].decode()
        self.assertEqual(running.returncode, 130, error)
        self.assertEqual((self.folder / "a.h5").read_bytes(), before)
        self.assertFalse([name for name in self.files() if ".partial-" in name])


def ids_of_targets(plan):
    """Ids of the targets of a plan file."""
    ids, inside = [], False
    for line in plan.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            inside = line.strip() == "[[target]]"
        elif inside and line.startswith("id"):
            ids.append(line.split('"')[1])
    return ids


if __name__ == "__main__":
    unittest.main()
