"""A run with checkpoints: killed as often as one likes, it ends with the file of a run that nothing disturbed.

ZONECAST_KILLS says how often it is killed (5; `make check-long`: 100)."""

import os
import random
import signal
import subprocess
import time
import unittest

from support import HUNAN, ZONECAST, SystemTest

KILLS = int(os.environ.get("ZONECAST_KILLS", "5"))


class Resume(SystemTest):
    ARGUMENTS = ("run", HUNAN, "-n", 200, "--replicates-from", 7, "-q", "--keep", "province:hunan:gdp")

    def start(self, *words):
        return subprocess.Popen([ZONECAST, *map(str, self.ARGUMENTS), *map(str, words)], cwd=self.folder, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8"})

    def wait_for(self, name, process):
        for _ in range(12000):
            if (self.folder / name).exists() or process.poll() is not None:
                return
            time.sleep(0.01)

    def test_a_run_that_is_killed_goes_on_to_the_same_file(self):
        begun = time.monotonic()
        self.good(*self.ARGUMENTS, "-o", "one.h5")
        alone = time.monotonic() - begun
        randomness = random.Random(1)
        killed = 0
        for _ in range(20 * KILLS):
            process = self.start("--checkpoint", 0.05, "--resume", "-o", "again.h5")
            time.sleep(randomness.uniform(0, alone / 2))
            if process.poll() is not None:  # it was faster
                self.assertEqual(process.returncode, 0, process.stderr.read())
                (self.folder / "again.h5").unlink()
            else:
                process.kill()
                killed += 1
            process.communicate()
            self.assertFalse((self.folder / "again.h5").exists(), "half a result has its name")
            if killed == KILLS:
                break
        self.assertEqual(killed, KILLS)
        # What the last kill left goes on, and is gone at the end.
        self.good(*self.ARGUMENTS, "--resume", "-o", "again.h5", "--threads", 1)
        self.assertEqual((self.folder / "one.h5").read_bytes(), (self.folder / "again.h5").read_bytes())
        self.assertEqual([name for name in self.files() if name.startswith("again.h5.") and ".partial-" not in name], [])

    def test_ctrl_c_says_how_to_go_on_and_a_checkpoint_shortens_the_rest(self):
        process = self.start("--checkpoint", 0.05, "--threads", 1, "-o", "run.h5")
        self.wait_for("run.h5.checkpoint", process)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=120)
        if process.returncode == 0:
            self.skipTest("the run ended before it heard the signal")
        self.assertEqual(process.returncode, 130, error)
        self.assertIn(b"--resume goes on from the last checkpoint", error)
        # Another run is refused, by the name of what differs; the checkpoint stays.
        for words, what in ((("--seed", 3), "command"), (("--set", "parameter.renewal_rate=0.8"), "command")):
            other = self.run_in(*self.ARGUMENTS, *words, "--resume", "-o", "run.h5")
            self.assertEqual(other.returncode, 2)
            self.assertIn(f"is of another run: its {what} is not the same", other.stderr)
        text = (self.folder / "run.h5.checkpoint").read_bytes()
        (self.folder / "run.h5.checkpoint").write_bytes(text[:-1] + bytes([text[-1] ^ 1]))
        damaged = self.run_in(*self.ARGUMENTS, "--resume", "-o", "run.h5")
        self.assertEqual(damaged.returncode, 2)
        self.assertIn("is damaged", damaged.stderr)
        (self.folder / "run.h5.checkpoint").write_bytes(text)
        self.good(*self.ARGUMENTS, "--resume", "-o", "run.h5")
        self.good(*self.ARGUMENTS, "-o", "one.h5")
        self.assertEqual((self.folder / "one.h5").read_bytes(), (self.folder / "run.h5").read_bytes())

    def test_two_at_once_on_one_result(self):
        process = self.start("--checkpoint", 60, "-n", 100000, "-o", "run.h5")
        self.wait_for("run.h5.rows", process)
        second = self.run_in(*self.ARGUMENTS, "--resume", "-o", "run.h5")
        process.kill()
        process.communicate()
        self.assertEqual(second.returncode, 2)
        self.assertIn("another zonecast is at work on this run", second.stderr)


if __name__ == "__main__":
    unittest.main()
