"""The Python package against the command: the same numbers, problems and answers; and what only Python has.

CTest puts the package of the build on PYTHONPATH and names the build in ZONECAST_BUILD."""

import ast
import contextlib
import functools
import importlib
import io
import json
import multiprocessing
import multiprocessing.pool
import os
import pathlib
import pickle
import re
import signal
import subprocess
import sys
import threading
import time
import unittest
import warnings

import numpy
import pandas
import xarray

import zonecast
from support import HUNAN, SOURCE, SystemTest

os.environ["LC_ALL"] = "C.UTF-8"  # the package speaks the language of the environment
LIBRARY = SOURCE / "scenarios/library"
CHANGES = {"measure.incubators.dose.2021": 2, "parameter.renewal_rate": 0.8}


def loaded(path):
    with xarray.open_dataset(path) as result:
        return result.load()


def as_arguments(changes):
    return [word for key, value in changes.items() for word in ("--set", f"{key}={value}")]


class PythonTest(SystemTest):
    def same(self, left, right):
        """Two Datasets agree in names, dimensions, types, attributes and every bit."""
        self.assertEqual(set(left.variables), set(right.variables))
        self.assertEqual(set(left.coords), set(right.coords))
        self.assertEqual(left.attrs, right.attrs)
        for name in left.variables:
            a, b = left.variables[name], right.variables[name]
            self.assertEqual((a.dims, a.dtype, dict(a.attrs)), (b.dims, b.dtype, dict(b.attrs)), name)
            same = (
                a.values.tolist() == b.values.tolist()
                if a.dtype == object
                else a.values.tobytes() == b.values.tobytes()
            )
            self.assertTrue(same, name)


class SameBits(PythonTest):
    def setUp(self):
        super().setUp()
        self.plan = self.example()

    def test_a_dataset_is_the_file_of_the_command(self):
        keep = "province:guizhou:hnte_count"
        self.good("run", self.plan, "-n", 40, "--seed", 3, "--keep", keep, "-o", "a.h5", "-q", *as_arguments(CHANGES))
        plan = zonecast.load(self.plan)
        plan.measures["incubators"].dose[2021] = 2
        plan.parameters["renewal_rate"].value = 0.8
        self.assertEqual(plan.changes, CHANGES)
        result = zonecast.run(plan, 40, seed=3, keep=[keep], progress=False)
        self.same(loaded(self.folder / "a.h5"), result)
        self.assertEqual(result.province_gdp_mean.attrs["units"], "1e8 CNY")
        kept = zonecast.run(plan, 40, seed=3, keep=keep, output=self.folder / "b.h5", threads=1, progress=False)
        self.assertEqual((self.folder / "a.h5").read_bytes(), (self.folder / "b.h5").read_bytes())
        self.same(kept, result)

    def test_designs_kinds_of_uncertainty_parts_and_the_split(self):
        for options, arguments in (
            ((), {}),
            (("--design", "lhs"), {"design": "lhs"}),
            (("--design", "sobol", "--replicates-from", 64), {"design": "sobol", "first_replicate": 64}),
            (("--uncertainty", "initial,chance"), {"uncertainty": ["initial", "chance"]}),
            (("--uncertainty", "none"), {"uncertainty": ()}),
            (("--split-variance",), {"split_variance": True}),
        ):
            with self.subTest(options):
                self.good("run", self.plan, "-n", 32, "-o", "a.h5", "-q", *options)
                self.same(loaded(self.folder / "a.h5"), zonecast.run(self.plan, 32, progress=False, **arguments))

    def test_what_is_per_replicate_is_the_same_without_summaries(self):
        keep = ["province:guizhou:hnte_count", "zone:guiyang_htz:hnte_count"]
        whole = zonecast.run(self.plan, 40, keep=keep, progress=False)
        light = zonecast.run(self.plan, 40, keep=keep, summaries=False, progress=False)
        self.assertIn("series_value", light)
        part = whole[list(light.variables)]
        part.attrs = {}
        self.same(part, light)

    def test_values_of_parameters_can_be_given(self):
        rates = numpy.linspace(0.6, 0.9, 8)
        result = zonecast.run(self.plan, given={"renewal_rate": rates}, progress=False)
        self.assertEqual(result.sizes["replicate"], 8)
        numpy.testing.assert_array_equal(result.parameter_value.sel(parameter="renewal_rate"), rates)
        self.good("reproduce", self.kept(rates))
        one = zonecast.run(
            zonecast.load(self.plan, {"parameter.renewal_rate": rates[0]}), 1, summaries=False, progress=False
        )
        numpy.testing.assert_array_equal(one.target_value, result.target_value[:1])
        with self.assertRaisesRegex(zonecast.BadInput, "8 rows for 9 replicates"):
            zonecast.run(self.plan, 9, given={"renewal_rate": rates}, progress=False)
        with self.assertRaises(ValueError):
            zonecast.run(self.plan, given={"renewal_rat": rates}, progress=False)

    def test_doses_can_be_given(self):
        result = zonecast.run(self.plan, given={"dose.incubators": [2.0]}, summaries=False, progress=False)
        doubled = zonecast.load(self.plan, {"measure.incubators.dose": 2})
        one = zonecast.run(doubled, 1, summaries=False, progress=False)
        self.same(one, result)
        plain = zonecast.run(self.plan, 1, summaries=False, progress=False)
        self.assertTrue((plain.target_value != result.target_value).any())

    def kept(self, rates):
        zonecast.run(self.plan, given={"renewal_rate": rates}, output=self.folder / "given.h5", progress=False)
        return self.folder / "given.h5"

    def test_targets_are_those_of_the_scorecard(self):
        result = zonecast.run(self.plan, 64, output=self.folder / "a.h5", progress=False)
        card = {one["id"]: one for one in json.loads(self.good("targets", "a.h5", "--json"))["targets"]}
        table = zonecast.targets(result)
        self.assertEqual(list(table.index), list(card))
        for id, row in table.iterrows():
            self.assertEqual(row["chance"], card[id]["chance"])
            self.assertEqual(row["quantile_0.5"], card[id]["median"])
            self.assertEqual(row["name_zh"], card[id]["name"]["zh"])
        self.assertEqual(table.attrs["units"]["chance"], "1")
        pandas.testing.assert_frame_equal(table, zonecast.targets(self.folder / "a.h5"))

    def test_several_scenarios_at_once(self):
        rates = [0.6, 0.7, 0.8, 0.9]
        plans = [zonecast.load(self.plan, {"parameter.renewal_rate": rate}) for rate in rates]
        alone = [zonecast.run(plan, 48, threads=1, progress=False) for plan in plans]
        with multiprocessing.pool.ThreadPool(4) as pool:
            together = pool.map(lambda plan: zonecast.run(plan, 48, threads=1, progress=False), plans)
            light = pool.map(
                lambda rate: zonecast.run(
                    zonecast.load(self.plan, {"parameter.renewal_rate": rate}),
                    48,
                    threads=2,
                    summaries=False,
                    progress=False,
                ),
                rates,
            )
        for a, b, c in zip(alone, together, light):
            self.same(a, b)
            numpy.testing.assert_array_equal(a.target_value, c.target_value)
        self.assertTrue((alone[0].target_value != alone[3].target_value).any())


class Plans(PythonTest):
    def setUp(self):
        super().setUp()
        self.path = self.example()

    def test_problems_are_those_of_check(self):
        self.edit("plans/guizhou-example.toml", 'id = "incubators"', 'id = "incubators"\nclaus = "4"')
        self.edit(
            "packs/guizhou-four/clusters.csv", "guiyang_htz.big_data,guiyang_htz", "guiyang_htz.big_data,guiyang_hzt"
        )
        told = json.loads(self.run_in("check", self.path, "--json").stdout)["problems"]
        found = zonecast.check(self.path)
        self.assertEqual([{name: getattr(one, name) for name in told[0]} for one in found], told)
        errors = [one for one in found if one.severity == "error"]
        self.assertGreaterEqual(len(errors), 2)
        self.assertTrue(
            all(
                one.line > 0 and one.column > 0 and pathlib.Path(one.file).exists() and one.what_zh for one in errors
            ),
            errors,
        )
        with self.assertRaises(zonecast.BadInput) as raised:
            zonecast.load(self.path)
        self.assertEqual(raised.exception.errors, errors)
        self.assertEqual(pickle.loads(pickle.dumps(raised.exception)).problems, raised.exception.problems)
        self.assertIn(f"{errors[0].file}:{errors[0].line}:{errors[0].column}: error: ", str(raised.exception))
        self.assertIn(": 错误: " + errors[0].what_zh, errors[0].text("zh"))
        chinese = [sys.executable, "-c", f"import zonecast; zonecast.load({str(self.path)!r})"]
        done = subprocess.run(
            chinese,
            env={**os.environ, "LC_ALL": "zh_CN.UTF-8", "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
        )
        self.assertIn(errors[0].text("zh"), done.stderr)

    def test_a_plan_without_errors_is_checked_as_the_command_does(self):
        told = json.loads(self.good("check", HUNAN, "--json"))["problems"]
        plan = zonecast.load(HUNAN)
        self.assertEqual([{name: getattr(one, name) for name in told[0]} for one in zonecast.check(plan)], told)
        plan.set("plan.end_year", 2021)
        self.assertIn("error", {one.severity for one in zonecast.check(plan, {"plan.end_year": 1999})})

    def test_what_is_doubtful_is_warned_of(self):
        plan = zonecast.load(self.path)
        with self.assertWarnsRegex(zonecast.InputWarning, "renewal_rate") as warned:
            plan.set("parameter.renewal_rate", 0.05)
        self.assertEqual(warned.filename, __file__)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            plan.set("parameter.renewal_rate", 0.8)
            zonecast.run(plan, 2, summaries=False)
        with self.assertWarnsRegex(zonecast.InputWarning, "values of renewal_rate outside .*: 1"):
            zonecast.run(self.path, given={"renewal_rate": [1.5, 0.7]}, summaries=False)

    def test_a_change_that_does_not_fit_is_refused_and_leaves_the_plan(self):
        plan = zonecast.load(self.path)
        plan.set("parameter.renewal_rate", 0.8)
        for change in (
            {"parameter.renewal_rat": 0.7},
            {"measure.incubators.dose.1999": 1},
            {"nonsense": 1},
            {"parameter.renewal_rate": 0.5, "target.nobody.value": 1},
        ):
            with self.assertRaises(zonecast.BadInput) as raised:
                plan.update(change)
            self.assertTrue(raised.exception.errors[0].file.startswith("--set "))
            self.assertEqual(plan.parameters["renewal_rate"].value, 0.8)
            self.assertEqual(plan.changes, {"parameter.renewal_rate": 0.8})
        with self.assertRaisesRegex(KeyError, "incubator.*there are: .*incubators"):
            plan.measures["incubator"]
        with self.assertRaises(AttributeError):
            plan.targets[next(iter(plan.targets))].unit = "1"

    def test_copies_are_apart_and_can_be_sent(self):
        plan = zonecast.load(self.path)
        before = dict(plan.measures["incubators"].dose)
        other = plan.copy({"measure.incubators.dose": 2})
        self.assertEqual(dict(plan.measures["incubators"].dose), before)
        self.assertEqual(dict(other.measures["incubators"].dose), {year: 2 * dose for year, dose in before.items()})
        self.assertEqual(pickle.loads(pickle.dumps(other)).changes, other.changes)
        year = plan.years[-1]
        del other.measures["incubators"].dose[year]
        self.assertEqual(other.measures["incubators"].dose[year], 0)
        target = next(iter(plan.targets))
        other.targets[target].value = 12.5
        self.assertEqual(other.targets[target].value, 12.5)
        self.assertEqual(other.targets.to_frame().loc[target, "value"], 12.5)

    def test_history_holds_the_figures_of_the_pack(self):
        history = zonecast.load(self.path).history
        certified = history.query("series == 'hnte_count' and place == 'guizhou' and year == 2020")
        self.assertEqual(certified[["value", "unit", "confidence"]].values.tolist(), [[1897, "count", "reported"]])


class Running(PythonTest):
    ENDLESS = """
import os, sys, tempfile, zonecast
tempfile.tempdir = os.getcwd()
told = []
def tell(done, total):
    if not told:
        print("running", flush=True)
    told.append(done)
try:
    zonecast.run(sys.argv[1], 100_000_000, progress=tell, **eval(sys.argv[2]))
except KeyboardInterrupt:
    print("stopped", os.listdir())
    print(zonecast.run(sys.argv[1], 8, summaries=False, progress=False).sizes["replicate"])
"""

    def test_ctrl_c_ends_a_run_and_nothing_else(self):
        plan = self.example()
        empty = self.folder / "empty"
        for options in ("{}", "{'output': 'a.h5'}", "{'summaries': False}"):
            with self.subTest(options):
                empty.mkdir(exist_ok=True)
                with subprocess.Popen(
                    [sys.executable, "-c", self.ENDLESS, plan, options],
                    cwd=empty,
                    stdout=subprocess.PIPE,
                    encoding="utf-8",
                ) as process:
                    self.assertEqual(process.stdout.readline(), "running\n")
                    process.send_signal(signal.SIGINT)
                    output, _ = process.communicate(timeout=300)
                self.assertEqual((process.returncode, output), (0, "stopped []\n8\n"))
                self.assertEqual(list(empty.iterdir()), [])

    def test_python_goes_on_meanwhile(self):
        plan, turns, over = self.example(), [], threading.Event()

        def turn():
            while not over.wait(0.002):
                turns.append(time.monotonic())

        thread = threading.Thread(target=turn)
        thread.start()
        begin = time.monotonic()
        zonecast.run(plan, 1024, threads=1, summaries=False, progress=False)
        end = time.monotonic()
        over.set()
        thread.join()
        # Were the GIL held, the other thread would have had its turn a few times: when the run looks up, every 50 ms.
        within = [at for at in turns if begin < at < end]
        self.assertGreater(len(within), 2 * (end - begin) / 0.05)

    def test_progress_is_told_and_may_stop(self):
        plan, told = self.example(), []
        zonecast.run(plan, 320, progress=lambda done, total: told.append((done, total)))
        self.assertEqual(told, sorted(told))
        self.assertEqual(told[-1], (320, 320))
        with self.assertRaises(zonecast.Stopped):
            zonecast.run(plan, 100_000_000, progress=lambda done, total: False)
        with self.assertRaisesRegex(RuntimeError, "mine"):
            zonecast.run(plan, 100_000_000, progress=self.fail_on_purpose)
        done = subprocess.run(
            [sys.executable, "-c", f"import zonecast; zonecast.run({str(plan)!r}, 320, progress=True)"],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        self.assertIn("run", done.stderr)
        self.assertIn("320", done.stderr)

    @staticmethod
    def fail_on_purpose(done, total):
        raise RuntimeError("mine")

    def test_what_does_not_fit_is_said(self):
        plan = self.example()
        for arguments, text in (
            ({"keep": ["zone:nowhere:hnte_count"]}, "no zone \"nowhere\""),
            ({"design": "sobl"}, "known are: independent"),
            ({"uncertainty": "luck"}, "known are: parameters"),
            ({"replicates": 0}, "write a whole number from 1 on"),
            ({"output": self.folder / "no/such/a.h5"}, "no/such"),
            ({"output": plan}, "scenarios/plans"),
            ({"seed": -1}, "no whole number"),
            ({"given": {"renewal_rat": [0.7]}, "replicates": None}, "renewal_rate"),
            ({"given": {"renewal_rate": [numpy.nan]}, "replicates": None}, "nan in row 0"),
            ({"given": {"dose.incubators": [-1]}, "replicates": None}, "-1 in row 0"),
            ({"given": {"renewal_rate": []}, "replicates": None}, "no whole number"),
            ({"given": {"renewal_rate": [0.7], "dose.incubators": [1, 2]}, "replicates": None}, "equally long"),
            ({"given": {"dose.incubators": [1]}, "replicates": None, "output": self.folder / "a.h5"}, "no place"),
            ({"summaries": False, "split_variance": True}, "need summaries"),
        ):
            with self.subTest(arguments), self.assertRaises(zonecast.BadInput) as raised:
                zonecast.run(plan, **{"replicates": 4, "progress": False, **arguments})
            self.assertIn(text, str(raised.exception))
            for one in raised.exception.errors:
                self.assertNotIn(one.file, ("", None))
                self.assertNotEqual(one.what, one.what_zh)


class Questions(PythonTest):
    def told(self, *arguments):
        return json.loads(self.good(*arguments, "--json"))

    def test_compare(self):
        plan = self.example()
        other = self.folder / "scenarios/plans/guizhou-example-more-incubators.toml"
        other.write_text(
            '[plan]\nextends = "guizhou-example.toml"\nid = "more"\n\n'
            '[[measure]]\nid = "incubators"\ndose = { 2021 = 2, 2022 = 2 }\n'
        )
        out = zonecast.compare(plan, other, 64, seed=5, progress=False)
        self.assertEqual(out.json, self.told("compare", plan, other, "-n", 64, "--seed", 5, "-q"))
        self.assertEqual(list(out.levers["id"]), ["incubators"])
        shares = out.contributions.groupby(["of", "id"]).difference.sum()
        for _, row in out.differences.dropna(subset="difference").iterrows():
            self.assertAlmostEqual(
                shares[row["of"], row["id"]], row["difference"], delta=1e-9 * (1 + abs(row["difference"]))
            )
        changed = zonecast.compare(
            plan,
            zonecast.load(plan, {"measure.incubators.dose.2021": 2, "measure.incubators.dose.2022": 2}),
            64,
            seed=5,
            progress=False,
        )
        pandas.testing.assert_frame_equal(changed.differences, out.differences)

    def test_sensitivity(self):
        plan = self.example()
        target = next(iter(zonecast.load(plan).targets))
        options = ("-n", 16, "--trajectories", 4, "--top", 3, "--target", target, "-q")
        out = zonecast.sensitivity(plan, target, 16, trajectories=4, screened=3, progress=False)
        self.assertEqual(out.json, self.told("sensitivity", plan, *options))
        self.assertEqual(len(out.morris), len(out.json["targets"][0]["morris"]))
        self.assertEqual(
            set(out.sobol.columns),
            {"target", "kind", "factor", "first", "first_low", "first_high", "total", "total_low", "total_high"},
        )
        with self.assertRaisesRegex(zonecast.BadInput, "no target"):
            zonecast.sensitivity(plan, "nobody", 16, progress=False)

    def test_backtest_and_learn(self):
        out = zonecast.backtest(LIBRARY, (2018, 2019), replicates=50, provinces=["hunan"], progress=False)
        told = self.told("backtest", LIBRARY, "--origins", "2018:2019", "-n", 50, "--provinces", "hunan", "-q")
        self.assertEqual(out.json, told)
        self.assertEqual(len(out.cases), len(told["cases"]))
        self.assertEqual(out.cases["place"].unique().tolist(), ["hunan"])
        with self.assertRaisesRegex(zonecast.BadInput, "no province"):
            zonecast.backtest(LIBRARY, 2018, provinces=["atlantis"], progress=False)
        learned = zonecast.learn(LIBRARY, 2019)
        told = self.told("learn", "--library", LIBRARY, "--until", 2019)
        row = learned.query("series == 'hnte_count' and of == 'provinces' and parameter == 'persistence'").iloc[0]
        headline = next(one for one in told["headlines"] if one["series"] == "hnte_count")
        self.assertEqual({name: row[name] for name in ("mean", "sd", "zero")}, headline["provinces"]["persistence"])

    def test_a_backtest_of_a_pack(self):
        pack = SOURCE / "scenarios/packs/guizhou"
        out = zonecast.backtest(pack, 2020, horizon=1, replicates=4, progress=False)
        self.assertEqual(out.json, self.told("backtest", pack, "--origins", 2020, "--horizon", 1, "-n", 4, "-q"))

    def test_the_panel(self):
        panel = zonecast.panel(LIBRARY)
        written = pandas.read_csv(LIBRARY / "panel.csv", comment="#", dtype=str)
        key = ["series", "place", "year"]
        self.assertEqual(
            {tuple(row) for row in panel[key].astype(str).values}, {tuple(row) for row in written[key].values}
        )
        self.assertFalse(panel.duplicated(key).any())
        self.assertEqual(set(panel.query("series == 'gdp'").unit), {"1e8 CNY"})


def chances_only(function):
    """The same function with one outcome, which other processes can be sent."""
    return zonecast.as_function(
        function.plan, function.changes, {"chance": function.outcomes["chance"]}, function.replicates
    )


def called(function, rate):
    return function(renewal=rate, incubators=2)


class AsFunction(PythonTest):
    def test_it_is_the_run_of_the_changed_plan(self):
        plan = self.example()
        target = next(iter(zonecast.load(plan).targets))
        function = zonecast.as_function(
            plan,
            {"renewal": "parameter.renewal_rate", "incubators": "measure.incubators.dose"},
            {
                "chance": f"{target}.chance",
                "value": f"{target}.value",
                "worst": lambda result: result.target_value.sel(target=target).min(),
            },
            replicates=32,
        )
        out = function(renewal=0.7, incubators=2)
        changed = zonecast.run(
            zonecast.load(plan, {"parameter.renewal_rate": 0.7, "measure.incubators.dose": 2}), 32, progress=False
        )
        self.assertEqual(out["chance"], zonecast.targets(changed).chance[target])
        self.assertEqual(out["worst"], changed.target_value.sel(target=target).min())
        self.assertEqual(out["value"], changed.target_value.sel(target=target).mean())
        self.assertNotEqual(out, function(renewal=0.9, incubators=2))
        self.assertEqual(out, function(renewal=0.7, incubators=2))
        with multiprocessing.get_context("fork").Pool(2) as pool:
            rates = [0.7, 0.9]
            apart = pool.map(functools.partial(called, chances_only(function)), rates)
        self.assertEqual(apart, [{"chance": function(renewal=rate, incubators=2)["chance"]} for rate in rates])
        with self.assertRaisesRegex(TypeError, "it takes: renewal, incubators"):
            function(renewl=0.7)
        with self.assertRaisesRegex(ValueError, "<target>.chance"):
            zonecast.as_function(plan, {}, {"x": "nobody.chance"})


class StandIns(unittest.TestCase):
    """The stand-ins of notebook 07 do what the tools do whose names they have."""

    def setUp(self):
        sys.path.insert(0, str(SOURCE / "notebooks"))
        self.addCleanup(sys.path.remove, str(SOURCE / "notebooks"))
        self.tools = importlib.import_module("stand_ins")

    def test_sample_and_analyze_find_known_indices(self):
        problem = {"num_vars": 2, "names": ["x", "y"], "bounds": [[0, 1], [2, 4]]}
        points = self.tools.sample(problem, 4096, calc_second_order=False, seed=1)
        self.assertEqual(points.shape, (4096 * 4, 2))
        self.assertTrue(((points >= [0, 2]) & (points <= [1, 4])).all())
        found = self.tools.analyze(problem, points.sum(axis=1), calc_second_order=False, seed=1)
        for name in ("S1", "ST"):  # variances 1/12 and 4/12
            numpy.testing.assert_allclose(found[name], [0.2, 0.8], atol=0.05)
            self.assertTrue((abs(found[name] - [0.2, 0.8]) < 2 * found[f"{name}_conf"]).all())

    def test_experiments_call_the_model_with_every_pair(self):
        model = self.tools.Model("m", function=lambda x, y: {"sum": x + y})
        model.uncertainties = [self.tools.RealParameter("x", 0, 1)]
        model.levers = [self.tools.RealParameter("y", 2, 3)]
        model.outcomes = [self.tools.ScalarOutcome("sum")]
        experiments, outcomes = self.tools.perform_experiments(model, scenarios=3, policies=2)
        self.assertEqual(len(experiments), 6)
        self.assertEqual(experiments["policy"].nunique(), 2)
        numpy.testing.assert_array_equal(outcomes["sum"], experiments.x + experiments.y)


class Package(PythonTest):
    def test_the_stub_names_what_the_core_has(self):
        stub = ast.parse((SOURCE / "python/zonecast/_core.pyi").read_text(encoding="utf-8"))
        named = {node.name for node in stub.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
        from zonecast import _core

        self.assertEqual(named, {name for name in dir(_core) if not name.startswith("_")})

    def test_every_public_name_says_what_it_is(self):
        for name in zonecast.__all__:
            thing = getattr(zonecast, name)
            self.assertTrue(
                name == "__version__" or (thing.__doc__ and thing.__module__.startswith("zonecast")), name
            )

    def test_it_is_installed_and_works_from_there(self):
        prefix = self.folder / "prefix"
        subprocess.run(
            ["cmake", "--install", os.environ["ZONECAST_BUILD"], "--component", "python", "--prefix", prefix],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (package,) = prefix.glob("lib/python3*/*-packages/zonecast")
        self.assertTrue((package / "py.typed").exists())
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "import sys, zonecast; print(zonecast.__file__, len(zonecast.check(sys.argv[1])))",
                self.example(),
            ],
            env={**os.environ, "PYTHONPATH": str(package.parent)},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        self.assertTrue(done.stdout.startswith(str(package)), done.stdout)

    def test_the_page_runs(self):
        page = (SOURCE / "docs/python.md").read_text(encoding="utf-8")
        blocks = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
        self.assertGreater(len(blocks), 4)
        names = {}
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.folder)
        (self.folder / "scenarios").symlink_to(SOURCE / "scenarios")
        for block in blocks:
            exec(compile(block, "docs/python.md", "exec"), names)
        self.assertEqual(names["result"].sizes["target"], len(zonecast.load(HUNAN).targets))

    def test_the_tour_runs(self):
        tour = (SOURCE / "README.md").read_text(encoding="utf-8")
        (block,) = re.findall(r"^```python\n(import zonecast\n.*?)^```$", tour, re.MULTILINE | re.DOTALL)
        small = block.replace("1000", "8")
        self.assertNotEqual(small, block)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(SOURCE)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(small, "README.md", "exec"), {})
        self.assertIn("chance", printed.getvalue())


if __name__ == "__main__":
    unittest.main()
