#!/usr/bin/env python3
"""Writes a pack of ten Hunans in one province and a plan for it, to measure how a run grows: ten_provinces.py PROJECT FOLDER.

Every city, zone, cluster and named enterprise stands ten times, each copy with its own name and the same figures. Figures of the province
that are amounts (money, people, counts, land) are ten times as large; ratios stay. The targets of the plan are those of the original that
speak of the whole. Not a scenario of anything.
"""

import csv
import re
import sys
from pathlib import Path

COPIES = 10
AMOUNTS = {"亿元", "1e8 CNY", "万元", "万人", "1e4 persons", "人", "persons", "件", "家", "个", "项", "所", "count", "亩", "mu", "家次"}


def copies(name):
    return [f"{name}_{k}" for k in range(COPIES)]


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        return rows.fieldnames, list(rows)


def write(path, columns, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        table.writerows(rows)


def renamed_zone(zone, k):
    """A zone or "<city>.outside" of copy k."""
    return f"{zone.removesuffix('.outside')}_{k}.outside" if zone.endswith(".outside") else f"{zone}_{k}"


def renamed_cluster(cluster, k):
    zone, industry = cluster.rsplit(".", 1)
    return f"{renamed_zone(zone, k)}.{industry}"


def ten_times(text):
    """Parameters that are amounts of the province: their numbers ten times."""
    blocks = re.split(r"(?m)^(?=\[parameters\.)", text)
    for i, block in enumerate(blocks):
        unit = re.search(r'(?m)^unit = "([^"]*)"', block)
        if block.startswith("[parameters.") and unit and unit[1] in AMOUNTS:
            relative = 'family = "lognormal"' in block
            keys = "mean|low|high" if relative else "mean|sd|low|high"
            blocks[i] = re.sub(rf"(?m)^({keys}) = ([-0-9.e]+)", lambda m: f"{m[1]} = {float(m[2]) * COPIES:g}", block)
    return "".join(blocks)


def main():
    project, folder = Path(sys.argv[1]), Path(sys.argv[2])
    source, pack = project / "scenarios/packs/hunan", folder / "pack"
    pack.mkdir(parents=True, exist_ok=True)

    columns, cities = read(source / "cities.csv")
    city_ids = {c["id"] for c in cities}
    write(pack / "cities.csv", columns, [c | {"id": f"{c['id']}_{k}"} for k in range(COPIES) for c in cities])
    columns, zones = read(source / "zones.csv")
    zone_ids = {z["id"] for z in zones}
    write(pack / "zones.csv", columns, [z | {"id": f"{z['id']}_{k}", "city": f"{z['city']}_{k}"} for k in range(COPIES) for z in zones])
    columns, clusters = read(source / "clusters.csv")
    write(pack / "clusters.csv", columns, [
        c | {"id": renamed_cluster(c["id"], k), "zone": renamed_zone(c["zone"], k)} for k in range(COPIES) for c in clusters])
    cluster_ids = {c["id"] for c in clusters}
    columns, firms = read(source / "enterprises.csv")
    write(pack / "enterprises.csv", columns, [
        f | {"id": f"{f['id']}_{k}", "cluster": renamed_cluster(f["cluster"], k)} for k in range(COPIES) for f in firms])
    for name in ("segments.csv", "supply.csv"):
        columns, rows = read(source / name)
        write(pack / name, columns, rows)

    columns, figures = read(source / "history.csv")
    rows = []
    for figure in figures:
        place = figure["place"]
        if place in city_ids or place in zone_ids:
            rows += [figure | {"place": f"{place}_{k}"} for k in range(COPIES)]
        elif place in cluster_ids:
            rows += [figure | {"place": renamed_cluster(place, k)} for k in range(COPIES)]
        elif place == "hunan" and figure["unit"] in AMOUNTS:
            rows.append(figure | {"value": repr(float(figure["value"]) * COPIES)})
        elif place in ("hunan", "china"):
            rows.append(figure)
    write(pack / "history.csv", columns, rows)

    text = (source / "pack.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?ms)^\[\[perimeter\]\].*?(?=^\[|^#|\Z)", "", text)
    library = (project / "scenarios/library").resolve()
    (pack / "pack.toml").write_text(ten_times(text).replace('"../../library', f'"{library}'), encoding="utf-8")
    (folder / "plan.toml").write_text(
        '[plan]\nid = "ten-provinces"\nname = "ten provinces"\npack = "pack"\nbase_year = 2016\nend_year = 2026\n\n'
        '[[target]]\nid = "hnte"\nname = "HNTE"\nscope = "hunan"\nmetric = "hnte_count"\nop = ">="\nvalue = 60000\nunit = "count"\n'
        'year = 2019\n', encoding="utf-8")


if __name__ == "__main__":
    main()
