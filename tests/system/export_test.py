"""Export: every number of a result in tables that a spreadsheet shows right."""

import csv
import math
import pathlib
import tempfile
import unittest

import h5py
import numpy
import pandas

from support import HUNAN, SystemTest, zonecast


class Export(SystemTest):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory(prefix="zonecast-export-")
        folder = pathlib.Path(cls.place.name)
        cls.result, cls.tables = folder / "a.h5", folder / "tables"
        for arguments in (("run", HUNAN, "-n", 8, "--keep", "zone:changsha_htz:hnte_count", "--set", "parameter.renewal_rate=0.8", "-o", cls.result, "-q"),
                          ("export", cls.result, "--csv", cls.tables, "--replicates")):
            done = zonecast(*arguments)
            assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        cls.place.cleanup()

    def table(self, name):
        return pandas.read_csv(self.tables / f"{name}.csv", encoding="utf-8-sig", keep_default_na=False, na_values=[""],
                               float_precision="round_trip")

    def test_excel_takes_them_for_what_they_are(self):
        for path in self.tables.iterdir():
            data = path.read_bytes()
            self.assertTrue(data.startswith(b"\xef\xbb\xbf"), path.name)
            data.decode("utf-8")
            self.assertTrue(data.endswith(b"\r\n"), path.name)
            rows = list(csv.reader(data.decode("utf-8-sig").splitlines(keepends=True), strict=True))
            self.assertEqual({len(row) for row in rows}, {len(rows[0])}, f"rows of {path.name} differ in length")

    def test_every_variable_is_there_bit_for_bit(self):
        """Numbers are compared as bits, by an own walk over the file's dimensions."""
        tables, compared = {}, 0
        with h5py.File(self.result) as file:
            for name, data in file.items():
                dimensions = [data.dims[i][0].name.lstrip("/") if len(data.dims[i]) else name for i in range(data.ndim)]
                if name in dimensions or not dimensions or dimensions[0] == "input_file" or name.endswith(("_name_zh", "_name_en")):
                    continue
                values = data.asstr()[()] if data.dtype == object else data[()]
                levels = [""]
                if dimensions[-1] == "quantile":
                    dimensions = dimensions[:-1]
                    levels = [f"q{100 * level:02.0f}" for level in file["quantile"][()]]
                    values = numpy.moveaxis(values, -1, 0)
                else:
                    values = values[numpy.newaxis]
                observable = data.attrs.get("observable")
                if observable is not None:
                    key = f"{dimensions[0]}_observable_year"
                    rows = self.frame(tables, key)
                    rows = rows[rows.observable == observable.decode()]
                    heads = levels if levels != [""] else [name.rsplit("_", 1)[1]]
                else:
                    rows = self.frame(tables, "_".join(dimensions))
                    heads = [f"{name}_{level}" if level else name for level in levels]
                missing = data.attrs["_FillValue"][0] if "_FillValue" in data.attrs else None
                for head, column in zip(heads, values):
                    self.same(name, column.ravel(), rows[head].to_numpy(), missing)
                compared += 1
        self.assertGreater(compared, 500)

    def frame(self, tables, name):
        if name not in tables:
            tables[name] = self.table(name)
        return tables[name]

    def same(self, name, wanted, found, missing):
        self.assertEqual(len(wanted), len(found), name)
        if wanted.dtype == object:
            self.assertEqual(list(wanted), ["" if isinstance(x, float) and math.isnan(x) else str(x) for x in found], name)
            return
        gone = numpy.isnan(wanted) if wanted.dtype.kind == "f" else wanted == missing if missing is not None else numpy.zeros(len(wanted), bool)
        found = found.astype(float)
        numpy.testing.assert_array_equal(gone, numpy.isnan(found), name)
        numpy.testing.assert_array_equal(wanted[~gone].astype(float), found[~gone], name)

    def test_rows_name_their_members(self):
        targets = self.table("target_year")
        with h5py.File(self.result) as file:
            ids, zh = list(file["target"].asstr()), list(file["target_name_zh"].asstr())
            years = list(file["year"])
        self.assertEqual(list(targets.target), [one for one in ids for _ in years])
        self.assertEqual(list(targets.target_name_zh), [one for one in zh for _ in years])
        self.assertEqual(list(targets.year), years * len(ids))
        cohorts = self.table("zone_revenue_class_certificate_year")
        self.assertEqual(cohorts[cohorts.revenue_class == 3].revenue_class_low.unique().tolist(), [0.1])

    def test_the_run_and_the_columns_are_explained(self):
        run = self.table("run").set_index("attribute").value
        self.assertEqual(run["override"], "parameter.renewal_rate=0.8")
        self.assertEqual(int(run["replicates"]), 8)
        columns = self.table("columns")
        explained = set(zip(columns.table, columns.column))
        for path in self.tables.iterdir():
            if path.name == "columns.csv":
                continue
            for head in self.table(path.stem).columns:
                self.assertIn((path.name, head), explained)
        self.assertFalse(columns.meaning_zh.isna().any())
        self.assertFalse(columns.meaning_en.isna().any())

    def test_without_replicates_and_all_or_nothing(self):
        self.good("export", self.result, "--csv", "tables")
        self.assertFalse(any(name.startswith("tables/replicate") for name in self.files()))
        before = self.files()
        again = self.run_in("export", self.result, "--csv", "tables")
        self.assertEqual(again.returncode, 2)
        self.assertIn("exists already", again.stderr)
        lost = self.run_in("export", "none.h5", "--csv", "other")
        self.assertEqual(lost.returncode, 2)
        nowhere = self.run_in("export", self.result, "--csv", "no/such/place")
        self.assertEqual(nowhere.returncode, 2)
        self.assertEqual(self.files(), before)

    def test_a_full_disk_leaves_nothing(self):
        def small_files():
            import resource
            import signal
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

        done = self.run_in("export", self.result, "--csv", "tables", preexec_fn=small_files)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("File too large", done.stderr)
        self.assertEqual(list(self.folder.iterdir()), [])


if __name__ == "__main__":
    unittest.main()
