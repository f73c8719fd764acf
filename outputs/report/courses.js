// Courses of the headline observables, of the province or a perimeter.
import { fan, fanLegend } from './fan.js';
import { h } from './dom.js';
import { data, say, state, targets } from './state.js';
import { w } from './words.js';

/** Other results whose medians are drawn into the province's fans. */
const others = (place, observable) => (place.kind !== 'province' ? [] : data.compare
    .filter((other) => other.medians[observable]).map((other, i) => ({ name: w('compareThere') + (data.compare.length > 1 ? ` ${i + 1}` : ''), years: other.years, medians: other.medians[observable] })));

const some = (place, observable) => place.bands[observable]?.some(Boolean);

/** What is shown of a place first: what its targets ask for, then the headline observables. */
function headline(place) {
    const asked = targets.filter((target) => target.scope === place.id && target.quantifier === 'total').map((target) => target.metric);
    const usual = place.kind === 'province' ? data.headline_observables
        : ['hnte_count', 'hightech_value_added', 'rd_to_sales', 'total_income', 'tech_contract_value', 'leading_enterprises'];
    return [...new Set([...asked, ...usual])].filter((observable) => some(place, observable)).slice(0, Math.max(6, asked.length));
}

export function courses(redraw) {
    const place = data.places[state.place];
    if (!place) return null;
    const shown = headline(place);
    const rest = Object.keys(place.bands).filter((observable) => !shown.includes(observable) && some(place, observable));
    if (!rest.includes(state.observable)) state.observable = rest[0];
    return h('section', { id: 'courses', 'aria-labelledby': 'courses-heading' },
        h('h2', { id: 'courses-heading' }, w('coursesHeading')), h('p.intro', {}, w('coursesIntro')),
        h('label.choice', {}, h('span', {}, w('place')), h('select', { 'data-choose': 'place', onchange: (event) => {
            state.place = Number(event.target.value);
            redraw('[data-choose=place]');
        } }, data.places.map((one, i) => h('option', { value: i, selected: i === state.place }, say(one.name) || one.id)))),
        fanLegend(others(place, shown[0])),
        h('div.fans', {}, shown.map((observable) => fan(place, observable, { others: others(place, observable) }))),
        rest.length ? h('div.further', {}, h('h3', {}, w('moreObservables')),
            h('label.choice', {}, h('span', {}, w('chooseObservable')), h('select', { 'data-choose': 'observable', onchange: (event) => {
                state.observable = event.target.value;
                redraw('[data-choose=observable]');
            } }, rest.map((id) => h('option', { value: id, selected: id === state.observable }, say(data.observables[id].name))))),
            fan(place, state.observable, { others: others(place, state.observable), height: 260 })) : null);
}
