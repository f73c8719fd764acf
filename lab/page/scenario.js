// Scenarios: what their levers say, the plan file that says the same, and the way back.
import { data, run, years } from '../../outputs/report/state.js';

export const planYears = years.filter((year) => year > run.base_year);
export const instruments = new Map(data.instruments.map((one) => [one.id, one]));
export const builds = (instrument) => instrument.channels.some(({ lever }) => lever === 'facility');

const province = data.scorecard.pack.province;

/** The levers of the page: the plan's measures, then the instruments of the library that it does not use. */
export const levers = [
    ...data.measures.map((measure) => ({ ...measure, inPlan: true })),
    ...data.instruments
        .filter((one) => !data.measures.some((measure) => measure.instrument === one.id))
        .map((one) => ({
            id: `lab_${one.id}`,
            instrument: one.id,
            scope: one.national || one.id === 'hnte_cultivation' ? province : 'all_zones',
            dose: {},
            facility: builds(one) && one.channels.length === 1 ? (data.facility_kinds[0] ?? '') : '',
            success: 1,
            clause: '',
            note: '',
            inPlan: false,
        })),
].map((lever) => ({ ...lever, about: instruments.get(lever.instrument) }));
export const leverOf = new Map(levers.map((lever) => [lever.id, lever]));

export const written = (lever) => Object.fromEntries(planYears.map((year) => [year, lever.dose[year] ?? 0]));
const largest = (doses) =>
    Object.values(doses).reduce((most, dose) => (Math.abs(dose) > Math.abs(most) ? dose : most), 0);

/** Ends of a lever's slider: the instrument's bounds, or as far as the plan itself goes. */
export function bounds(lever) {
    const top = largest(written(lever));
    return [Math.min(lever.about.low ?? 0, top), Math.max(lever.about.high ?? 2 * Math.max(1, Math.abs(top)), top)];
}

/** Step of a slider between such bounds. */
export const stepOf = ([low, high]) => (high - low <= 1 ? 0.01 : high - low <= 3 ? 0.05 : 0.5);

export const empty = (name) => ({ name, doses: {}, shocks: {}, newShocks: [], changes: [], parameters: {} });

export const dosesOf = (scenario, lever) => scenario.doses[lever.id] ?? written(lever);
export const levelOf = (scenario, lever) => largest(dosesOf(scenario, lever));

/** The doses of a lever when its slider stands at `level`: in the years, and in the proportions, of the plan. */
export function dosesAt(lever, level) {
    const now = written(lever),
        top = largest(now);
    return Object.fromEntries(planYears.map((year) => [year, top === 0 ? level : (level * now[year]) / top]));
}

const same = (a, b) => planYears.every((year) => a[year] === b[year]);

/** A scenario with other doses of one lever. */
export function withDoses(scenario, lever, doses) {
    const changed = { ...scenario.doses, [lever.id]: doses };
    if (same(doses, written(lever))) delete changed[lever.id];
    return { ...scenario, doses: changed };
}

const text = (value) => JSON.stringify(String(value));
const number = (value) => (Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(12))));
const planId = data.scorecard.plan.id;

/** What a scenario changes, in the order of the page. */
export const changedLevers = (scenario) => levers.filter((lever) => scenario.doses[lever.id]);
export const isWritten = (scenario) =>
    !changedLevers(scenario).length &&
    !Object.keys(scenario.shocks).length &&
    !scenario.newShocks.length &&
    !scenario.changes.length &&
    !Object.keys(scenario.parameters).length;

/** The plan file of a scenario: extends the plan, only what differs. Empty for the plan as written. */
export function planText(scenario) {
    if (isWritten(scenario)) return '';
    const name = data.scorecard.plan.name,
        suffix = scenario.name ? ` (${scenario.name})` : '';
    const lines = [
        '# Written by the policy lab of zonecast. Lay it beside the plan that it extends.',
        '',
        '[plan]',
        `extends = ${text(data.plan_file)}`,
        `id = ${text(`${planId}-lab`)}`,
        `name = { zh = ${text(name.zh + suffix)}, en = ${text(name.en + suffix)} }`,
    ];
    for (const lever of changedLevers(scenario)) {
        const doses = scenario.doses[lever.id];
        lines.push('', '[[measure]]', `id = ${text(lever.id)}`);
        if (!lever.inPlan) {
            lines.push(`instrument = ${text(lever.instrument)}`, `scope = ${text(lever.scope)}`);
            if (lever.facility) lines.push(`facility = ${text(lever.facility)}`);
        }
        lines.push(`dose = { ${planYears.map((year) => `${year} = ${number(doses[year])}`).join(', ')} }`);
    }
    for (const [id, size] of Object.entries(scenario.shocks))
        lines.push('', '[[shock]]', `id = ${text(id)}`, `size = ${number(size)}`);
    scenario.newShocks.forEach((shock, i) => {
        lines.push('', '[[shock]]', `id = ${text(`lab_shock_${i + 1}`)}`, `kind = ${text(shock.kind)}`);
        if (shock.target) lines.push(`target = ${text(shock.target)}`);
        lines.push(`start = ${shock.start}`, `years = ${shock.years}`, `size = ${number(shock.size)}`);
    });
    scenario.changes.forEach((change, i) => {
        lines.push(
            '',
            '[[change]]',
            `id = ${text(`lab_change_${i + 1}`)}`,
            `action = ${text(change.action)}`,
            `segment = ${text(change.segment)}`,
            `year = ${change.year}`,
        );
    });
    for (const [id, value] of Object.entries(scenario.parameters)) {
        lines.push('', `[parameters.${id}]`, 'family = "fixed"', `mean = ${number(value)}`);
        lines.push(`source = ${text('held at this number in the policy lab')}`);
    }
    return `${lines.join('\n')}\n`;
}

/** States of all scenarios, one after the other: undo and redo. */
export class History {
    #past = [];
    #future = [];
    constructor(state) {
        this.now = state;
    }
    get canUndo() {
        return this.#past.length > 0;
    }
    get canRedo() {
        return this.#future.length > 0;
    }
    /** Takes a new state; steps of one hand on one lever (`what`) within a second are one step. */
    push(state, what = null) {
        const time = Date.now();
        if (what === null || what !== this.what || time - this.when > 1000) this.#past.push(this.now);
        [this.what, this.when] = [what, time];
        this.#future = [];
        this.now = state;
    }
    undo() {
        if (this.canUndo) {
            this.#future.push(this.now);
            this.now = this.#past.pop();
            this.what = null;
        }
    }
    redo() {
        if (this.canRedo) {
            this.#past.push(this.now);
            this.now = this.#future.pop();
            this.what = null;
        }
    }
}
