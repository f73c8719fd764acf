// The policy lab: puts the page together, keeps its scenarios, and asks the engine whenever a lever has moved.
import './lab_words.js';
import { afterPrint, beforePrint, forgetCharts } from '../../outputs/report/charts.js';
import { h } from '../../outputs/report/dom.js';
import { plain } from '../../outputs/report/format.js';
import { data, run, say, state, targets } from '../../outputs/report/state.js';
import { w } from '../../outputs/report/words.js';
import { Answer, asWritten } from './answer.js';
import { Engine, lacking, PlanError } from './engine.js';
import { leverName, leverSection } from './levers.js';
import { changes, costChart, courses, csv, detail, sentence, sideBySide, table } from './results.js';
import { empty, History, isWritten, planText } from './scenario.js';
import { save, savedPage } from './save.js';
import { pieces, seek } from './seek.js';
import { seekForm, seekLine, seekResult } from './seek_view.js';

const page = document.getElementById('page');
const settings = JSON.parse(document.getElementById('settings').textContent);
if (settings?.language) state.language = settings.language;

const engine = new Engine();
const history = new History(settings?.state ?? { scenarios: [empty('A')], current: 0 });
const answers = new Map([['', asWritten]]); // by plan text
const worstOfficial =
    targets.reduce(
        (worst, target) =>
            target.official && target.chance < 0.66 && (worst === null || target.chance > targets[worst].chance)
                ? target.number
                : worst,
        null,
    ) ?? 0;
let target = settings?.target ?? worstOfficial,
    tab = 'targets',
    ready = false,
    problem = '',
    proof = null,
    version = 0,
    found = null,
    wish = 80,
    national = false;
let status = { word: 'opening', fill: [] };

const scenario = () => history.now.scenarios[history.now.current];
const answerOf = (one) => answers.get(planText(one));
let shown = asWritten; // the last answer that there was: stays until the next has something to say

/** What went wrong: the engine refuses the scenario, or it could not go on (too little memory, most likely). */
const told = (error) => w(error instanceof PlanError ? 'failed' : 'brokeDown', error.message);

function change(turn, what = null, focus = null) {
    const { scenarios, current } = history.now;
    history.push({ ...history.now, scenarios: scenarios.map((one, i) => (i === current ? turn(one) : one)) }, what);
    found = null;
    drawLevers(focus);
    drawTools();
    ask();
}

/** Answers the scenario at hand: first few replicates on all workers, then the rest. */
let waiting = 0,
    asked = 0;
function ask() {
    delete page.dataset.settled;
    clearTimeout(waiting);
    asked = performance.now();
    waiting = setTimeout(answer, 10);
}

/** Answers are large: those of scenarios at hand stay, and the latest of others. */
function keepAnswer(text, growing) {
    answers.delete(text);
    answers.set(text, growing);
    const needed = new Set(['', ...history.now.scenarios.map(planText)]);
    for (const old of [...answers.keys()]) if (answers.size > 24 && !needed.has(old)) answers.delete(old);
}

async function answer() {
    const mine = ++version,
        text = planText(scenario());
    problem = '';
    const stopped = () => mine !== version;
    const known = answers.get(text);
    if (known && known.count >= data.baseline.replicates) {
        shown = known;
        return settle();
    }
    if (!ready) {
        drawStatus();
        return;
    }
    const growing = known ?? new Answer();
    const say1 = () => {
        status = { word: 'working', fill: [growing.count, data.baseline.replicates] };
    };
    say1();
    drawStatus();
    let drawnAt = 0;
    const got = (part) => {
        growing.add(part);
        keepAnswer(text, growing);
        shown = growing;
        say1();
        if (performance.now() - drawnAt > 600) {
            drawnAt = performance.now();
            drawTargets();
        }
    };
    try {
        const each = Math.ceil(data.baseline.first / engine.size);
        const first = pieces(0, data.baseline.first, Math.min(8, each)).filter(([at]) => !growing.done[at]);
        if (growing.count < data.baseline.first) {
            drawnAt = performance.now(); // one drawing, when all of the first have come
            await engine.run(text, first, got, stopped);
            if (stopped()) return;
            drawResults();
            page.dataset.first = Math.round(performance.now() - asked);
        }
        await engine.run(
            text,
            pieces(data.baseline.first, data.baseline.replicates - data.baseline.first, 16).filter(
                ([at]) => !growing.done[at],
            ),
            got,
            stopped,
        );
    } catch (error) {
        if (stopped()) return;
        problem = told(error);
    }
    if (stopped()) return;
    settle();
    page.dataset.full = Math.round(performance.now() - asked);
}

function settle() {
    status = { word: 'ready', fill: [shown.count] };
    page.dataset.settled = version;
    drawResults();
}

// ---------------------------------------------------------------------------------------------- drawing

const part = {};
function put(name, make) {
    const made = make();
    if (part[name]) {
        forgetCharts(part[name]);
        part[name].replaceWith(made);
    }
    part[name] = made;
    return made;
}
const focusOn = (name) =>
    name && page.querySelector(`[data-focus="${CSS.escape(name)}"]`)?.focus({ preventScroll: true });

function drawLevers(focus) {
    const before = part.levers,
        top = before?.scrollTop,
        open = before
            ? [...before.querySelectorAll('details')].filter((one) => one.open).map((one) => one.dataset.details)
            : null;
    // A slider that is being dragged stays where it is: only what depends on it is drawn again.
    const dragged = focus?.startsWith('range-') ? document.activeElement : null;
    put('levers', () => leverSection(scenario(), change));
    if (open) for (const one of part.levers.querySelectorAll('details')) one.open = open.includes(one.dataset.details);
    if (dragged) part.levers.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.replaceWith(dragged);
    part.levers.scrollTop = top ?? 0;
    if (!dragged || document.activeElement !== dragged) focusOn(focus);
}

const drawStatus = () =>
    put('status', () =>
        h(
            `p.status${problem || proof === false ? '.bad' : ''}`,
            { role: 'status', id: 'status' },
            problem ||
                (proof === false ? proofText() : w(status.word, ...status.fill.map((n) => plain(n, 0)))),
        ),
    );

/** On a narrow screen one of the three columns is shown at a time. */
function drawNarrow() {
    part.grid.dataset.tab = tab;
    const one = (name, word) =>
        h(
            'button',
            {
                type: 'button',
                'aria-pressed': name === tab ? 'true' : 'false',
                'data-focus': `tab-${name}`,
                onclick: () => {
                    tab = name;
                    drawNarrow();
                    focusOn(`tab-${name}`);
                },
            },
            w(word),
        );
    put('narrow', () =>
        h(
            'div.tabs.narrow-tabs',
            {},
            one('levers', 'tabLevers'),
            one('targets', 'tabTargets'),
            one('detail', 'tabDetail'),
        ),
    );
}

function choose(t) {
    target = t;
    tab = 'detail';
    found = null;
    drawResults(`target-${t}`);
}

/** The sentence and the table: drawn again while replicates come in. Charts wait for the end. */
function drawTargets(focus) {
    const keep = focus ?? document.activeElement?.dataset?.focus;
    put('middle', () =>
        h(
            `section.middle${problem ? '.stale' : ''}`,
            { id: 'targets', 'aria-labelledby': 'targets-heading' },
            h('h2', { id: 'targets-heading' }, w('targetsHeading')),
            sentence(shown, shown === asWritten),
            part.status ?? drawStatus(),
            table(shown, target, choose),
            h('p.notes', {}, w('differenceLegend')),
        ),
    );
    drawStatus();
    if (keep && !part.levers.contains(document.activeElement)) focusOn(keep);
    page.dataset.replicates = shown.count;
}

function drawResults(focus) {
    const keep = focus ?? document.activeElement?.dataset?.focus,
        top = part.detail?.scrollTop;
    drawTargets(focus);
    put('detail', () =>
        h(
            'section.detail',
            { id: 'detail', 'aria-labelledby': 'detail-heading' },
            h('h2.quiet', { id: 'detail-heading' }, w('detailHeading')),
            detail(shown, target),
            seekPart(),
        ),
    );
    part.detail.scrollTop = top ?? 0;
    put('cost', () => h('section', {}, h('h2', {}, w('costHeading')), costChart(shown)));
    put('side', () => sideBySide(history.now.scenarios, history.now.scenarios.map(answerOf)) ?? h('div', {}));
    put('changed', () =>
        h(
            'section.print-only',
            {},
            h('h2', {}, w('changedHeading')),
            h(
                'ul',
                {},
                changes(scenario()).map((text) => h('li', {}, text)),
            ),
        ),
    );
    put('courses', () => courses(shown));
    drawNarrow();
    if (keep && !part.levers.contains(document.activeElement)) focusOn(keep);
}

function drawTools() {
    const step = (name, able, act) => h('button', { type: 'button', id: name, disabled: !able, onclick: act }, w(name));
    const go = (act) => () => {
        act();
        found = null;
        drawLevers();
        drawTools();
        drawTabs();
        ask();
    };
    put('steps', () =>
        h(
            'div.tools',
            {},
            step(
                'undo',
                history.canUndo,
                go(() => history.undo()),
            ),
            step(
                'redo',
                history.canRedo,
                go(() => history.redo()),
            ),
            step('reset', !isWritten(scenario()), () => change((one) => empty(one.name))),
        ),
    );
    put('tools', () =>
        h(
            'div.tools',
            {},
            step('downloadPlan', ready && !isWritten(scenario()), downloadPlan),
            step('downloadCsv', true, () => save('lab.csv', csv(shown), 'text/csv')),
            step('saveAs', true, () => {
                const now = { language: state.language, target, state: history.now };
                save('lab.html', savedPage(now), 'text/html');
            }),
            step('print', true, () => print()),
            h(
                'button',
                {
                    type: 'button',
                    id: 'language',
                    lang: state.language === 'zh' ? 'en' : 'zh-CN',
                    onclick: () => {
                        state.language = state.language === 'zh' ? 'en' : 'zh';
                        draw();
                        document.getElementById('language').focus();
                    },
                },
                w('otherLanguage'),
            ),
        ),
    );
}

function drawTabs() {
    const { scenarios, current } = history.now;
    const go = (next) => {
        history.push(next);
        found = null;
        drawTabs();
        drawLevers();
        drawTools();
        ask();
    };
    put('tabs', () =>
        h(
            'div.scenario-tabs',
            { role: 'group', 'aria-label': w('scenarios') },
            h('span', {}, w('scenarios'), w('colon').trim()),
            scenarios.map((one, i) =>
                h(
                    'button.quiet',
                    {
                        type: 'button',
                        'data-scenario': i,
                        'aria-pressed': i === current ? 'true' : 'false',
                        onclick: () => go({ scenarios, current: i }),
                    },
                    one.name,
                ),
            ),
            h(
                'label',
                {},
                h('span', {}, w('scenarioName')),
                h('input', {
                    type: 'text',
                    maxlength: 40,
                    id: 'scenario-name',
                    value: scenario().name,
                    onchange: (event) =>
                        go({
                            current,
                            scenarios: scenarios.map((one, i) =>
                                i === current ? { ...one, name: event.target.value.trim() || one.name } : one,
                            ),
                        }),
                }),
            ),
            scenarios.length < 4
                ? h(
                      'button.quiet',
                      {
                          type: 'button',
                          id: 'add-scenario',
                          onclick: () =>
                              go({
                                  scenarios: [
                                      ...scenarios,
                                      {
                                          ...scenario(),
                                          name: 'ABCD'
                                              .split('')
                                              .find((name) => !scenarios.some((one) => one.name === name)),
                                      },
                                  ],
                                  current: scenarios.length,
                              }),
                      },
                      w('addScenario'),
                  )
                : null,
            scenarios.length > 1
                ? h(
                      'button.quiet',
                      {
                          type: 'button',
                          id: 'remove-scenario',
                          onclick: () =>
                              go({
                                  scenarios: scenarios.filter((_, i) => i !== current),
                                  current: Math.max(0, current - 1),
                              }),
                      },
                      w('removeScenario'),
                  )
                : null,
        ),
    );
}

// ---------------------------------------------------------------------------------------------- what would it take

let seeking = null; // {stop, text}
const seekPart = () =>
    h(
        'div.seek',
        {},
        seekForm({
            wish,
            national,
            able: ready && !seeking,
            start: startSeek,
            wishes: (value) => (wish = value),
            allows: (value) => (national = value),
        }),
        seeking ? seekLine(seeking) : null,
        found ? seekResult(found, (one) => change(() => ({ ...one, name: scenario().name }))) : null,
    );

async function startSeek() {
    ++version; // the scenario's own answer waits
    const mine = { stop: false, text: '' };
    const begun = scenario(),
        wished = wish / 100;
    [seeking, found] = [mine, null];
    drawResults();
    const tell = (lever, at, all) => {
        mine.text = w('seekWorking', lever ? leverName(lever) : '…', at, all);
        const line = document.getElementById('seek-status');
        if (line) line.firstChild.textContent = mine.text;
    };
    try {
        const result = await seek({
            engine,
            scenario: begun,
            target,
            wish: wished,
            national,
            tell,
            stopped: () => mine.stop || scenario() !== begun,
        });
        found = { result, wished };
    } catch (error) {
        problem = told(error);
    }
    seeking = null;
    drawResults('seek-wish');
    document.getElementById('seek-result')?.scrollIntoView({ block: 'nearest' });
    ask();
}

// ---------------------------------------------------------------------------------------------- out again

/** The scenario as a plan file that says how to prove it: the command's digest of it is that of this page. */
async function downloadPlan() {
    const text = planText(scenario()),
        { baseline, proof: of } = data;
    let digest;
    try {
        digest = await engine.digest(of, text);
    } catch (error) {
        problem = told(error);
        drawStatus();
        return;
    }
    const head = [
        `# zonecast run THIS-FILE -n ${baseline.replicates} --seed ${baseline.seed}: the chances of the page.`,
        `# zonecast lab THIS-FILE --seed ${baseline.seed} --digest: ${digest}`,
    ];
    save('lab.toml', `${head.join('\n')}\n${text}`, 'text/plain');
}

// ---------------------------------------------------------------------------------------------- start

function draw() {
    forgetCharts();
    for (const name of Object.keys(part)) delete part[name];
    document.documentElement.lang = state.language === 'zh' ? 'zh-CN' : 'en';
    document.title = say(data.title);
    const { plan } = data.scorecard;
    drawTools();
    drawTabs();
    part.levers = leverSection(scenario(), change);
    part.narrow = h('div');
    part.middle = h('section');
    part.detail = h('section');
    part.cost = h('section');
    part.courses = h('section');
    part.side = h('div');
    part.changed = h('section');
    part.proof = h('p.faint', { id: 'proof' });
    part.grid = h('main.lab', { 'data-tab': tab }, part.levers, part.middle, part.detail);
    page.replaceChildren(
        h('a.skip', { href: '#targets' }, w('skip')),
        h(
            'header.top',
            {},
            h(
                'div',
                {},
                h('p.brand', {}, w('labBrand')),
                h('h1', {}, say(plan.name)),
                h('p.run', {}, w('labRun', plain(data.baseline.replicates, 0), run.base_year, run.end_year, run.seed)),
            ),
            part.tools,
        ),
        h('div.desk', {}, part.tabs, part.steps),
        part.narrow,
        part.changed,
        part.grid,
        h('div.under', {}, part.side, part.cost, part.courses),
        h('p.caveat', {}, w('limits')),
        part.proof,
        h('footer.bottom', {}, `zonecast ${run.version}`),
    );
    drawResults();
    drawProof();
}

const proofText = () =>
    proof ? w('proofGood', data.proof.digest) : w('proofBad', page.dataset.digest, data.proof.digest);

function drawProof() {
    if (proof === null) return;
    part.proof.textContent = proofText();
    part.proof.className = proof ? 'faint' : 'warning';
}

addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || /^(text|number)$/.test(event.target.type ?? '')) return;
    const key = event.key.toLowerCase();
    const button = document.getElementById(
        key === 'z' && !event.shiftKey ? 'undo' : key === 'y' || key === 'z' ? 'redo' : 'none',
    );
    if (button && !button.disabled) {
        event.preventDefault();
        button.click();
    }
});
addEventListener('beforeprint', beforePrint);
addEventListener('afterprint', afterPrint);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

async function begin() {
    const missing = lacking();
    if (missing.length) {
        page.replaceChildren(h('p', { id: 'loading', role: 'alert' }, w('oldBrowser', missing.join(', '))));
        return;
    }
    draw();
    page.dataset.scorecard = Math.round(performance.now());
    try {
        await engine.start(data.baseline.seed, (at, all) => {
            status = { word: 'starting', fill: [at, all] };
            drawStatus();
        });
    } catch (error) {
        problem = w(error instanceof PlanError ? 'failed' : 'tooLarge', error.message);
        drawStatus();
        return;
    }
    ready = true;
    drawTools();
    page.dataset.ready = Math.round(performance.now());
    const digest = await engine.digest(data.proof);
    page.dataset.digest = digest;
    proof = digest === data.proof.digest;
    drawProof();
    ask();
}
begin();
