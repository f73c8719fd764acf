// The table of targets: sorted, filtered, and opened for details.
import { driverTexts, zoneTexts } from './answer.js';
import { fan } from './fan.js';
import { h } from './dom.js';
import { asks, chance, distance, interval, list, percent, plain, styled } from './format.js';
import { data, run, say, scopeName, state, targets, verdicts } from './state.js';
import { chanceBar, marks, track, verdictBadge, verdictIcon } from './verdict.js';
import { w } from './words.js';

const columns = [
    { id: 'order', word: 'columnTarget', value: (target) => target.number },
    { id: 'asks', word: 'columnAsks', value: null },
    { id: 'chance', word: 'columnChance', value: (target) => target.chance },
    { id: 'median', word: 'columnMedian', value: null },
    { id: 'shortfall', word: 'columnShortfall', value: (target) => target.missing_share },
    { id: 'year', word: 'columnYear', value: (target) => target.year_met ?? 9999 },
];

function chosen() {
    const words = state.search.trim().toLowerCase();
    const column = columns.find((one) => one.id === state.sort.column);
    const sign = state.sort.down ? -1 : 1;
    return targets
        .filter((target) => !state.verdicts.size || state.verdicts.has(target.verdict))
        .filter((target) => !words || [target.id, target.name.zh, target.name.en].some((text) => text?.toLowerCase().includes(words)))
        .sort((a, b) => sign * (column.value(a) - column.value(b)) || a.number - b.number);
}

/** Published figures that the start does not meet, each once. */
const unmetTexts = (figures) => [...new Set(figures.map((one) => w('unmetFigure', one.series, one.place, plain(one.published), plain(one.start))))];

function details(target) {
    const unit = say(target.unit_word);
    const fact = (name, text) => (text ? [h('dt', {}, w(name)), h('dd', {}, text)] : null);
    const place = data.places.find((one) => one.id === target.scope);
    const years = Object.entries(target.met_by_year).filter(([year, value]) => Number(year) > run.base_year && Number.isFinite(value));
    const perimeters = Number.isFinite(target.chance_fixed_perimeter) && Number.isFinite(target.chance_current_perimeter) &&
        Math.abs(target.chance_fixed_perimeter - target.chance_current_perimeter) > 0.005;
    const course = place && target.quantifier === 'total' && place.bands[target.metric] ? fan(place, target.metric, { height: 210 }) : null;
    return h('div.details', {},
        h('div.words', {},
            target.quote ? h('blockquote', { lang: 'zh' }, target.quote, h('footer', {}, target.document, target.clause ? w('bracketed', w('clause', target.clause)) : '')) : null,
            course ?? h('div.alone', {}, track(target, { height: 30 }))),
        h('dl.facts', { 'aria-label': w('facts') },
            fact('factScope', w(target.quantifier === 'each' ? 'factScopeEach' : 'factScopeTotal', scopeName(target.scope))),
            perimeters ? fact('factPerimeter', w('factPerimeterText', chance(target.chance_fixed_perimeter, target.chance_standard_error),
                chance(target.chance_current_perimeter, target.chance_standard_error), target.year, w(target.perimeter === 'fixed' ? 'perimeterFixed' : 'perimeterCurrent'))) : null,
            years.length > 1 ? fact('factByYear', list(years.map(([year, value]) => `${year} ${chance(value, target.chance_standard_error)}`))) : null,
            target.chance < 1 ? fact('factMissed', distance(target.shortfall_if_missed, target.style, unit)) : null,
            target.quantifier === 'each' ? fact('factShare', percent(target.share_meeting)) : null,
            target.zones_short.length ? fact('factZones', zoneTexts(target, 5)) : null,
            fact('factDrivers', target.drivers.length
                ? list(driverTexts(target).map((text, i) => text + w('bracketed', w('factRho', plain(target.drivers[i].correlation, 2)))))
                : w('factDriversNone')),
            target.unmet_figures?.length ? fact('factUnmet', list(unmetTexts(target.unmet_figures))) : null,
            target.assumed?.length ? fact('factAssumed', list(target.assumed)) : null,
            fact('factNote', target.note)));
}

function row(target, redraw) {
    const open = state.open.has(target.number), unit = say(target.unit_word), id = `target-${target.number}`;
    const label = (word) => ({ 'data-label': w(word) });
    const cells = h(`tr.target.${target.verdict}${open ? '.expanded' : ''}`, { id },
        h('th', { scope: 'row' }, h('button.link', { type: 'button', 'aria-expanded': String(open), 'aria-controls': `${id}-details`, onclick: () => {
            if (!state.open.delete(target.number)) state.open.add(target.number);
            redraw(target.number);
        } }, verdictIcon(target.verdict), h('span', {}, h('span.id', {}, target.id), say(target.name), marks(target)))),
        h('td.asks', label('columnAsks'), asks(target)),
        h('td', { 'data-label': w('chanceWord') }, h('div.verdict', {}, chanceBar(target), verdictBadge(target.verdict))),
        h('td.median', label('columnMedian'), h('div', {}, h('b', {}, styled(target.median, target.style, unit)),
            target.quantifier === 'each' ? h('small', {}, ` ${w('weakest')}`) : null,
            h('small.band', {}, target.interval && Number.isFinite(target.interval[0]) ? ` [${styled(target.interval[0], target.style)} – ${styled(target.interval[1], target.style)}]` : ''),
            track(target, { height: 18 }))),
        h('td.number', label('columnShortfall'), target.expected_shortfall > 0 ? distance(target.expected_shortfall, target.style, unit) : w('none')),
        h('td.number', label('columnYear'), target.year_met ?? h('span.faint', {}, w('notMet', target.year))));
    const more = open ? h('tr.more', { id: `${id}-details` }, h('td', { colspan: columns.length }, details(target))) : null;
    return [cells, more];
}

function filters(redraw) {
    const chip = (verdict) => h(`button.chip.${verdict}`, { type: 'button', 'data-verdict': verdict, 'aria-pressed': String(state.verdicts.has(verdict)), onclick: () => {
        if (!state.verdicts.delete(verdict)) state.verdicts.add(verdict);
        redraw(null, { focus: `[data-verdict=${verdict}]` });
    } }, verdictIcon(verdict), w(verdict), h('span.count', {}, data.scorecard.summary[verdict]));
    return h('div.filters', {},
        h('div.chips', { role: 'group', 'aria-label': w('barLabel') }, verdicts.filter((verdict) => data.scorecard.summary[verdict] > 0).map(chip)),
        h('label.search', {}, h('span', {}, w('search')), h('input', { type: 'search', value: state.search, placeholder: w('searchHint'), oninput: (event) => {
            state.search = event.target.value;
            redraw(null, { keepSearch: true });
        } })));
}

function table(redraw) {
    const head = columns.map((column) => {
        if (!column.value) return h('th', { scope: 'col' }, w(column.word));
        const active = state.sort.column === column.id;
        return h('th', { scope: 'col', 'aria-sort': active ? (state.sort.down ? 'descending' : 'ascending') : 'none' },
            h('button.sort', { type: 'button', 'data-sort': column.id, title: w('sortBy', w(column.word)), onclick: () => {
                state.sort = { column: column.id, down: active ? !state.sort.down : column.id === 'shortfall' };
                redraw(null, { focus: `[data-sort=${column.id}]` });
            } }, w(column.word), h('span.arrow', { 'aria-hidden': 'true' }, active ? (state.sort.down ? '▼' : '▲') : '↕')));
    });
    return h('table.scorecard', {}, h('thead', {}, h('tr', {}, head)), h('tbody', {}, chosen().map((target) => row(target, redraw))));
}

/** The members of a group that are missed most often when the group is not met. */
function blockers(group) {
    const often = group.members.filter((member) => member.missed_if_not_met > 0.005).sort((a, b) => b.missed_if_not_met - a.missed_if_not_met).slice(0, 3);
    const named = often.map((member) => say(targets.find((target) => target.id === member.id)?.name) + w('bracketed', percent(member.missed_if_not_met)));
    return named.length ? h('p.faint', {}, w('groupBlockers', list(named))) : null;
}

function groups() {
    const all = data.scorecard.groups ?? [];
    if (!all.length) return null;
    return h('div.groups', {}, h('h3', {}, w('groupsHeading')), h('ul.plain', {}, all.map((group) => h('li', {},
        h('b', {}, say(group.name) || group.id), ' ', chance(group.chance), group.chance_interval ? h('small', {}, ` ${interval(group.chance_interval)}`) : null,
        blockers(group)))));
}

/** The section; `redraw` is told which part to draw again. */
export function scorecard(redraw) {
    if (!targets.length) return null;
    const shown = chosen().length;
    return h('section', { id: 'scorecard', 'aria-labelledby': 'scorecard-heading' },
        h('h2', { id: 'scorecard-heading' }, w('scorecardHeading')), h('p.intro', {}, w('scorecardIntro')),
        filters(redraw), h('p.shown', { role: 'status' }, w('shown', shown, targets.length)), table(redraw),
        h('div.notes', {}, h('p', {}, w('legendColumns')),
            targets.some((target) => target.assumed_base) ? h('p', {}, w('legendAssumed')) : null,
            targets.some((target) => !target.official) ? h('p', {}, w('legendUnofficial')) : null,
            targets.some((target) => target.unmet_figures?.length) ? h('p', {}, w('legendUnmet', list(unmetTexts(targets.flatMap((target) => target.unmet_figures ?? []))))) : null,
            targets.some((target) => target.passed_at_start) ? h('p', {}, w('legendPassed')) : null),
        groups());
}
