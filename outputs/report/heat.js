// Zones by targets: where the targets of each zone are missed.
import { h } from './dom.js';
import { chance } from './format.js';
import { data, say, state, targets } from './state.js';
import { w } from './words.js';

const shownFirst = 20;
const zones = data.zones.zones;

/** Chance that the zone falls short of the target; undefined if the target does not speak of it. */
const shorts = new Map(targets.filter((target) => target.quantifier === 'each')
    .map((target) => [target, new Map(target.zones_short.map((zone) => [zone.id, zone.chance]))]));

/** Targets for each zone that concern a zone, with its chance of falling short, most often first. */
export const shortOf = (zone) => [...shorts].filter(([, chances]) => chances.has(zone.id))
    .map(([target, chances]) => ({ target, chance: chances.get(zone.id) })).sort((a, b) => b.chance - a.chance);

const load = (zone) => shortOf(zone).reduce((sum, entry) => sum + entry.chance, 0);
const ordered = zones.map((zone, number) => ({ zone, number, load: load(zone) })).filter((entry) => entry.load > 0)
    .sort((a, b) => b.load - a.load);

/** The zone to open first: the one that holds back most. */
export const firstZone = ordered[0]?.number ?? 0;

export function heat(redraw, open) {
    if (!zones.length) return null;
    const columns = [...shorts.keys()];
    const heading = [h('h2', { id: 'zones-heading' }, w('heatHeading'))];
    if (!columns.length || !ordered.length) return [...heading, h('p', {}, w('heatNone'))];
    const shown = state.allZones ? ordered : ordered.slice(0, shownFirst);
    const cell = (zone, target) => {
        const value = shorts.get(target).get(zone.id);
        if (value === undefined) return h('td.none', {}, h('span.hidden', {}, '–'));
        const text = chance(value);
        return h(`td.heat${value > 0.55 ? '.dark' : ''}`, { style: `--heat:${(100 * value).toFixed(0)}%`, title: w('heatCell', say(zone.name), say(target.name), text) }, text);
    };
    return [...heading, h('p.intro', {}, w('heatIntro')),
        h('div.scroll', { tabindex: 0, role: 'region', 'aria-labelledby': 'zones-heading' }, h('table.heatmap', {},
            h('thead', {}, h('tr', {}, h('th.corner', { scope: 'col' }, w('zone')), columns.map((target) => h('th', { scope: 'col' },
                h('span.id', {}, target.id), h('span.name', {}, say(target.name)))))),
            h('tbody', {}, shown.map(({ zone, number }) => h('tr', {},
                h('th', { scope: 'row' }, h('button.link', { type: 'button', onclick: () => open(number) }, say(zone.name))),
                columns.map((target) => cell(zone, target))))))),
        ordered.length > shownFirst ? h('button.quiet', { type: 'button', 'data-choose': 'all-zones', onclick: () => {
            state.allZones = !state.allZones;
            redraw('[data-choose=all-zones]');
        } }, state.allZones ? w('fewZones', shownFirst) : w('allZones', ordered.length)) : null];
}
