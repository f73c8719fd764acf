"""A run in parts, as a job array makes it: merged, the same file as one run; and parts that do not belong together are refused by name."""

import unittest

from support import HUNAN, SystemTest


class Parts(SystemTest):
    ARGUMENTS = ("-n", 150, "--replicates-from", 10, "--keep", "province:hunan:gdp", "-q")

    def part(self, number, of, name, *more):
        return self.good("run", HUNAN, *self.ARGUMENTS, *more, "--part", f"{number}/{of}", "-o", name)

    def refused(self, *words):
        failed = self.run_in("merge", *words, "-o", "all.h5", "-q")
        self.assertEqual(failed.returncode, 2, failed.stdout + failed.stderr)
        self.assertNotIn("all.h5", self.files())
        self.assertFalse([name for name in self.files() if "partial" in name])
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
                                ("set.h5", "--set parameter.renewal_rate=0.8, not", ("--set", "parameter.renewal_rate=0.8")),
                                ("centre.h5", "command", ("--uncertainty", "chance"))):
            self.part(2, 2, name, *more)
            error = self.refused("good.h5", name)
            self.assertIn(f"{name}: error: is of another run than good.h5", error)
            self.assertIn(why, error)
        self.part(3, 3, "third.h5")
        self.assertIn("number of parts 3, not 2", self.refused("good.h5", "third.h5"))

    def test_what_is_no_part_is_refused_before_anything_runs(self):
        for word, why in (("4/3", "takes a part of how many"), ("0/3", "takes a part of how many"), ("3", "takes a part of how many"),
                          ("1/99", "the run has 6 blocks of 32 replicates, too few for 99 parts")):
            failed = self.run_in("run", HUNAN, *self.ARGUMENTS, "--part", word, "-o", "x.h5")
            self.assertEqual(failed.returncode, 2)
            self.assertIn(why, failed.stderr)
        failed = self.run_in("run", HUNAN, *self.ARGUMENTS, "--part", "1/2", "--resumable", "-o", "x.h5")
        self.assertEqual(failed.returncode, 2)
        self.assertEqual(self.files(), [])

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
