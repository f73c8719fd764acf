"""A run in parts, as a job array makes it: merged, the same file as one run. Parts that do not belong together are
refused by name."""

import shutil
import unittest

import h5py

from support import HUNAN, SystemTest


class Parts(SystemTest):
    ARGUMENTS = ("-n", 150, "--replicates-from", 10, "--keep", "province:hunan:gdp", "-q")

    def part(self, number, of, name, *more):
        return self.good("run", HUNAN, *self.ARGUMENTS, *more, "--part", f"{number}/{of}", "-o", name)

    def refused(self, *words):
        failed = self.run_in("merge", *words, "-o", "refused.h5", "-q")
        self.assertEqual(failed.returncode, 2, failed.stdout + failed.stderr)
        self.assertFalse([name for name in self.files() if "refused" in name])
        return failed.stderr

    def test_parts_merge_to_the_same_file_as_one_run(self):
        self.good("run", HUNAN, *self.ARGUMENTS, "-o", "one.h5")
        for number in (1, 2, 3):
            self.part(number, 3, f"part{number}.h5", "--threads", number)
        self.good("merge", "part3.h5", "part1.h5", "part2.h5", "-o", "all.h5", "-q")
        one, merged = (self.folder / name for name in ("one.h5", "all.h5"))
        self.assertEqual(one.read_bytes(), merged.read_bytes())

        missing = self.refused("part1.h5", "part3.h5")
        self.assertIn("is one of 3 parts, of which these are missing: 2", missing)
        twice = self.refused("part1.h5", "part2.h5", "part3.h5", "part2.h5")
        self.assertIn("part2.h5: error: is part 2 of 3, and so is part2.h5", twice)
        whole = self.refused("part1.h5", "one.h5")
        self.assertIn("one.h5: error: is no part of a run", whole)
        failed = self.run_in("append", "part1.h5", "-n", 5)
        self.assertEqual(failed.returncode, 2)
        self.assertIn("is a part of a run", failed.stderr)

    def test_parts_of_other_runs_are_refused_with_their_names(self):
        self.part(1, 2, "good.h5")
        for name, why, more in (("seed.h5", "seed 2, not 1", ("--seed", 2)),
                                ("set.h5", "--set parameter.renewal_rate=0.8, not",
                                 ("--set", "parameter.renewal_rate=0.8")),
                                ("centre.h5", "command", ("--uncertainty", "chance"))):
            self.part(2, 2, name, *more)
            error = self.refused("good.h5", name)
            self.assertIn(f"{name}: error: is of another run than good.h5", error)
            self.assertIn(why, error)
        self.part(3, 3, "third.h5")
        self.assertIn("number of parts 3, not 2", self.refused("good.h5", "third.h5"))

    def test_what_is_no_part_is_refused_before_anything_runs(self):
        no_part = "takes a part of how many"
        for word, why in (("4/3", no_part), ("0/3", no_part), ("3", no_part),
                          ("1/99", "the run has 5 blocks of 32 replicates, too few for 99 parts")):
            failed = self.run_in("run", HUNAN, *self.ARGUMENTS, "--part", word, "-o", "x.h5")
            self.assertEqual(failed.returncode, 2)
            self.assertIn(why, failed.stderr)
        failed = self.run_in("run", HUNAN, *self.ARGUMENTS, "--part", "1/2", "--resumable", "-o", "x.h5")
        self.assertEqual(failed.returncode, 2)
        self.assertEqual(self.files(), [])

    def test_parts_take_one_posterior_or_are_refused(self):
        self.good("calibrate", HUNAN, "--until", 2016, "--members", 20, "--candidates", 40, "-q", "-o", "posterior1.h5")
        shutil.copy(self.folder / "posterior1.h5", self.folder / "posterior2.h5")
        with h5py.File(self.folder / "posterior2.h5", "r+") as file:
            file["posterior"][0] *= 1.001
        posterior = self.folder / "posterior.h5"
        for source, name in ((1, "part1.h5"), (1, "part2.h5"), (2, "other2.h5")):
            shutil.copy(self.folder / f"posterior{source}.h5", posterior)
            self.good("run", HUNAN, "-n", 64, "-q", "--parameters", "posterior.h5", "--part", f"{name[-4]}/2",
                      "-o", name)
        error = self.refused("part1.h5", "other2.h5")
        self.assertIn("other2.h5: error: is of another run than part1.h5", error)
        self.assertIn("the contents of the --parameters file differ", error)
        shutil.copy(self.folder / "posterior1.h5", posterior)
        self.good("run", HUNAN, "-n", 64, "-q", "--parameters", "posterior.h5", "-o", "one.h5")
        self.good("merge", "part1.h5", "part2.h5", "-o", "all.h5", "-q")
        self.assertEqual((self.folder / "one.h5").read_bytes(), (self.folder / "all.h5").read_bytes())

    def test_designs_are_those_of_the_whole_run(self):
        for design in ("lhs", "sobol"):
            arguments = (HUNAN, "-n", 64, "-q", "--design", design)
            self.good("run", *arguments, "-o", "one.h5")
            for number in (1, 2):
                self.good("run", *arguments, "--part", f"{number}/2", "-o", f"part{number}.h5")
            self.good("merge", "part1.h5", "part2.h5", "-o", "all.h5", "-q")
            self.assertEqual((self.folder / "one.h5").read_bytes(), (self.folder / "all.h5").read_bytes(), design)


if __name__ == "__main__":
    unittest.main()
