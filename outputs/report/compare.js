// Two results beside each other: what differs in them, and what that does to the targets.
import { h, s } from './dom.js';
import { chance, distance, list, plain, signed } from './format.js';
import { data, say, targets } from './state.js';
import { verdictIcon } from './verdict.js';
import { w } from './words.js';

const clear = (entry) => Number.isFinite(entry.difference) && Math.abs(entry.difference) > 2 * entry.standard_error && Math.abs(entry.difference) > 0;

function dumbbell(here, there) {
    const x = (value) => 6 + 108 * value;
    return s('svg', { viewBox: '0 0 120 16', class: 'dumbbell', 'aria-hidden': 'true' }, s('path', { d: 'M6 8H114', class: 'line' }),
        s('path', { d: `M${x(there)} 8H${x(here)}`, class: 'between' }), s('circle', { cx: x(there), cy: 8, r: 4, class: 'there' }), s('circle', { cx: x(here), cy: 8, r: 4.5, class: 'here' }));
}

function differing(other) {
    if (!other.measures) return null;
    const names = (all) => list([...new Set(all.map(say))]);
    const { only_first: mine, only_second: theirs, changed } = other.measures;
    if (!mine.length && !theirs.length && !changed.length) return h('p', {}, w('compareNoChange'));
    return [mine.length ? h('p', {}, w('compareOnlyFirst', names(mine))) : null, theirs.length ? h('p', {}, w('compareOnlySecond', names(theirs))) : null,
        changed.length ? h('p', {}, w('compareChanged', names(changed))) : null];
}

function row(entry) {
    const target = targets[entry.target], unit = say(target.unit_word);
    const points = (value) => plain(100 * value, 1);
    const value = Number.isFinite(entry.value_difference) ? `${signed(entry.value_difference, distance(entry.value_difference, target.style, unit))} ± ${distance(entry.value_standard_error, target.style)}` : '–';
    const label = (word) => ({ 'data-label': w(word) });
    return h(`tr${clear(entry) ? '' : '.noise'}`, {},
        h('th', { scope: 'row' }, h('div.what', {}, verdictIcon(target.verdict), h('span', {}, h('span.id', {}, target.id), say(target.name),
            entry.same_question ? null : h('small.warning', {}, w('compareOtherQuestion'))))),
        h('td', label('compareHere'), chance(target.chance, target.chance_standard_error)), h('td', label('compareThere'), chance(entry.chance, target.chance_standard_error)),
        h('td.picture', {}, dumbbell(target.chance, entry.chance)),
        h('td.number', label('compareDifference'), w('points', `${signed(entry.difference, points(entry.difference))} ± ${points(entry.standard_error)}`)),
        h('td.number', label('compareValue'), value));
}

function one(other) {
    const entries = [...other.targets].sort((a, b) => Math.abs(b.difference ?? 0) - Math.abs(a.difference ?? 0));
    const up = entries.filter((entry) => clear(entry) && entry.difference > 0).length, down = entries.filter((entry) => clear(entry) && entry.difference < 0).length;
    return [
        h('h3', {}, w('compareHeading', say(other.plan.name))),
        h('p.counts', {}, w('compareSummary', up, down, entries.length - up - down)),
        h('p', {}, w(other.paired ? 'comparePaired' : 'compareUnpaired')), differing(other),
        h('table.compare', {},
            h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, w('columnTarget')), h('th', { scope: 'col' }, h('i.dot.here', { 'aria-hidden': 'true' }), w('compareHere')),
                h('th', { scope: 'col' }, h('i.dot.there', { 'aria-hidden': 'true' }), w('compareThere')), h('th', { scope: 'col' }, w('chanceWord')),
                h('th', { scope: 'col' }, w('compareDifference')), h('th', { scope: 'col' }, w('compareValue')))),
            h('tbody', {}, entries.map(row))),
        h('p.notes', {}, h('span.noise', {}, w('compareNoise'))),
        h('p.faint', {}, w('compareCommand'), w('colon'), h('code', {}, other.command)),
    ];
}

export function compare() {
    if (!data.compare.length) return null;
    return h('section', { id: 'compare', 'aria-labelledby': 'compare-heading' }, h('h2', { id: 'compare-heading' }, w('compare')), data.compare.map(one));
}

