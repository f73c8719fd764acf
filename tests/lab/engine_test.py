"""The engine that the lab ships for browsers against the command: digests of whole replicates, of the plan as written and of a scenario that a
page would write. Where they differ, the shipped engine is older than the laws: `make lab-engine`."""

import json
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))

from support import HUNAN, SOURCE, SystemTest, zonecast

SCENARIO = """[plan]
extends = "hunan-htz-2017-2019.toml"
id = "hunan-htz-2017-2019-lab"

[[measure]]
id = "cultivation"
dose = { 2017 = 2, 2018 = 2, 2019 = 2 }
"""
HINT = "the shipped engine is not that of these sources: run `make lab-engine` and commit lab/built"


class Engine(SystemTest):
    def test_page_and_command_agree_to_the_bit(self):
        folder = self.folder / "plans"
        for part in ("plans", "packs", "library"):
            shutil.copytree(SOURCE / "scenarios" / part, self.folder / part)
        plan, scenario = folder / HUNAN.name, folder / "lab-scenario.toml"
        scenario.write_text(SCENARIO, encoding="utf-8")
        page = self.folder / "lab.html"
        done = zonecast("lab", plan, "-n", 32, "-q", "-o", page)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertLess(page.stat().st_size, 4_000_000)
        run = subprocess.run(["node", pathlib.Path(__file__).with_name("engine.mjs"), page, scenario], capture_output=True, text=True, check=True)
        answers = [json.loads(line) for line in run.stdout.splitlines()]
        sources = subprocess.run([SOURCE / "scripts" / "lab_engine_digest.sh"], capture_output=True, text=True, check=True).stdout.strip()
        same = sources == (SOURCE / "lab" / "built" / "engine.sources").read_text().strip()
        hint = "" if same else HINT
        for answer, file in zip(answers, (plan, scenario)):
            told = zonecast("lab", file, "--digest")
            self.assertEqual(told.returncode, 0, told.stderr)
            self.assertEqual(answer["digest"], told.stdout.strip(), hint)
        self.assertNotEqual(answers[0]["digest"], answers[1]["digest"])


if __name__ == "__main__":
    unittest.main()
