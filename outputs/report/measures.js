// Measures: what they cost by year, what they move, and how well that is known.
import { axis, colour, figure, font, legend, tip, tooltip } from './charts.js';
import { h, s } from './dom.js';
import { percent, plain } from './format.js';
import { data, run, say, scopeName, years } from './state.js';
import { facilityWord, leverWord, w } from './words.js';

const palette = ['cost1', 'cost2', 'cost3', 'cost4', 'cost5'];
const total = (measure) => measure.cost.reduce((sum, value) => sum + (value ?? 0), 0);
const idle = (measure) => measure.dose && Object.values(measure.dose).every((dose) => dose === 0);

function costChart() {
    const ordered = data.measures.filter((measure) => total(measure) > 0).sort((a, b) => total(b) - total(a));
    if (!ordered.length) return null;
    const shown = years.map((year, i) => ({ year, i })).filter(({ year }) => year > run.base_year);
    const few = ordered.slice(0, palette.length), rest = ordered.slice(palette.length);
    const place = (measure) => (ordered.filter((other) => say(other.name) === say(measure.name)).length > 1 ? `${say(measure.name)} · ${scopeName(measure.scope)}` : say(measure.name));
    const parts = few.map((measure, k) => ({ name: place(measure), values: measure.cost, paint: palette[k] }));
    if (rest.length) parts.push({ name: w('otherMeasures'), values: years.map((_, i) => rest.reduce((sum, measure) => sum + (measure.cost[i] ?? 0), 0)), paint: 'cost6' });
    const sum = (i) => parts.reduce((all, part) => all + (part.values[i] ?? 0), 0);
    return figure({
        title: w('costChart'), height: 240, legend: legend(parts.map((part) => [part.name, `background:var(--${part.paint})`])),
        summary: `${w('costChart')}${w('colon')}${shown.map(({ year, i }) => `${year} ${plain(sum(i))}`).join(w('listSeparator'))}`,
        option: () => ({
            textStyle: font(), grid: { left: 8, right: 12, top: 16, bottom: 4, containLabel: true },
            xAxis: axis({ type: 'category', data: shown.map(({ year }) => String(year)), splitLine: { show: false } }),
            yAxis: axis({ type: 'value', axisLine: { show: false } }),
            tooltip: tooltip({ trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: (items) => {
                const i = shown[items[0].dataIndex].i;
                return tip(`${items[0].axisValue} · ${plain(sum(i))}`, parts.map((part) => [part.name, plain(part.values[i] ?? 0)]));
            } }),
            series: parts.map((part) => ({ type: 'bar', stack: 'all', barMaxWidth: 64, itemStyle: { color: colour(part.paint), borderColor: colour('card'), borderWidth: 1 },
                data: shown.map(({ i }) => part.values[i] ?? 0) })),
        }),
        table: () => ({ head: [w('measure'), ...shown.map(({ year }) => String(year))], rows: parts.map((part) => [part.name, ...shown.map(({ i }) => plain(part.values[i] ?? 0))]) }),
    });
}

/** Largest effect on a lever over all measures: the scale of its strips. */
const scale = {};
for (const measure of data.measures)
    for (const [lever, effect] of Object.entries(measure.effects)) scale[lever] = Math.max(scale[lever] ?? 0, Math.abs(effect.low), Math.abs(effect.high));

function strip(lever, effect) {
    const x = (value) => 50 + (scale[lever] > 0 ? 46 * value / scale[lever] : 0);
    return s('svg', { viewBox: '0 0 100 14', class: 'strip', 'aria-hidden': 'true' }, s('path', { d: 'M50 1V13', class: 'zero' }),
        s('path', { d: `M${x(effect.low)} 7H${x(effect.high)}`, class: 'range' }), s('circle', { cx: x(effect.median), cy: 7, r: 3.2, class: 'point' }));
}

function effects(measure) {
    if (measure.moves_nothing) return h('span.nothing', {}, w('movesNothing'));
    if (idle(measure)) return h('span.nothing', {}, w('noDose'));
    const drawn = Object.entries(measure.effects).map(([lever, effect]) => h('li', {}, h('span.lever', {}, leverWord(lever)), strip(lever, effect),
        h('span', {}, `${plain(effect.median, 3)} `, h('small', {}, `[${plain(effect.low, 3)}, ${plain(effect.high, 3)}]`)),
        effect.zero >= 0.005 ? h('small.zero', {}, w('effectZero', percent(effect.zero))) : null));
    const builds = measure.facility ? [h('li', {}, w('buildsText', facilityWord(measure.facility)))] : [];
    const other = (measure.channels ?? []).filter((channel) => channel.lever !== 'none' && channel.lever !== 'facility' && !(channel.lever in measure.effects) && !measure.facility)
        .map((channel) => h('li', {}, leverWord(channel.lever)));
    return h('ul.effects', {}, builds, drawn, other);
}

function grades(measure) {
    const found = [...new Set((measure.channels ?? []).filter((channel) => channel.lever !== 'none').map((channel) => channel.grade).filter(Boolean))].sort();
    return found.map((grade) => h('abbr.grade', { title: w(`grade${grade}`) }, `${grade} ${w(`grade${grade}`)}`)).flatMap((badge) => [badge, ' ']);
}

function bars(measure) {
    const shown = measure.cost.filter((_, i) => years[i] > run.base_year), top = Math.max(...data.measures.flatMap((one) => one.cost), 1e-9);
    return s('svg', { viewBox: `0 0 ${shown.length * 10} 20`, class: 'bars', 'aria-hidden': 'true' },
        shown.map((value, i) => s('rect', { x: i * 10 + 1, width: 8, y: 20 - Math.max(value > 0 ? 1 : 0, 19 * (value ?? 0) / top), height: Math.max(value > 0 ? 1 : 0, 19 * (value ?? 0) / top) })));
}

export function measures() {
    const heading = [h('h2', { id: 'measures-heading' }, w('measuresHeading'))];
    if (!data.measures.length) return h('section', { id: 'measures', 'aria-labelledby': 'measures-heading' }, heading, h('p', {}, w('measuresNone')));
    const label = (word) => ({ 'data-label': w(word) });
    const all = data.measures.reduce((sum, measure) => sum + total(measure), 0);
    return h('section', { id: 'measures', 'aria-labelledby': 'measures-heading' }, heading, h('p.intro', {}, w('measuresIntro')),
        h('p.counts', {}, w('totalCost', plain(all))), costChart(),
        h('table.measures', {}, h('colgroup', {}, [24, 52, 14, 10].map((share) => h('col', { style: `width:${share}%` }))),
            h('thead', {}, h('tr', {}, ['measure', 'effect', 'grade', 'cost'].map((word) => h('th', { scope: 'col' }, w(word))))),
            h('tbody', {}, [...data.measures].sort((a, b) => a.moves_nothing - b.moves_nothing || total(b) - total(a)).map((measure) =>
                h(`tr${measure.moves_nothing || idle(measure) ? '.idle' : ''}`, {},
                    h('th', { scope: 'row' }, say(measure.name), h('small', {}, scopeName(measure.scope), measure.clause ? ` · ${w('clause', measure.clause)}` : '')),
                    h('td', label('effect'), effects(measure)), h('td', label('grade'), grades(measure)),
                    h('td.number', label('cost'), plain(total(measure)), bars(measure)))))));
}
