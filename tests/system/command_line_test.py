"""The command line: help, languages, usage errors, answers of check, describe and graph."""

import json
import re
import shlex
import subprocess
import unittest
import xml.etree.ElementTree

from support import HUNAN, SOURCE, ZONECAST, SystemTest

COMMANDS = ("check", "describe", "run", "append", "merge", "compare", "sensitivity", "backtest", "calibrate", "targets",
            "report", "index", "doubling", "graph", "export", "new", "reproduce", "learn", "seek")


class Help(SystemTest):
    def test_help_names_every_command_and_exit_status(self):
        text = self.good("--help")
        for command in COMMANDS:
            self.assertRegex(text, rf"(?m)^  {command} ")
        self.assertIn("2 bad input", text)

    def test_every_command_has_help_with_an_example_in_both_languages(self):
        for command in COMMANDS:
            self.assertIn(f"zonecast {command} ", self.good(command, "--help"))
            chinese = self.good(command, "--help", "--lang", "zh")
            self.assertIn("示例", chinese)
            self.assertIn("输出语言", chinese)

    def test_language_comes_from_the_environment(self):
        self.assertIn("示例", self.good("--help", environment={"LC_ALL": "zh_CN.UTF-8"}))

    def test_version(self):
        self.assertRegex(self.good("--version"), r"^zonecast \d+\.\d+\.\d+")


class Usage(SystemTest):
    def wrong(self, *arguments):
        done = self.run_in(*arguments)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(self.files(), [])
        return done.stderr

    def test_no_command(self):
        self.assertIn("see zonecast --help", self.wrong())

    def test_misspelt_command(self):
        self.assertIn('did you mean "targets"?', self.wrong("target", "a.h5"))

    def test_unknown_option(self):
        message = self.wrong("run", HUNAN, "--replicate", "5")
        self.assertIn("--replicate", message)
        self.assertIn("see zonecast run --help", message)

    def test_numbers_out_of_range(self):
        for arguments in (("-n", "0"), ("-n", "-5"), ("-n", "many"), ("--threads", "-1"), ("--seed", "x"), ("--uncertainty", "luck")):
            self.wrong("run", HUNAN, *arguments)

    def test_result_that_is_none(self):
        (self.folder / "text.h5").write_text("not HDF5")
        for path in ("missing.h5", "text.h5", "."):
            done = self.run_in("targets", path)
            self.assertEqual(done.returncode, 2)
            self.assertIn("error:", done.stderr)


class Check(SystemTest):
    def test_counts_what_the_plan_holds(self):
        summary = json.loads(self.good("check", HUNAN, "--json"))["summary"]
        self.assertEqual(summary["targets"], 25)
        self.assertEqual(summary["cities"], 14)
        self.assertEqual(summary["base_year"], 2016)
        text = self.good("check", HUNAN)
        self.assertRegex(text, r"(?m)^ +25  targets$")
        self.assertRegex(self.good("check", HUNAN, "--lang", "zh"), r"(?m)^ +25  目标$")

    def test_output_that_cannot_be_written_is_a_failure(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = self.run_in("check", HUNAN, stdout=full)
        self.assertEqual(done.returncode, 1)
        self.assertIn("No space left", done.stderr)


class Describe(SystemTest):
    def test_base_year_meets_the_published_totals(self):
        lines = json.loads(self.good("describe", HUNAN, "--draws", "40", "--json"))["lines"]
        province = {line["series"]: line for line in lines if line["place"] == "hunan"}
        for series in ("gdp", "hightech_value_added", "rd_expenditure", "hnte_count", "hnte_recognised", "firms_revenue_ge_1"):
            self.assertLess(abs(province[series]["pull"]), 2.5, series)
        self.assertEqual(province["hnte_count"]["published"], 2212)

    def test_text_names_places(self):
        text = self.good("describe", HUNAN, "--draws", "5", "--lang", "zh")
        self.assertIn("长沙市", text)
        self.assertNotIn("cluster_revenue", text)
        self.assertIn("cluster_revenue", self.good("describe", HUNAN, "--draws", "5", "--clusters"))


class Graph(SystemTest):
    def test_answers_as_json(self):
        answer = json.loads(self.good("graph", HUNAN, "--chain", "chips_to_service", "--json"))
        self.assertEqual([chain["chain"] for chain in answer["gaps"]], ["chips_to_service"])
        stage = {segment: part["stage"] for part in answer["components"] for segment in part["segments"]}
        ids = {node["id"] for node in answer["graph"]["nodes"]}
        self.assertEqual(set(stage), ids & set(stage))
        for bottleneck in answer["bottlenecks"]:
            self.assertLessEqual(stage[bottleneck["from"]], stage[bottleneck["to"]])
            self.assertLessEqual(bottleneck["carried"], 1)

    def test_text_in_chinese(self):
        text = self.good("graph", HUNAN, "--chain", "wind_power", "--lang", "zh")
        self.assertIn("风电整机", text)
        self.assertIn("缺失与薄弱环节", text)

    def test_exports(self):
        self.good("graph", HUNAN, "--graphml", "all.graphml", "--dot", "all.dot")
        root = xml.etree.ElementTree.parse(self.folder / "all.graphml").getroot()
        self.assertGreater(len(root.findall(".//{*}node")), 400)
        self.assertTrue((self.folder / "all.dot").read_text(encoding="utf-8").startswith("// zonecast graph\ndigraph"))
        self.assertEqual(self.files(), ["all.dot", "all.graphml"])
        self.assertIn("\ndigraph", self.good("graph", HUNAN, "--chain", "wind_power", "--dot", "-"))

    def test_links_between_clusters(self):
        graph = json.loads(self.good("graph", HUNAN, "--clusters", "--layer", "spills", "--json"))["graph"]
        learned = {}
        for edge in graph["edges"]:
            self.assertNotEqual(edge["from"], edge["to"])
            self.assertGreaterEqual(edge["weight"], 0.01)
            learned[edge["to"]] = learned.get(edge["to"], 0) + edge["weight"]
        self.assertLessEqual(max(learned.values()), 1 + 1e-12)
        graph = json.loads(self.good("graph", HUNAN, "--clusters", "--layer", "supplies", "--json"))["graph"]
        sold = {}
        for edge in graph["edges"]:
            if edge["from"].startswith("cluster:"):
                sold[edge["from"]] = sold.get(edge["from"], 0) + edge["weight"]
        self.assertGreater(len(sold), 100)
        self.assertLessEqual(max(sold.values()), 0.95 + 1e-12)

    def test_cohorts_of_a_cluster(self):
        graph = json.loads(self.good("graph", HUNAN, "--cohorts", "zhuzhou_htz.rail_transit", "--layer", "advances", "--json"))["graph"]
        self.assertEqual(len(graph["nodes"]), 15 * 4 + 1)
        self.assertEqual({edge["transition"] for edge in graph["edges"]},
                         {"enter", "exit", "up", "down", "certify", "renew", "lapse", "age"})
        done = self.run_in("graph", HUNAN, "--cohorts", "zhuzhou_htz.rail_tranist")
        self.assertEqual(done.returncode, 2)
        self.assertIn('did you mean "zhuzhou_htz.rail_transit"?', done.stderr)

    def test_counted_flows_of_a_result(self):
        self.good("run", HUNAN, "-n", "2", "-q", "-o", "r.h5")
        graph = json.loads(self.good("graph", HUNAN, "--cohorts", "hunan", "--result", "r.h5", "--layer", "advances", "--json"))["graph"]
        into, out_of = {}, {}
        for edge in graph["edges"]:
            self.assertGreater(edge["weight"], 0)
            out_of[edge["from"]] = out_of.get(edge["from"], 0) + edge["weight"]
            into[edge["to"]] = into.get(edge["to"], 0) + edge["weight"]
        outside = next(cell for cell in into if cell.endswith("/outside"))
        stocks = {f"cohort:{node['id']}": node.get("enterprises", 0) for node in graph["nodes"]}
        for cell, number in stocks.items():
            if cell != outside:
                self.assertAlmostEqual(number, into.get(cell, 0), places=6)
        for arguments in (("--cohorts", "zhuzhou_htz.rail_transit", "--result", "r.h5"), ("--result", "r.h5"),
                          ("--cohorts", "hunan", "--result", "none.h5")):
            self.assertEqual(self.run_in("graph", HUNAN, *arguments).returncode, 2)

    def test_what_if(self):
        before = json.loads(self.good("graph", HUNAN, "--json"))
        self.assertNotIn("what_if", before)
        # A loss: local shares fall, what is bought outside exposes more, sellers sell less.
        after = json.loads(self.good("graph", HUNAN, "--set", "remove.rt_converter=2018", "--simulate", "6", "--json"))
        moved = after["what_if"]
        self.assertIn("rt_converter", {one["segment"] for one in moved["fragile"]})
        self.assertLess(moved["output_multiplier"][1], moved["output_multiplier"][0])
        seller = next(one for one in moved["industries"] if one["industry"] == "rail_transit")
        self.assertLess(seller["first_round"], -0.01)
        self.assertLess(seller["with_pull"], seller["first_round"])
        simulated = {(one["id"], one["observable"]): one for one in moved["simulated"]}
        self.assertEqual(moved["replicates"], 6)
        self.assertLess(simulated["hunan", "revenue"]["difference"], 0)
        # Completing: the chain has one segment more, and one less is missing.
        completed = json.loads(self.good("graph", HUNAN, "--set", "add.ps_wafer=2018", "--json"))["what_if"]
        chain = next(one for one in completed["chains"] if one["chain"] == "power_semiconductors")
        self.assertEqual(chain["present"][1], chain["present"][0] + 1)
        self.assertEqual(chain["missing"][1], chain["missing"][0] - 1)
        self.assertLess(next(one["exposure"][1] for one in completed["fragile"] if one["segment"] == "ps_wafer"),
                        next(one["exposure"][0] for one in completed["fragile"] if one["segment"] == "ps_wafer"))
        self.assertIn("如果", self.good("graph", HUNAN, "--set", "strengthen.ps_module:rt_converter=0.3", "--lang", "zh"))
        wrong = self.run_in("graph", HUNAN, "--simulate", "5")
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("changes nothing", wrong.stderr)

    def test_notes_are_for_check(self):
        self.assertIn("note:", self.run_in("check", HUNAN).stderr)
        self.assertNotIn("note:", self.run_in("run", HUNAN, "-n", "2", "-q", "-o", "r.h5").stderr)

    def test_a_pipe_is_no_place_for_a_result(self):
        done = self.run_in("run", HUNAN, "-n", "2", "-o", "/dev/stdout")
        self.assertEqual(done.returncode, 2)
        self.assertIn("pipe", done.stderr)
        self.assertIn("zonecast targets", done.stderr)

    def test_unknown_chain_and_unwritable_place(self):
        done = self.run_in("graph", HUNAN, "--chain", "wind_powr")
        self.assertEqual(done.returncode, 2)
        self.assertIn('did you mean "wind_power"?', done.stderr)
        done = self.run_in("graph", HUNAN, "--dot", "no/such/folder.dot")
        self.assertEqual(done.returncode, 2)
        self.assertIn("no/such/folder.dot", done.stderr)


class Readme(SystemTest):
    # What keeps a command of the tour short: options that are added, or that take the place of what the tour says.
    SMALL = {"run": {"-n": "4", "--max-replicates": "32"}, "append": {"-n": "4"}, "compare": {"-n": "4"}, "doubling": {"-n": "2"},
             "graph": {"--simulate": "4"}, "backtest": {"-n": "4", "--horizon": "1"}, "calibrate": {"--members": "20", "--candidates": "40"},
             "sensitivity": {"--trajectories": "2", "--top": "2", "-n": "16"},
             "seek": {"-n": "16", "--check": "16", "--polish": "4"}}

    def small(self, command):
        for option, value in self.SMALL.get(command[0], {}).items() if "--part" not in command else ():
            if option in command:
                command[command.index(option) + 1] = value
            elif not (option == "--simulate" or option == "--max-replicates" and "--until-precision" not in command):
                command += [option, value]
        return command

    def test_every_command_of_the_tour_works(self):
        blocks = re.findall(r"```sh\n(.*?)```", (SOURCE / "README.md").read_text(encoding="utf-8"), re.DOTALL)
        lines = [line for block in blocks for line in block.splitlines() if line.startswith("zonecast ")]
        commands = [shlex.split(part, comments=True)[1:] for line in lines for part in line.split("&&")]
        self.assertGreaterEqual({command[0] for command in commands}, set(COMMANDS))
        for command in commands:
            words = [str(HUNAN) if word == "$plan" else str(SOURCE / word) if word.startswith("scenarios/") else word for word in command]
            with self.subTest(" ".join(command)):
                self.good(*self.small(words))


class Colour(SystemTest):
    def on_a_terminal(self, **environment):
        command = f"{ZONECAST} check {HUNAN}"
        done = subprocess.run(
            ["script", "--quiet", "--command", command, "/dev/null"], capture_output=True, encoding="utf-8", check=True,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm", **environment}, stdin=subprocess.DEVNULL)
        return done.stdout

    def test_only_on_a_terminal_that_wants_it(self):
        self.assertIn("\x1b[", self.on_a_terminal())
        self.assertNotIn("\x1b[", self.on_a_terminal(NO_COLOR="1"))
        self.assertNotIn("\x1b[", self.on_a_terminal(TERM="dumb"))
        self.assertNotIn("\x1b[", self.good("check", HUNAN, environment={"TERM": "xterm"}))


if __name__ == "__main__":
    unittest.main()
