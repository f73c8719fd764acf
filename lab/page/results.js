// What the levers do: the sentence, the table of targets, the target at hand, cost by year, scenarios side by side.
import { axis, colour, figure, font, legend, tip, tooltip } from '../../outputs/report/charts.js';
import { h, s } from '../../outputs/report/dom.js';
import { fan, fanLegend } from '../../outputs/report/fan.js';
import { asks, chance, list, percent, plain, signed } from '../../outputs/report/format.js';
import { data, say, scopeName, targets, verdicts, years } from '../../outputs/report/state.js';
import { chanceBar, marks, track, verdictBadge } from '../../outputs/report/verdict.js';
import { w } from '../../outputs/report/words.js';
import { asWritten, totalByYear } from './answer.js';
import { leverName } from './levers.js';
import { changedLevers, levelOf, planYears } from './scenario.js';

const countWord = { likely: 'countLikely', open: 'countOpen', unlikely: 'countUnlikely', out_of_reach: 'countOut' };
const points = (value, decimals = 1) => plain(100 * value, decimals);
export const sure = (target) => target.moved && Math.abs(target.difference) > 2 * target.difference_error;
export const total = (answer) => totalByYear(answer.cost).reduce((sum, value) => sum + value, 0);

const differenceText = ({ difference: by, difference_error: error }) =>
    w('differenceText', signed(by, points(by)), points(2 * error));

/** "+4.1 ± 0.6 points", or grey with what it would need. */
export function difference(target, count) {
    if (!target.moved) return h('span.grey', {}, w('unmoved'));
    const text = differenceText(target);
    if (sure(target)) return h(`span.${target.difference > 0 ? 'gain' : 'loss'}`, {}, text);
    const needs = target.difference
        ? Math.ceil((count * ((2 * target.difference_error) / target.difference) ** 2) / 100) * 100
        : Infinity;
    return h(
        'span.grey',
        {},
        text,
        h('small', {}, w('grey'), needs <= 100000 ? `${w('comma')}${w('greyNeeds', plain(needs, 0))}` : ''),
    );
}

export function sentence(answer, isPlan) {
    const judged = targets.map((_, t) => answer.target(t));
    const counts = verdicts
        .map((verdict) => [verdict, judged.filter((target) => target.verdict === verdict).length])
        .filter(([, n]) => n > 0);
    const moved = judged
        .filter(sure)
        .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
        .slice(0, 3);
    const cost = total(answer),
        was = total(asWritten);
    return [
        h(
            'p.sentence',
            {},
            w(
                isPlan ? 'sentenceWritten' : 'sentenceNow',
                targets.length,
                list(counts.map(([verdict, n]) => w(countWord[verdict], n))),
            ),
        ),
        isPlan
            ? null
            : h(
                  'p',
                  {},
                  moved.length
                      ? w('sentenceMoved', list(moved.map((target) => `${say(target.name)} ${differenceText(target)}`)))
                      : w('sentenceStill'),
              ),
        h(
            'p',
            {},
            isPlan
                ? w('costWritten', plain(was))
                : w('costNow', plain(cost), plain(was), signed(cost - was, plain(cost - was))),
        ),
    ];
}

function bar(target, was) {
    const cell = chanceBar(target);
    const x = 2 + 116 * was;
    cell.querySelector('svg').append(s('path', { d: `M${x} 2V16`, class: 'was' }));
    return cell;
}

export function table(answer, selected, choose) {
    return h(
        'table.targets',
        {},
        h(
            'thead',
            {},
            h(
                'tr',
                {},
                ['columnTarget', 'columnChance', 'columnDifference'].map((word) => h('th', { scope: 'col' }, w(word))),
            ),
        ),
        h(
            'tbody',
            {},
            targets.map((plan, t) => {
                const target = answer.target(t);
                return h(
                    'tr',
                    {
                        'aria-current': t === selected ? 'true' : null,
                        'data-target': plan.id,
                        onclick: () => choose(t),
                    },
                    h(
                        'th',
                        { scope: 'row' },
                        h('button.link', { type: 'button', 'data-focus': `target-${t}` }, say(plan.name), marks(plan)),
                        h('span.id', {}, `${plan.id} · ${asks(plan)} · ${scopeName(plan.scope)}`),
                    ),
                    h('td', {}, bar(target, plan.chance), verdictBadge(target.verdict)),
                    h('td', {}, difference(target, answer.count)),
                );
            }),
        ),
    );
}

/** The target at hand: course or track, and the zones that fall short. */
export function detail(answer, t) {
    const target = answer.target(t);
    const k = data.kept.findIndex(
        ([, entity, observable]) =>
            target.quantifier === 'total' && entity === target.scope && observable === target.metric,
    );
    const place = k >= 0 ? data.places.find((one) => one.id === target.scope) : null;
    const others =
        place && answer !== asWritten
            ? [{ name: w('asWritten'), years, medians: medians(place, target.metric) }]
            : [];
    const short = (target.zones_short ?? []).slice(0, 5);
    return [
        h('h3', {}, `${target.id} ${say(target.name)}`),
        target.quote ? h('blockquote', {}, target.quote) : null,
        h(
            'p',
            {},
            w('columnAsks'),
            w('colon'),
            asks(target),
            ' · ',
            w('columnChance'),
            ' ',
            chance(target.chance, target.chance_standard_error),
            ' ',
            verdictBadge(target.verdict),
            ' ',
            answer === asWritten ? null : difference(target, answer.count),
        ),
        place
            ? [
                  fanLegend(others),
                  fan({ ...place, bands: { [target.metric]: answer.bands(k) } }, target.metric, {
                      others,
                      height: 240,
                  }),
              ]
            : track(target, { height: 34 }),
        target.quantifier === 'each' && short.length
            ? h('p', {}, w('zonesShort', list(short.map((zone) => `${say(zone.name)} ${percent(zone.chance)}`))))
            : null,
        target.note ? h('p.faint', {}, target.note) : null,
    ];
}

const medians = (place, observable) => place.bands[observable].map((band) => band?.[2]);

/** The province's headline series with bands, beside the plan as written. */
export function courses(answer) {
    const shown = data.kept
        .map(([, entity, observable], k) => ({ place: data.places.find(({ id }) => id === entity), observable, k }))
        .filter(({ place, observable }) => place.kind === 'province' && data.headline_observables.includes(observable));
    const others = (place, observable) =>
        answer === asWritten ? [] : [{ name: w('asWritten'), years, medians: medians(place, observable) }];
    return h(
        'section.courses',
        {},
        h('h2', {}, w('coursesHeading')),
        fanLegend(shown.length ? others(shown[0].place, shown[0].observable) : []),
        h(
            'div.fans',
            {},
            shown.map(({ place, observable, k }) =>
                fan({ ...place, bands: { [observable]: answer.bands(k) } }, observable, {
                    others: others(place, observable),
                }),
            ),
        ),
    );
}

export function costChart(answer) {
    const now = totalByYear(answer.cost),
        was = totalByYear(asWritten.cost),
        at = planYears.map((year) => years.indexOf(year));
    const rows = [
        [w('scenarioMark'), now, 'cost2'],
        [w('asWritten'), was, 'cost6'],
    ].slice(answer === asWritten ? 1 : 0);
    return figure({
        title: w('costChart'),
        height: 200,
        legend: legend(rows.map(([name, , paint]) => [name, `background:var(--${paint})`])),
        summary: `${w('costChart')}${w('colon')}${list(planYears.map((year, i) => `${year} ${plain(now[at[i]])}`))}`,
        option: () => ({
            textStyle: font(),
            grid: { left: 8, right: 12, top: 16, bottom: 4, containLabel: true },
            xAxis: axis({ type: 'category', data: planYears.map(String), splitLine: { show: false } }),
            yAxis: axis({ type: 'value', axisLine: { show: false } }),
            tooltip: tooltip({
                trigger: 'axis',
                axisPointer: { type: 'shadow' },
                formatter: (items) =>
                    tip(
                        items[0].axisValue,
                        rows.map(([name, values]) => [name, plain(values[at[items[0].dataIndex]])]),
                    ),
            }),
            series: rows.map(([, values, paint]) => ({
                type: 'bar',
                barMaxWidth: 40,
                itemStyle: { color: colour(paint) },
                data: at.map((i) => values[i]),
            })),
        }),
        table: () => ({
            head: [w('year'), ...planYears.map(String)],
            rows: rows.map(([name, values]) => [name, ...at.map((i) => plain(values[i]))]),
        }),
    });
}

/** What a scenario changes, in words. */
export const changes = (scenario) => [
    ...changedLevers(scenario).map((lever) =>
        w('changedDose', leverName(lever), plain(levelOf({ doses: {} }, lever)), plain(levelOf(scenario, lever))),
    ),
    ...Object.entries(scenario.shocks).map(([id, size]) => `${id}: ${size}`),
    ...scenario.newShocks.map((shock) => `${w('demandShock')}: ${shock.size}`),
    ...scenario.changes.map(({ action, segment }) => {
        const { name } = data.segments.find((one) => one.id === segment);
        return `${w(action === 'remove' ? 'loseSegment' : 'completeSegment')}: ${say(name)}`;
    }),
    ...Object.entries(scenario.parameters).map(([id, value]) => `${id} = ${value}`),
];

export function sideBySide(scenarios, answers) {
    if (scenarios.length < 2) return null;
    const cell = (answer, t) =>
        answer ? h('td.number', {}, chance(answer.target(t).chance, 0.01)) : h('td.grey', {}, w('notDone'));
    return h(
        'section',
        {},
        h('h2', {}, w('compareScenarios')),
        h(
            'div.scroll',
            {},
            h(
                'table.numbers',
                { id: 'side-by-side' },
                h(
                    'thead',
                    {},
                    h(
                        'tr',
                        {},
                        [w('columnTarget'), w('asWritten'), ...scenarios.map(({ name }) => name)].map((text) =>
                            h('th', { scope: 'col' }, text),
                        ),
                    ),
                ),
                h(
                    'tbody',
                    {},
                    targets.map((plan, t) =>
                        h(
                            'tr',
                            {},
                            h('th', { scope: 'row' }, say(plan.name)),
                            cell(asWritten, t),
                            answers.map((answer) => cell(answer, t)),
                        ),
                    ),
                    h(
                        'tr',
                        {},
                        h('th', { scope: 'row' }, w('costTotal')),
                        [asWritten, ...answers].map((answer) =>
                            h('td.number', {}, answer ? plain(total(answer)) : w('notDone')),
                        ),
                    ),
                ),
            ),
        ),
    );
}

/** The table as CSV, for spreadsheets: numbers plain, texts in quotes and never a formula. */
export function csv(answer) {
    const quoted = (text) =>
        `"${String(text)
            .replace(/^[=+\-@\t]/, "'$&")
            .replaceAll('"', '""')}"`;
    const rows = targets.map((plan, t) => {
        const target = answer.target(t);
        return [
            quoted(plan.id),
            quoted(say(plan.name)),
            quoted(asks(plan)),
            plan.chance,
            target.chance,
            target.chance_interval[0],
            target.chance_interval[1],
            target.difference,
            target.difference_error,
            quoted(w(target.verdict)),
        ].join(',');
    });
    const head =
        'id,target,asks,chance_as_written,chance,chance_low,chance_high,difference,difference_standard_error,verdict';
    return `\ufeff${[head, ...rows].join('\r\n')}\r\n`;
}
