// What it would take: the bundle that `zonecast seek` found, and the curve of chance against cost.
import { axis, colour, figure, font, legend, tip, tooltip } from './charts.js';
import { h } from './dom.js';
import { chance, list, percent, plain } from './format.js';
import { data, say, targets } from './state.js';
import { w } from './words.js';

const points = (share) => plain(100 * share, 1);
const targetName = (id) => `${id} ${say(targets.find((target) => target.id === id)?.name)}`.trim();
const levels = (of) => Object.entries(of).map(([id, level]) => `${id} ${plain(level)}`);

/** Chance over money: each point is a bundle that was tried; a step, because nothing was tried between two of them. */
function curve(found) {
    const way = found.curve;
    if (way.length < 2) return null;
    const sampling = Math.sqrt(0.25 / found.replicates);
    const last = way[way.length - 1];
    const wish = found.wish;
    const place = (point) => [point.cost_counted, point.chance];
    return figure({
        title: w('seekCurve'), note: w('seekCurveNote', found.replicates), height: 260,
        legend: legend([[w('seekTried'), 'background:var(--fan)'], [w('seekBundle'), 'background:var(--target)'],
            ...(wish === null ? [] : [[w('seekWish'), 'background:var(--muted)']])]),
        summary: w('seekCurveSummary', chance(way[0].chance, sampling), chance(last.chance, sampling), plain(last.cost_counted)),
        option: () => ({
            textStyle: font(), grid: { left: 8, right: 16, top: 16, bottom: 4, containLabel: true },
            xAxis: axis({ type: 'value', min: 0 }),
            yAxis: axis({ type: 'value', min: 0, max: 1, axisLine: { show: false },
                axisLabel: { ...axis().axisLabel, formatter: (value) => percent(value) } }),
            tooltip: tooltip({ trigger: 'item', formatter: ({ seriesIndex, dataIndex }) => {
                const point = seriesIndex === 0 ? way[dataIndex] : seriesIndex === 1 ? found.bundle : null;
                if (!point) return '';
                return tip(`${chance(point.chance, sampling)} · ${plain(point.cost_counted)}`,
                    seriesIndex === 0 ? Object.entries(point.levels).map(([id, level]) => [id, plain(level)]) : []);
            } }),
            series: [
                { type: 'line', step: 'end', symbolSize: 6, data: way.map(place), itemStyle: { color: colour('fan') },
                    lineStyle: { color: colour('fan'), width: 2 } },
                { type: 'scatter', symbolSize: 12, z: 5, data: [place(found.bundle)],
                    itemStyle: { color: colour('target'), borderColor: colour('card'), borderWidth: 1.5 } },
                ...(wish === null ? [] : [{ type: 'line', silent: true, symbol: 'none',
                    data: [[0, wish], [last.cost_counted, wish]],
                    lineStyle: { color: colour('muted'), type: 'dashed', width: 1 } }]),
            ],
        }),
        table: () => ({ head: [w('seekMoney'), w('seekCounted'), w('chanceWord'), w('seekLevers')],
            rows: way.map((point) => [plain(point.cost), plain(point.cost_counted), chance(point.chance, sampling),
                list(levels(point.levels)) || w('seekWritten')]) }),
    });
}

function answer(found) {
    const { check, wish, budget } = found;
    const changed = found.bundle.levers.length > 0;
    const more = found.reached ? found.more_money : null;
    const unbooked = found.bundle.levers.some((lever) => !lever.booked);
    const most = Math.max(found.ceiling.chance, found.bundle.chance);
    const said = found.already ? w('seekAlready', percent(found.start.chance))
        : wish !== null && !found.reached ? w('seekNone', percent(most))
        : budget !== null && !found.reached ? w('seekBudgetTooSmall', plain(found.start.cost))
        : wish !== null ? w('seekCheapest', percent(wish), plain(found.bundle.cost))
        : w('seekHighest', plain(budget), plain(found.bundle.cost));
    return [
        h('p.intro', {}, w('seekTargets', list(found.targets.map(targetName)))),
        h('p.counts', {}, said),
        changed ? h('p', {}, w('seekCheck', check.replicates, percent(check.chance, 1), points(2 * check.standard_error),
            percent(check.written_chance, 1))) : null,
        changed ? h('p', {}, w('seekNothing', percent(check.does_nothing, 1))) : null,
        more ? h('p', {}, w('seekMore', plain(more.money), more.lever, points(more.chance),
            points(2 * more.standard_error))) : null,
        unbooked ? h('p.warning', {}, w('seekUnbooked', plain(found.shadow_cost))) : null,
    ];
}

function bundle(found) {
    if (!found.bundle.levers.length) return null;
    const label = (word) => ({ 'data-label': w(word) });
    return h('table.compare', {},
        h('thead', {}, h('tr', {}, ['measure', 'seekFrom', 'seekTo', 'seekBounds', 'seekMoney', 'seekIdle'].map((word) =>
            h('th', { scope: 'col' }, w(word))))),
        h('tbody', {}, found.bundle.levers.map((lever) => h('tr', {},
            h('th', { scope: 'row' }, say(lever.name), ' ', h('small', {}, lever.id)),
            h('td.number', label('seekFrom'), plain(lever.from)),
            h('td.number', label('seekTo'), plain(lever.to), lever.at_bound ? h('small', {}, w('seekAtBound')) : null),
            h('td.number', label('seekBounds'), `${plain(lever.low)}–${plain(lever.high)}`),
            h('td.number', label('seekMoney'), lever.booked ? plain(lever.cost) : w('seekNotBooked')),
            h('td.number', label('seekIdle'), percent(lever.does_nothing))))));
}

export function seek() {
    const found = data.seek;
    if (!found) return null;
    return h('section', { id: 'seek', 'aria-labelledby': 'seek-heading' },
        h('h2', { id: 'seek-heading' }, w('seekHeading')),
        answer(found), bundle(found), curve(found), h('p.faint', {}, w('seekHow', found.trials, found.replicates)));
}
