"""The R script of the notebooks reads what h5py reads."""

import subprocess
import unittest

import h5py

from support import HUNAN, SOURCE, SystemTest


class ReadWithR(SystemTest):
    def test_the_script_shows_chances_and_a_fan(self):
        self.good("run", HUNAN, "-n", 8, "-o", "a.h5", "-q")
        done = subprocess.run(["Rscript", "--vanilla", SOURCE / "notebooks/read_result.R", "a.h5", "fan.png"], cwd=self.folder,
                              capture_output=True, encoding="utf-8", check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = {words[0]: words for words in (line.split() for line in done.stdout.splitlines()) if words}
        with h5py.File(self.folder / "a.h5") as file:
            for target, chance in zip(file["target"].asstr(), file["target_chance"]):
                self.assertAlmostEqual(float(rows[target][1]), chance, delta=0.001)
            for year, quantiles in zip(file["year"], file["province_hnte_count_quantile"][0]):
                for shown, wanted in zip(rows[str(year)][1:], quantiles, strict=True):
                    self.assertAlmostEqual(float(shown), wanted, delta=1e-3 * wanted)
        self.assertTrue((self.folder / "fan.png").read_bytes().startswith(b"\x89PNG"))


if __name__ == "__main__":
    unittest.main()
