#!/usr/bin/python3
"""Writes the tables of targets in docs/plans.md from the plan files and from runs, so that they stay true.

  scripts/plans_page.py ZONECAST [-n REPLICATES] [--seed SEED] [--plan PLAN]   runs the five plans (or one) and writes the tables
  scripts/plans_page.py --groups                                 writes the table of groups only, runs nothing
  scripts/plans_page.py --check                                  compares the tables with the plan files, runs nothing

What a row says of a target (clause, scope, metric, condition) comes from the plan file, its base from `zonecast targets --json`. The last
column, where the base comes from, is kept from the page; a new target gets a blank there, which --check reports."""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/plans.md"
PLANS = ("hunan-htz-2017-2019", "czt-action-2017-2019", "hunan-htz-2026-2028", "guizhou-htz-2021-2025", "czt-outline-2015-2025")
HEAD = "| target | clause | scope | metric and condition | base | source of the base |\n|---|---|---|---|---|---|\n"
AFTER = {
    "level": "", "share": ", share of the province", "ratio_to_base": ", ratio to {base}", "increase": ", increase since {base}",
    "cumulative": ", added after {base}", "mean_annual_growth": ", mean growth a year since {base}",
    "improves_every_year": ", better every year since {base}", "median_improves": ", median better than in {base}"}


def read(plan):
    return tomllib.loads((ROOT / f"scenarios/plans/{plan}.toml").read_text(encoding="utf-8"))


def targets_of(plan):
    return read(plan)["target"]


def number(value):
    return f"{value:,}" if value != int(value) else f"{int(value):,}"


def condition(target):
    """Metric and condition of a target in the words of its plan file."""
    statistic = target.get("statistic", "level")
    text = f"`{target['metric']}`" + AFTER[statistic].format(base=target.get("base_year"))
    if "value" in target:
        sign = {">=": "≥", "<=": "≤"}.get(target["op"], target["op"])
        value = number(target["value"]) + (f" and {number(target['value_high'])}" if "value_high" in target else "")
        text += f" {sign} {value} {target['unit']}"
    return f"{text} in {target['year']}" + ("" if target.get("perimeter", "current") == "current" else ", zones that the plan knew")


def scope(target):
    return f"{target['scope']}, {target.get('quantifier', 'total')}" + ("" if target.get("official", True) else "; not the plan's own")


def said(target):
    """The columns that the plan file decides."""
    return [target["id"], target["clause"], scope(target), condition(target)]


def units():
    page = (ROOT / "docs/formats/plan.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([a-z0-9_]+)` \| ([^|]+) \| .*\|$", page, re.MULTILINE))


def base(judged, unit_of):
    """Median and 90 per cent band of the base, in the unit of the quantity."""
    values = [judged["base_quantiles"].get(q) for q in ("0.50", "0.05", "0.95")]
    if any(v is None for v in values):
        return "none"
    metric = judged["metric"]
    ratio = judged["statistic"] == "share" or metric.startswith("rd_to_sales[") or unit_of.get(metric) == "ratio"

    def text(value):
        value = value * 100 if ratio else value
        digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
        return f"{value:,.{digits}f}"
    middle, low, high = map(text, values)
    band = middle if low == high else f"{middle} [{low}, {high}]"
    return band + (" %" if ratio else "")


def groups_table():
    """The targets of each plan that are judged together."""
    rows = []
    for plan in PLANS:
        for group in read(plan).get("group", []):
            members = [target["id"] for target in targets_of(plan) if target.get("group") == group["id"]]
            rows.append(f"| `{plan}` | `{group['id']}` | {group['clause']} | {group['name']['en']} | {', '.join(members)} |\n")
    return "| plan | group | clause | name | targets |\n|---|---|---|---|---|\n" + "".join(rows)


def section(plan, text, what="targets of "):
    match = re.search(rf"<!-- {what}{plan}[^\n]*-->\n(.*?)<!-- end -->\n", text, re.DOTALL)
    if match is None:
        sys.exit(f"{PAGE} has no table between <!-- {what}{plan} --> and <!-- end -->")
    return match


def rows_of(plan, text):
    """Rows of the page's table: {target: [columns]}."""
    table = section(plan, text).group(1)
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines() if re.match(r"\| [A-Z]+\d", line)]
    return {row[0].strip(): row for row in rows}


def problems():
    """What in the page disagrees with the plan files."""
    text, found = PAGE.read_text(encoding="utf-8"), []
    if section("groups", text, "").group(1) != groups_table():
        found.append("the table of groups is not what the plan files say: scripts/plans_page.py --groups writes it")
    for plan in PLANS:
        rows, wanted = rows_of(plan, text), targets_of(plan)
        found += [f"{plan}: the page has {id}, the plan has not" for id in rows if id not in {t["id"] for t in wanted}]
        for target in wanted:
            row = rows.get(target["id"])
            if row is None:
                found.append(f"{plan}: {target['id']} has no row")
            elif row[:4] != said(target):
                found.append(f"{plan}: the row of {target['id']} says {row[:4]}, the plan {said(target)}")
            elif len(row) != 6 or not row[4] or not row[5]:
                found.append(f"{plan}: {target['id']} has no base or no source of it")
    return found


def write_groups():
    text = PAGE.read_text(encoding="utf-8")
    match = section("groups", text, "")
    PAGE.write_text(text[:match.start(1)] + groups_table() + text[match.end(1):], encoding="utf-8")


def write(zonecast, replicates, seed, plans):
    text, unit_of = PAGE.read_text(encoding="utf-8"), units()
    with tempfile.TemporaryDirectory() as folder:
        for plan in plans:
            result = f"{folder}/{plan}.h5"
            subprocess.run([zonecast, "run", str(ROOT / f"scenarios/plans/{plan}.toml"), "-n", str(replicates), "--seed", str(seed), "-o", result],
                           check=True, stdout=subprocess.DEVNULL)
            judged = json.loads(subprocess.run([zonecast, "targets", "--json", result], check=True, capture_output=True, encoding="utf-8").stdout)
            judged = {t["id"]: t for t in judged["targets"]}
            old = rows_of(plan, text)
            rows = [said(t) + [base(judged[t["id"]], unit_of), (old.get(t["id"]) or [""])[-1]] for t in targets_of(plan)]
            table = HEAD + "".join("| " + " | ".join(row) + " |\n" for row in rows)
            match = section(plan, text)
            text = (text[:match.start()] + f"<!-- targets of {plan}, {replicates} replicates of seed {seed}: scripts/plans_page.py -->\n" + table +
                    "<!-- end -->\n" + text[match.end():])
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("zonecast", nargs="?")
    parser.add_argument("-n", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--plan", choices=PLANS)
    parser.add_argument("--groups", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if not options.check:
        write_groups()
    if not options.check and not options.groups:
        if options.zonecast is None:
            parser.error("name the program, or --groups or --check")
        write(options.zonecast, options.n, options.seed, [options.plan] if options.plan else PLANS)
    for problem in (found := problems()):
        print(problem, file=sys.stderr)
    sys.exit(1 if found else 0)
