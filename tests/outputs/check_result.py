#!/usr/bin/python3
"""Checks that a result file opens in the tools that researchers use and that it is what docs/formats/results.md says.

    check_result.py RESULT.h5 RESULTS.md [--tiny]

Opens the file with xarray (through netCDF4 and, where it is there, h5netcdf), netCDF4, h5py and `ncdump -h`; compares names, dimensions,
types, units and fill values with the tables of the page, both ways and as each of netCDF4, h5py and ncdump sees them. A variable of the page may be absent
only where one of its dimensions is (the tiny result has all of them). With --tiny it also compares numbers of the result that
tests/outputs/tiny_forecast.cpp makes. Says what is wrong and exits with 1 if something is.
"""

import importlib.util
import re
import subprocess
import sys

import h5py
import netCDF4
import numpy
import xarray

PANEL_DIMENSIONS = ("province", "perimeter", "city", "zone", "cluster")
TYPES = {"text": str, "float64": numpy.dtype("f8"), "int64": numpy.dtype("i8"), "int32": numpy.dtype("i4"), "int8": numpy.dtype("i1")}

wrong = []


def check(condition, message):
    if not condition:
        wrong.append(message)


def documented(page):
    """Rows of the tables: | `name` | dimensions | type | unit | missing | meaning |"""
    rows = {}
    for line in open(page, encoding="utf-8"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 6 and re.fullmatch(r"`[a-z_<>]+`", cells[0]):
            name = cells[0].strip("`")
            check(name not in rows, f"the page describes {name} twice")
            dimensions = [] if cells[1] == "–" else [part.strip() for part in cells[1].split(",")]
            rows[name] = {"dimensions": dimensions, "type": cells[2], "unit": cells[3], "missing": cells[4]}
    return rows


def documented_attributes(page):
    """Names of the table of global attributes: | `name`, `name` | meaning |"""
    names = []
    for line in open(page, encoding="utf-8"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 2 and line.startswith("| `") and re.fullmatch(r"`\w+`(, `\w+`)*", cells[0]):
            names += re.findall(r"`(\w+)`", cells[0])
        if names and line.startswith("## "):
            break
    return names


def panel_part(name, variable):
    """Splits the name of a panel variable into dimension and summary, by its attribute `observable`."""
    if "observable" not in variable.ncattrs():
        return None
    stem = re.sub(r"[^A-Za-z0-9_]+", "_", variable.observable).strip("_")
    for dimension in PANEL_DIMENSIONS:
        for summary in ("mean", "sd", "quantile"):
            if name == f"{dimension}_{stem}_{summary}":
                return dimension, summary
    check(False, f"{name}: its name does not follow from its observable {variable.observable}")
    return None


def check_variable(name, variable, row, dimensions):
    check(list(variable.dimensions) == dimensions, f"{name}: has dimensions {variable.dimensions}, the page says {dimensions}")
    wanted = TYPES[row["type"]]
    check(variable.dtype == wanted, f"{name}: has type {variable.dtype}, the page says {row['type']}")
    for attribute in ("long_name", "long_name_zh"):
        check(attribute in variable.ncattrs() and getattr(variable, attribute), f"{name}: lacks {attribute}")
    if row["type"] == "text":
        check("units" not in variable.ncattrs(), f"{name}: is a text and has a unit")
    else:
        check("units" in variable.ncattrs(), f"{name}: lacks units")
        unit = getattr(variable, "units", None)
        check(row["unit"] in (unit, "of the observable"), f"{name}: has unit {unit!r}, the page says {row['unit']!r}")
    fill = getattr(variable, "_FillValue", None)
    text = "–" if fill is None else "NaN" if numpy.isnan(fill) else str(int(fill))
    check(text == row["missing"], f"{name}: has fill value {text}, the page says {row['missing']}")


def check_against_page(dataset, rows, all_documented):
    seen = set()
    for name, variable in dataset.variables.items():
        part = panel_part(name, variable)
        key = name if part is None else f"<dimension>_<observable>_{part[1]}"
        if key not in rows:
            check(False, f"{name}: the page does not describe it")
            continue
        seen.add(key)
        dimensions = [part[0] if dimension == "<dimension>" else dimension for dimension in rows[key]["dimensions"]] if part \
            else rows[key]["dimensions"]
        check_variable(name, variable, rows[key], dimensions)
    for name, row in rows.items():
        needed = ["target" if part == "<dimension>" else part for part in row["dimensions"]]
        if name.startswith("zone_index_"):
            needed.append("index_item")  # there only with an index
        if re.match("target_(value|met)_(variance|share_knowable)", name):
            needed.append("uncertainty")  # there only with a split of variance
        if all_documented or all(part in dataset.dimensions for part in needed):
            check(name in seen, f"the page describes {name}, which the file lacks")
    for name, dimension in dataset.dimensions.items():
        check(name in dataset.variables, f"the dimension {name} has no coordinate variable")
        check(not name.startswith("phony_dim"), f"the dimension {name} has no name")
        check(not dimension.isunlimited(), f"the dimension {name} is unlimited")


def check_attributes(dataset, names, all_documented):
    for name in dataset.ncattrs():
        check(name in names, f"the page does not describe the attribute {name}")
    optional = {"index", "index_name_zh", "index_name_en", "parameter_seed", "initial_seed", "chance_seed", "plan_document",
                "command_parameters", "parameters_digest"}
    of_parts = {"part", "parts", "whole_first_replicate", "whole_replicates"}  # only in a part of a run
    for name in set(names) - of_parts:
        check(name in dataset.ncattrs() or (name in optional and not all_documented),
              f"the page describes the attribute {name}, which the file lacks")
    for name in ("Conventions", "title", "title_zh", "institution", "source", "history", "license", "format_version", "version", "plan",
                 "pack", "province_id", "base_year", "end_year", "seed", "first_replicate", "replicates", "block_size"):
        check(name in dataset.ncattrs(), f"the file lacks the attribute {name}")
    check(dataset.Conventions == "CF-1.8", "Conventions is not CF-1.8")
    check(dataset.format_version == 1, "format_version is not 1")
    check(dataset.source.startswith("zonecast "), "source does not name zonecast")


def expected(rows, dataset):
    """(dimensions, type, unit, fill value) of every variable as the page has them; the unit of a panel is that of its observable."""
    wanted = {}
    for name, variable in dataset.variables.items():
        part = panel_part(name, variable)
        row = rows.get(name if part is None else f"<dimension>_<observable>_{part[1]}")
        if row is None:
            continue
        dimensions = [part[0] if part and one == "<dimension>" else one for one in row["dimensions"]]
        unit = variable.units if row["unit"] == "of the observable" else row["unit"]
        wanted[name] = (dimensions, row["type"], None if row["type"] == "text" else unit, row["missing"])
    return wanted


def check_seen(tool, seen, wanted):
    """What a tool shows against the page."""
    for name in sorted(set(seen) ^ set(wanted)):
        check(False, f"{name}: {'not on the page' if name in seen else 'not shown'} by {tool}")
    for name in set(seen) & set(wanted):
        check(seen[name] == wanted[name], f"{name}: {tool} shows {seen[name]}, the page says {wanted[name]}")


def seen_by_h5py(path):
    words = {"f8": "float64", "i8": "int64", "i4": "int32", "i1": "int8"}
    seen = {}
    with h5py.File(path) as file:
        for name, data in file.items():
            text = h5py.check_string_dtype(data.dtype) is not None
            dimensions = [axis[0].name.lstrip("/") if len(axis) else name for axis in data.dims]
            unit = data.attrs["units"].decode() if "units" in data.attrs else None
            fill = data.attrs["_FillValue"][0] if "_FillValue" in data.attrs else None
            shown = "–" if fill is None else "NaN" if numpy.isnan(fill) else str(int(fill))
            seen[name] = (dimensions, "text" if text else words[data.dtype.str[1:]], unit, shown)
    return seen


def seen_by_ncdump(path):
    words = {"string": "text", "double": "float64", "int64": "int64", "int": "int32", "byte": "int8"}
    done = subprocess.run(["ncdump", "-h", path], capture_output=True, check=False, encoding="utf-8")
    seen, units, fills = {}, {}, {}
    for line in done.stdout.splitlines():
        if declared := re.fullmatch(r"\t(\w+) (\w+)(?:\((.*)\))? ;", line):
            seen[declared[2]] = (declared[3].split(", ") if declared[3] else [], words[declared[1]])
        elif unit := re.fullmatch(r'\t\t(\w+):units = "(.*)" ;', line):
            units[unit[1]] = unit[2]
        elif fill := re.fullmatch(r"\t\t(\w+):_FillValue = (.*?)b? ;", line):
            fills[fill[1]] = fill[2]
    return {name: (*kind, units.get(name), fills.get(name, "–")) for name, kind in seen.items()}


def check_ncdump(path):
    done = subprocess.run(["ncdump", "-h", path], capture_output=True, check=False)
    check(done.returncode == 0, f"ncdump -h fails: {done.stderr.decode()}")
    text = done.stdout.decode()
    check("phony_dim" not in text, "ncdump shows dimensions without names")
    order = re.findall(r"^\t\w+ (\w+)\(?.*\) ;|^\t\w+ (\w+) ;", text, flags=re.M)
    check((order[0][0] or order[0][1]) == "year", "ncdump does not show the variables in the order in which they were written")


def check_h5py(path):
    with h5py.File(path) as file:
        for name in file:
            check(isinstance(file[name], h5py.Dataset), f"{name} is not a dataset")
            for dimension in file[name].dims:
                is_scale = file[name].attrs.get("CLASS") == b"DIMENSION_SCALE"
                check(is_scale or len(dimension) == 1, f"{name}: a dimension has no scale")
        check(file["input_text"].asstr()[0] != "", "h5py reads no text")


def check_xarray(path, engine):
    with xarray.open_dataset(path, engine=engine) as dataset:
        for name in ("target_name_zh", "zone_name_en"):
            check(name in dataset.coords, f"xarray ({engine}) does not show {name} as a coordinate")
        check(0 <= float(dataset["target_chance"].min()) <= float(dataset["target_chance"].max()) <= 1, "a chance is not between 0 and 1")
        check(dataset.sizes["replicate"] == dataset.attrs["replicates"], "replicates and their dimension differ")
        dataset.load()
        return dataset


def check_tiny(dataset):
    """Numbers of tests/outputs/tiny_forecast.cpp."""
    def same(got, wanted, what):
        check(numpy.array_equal(got, wanted, equal_nan=True), f"{what}: {got} instead of {wanted}")

    same(dataset.year.values, [2016, 2017, 2018], "years")
    same(dataset.replicate.values, numpy.arange(100, 110), "replicates")
    same(dataset["quantile"].values, [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95], "quantiles")
    check(list(dataset.target.values) == ["T1", "T2", "T3", "T4"], "targets")
    check(dataset.target_name_zh.values[0] == "高新技术企业数翻一番", "the Chinese name of a target")
    same(dataset.target_chance.values, [0.7, 0.0, 0.12, 0.45], "chances")
    same(dataset.target_value.sel(target="T2").values, numpy.arange(10) + 0.1, "values of T2")
    same(dataset.target_met.sel(target="T1").values, [0] * 5 + [1] * 5, "T1 met")
    first = dataset.target_first_year.sel(target="T1").values
    same(first, [numpy.nan] * 5 + [2018] * 5, "first year of T1")
    same(dataset.parameter_value.sel(parameter="rd_rest").values, numpy.arange(10) * 10.0 + 1, "drawn R&D")
    same(dataset.series_value.sel(series="province/hunan/gdp", year=2018).values, numpy.arange(10) * 100.0 + 5, "kept series")
    # [zone][observable][year] counts up from 100; the very first is missing.
    same(dataset.zone_hnte_count_mean.sel(zone="changsha_htz").values, [numpy.nan, 101, 102], "zone means")
    same(dataset.zone_gdp_mean.sel(zone="ningxiang_htz").values, [112, 113, 114], "zone means")
    same(dataset.zone_facilities_incubator_sd.sel(zone="changsha.outside").values, [12.4, 12.5, 12.6], "zone spreads")
    same(dataset.province_gdp_quantile.sel(province="hunan", year=2017, quantile=0.5).values, 2004.0, "a median")
    same(dataset.target_member_short.sel(target="T2").values, [0.5, 1.0, numpy.nan], "zones that fall short")
    same(dataset.facility_count_mean.sel(zone="ningxiang_htz", facility_kind="maker_space", year=2018).values, 11.0, "facilities")
    same(dataset.cohort_revenue.sel(zone="changsha_htz", revenue_class=1, certificate=2, year=2017).values, 1000.0 + (1 * 4 + 2) * 3 + 1,
         "cohort revenue")
    same(dataset.cohort_flow.sel(year=2017, cohort_from=60, cohort_to=5).values, float(61 * 61 + 60 * 61 + 5), "a flow")
    same(dataset.cohort_from_revenue_class.values[[0, 7, 60]], [0, 1, numpy.nan], "classes of cohorts")
    same(dataset.revenue_class_low.values[[0, 1, 14]], [0.005, 0.02, 500], "class edges")
    same(dataset.measure_cost.values, [[0, 1.5, 2.5]], "cost")
    same(dataset.zone_year_national.values, [1991, numpy.nan, numpy.nan], "years of approval")
    check(list(dataset.override.values) == ["parameter.renewal_rate=0.8", "measure.cultivate.dose=2"], "the overrides")
    check(dataset.attrs["plan_file"] == "tiny.toml", "the plan among the input files")
    check(dataset.input_text.sel(input_file="tiny.toml").item() == '[plan]\nid = "tiny-plan" # 方案\n', "an input text")
    check(dataset.attrs["history"] == "zonecast run tiny.toml -n 10 --seed 7", "the command line")


def main():
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    if len(arguments) != 2:
        sys.exit(__doc__)
    path, page = arguments
    tiny = "--tiny" in sys.argv
    rows = documented(page)
    check(len(rows) > 50, f"{page}: no tables found")
    with netCDF4.Dataset(path) as dataset:
        check_against_page(dataset, rows, tiny)
        check_attributes(dataset, documented_attributes(page), tiny)
        wanted = expected(rows, dataset)
    check_seen("h5py", seen_by_h5py(path), wanted)
    check_seen("ncdump", seen_by_ncdump(path), wanted)
    check_ncdump(path)
    check_h5py(path)
    for engine in ["netcdf4"] + (["h5netcdf"] if importlib.util.find_spec("h5netcdf") else []):
        loaded = check_xarray(path, engine)
        if tiny:
            check_tiny(loaded)
    for message in wrong:
        print(f"{path}: {message}", file=sys.stderr)
    sys.exit(1 if wrong else 0)


main()
