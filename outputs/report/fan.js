// Fan charts: bands of a projection, what was published, and the targets.
import { axis, colour, figure, font, legend, tip, tooltip } from './charts.js';
import { styled, styleOf, tick, withUnit } from './format.js';
import { data, lastYear, run, say, targets, years } from './state.js';
import { w } from './words.js';

/** Value of the observable that a target asks for in its year; null if it is not about the observable itself. */
function markOf(target, base) {
    if (target.quantifier !== 'total' || target.threshold === null) return null;
    if (target.statistic === 'level' || target.statistic === 'share') return target.threshold;
    if (!Number.isFinite(base)) return null;
    if (target.statistic === 'ratio_to_base') return base * target.threshold;
    if (target.statistic === 'increase') return base + target.threshold;
    if (target.statistic === 'mean_annual_growth') return base * (1 + target.threshold) ** (target.year - (target.base_year ?? run.base_year));
    return null;
}

/** Targets that speak of this observable of this place: [{year, value, id}]. */
function marksOf(placeId, observable, bands) {
    const base = bands[0]?.[2];
    return targets.filter((target) => target.scope === placeId && target.metric === observable)
        .map((target) => ({ id: target.id, year: target.year, value: markOf(target, base) }))
        .filter((mark) => mark.value !== null);
}

/**
 * Fan of `observable` of a place {id, name, bands, published}. `others` are medians of other results: [{name, years, medians}].
 */
export function fan(place, observable, { height = 230, others = [], title } = {}) {
    const about = data.observables[observable] ?? data.zones.observables[observable];
    const bands = place.bands[observable];
    const history = (place.published?.[observable] ?? []).filter(([year]) => year >= run.base_year - 6 && year <= lastYear);
    const marks = marksOf(place.id, observable, bands);
    const unit = say(about.unit);
    const style = styleOf(about, bands.filter(Boolean).map((band) => band[2]).concat(history.map(([, value]) => value)));
    const text = (value) => styled(value, style);
    const withItsUnit = (value) => (style.kind === 'plain' ? withUnit(text(value), unit) : text(value));
    const allYears = [...new Set([...history.map(([year]) => year), ...years, ...marks.map((mark) => mark.year)])].sort();
    const at = (year) => allYears.indexOf(year);
    const bandAt = (year) => bands[years.indexOf(year)] ?? null;
    const name = title ?? say(about.name);

    const first = years.find((year) => bandAt(year));
    const end = bandAt(lastYear) ?? [...bands].reverse().find(Boolean);
    const summary = end
        ? [w('chartSummary', name, first, withItsUnit(bandAt(first)[2]), lastYear, withItsUnit(end[2]), text(end[0]), text(end[4])),
           ...marks.map((mark) => w('chartTarget', mark.year, withItsUnit(mark.value)))].join(w('sentenceGap'))
        : name;

    const option = () => {
        const blue = colour('fan');
        const area = (low, high, opacity) => ({
            type: 'custom', silent: true, z: 1, data: [0],
            renderItem: (_, api) => {
                const shown = years.filter((year) => bandAt(year));
                const points = [...shown.map((year) => api.coord([at(year), bandAt(year)[high]])),
                    ...shown.reverse().map((year) => api.coord([at(year), bandAt(year)[low]]))];
                return { type: 'polygon', shape: { points }, style: { fill: blue, opacity } };
            },
        });
        const dots = (list, fill, size, symbol = 'circle') => ({
            type: 'scatter', symbol, symbolSize: size, z: 5, silent: true, data: list,
            itemStyle: { color: fill, borderColor: colour('ink'), borderWidth: 1.5 },
        });
        const point = ([year, value]) => [at(year), value];
        const used = history.filter(([year, , how]) => year <= run.base_year && how !== 3);
        const assumed = history.filter(([year, , how]) => year <= run.base_year && how === 3);
        const later = history.filter(([year]) => year > run.base_year);
        const values = [...bands.filter(Boolean).flat(), ...history.map(([, value]) => value), ...marks.map((mark) => mark.value)];
        const low = Math.min(...values), high = Math.max(...values), room = (high - low || Math.abs(high) || 1) * 0.08;
        return {
            textStyle: font(),
            grid: { left: 8, right: marks.length ? 14 : 12, top: 14, bottom: 4, containLabel: true },
            xAxis: axis({ type: 'category', data: allYears.map(String), boundaryGap: ['4%', '4%'], splitLine: { show: false } }),
            yAxis: axis({ type: 'value', min: low >= 0 ? Math.max(0, low - room) : low - room, max: high + room, splitNumber: 4,
                axisLine: { show: false },
                axisLabel: { ...axis().axisLabel, showMinLabel: false, showMaxLabel: false, formatter: (value) => tick(value, style) } }),
            tooltip: tooltip({ trigger: 'axis', axisPointer: { type: 'line', lineStyle: { color: colour('muted'), type: 'dashed' } },
                formatter: (items) => {
                    const year = Number(allYears[items[0].dataIndex] ?? items[0].axisValue);
                    const band = bandAt(year);
                    const rows = [];
                    if (band) rows.push([w('median'), withItsUnit(band[2])], [w('band50'), `${text(band[1])} – ${text(band[3])}`],
                        [w('band90'), `${text(band[0])} – ${text(band[4])}`]);
                    for (const other of others) {
                        const value = other.medians[other.years.indexOf(year)];
                        if (Number.isFinite(value)) rows.push([w('compareMedian', other.name), text(value)]);
                    }
                    const figureOf = history.find(([of]) => of === year);
                    if (figureOf) rows.push([figureOf[2] === 3 ? w('assumedFigure') : w(year > run.base_year ? 'publishedLater' : 'published'), withItsUnit(figureOf[1])]);
                    for (const mark of marks) if (mark.year === year) rows.push([`${w('targetMark')} ${mark.id}`, withItsUnit(mark.value)]);
                    return tip(String(year), rows);
                } }),
            series: [
                area(0, 4, 0.18), area(1, 3, 0.32),
                { type: 'line', z: 3, symbol: 'none', silent: true, lineStyle: { color: blue, width: 2.5 }, data: allYears.map((year) => bandAt(year)?.[2] ?? null) },
                { type: 'line', z: 2, symbol: 'none', silent: true, connectNulls: true, lineStyle: { color: colour('ink'), width: 1.5, opacity: 0.55 },
                    data: allYears.map((year) => (year <= run.base_year ? history.find(([of]) => of === year)?.[1] ?? null : null)) },
                ...others.map((other) => ({ type: 'line', z: 3, symbol: 'none', silent: true, lineStyle: { color: colour('other'), width: 2, type: 'dashed' },
                    data: allYears.map((year) => other.medians[other.years.indexOf(year)] ?? null) })),
                dots(used.map(point), colour('ink'), 6), dots(assumed.map(point), colour('muted'), 5), dots(later.map(point), colour('card'), 7),
                { ...dots(marks.map((mark) => [at(mark.year), mark.value]), colour('target'), 13, 'diamond'),
                    label: { show: true, position: 'left', color: colour('target'), fontWeight: 600, fontSize: 12, formatter: ({ value }) => text(value[1]) } },
            ],
        };
    };
    const table = () => ({
        head: [w('year'), w('median'), w('band50'), w('band90'), w('published'), w('targetMark'), ...others.map((other) => w('compareMedian', other.name))],
        rows: allYears.map((year) => {
            const band = bandAt(year);
            const figureOf = history.find(([of]) => of === year);
            return [String(year), band ? text(band[2]) : '', band ? `${text(band[1])} – ${text(band[3])}` : '', band ? `${text(band[0])} – ${text(band[4])}` : '',
                figureOf ? text(figureOf[1]) : '', marks.filter((mark) => mark.year === year).map((mark) => text(mark.value)).join(' '),
                ...others.map((other) => { const value = other.medians[other.years.indexOf(year)]; return Number.isFinite(value) ? text(value) : ''; })];
        }),
    });
    return figure({ title: name, note: style.kind === 'plain' ? unit : '%', summary, height, option, table });
}

export const fanLegend = (others = []) => legend([
    [w('median'), 'background:var(--fan);height:3px'],
    [w('band50'), 'background:var(--fan);opacity:.5'],
    [w('band90'), 'background:var(--fan);opacity:.22'],
    [w('published'), 'background:var(--ink);border-radius:50%;width:9px;height:9px'],
    [w('publishedLater'), 'border:1.5px solid var(--ink);border-radius:50%;width:8px;height:8px;background:var(--card)'],
    [w('targetMark'), 'background:var(--target);transform:rotate(45deg);width:9px;height:9px'],
    ...others.map((other) => [w('compareMedian', other.name), 'border-top:2px dashed var(--other);height:0']),
]);
