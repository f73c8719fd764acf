// The data of the page, and what its reader has chosen. Everything is drawn from these two.
export const data = JSON.parse(document.getElementById('data').textContent);

export const state = {
    language: data.language,
    sort: { column: 'order', down: false },
    verdicts: new Set(),  // shown in the scorecard; empty: all
    search: '',
    open: new Set(),  // targets whose details are open, by number
    place: 0,
    zone: 0,  // number in data.zones.zones
    zoneTab: 'course',
    allZones: false,
    chain: 0,
};

/** The text of {zh, en} in the language of the page, or in the other one if it has none. */
export const say = (name) => (name ? name[state.language] || name.zh || name.en || '' : '');

export const targets = data.scorecard.targets.map((target, number) => ({ ...target, ...data.targets[number], number }));
export const run = data.scorecard.run;
export const years = data.years;
export const lastYear = years[years.length - 1];
export const verdicts = Object.keys(data.scorecard.verdict_from);
export const scopeName = (id) => say(data.scopes[id]) || id;
