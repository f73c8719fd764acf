"""Processes under mpirun that share a run: the same file as one process, for any number of ranks and threads, also when
one of them dies on the way."""

import os
import signal
import subprocess
import time
import unittest

from support import HUNAN, SOURCE, ZONECAST, SystemTest

# More ranks than cores, and as root in a container: what Open MPI asks for.
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "", "TERM": "dumb", "OMPI_ALLOW_RUN_AS_ROOT": "1",
               "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1", "OMPI_MCA_rmaps_base_oversubscribe": "1",
               "OMPI_MCA_mpi_yield_when_idle": "1"}


class Ranks(SystemTest):
    RUN = ("run", HUNAN, "-n", 150, "--replicates-from", 10, "--keep", "province:hunan:gdp", "-q")

    def mpirun(self, ranks, *arguments):
        return subprocess.Popen(["mpirun", "-n", str(ranks), ZONECAST, *map(str, arguments)], cwd=self.folder,
                                env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, encoding="utf-8")

    def shared(self, ranks, *arguments):
        process = self.mpirun(ranks, *arguments)
        output, error = process.communicate(timeout=900)
        self.assertEqual(process.returncode, 0, error)
        return output

    def same(self, name, other="one.h5"):
        self.assertEqual((self.folder / name).read_bytes(), (self.folder / other).read_bytes(), name)

    def test_any_number_of_ranks_and_threads_gives_the_file_of_one_process(self):
        self.good(*self.RUN, "-o", "one.h5")
        for ranks, threads in ((1, 1), (2, 1), (3, 2)):
            self.shared(ranks, *self.RUN, "--threads", threads, "-o", f"of{ranks}.h5")
            self.same(f"of{ranks}.h5")
        # More ranks than blocks: some have nothing to do.
        self.good("run", HUNAN, "-n", 20, "-q", "-o", "few.h5")
        self.shared(2, "run", HUNAN, "-n", 20, "-q", "-o", "few2.h5")
        self.same("few2.h5", "few.h5")

    def test_a_run_until_a_precision_and_a_split_come_out_the_same(self):
        for name, more in (("precise", ("--until-precision", 0.06, "--max-replicates", 600)),
                           ("split", ("-n", 64, "--split-variance"))):
            self.good("run", HUNAN, *more, "-q", "-o", f"{name}.h5")
            self.shared(2, "run", HUNAN, *more, "-q", "-o", f"{name}2.h5")
            self.same(f"{name}2.h5", f"{name}.h5")

    def test_the_first_rank_speaks_for_all(self):
        pack = SOURCE / "scenarios/packs/hunan"
        for command in (("compare", HUNAN, SOURCE / "scenarios/plans/hunan-htz-2017-2019-baseline.toml", "-n", 64),
                        ("backtest", pack, "--origins", "2018:2019", "-n", 64)):
            alone = self.good(*command, "--json")
            self.assertEqual(self.shared(2, *command, "--json"), alone, command[0])
        # What is not shared, the first one does.
        self.assertEqual(self.shared(2, "check", HUNAN), self.good("check", HUNAN))
        failed = self.mpirun(2, "run", "nowhere.toml")
        _, error = failed.communicate(timeout=300)
        self.assertNotEqual(failed.returncode, 0)
        self.assertEqual(error.count("nowhere.toml: error"), 1, error)

    def test_when_a_rank_dies_the_last_checkpoint_resumes_to_the_same_bits(self):
        long = ("run", HUNAN, "-n", 600, "-q", "--checkpoint", 0.2, "-o", "killed.h5")
        self.good("run", HUNAN, "-n", 600, "-q", "-o", "one.h5")
        process = self.mpirun(2, *long)
        checkpoint = self.folder / "killed.h5.checkpoint"
        for _ in range(6000):
            if checkpoint.exists() or process.poll() is not None:
                break
            time.sleep(0.05)
        self.assertTrue(checkpoint.exists(), "the run ended before its first checkpoint")
        last = max(self.ranks_of(process.pid))
        os.kill(last, signal.SIGKILL)
        _, error = process.communicate(timeout=300)
        self.assertNotEqual(process.returncode, 0)
        self.assertIn("killed", error.lower())
        self.assertFalse((self.folder / "killed.h5").exists())
        self.shared(2, *long, "--resume")
        self.same("killed.h5")
        self.assertEqual(self.files(), ["killed.h5", "one.h5"])

    @staticmethod
    def ranks_of(mpirun):
        """Ids of the processes that mpirun started."""
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(mpirun)], capture_output=True, encoding="utf-8",
                                  check=True)
        return [int(word) for word in children.stdout.split()]


if __name__ == "__main__":
    unittest.main()
