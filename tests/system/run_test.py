"""Runs: results that do not depend on threads, that open elsewhere, that are whole or not there."""

import json
import os
import pathlib
import signal
import subprocess
import time
import unittest

import h5py
import numpy
import xarray

from support import HUNAN, SOURCE, ZONECAST, SystemTest, on_terminal

H5DIFF = os.environ["H5DIFF"]


def datasets(path):
    """All datasets of a result file by name."""
    with h5py.File(path) as file:
        return {name: file[name][()] for name in file}


def differing(a, b):
    """Names of datasets whose bytes differ, and of those that only one file has."""
    left, right = datasets(a), datasets(b)
    names = set(left) ^ set(right)
    for name in set(left) & set(right):
        x, y = left[name], right[name]
        same = x.dtype == y.dtype and x.shape == y.shape and (x.tolist() == y.tolist() if x.dtype == object else x.tobytes() == y.tobytes())
        if not same:
            names.add(name)
    return names


class Threads(SystemTest):
    def test_one_and_two_threads_give_the_same_bits(self):
        for name, threads in (("a.h5", 1), ("b.h5", 2)):
            self.good("run", HUNAN, "-n", 100, "--seed", 7, "--threads", threads, "-o", name, "-q")
        self.assertEqual(differing(self.folder / "a.h5", self.folder / "b.h5"), set())
        compared = subprocess.run([H5DIFF, "a.h5", "b.h5"], cwd=self.folder, capture_output=True, encoding="utf-8", check=False)
        self.assertEqual((compared.returncode, compared.stdout), (0, ""))
        self.assertEqual((self.folder / "a.h5").read_bytes(), (self.folder / "b.h5").read_bytes())

    def test_a_run_in_two_parts_draws_the_same_replicates(self):
        self.good("run", HUNAN, "-n", 64, "-o", "whole.h5", "-q")
        self.good("run", HUNAN, "-n", 32, "--replicates-from", 32, "-o", "part.h5", "-q")
        whole, part = datasets(self.folder / "whole.h5"), datasets(self.folder / "part.h5")
        numpy.testing.assert_array_equal(part["replicate"], numpy.arange(32, 64))
        for name in ("parameter_value", "target_value", "target_met"):
            if name in whole:
                numpy.testing.assert_array_equal(whole[name][32:], part[name])

    def test_another_seed_gives_another_result(self):
        self.good("run", HUNAN, "-n", 2, "--seed", 1, "-o", "a.h5", "-q")
        self.good("run", HUNAN, "-n", 2, "--seed", 2, "-o", "b.h5", "-q")
        self.assertTrue(differing(self.folder / "a.h5", self.folder / "b.h5"))


class Result(SystemTest):
    @classmethod
    def setUpClass(cls):
        import tempfile
        cls.place = tempfile.TemporaryDirectory(prefix="zonecast-result-")
        cls.result = pathlib.Path(cls.place.name) / "a.h5"
        done = subprocess.run(
            [ZONECAST, "run", HUNAN, "-n", "64", "-o", cls.result, "--keep", "zone:changsha_htz:hnte_count", "--lang", "en"],
            capture_output=True, encoding="utf-8", check=True)
        cls.output = done.stdout

    @classmethod
    def tearDownClass(cls):
        cls.place.cleanup()

    def test_run_prints_the_scorecard_and_where_the_result_lies(self):
        self.assertIn("HN17-01", self.output)
        self.assertIn("HN17-25", self.output)
        self.assertIn(f"Result: {self.result}", self.output)

    def test_targets_gives_25_targets(self):
        card = json.loads(self.good("targets", self.result, "--json"))
        self.assertEqual([target["id"] for target in card["targets"]], [f"HN17-{i:02}" for i in range(1, 26)])
        for target in card["targets"]:
            self.assertGreaterEqual(target["chance"], 0)
            self.assertLessEqual(target["chance"], 1)
            self.assertIsInstance(target["median"], (int, float))
            self.assertIsInstance(target["base"], (int, float))

    def test_targets_shows_what_run_showed(self):
        self.assertTrue(self.output.startswith(self.good("targets", self.result)))
        self.assertIn("预测与公布数", self.good("targets", self.result, "--outlook", "--lang", "zh"))

    def test_opens_in_xarray_with_units(self):
        with xarray.open_dataset(self.result) as result:
            self.assertEqual(result.sizes["target"], 25)
            self.assertEqual(result.sizes["replicate"], 64)
            self.assertEqual(list(result.year.values), [2016, 2017, 2018, 2019])
            self.assertEqual(result.attrs["seed"], 1)
            self.assertTrue(((result.target_chance >= 0) & (result.target_chance <= 1)).all())
            self.assertEqual(result.province_gdp_mean.attrs["units"], "1e8 CNY")

    def test_is_what_the_page_on_results_says(self):
        checked = subprocess.run(
            ["/usr/bin/python3", SOURCE / "tests/outputs/check_result.py", self.result, SOURCE / "docs/formats/results.md"],
            capture_output=True, encoding="utf-8", check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_notes_how_it_was_made(self):
        with h5py.File(self.result) as file:
            history = file.attrs["history"].decode()
        self.assertEqual(history, f"zonecast run {HUNAN} -n 64 --seed 1 --keep zone:changsha_htz:hnte_count")


class QuickChanges(SystemTest):
    def chances(self, *arguments):
        card = json.loads(self.good("run", HUNAN, "-n", 32, "-o", "a.h5", "--json", "-q", *arguments))
        return {target["id"]: target for target in card["targets"]}

    def test_a_lower_target_is_met_more_often_and_nothing_else_moves(self):
        before, after = self.chances(), self.chances("--set", "target.HN17-03.value=1000")
        self.assertEqual(before["HN17-03"]["chance"], 0)
        self.assertEqual(after["HN17-03"]["chance"], 1)
        for target in set(before) - {"HN17-03"}:
            self.assertEqual(before[target], after[target])

    def test_uncertainty_can_be_held(self):
        spread = {}
        for kinds in ("parameters,initial,chance", "parameters,initial", "none"):
            self.good("run", HUNAN, "-n", 32, "-o", "a.h5", "-q", "--uncertainty", kinds)
            with xarray.open_dataset(self.folder / "a.h5") as result:
                held = tuple(result.attrs[name] for name in ("free_parameters", "free_initial", "free_chance"))
                self.assertEqual(held, tuple(int(kind in kinds) for kind in ("parameters", "initial", "chance")))
                spread[kinds] = result.province_hightech_value_added_sd.isel(year=-1).item()
                drawn = result.parameter_value.std("replicate") > 1e-12 * abs(result.parameter_value.mean("replicate"))
                self.assertEqual(bool(drawn.any()), kinds != "none")
        self.assertLess(spread["none"], 0.5 * spread["parameters,initial"])
        self.assertLess(spread["parameters,initial"], spread["parameters,initial,chance"])

class FourZones(SystemTest):
    """The pack of another province that docs/formats/pack.md writes by hand."""

    def test_runs(self):
        plan = self.example()
        self.good("run", plan, "-n", 64, "-q")
        card = json.loads(self.good("targets", "guizhou-example.h5", "--json"))
        self.assertEqual(len(card["targets"]), 3)
        with xarray.open_dataset(self.folder / "guizhou-example.h5") as result:
            base = result.province_hnte_count_mean.isel(year=0).item()
            self.assertAlmostEqual(base, 1897, delta=0.02 * 1897)


class Output(SystemTest):
    def refused(self, path, *expected, **options):
        before = self.files()
        started = time.monotonic()
        done = self.run_in("run", HUNAN, "-n", 1_000_000, "-o", path, **options)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(self.files(), before)
        self.assertLess(time.monotonic() - started, 60, "it was found out before anything was simulated")
        self.assertNotIn("replicates", done.stderr)
        for text in expected:
            self.assertIn(text, done.stderr)

    def test_unwritable_place_is_found_before_the_run(self):
        self.refused("no/such/folder/a.h5", "no/such/folder")
        self.refused(".", "folder")
        (self.folder / "file").write_text("x")
        self.refused("file/a.h5")

    @unittest.skipIf(os.environ.get("ZONECAST_SANITIZER") == "thread", "the limit also stops a file that the thread sanitizer maps for itself")
    def test_full_disk_leaves_nothing_and_the_old_result_stands(self):
        (self.folder / "a.h5").write_text("older result")

        def small_files():
            import resource
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

        done = self.run_in("run", HUNAN, "-n", 32, "-o", "a.h5", "-q", preexec_fn=small_files)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("a.h5", done.stderr)
        self.assertEqual(self.files(), ["a.h5"])
        self.assertEqual((self.folder / "a.h5").read_text(), "older result")

    def test_a_device_is_refused(self):
        os.mkfifo(self.folder / "pipe")
        self.refused("pipe", "device")
        self.assertTrue((self.folder / "pipe").is_fifo())


class Interrupt(SystemTest):
    def test_ctrl_c_leaves_nothing_and_exits_130(self):
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with subprocess.Popen([ZONECAST, "run", HUNAN, "-n", "1000000", "-o", "a.h5"], cwd=self.folder, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE) as process:
                for _ in range(1200):
                    if len(self.files()) == 2:
                        break
                    time.sleep(0.05)
                self.assertEqual(len(self.files()), 2)  # the lock and the partial file: the run has begun
                process.send_signal(number)
                output, _ = process.communicate(timeout=120)
            self.assertEqual(process.returncode, status)
            self.assertEqual(output, b"")
            self.assertEqual(self.files(), [])


class Progress(SystemTest):
    def test_plain_lines_where_there_is_no_terminal(self):
        done = self.run_in("run", HUNAN, "-n", 64, "-o", "a.h5")
        self.assertIn("100 %  64 of 64 replicates", done.stderr)
        self.assertNotIn("\r", done.stderr)

    def test_a_bar_that_is_taken_away_on_a_terminal(self):
        text = on_terminal(["run", HUNAN, "-n", 64, "-o", "a.h5", "--lang", "en"], columns=80, errors=True, folder=self.folder)
        self.assertIn("[########################] 100 %  64 of 64 replicates", text)
        self.assertTrue(text.endswith("\r\x1b[K"), text[-200:])

    def test_quiet_is_quiet(self):
        done = self.run_in("run", HUNAN, "-n", 2, "-o", "a.h5", "-q")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertEqual(self.files(), ["a.h5"])


if __name__ == "__main__":
    unittest.main()
