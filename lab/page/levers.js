// The levers: one row each, by theme; shocks and changes of the chain; parameters for experts.
import { h } from '../../outputs/report/dom.js';
import { plain } from '../../outputs/report/format.js';
import { data, say, scopeName } from '../../outputs/report/state.js';
import { facilityWord, leverWord, w } from '../../outputs/report/words.js';
import {
    bounds,
    builds,
    dosesAt,
    dosesOf,
    levelOf,
    levers,
    planYears,
    stepOf,
    withDoses,
    written,
} from './scenario.js';

const themes = [
    ['themeEnterprises', ['certification_drive', 'renewal', 'growth_top', 'growth_middle', 'growth_small', 'patents']],
    ['themeResearch', ['deduction_rate', 'hnte_tax_rate', 'rd_subsidy', 'rd_institutions', 'rd_productivity']],
    ['themeFinance', ['entry', 'young_exit', 'ip_finance']],
    ['themePlatforms', ['facility', 'knowledge_inflow', 'contracts', 'spillover']],
    [
        'themeChains',
        [
            'local_sourcing',
            'demand',
            'recognition',
            'growth',
            'productivity_level',
            'projects',
            'projects_20',
            'projects_50',
        ],
    ],
    ['themeZones', ['promotion', 'approval', 'capacity', 'tax_per_mu']],
];
const themeOf = (lever) => {
    const moved = lever.about.channels.map((channel) => channel.lever);
    return themes.find(([, of]) => moved.some((one) => of.includes(one)))?.[0] ?? 'themeOther';
};

/** Name of a lever; where several are of one instrument, with the scope that tells them apart. */
export function leverName(lever) {
    const alike = (other) => other.instrument === lever.instrument && other.facility === lever.facility;
    return [
        say(lever.about.name),
        lever.facility ? facilityWord(lever.facility) : null,
        levers.filter(alike).length > 1 ? scopeName(lever.scope) : null,
    ]
        .filter(Boolean)
        .join(' · ');
}
const unit = (lever) =>
    lever.about.national ? w('unitRate') : lever.facility || builds(lever.about) ? w('unitItems') : w('unitProgramme');
const rounded = (value) => Number(Number(value).toPrecision(6));

function row(scenario, lever, change) {
    const ends = bounds(lever),
        level = levelOf(scenario, lever),
        now = dosesOf(scenario, lever),
        plan = levelOf({ doses: {} }, lever);
    const changed = Boolean(scenario.doses[lever.id]),
        name = leverName(lever);
    const set = (doses, focus) => change((one) => withDoses(one, lever, doses), `dose ${lever.id}`, focus);
    const setLevel = (value, focus) =>
        Number.isFinite(value) && set(dosesAt(lever, rounded(Math.min(ends[1], Math.max(ends[0], value)))), focus);
    const grades = [
        ...new Set(lever.about.channels.filter((channel) => channel.lever !== 'none').map((channel) => channel.grade)),
    ].sort();
    const moved = lever.about.channels
        .filter((channel) => channel.lever !== 'none')
        .map((channel) => leverWord(channel.lever));
    return h(
        `div.lever-row${changed ? '.changed' : ''}`,
        { 'data-lever': lever.id },
        h(
            'div.name',
            {},
            h('input', {
                type: 'checkbox',
                checked: level !== 0,
                'data-focus': `on-${lever.id}`,
                'aria-label': `${w('leverOn')} ${name}`,
                onchange: (event) =>
                    set(
                        event.target.checked
                            ? plan !== 0
                                ? written(lever)
                                : dosesAt(lever, Math.min(1, ends[1]))
                            : dosesAt(lever, 0),
                        `on-${lever.id}`,
                    ),
            }),
            h(
                'span',
                {},
                name,
                ' ',
                grades.map((grade) => h('abbr.grade', { title: w(`grade${grade}`) }, grade)),
            ),
        ),
        h(
            'div.set',
            {},
            h('input', {
                type: 'range',
                min: ends[0],
                max: ends[1],
                step: stepOf(ends),
                value: level,
                'data-focus': `range-${lever.id}`,
                'aria-label': `${name}, ${w('dose')}, ${unit(lever)}`,
                'aria-valuetext': `${plain(level)} ${unit(lever)}`,
                oninput: (event) => setLevel(Number(event.target.value), `range-${lever.id}`),
            }),
            h('input', {
                type: 'number',
                min: ends[0],
                max: ends[1],
                step: 'any',
                value: rounded(level),
                'data-focus': `number-${lever.id}`,
                'aria-label': `${name}, ${w('dose')}`,
                onchange: (event) => setLevel(event.target.valueAsNumber, `number-${lever.id}`),
            }),
        ),
        h(
            'small',
            {},
            unit(lever),
            ' · ',
            scopeName(lever.scope),
            ' · ',
            w('planDose', plain(plan)),
            lever.about.national ? ` · ${w('national')}` : '',
        ),
        h(
            'small',
            {},
            lever.about.unit_cost > 0 ? w('perDose', plain(lever.about.unit_cost)) : w('notBooked'),
            ' · ',
            moved.length ? w('moves', moved.join(w('listSeparator'))) : w('movesNothingHere'),
        ),
        h(
            'details',
            { 'data-details': lever.id },
            h('summary', {}, w('byYear')),
            h(
                'div.years',
                {},
                planYears.map((year) =>
                    h(
                        'label',
                        {},
                        h('small', {}, String(year)),
                        h('input', {
                            type: 'number',
                            step: 'any',
                            value: rounded(now[year]),
                            'data-focus': `year-${lever.id}-${year}`,
                            onchange: (event) =>
                                Number.isFinite(event.target.valueAsNumber) &&
                                set(
                                    {
                                        ...now,
                                        [year]: Math.min(ends[1], Math.max(ends[0], event.target.valueAsNumber)),
                                    },
                                    `year-${lever.id}-${year}`,
                                ),
                        }),
                    ),
                ),
            ),
            h('small', {}, w('boundsOf', plain(ends[0]), plain(ends[1]), lever.about.bound_source)),
            lever.about.channels
                .filter((channel) => channel.lever !== 'none')
                .map((channel) =>
                    h('small', {}, w('evidence', leverWord(channel.lever), w(`grade${channel.grade}`), channel.source)),
                ),
            lever.note ? h('small', {}, lever.note) : null,
            lever.about.note ? h('small', {}, lever.about.note) : null,
        ),
    );
}

function whatIf(scenario, change) {
    const first = planYears[0];
    const demand = scenario.newShocks.find((shock) => shock.kind === 'demand');
    const field = (label, focus, value, onchange, extra = {}) =>
        h(
            'label',
            {},
            h('small', {}, label),
            h('input', {
                type: 'number',
                step: 'any',
                value,
                'data-focus': focus,
                onchange: (event) =>
                    Number.isFinite(event.target.valueAsNumber) && onchange(event.target.valueAsNumber),
                ...extra,
            }),
        );
    const segment = (action, label) => {
        const chosen = scenario.changes.find((one) => one.action === action)?.segment ?? '';
        const fit = data.segments.filter((one) =>
            action === 'remove' ? one.presence !== 'missing' : one.presence !== 'yes',
        );
        return h(
            'label',
            {},
            h('small', {}, `${label}（${w('fromYear', first)}）`),
            h(
                'select',
                {
                    'data-focus': `segment-${action}`,
                    onchange: (event) => {
                        const id = event.target.value;
                        change(
                            (one) => ({
                                ...one,
                                changes: [
                                    ...one.changes.filter((other) => other.action !== action),
                                    ...(id ? [{ action, segment: id, year: first }] : []),
                                ],
                            }),
                            null,
                            `segment-${action}`,
                        );
                    },
                },
                h('option', { value: '' }, w('noneChosen')),
                fit.map((one) => h('option', { value: one.id, selected: one.id === chosen }, say(one.name))),
            ),
        );
    };
    return h(
        'details.theme',
        { 'data-details': 'what-if' },
        h('summary', {}, w('whatIf')),
        data.shocks.map((shock) =>
            field(
                w('shockSize', `${shock.id} ${scopeName(shock.target)}`, shock.start),
                `shock-${shock.id}`,
                scenario.shocks[shock.id] ?? shock.size,
                (size) =>
                    change(
                        (one) => {
                            const shocks = { ...one.shocks, [shock.id]: size };
                            if (size === shock.size) delete shocks[shock.id];
                            return { ...one, shocks };
                        },
                        null,
                        `shock-${shock.id}`,
                    ),
            ),
        ),
        field(
            `${w('demandShock')}，${w('shockFrom', first)}`,
            'shock-demand',
            demand?.size ?? 0,
            (size) =>
                change(
                    (one) => ({
                        ...one,
                        newShocks: size ? [{ kind: 'demand', target: '', start: first, years: 1, size }] : [],
                    }),
                    null,
                    'shock-demand',
                ),
            { min: -1, max: 1, step: 0.05 },
        ),
        segment('remove', w('loseSegment')),
        segment('add', w('completeSegment')),
    );
}

function experts(scenario, change) {
    return h(
        'details.theme',
        { 'data-details': 'experts' },
        h('summary', {}, w('experts')),
        h('small', {}, w('expertsIntro')),
        data.parameters.map((one) => {
            const held = scenario.parameters[one.id];
            return h(
                `div.lever-row${held !== undefined ? '.changed' : ''}`,
                {},
                h(
                    'label',
                    {},
                    h('small', {}, `${say(one.name)} (${one.unit}) ${one.grade}`),
                    h('input', {
                        type: 'number',
                        step: 'any',
                        value: held ?? '',
                        placeholder: `${plain(one.mean)} ± ${plain(one.sd)}`,
                        'data-focus': `parameter-${one.id}`,
                        onchange: (event) =>
                            change(
                                (now) => {
                                    const parameters = { ...now.parameters };
                                    if (event.target.value === '') delete parameters[one.id];
                                    else parameters[one.id] = Number(event.target.value);
                                    return { ...now, parameters };
                                },
                                null,
                                `parameter-${one.id}`,
                            ),
                    }),
                ),
            );
        }),
    );
}

/** The section. `change(f, what, focus)` turns the scenario at hand into another. */
export function leverSection(scenario, change) {
    const group = (list, open) =>
        [...themes.map(([word]) => word), 'themeOther'].map((word) => {
            const of = list.filter((lever) => themeOf(lever) === word);
            if (!of.length) return null;
            const changed = of.filter((lever) => scenario.doses[lever.id]).length;
            return h(
                'details.theme',
                { open: open && word === 'themeEnterprises', 'data-details': `${open}-${word}` },
                h('summary', {}, w(word), h('span.count', {}, ` ${changed ? `${changed}/` : ''}${of.length}`)),
                of.map((lever) => row(scenario, lever, change)),
            );
        });
    return h(
        'section.levers',
        { id: 'levers', 'aria-labelledby': 'levers-heading' },
        h('h2', { id: 'levers-heading' }, w('leversHeading')),
        h('p.intro', {}, w('leversIntro')),
        group(
            levers.filter((lever) => lever.inPlan),
            true,
        ),
        h('h3', {}, w('otherLevers')),
        group(
            levers.filter((lever) => !lever.inPlan),
            false,
        ),
        whatIf(scenario, change),
        experts(scenario, change),
    );
}
