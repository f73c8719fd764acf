// The policy lab: puts the page together, keeps its scenarios, and asks the engine whenever a lever has moved.
import './lab_words.js';
import { afterPrint, beforePrint, forgetCharts } from '../../outputs/report/charts.js';
import { h } from '../../outputs/report/dom.js';
import { chance, plain } from '../../outputs/report/format.js';
import { data, run, say, state, targets } from '../../outputs/report/state.js';
import { w } from '../../outputs/report/words.js';
import { Answer, asWritten } from './answer.js';
import { Engine, lacking } from './engine.js';
import { leverName, leverSection } from './levers.js';
import { changes, costChart, csv, detail, difference, sentence, sideBySide, table } from './results.js';
import { empty, History, isWritten, planText } from './scenario.js';
import { pieces, seek } from './seek.js';

const source = `<!doctype html>\n${document.documentElement.outerHTML}\n`;  // before anything is drawn: what "save this page" writes again
const page = document.getElementById('page');
const settings = JSON.parse(document.getElementById('settings').textContent);
if (settings?.language) state.language = settings.language;

const engine = new Engine();
const history = new History(settings?.state ?? { scenarios: [empty('A')], current: 0 });
const answers = new Map([['', asWritten]]);  // by plan text
const worstOfficial = targets.reduce((worst, target) => (target.official && target.chance < 0.66 && (worst === null || target.chance > targets[worst].chance) ? target.number : worst), null) ?? 0;
let target = settings?.target ?? worstOfficial, tab = 'targets', ready = false, problem = '', proof = null, version = 0, found = null, wish = 80, national = false;
let status = { word: 'starting', fill: [0, '…'] };

const scenario = () => history.now.scenarios[history.now.current];
const answerOf = (one) => answers.get(planText(one));
let shown = asWritten;  // the last answer that there was: stays until the next has something to say

function change(turn, what = null, focus = null) {
    const { scenarios, current } = history.now;
    history.push({ ...history.now, scenarios: scenarios.map((one, i) => (i === current ? turn(one) : one)) }, what);
    found = null;
    drawLevers(focus);
    drawTools();
    ask();
}

/** Answers the scenario at hand: first few replicates on all workers, then the rest. */
let waiting = 0;
function ask() {
    clearTimeout(waiting);
    waiting = setTimeout(answer, 40);
}

async function answer() {
    const mine = ++version, text = planText(scenario()), began = performance.now();
    problem = '';
    const stopped = () => mine !== version;
    const known = answers.get(text);
    if (known && known.count >= data.baseline.replicates) { shown = known; return settle(); }
    if (!ready) { drawStatus(); return; }
    const growing = known ?? new Answer();
    const say1 = () => { status = { word: 'working', fill: [growing.count, data.baseline.replicates] }; };
    say1();
    drawStatus();
    let drawnAt = 0;
    const got = (part) => {
        growing.add(part);
        answers.set(text, growing);
        shown = growing;
        say1();
        if (performance.now() - drawnAt > 250) { drawnAt = performance.now(); drawResults(); }
    };
    try {
        const each = Math.max(1, Math.ceil(data.baseline.first / engine.size));
        const first = Array.from({ length: Math.ceil(data.baseline.first / each) }, (_, i) => [i * each, Math.min(each, data.baseline.first - i * each)]).filter(([at]) => !growing.done[at]);
        if (growing.count < data.baseline.first) {
            drawnAt = performance.now();  // one drawing, when all of the first have come
            await engine.run(text, first, got, stopped);
            if (stopped()) return;
            page.dataset.first = Math.round(performance.now() - began);
            drawResults();
        }
        await engine.run(text, pieces(data.baseline.first, data.baseline.replicates - data.baseline.first).filter(([at]) => !growing.done[at]), got, stopped);
    } catch (error) {
        if (stopped()) return;
        problem = w('failed', error.message);
    }
    if (stopped()) return;
    page.dataset.full = Math.round(performance.now() - began);
    settle();
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
    if (part[name]) { forgetCharts(part[name]); part[name].replaceWith(made); }
    part[name] = made;
    return made;
}
const focusOn = (name) => name && page.querySelector(`[data-focus="${CSS.escape(name)}"]`)?.focus({ preventScroll: true });

function drawLevers(focus) {
    const before = part.levers, top = before?.scrollTop, open = before ? [...before.querySelectorAll('details')].filter((one) => one.open).map((one) => one.dataset.details) : null;
    // A slider that is being dragged stays where it is: only what depends on it is drawn again.
    const dragged = focus?.startsWith('range-') ? document.activeElement : null;
    put('levers', () => leverSection(scenario(), change));
    if (open) for (const one of part.levers.querySelectorAll('details')) one.open = open.includes(one.dataset.details);
    if (dragged) part.levers.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.replaceWith(dragged);
    part.levers.scrollTop = top ?? 0;
    if (!dragged || document.activeElement !== dragged) focusOn(focus);
}

const drawStatus = () => put('status', () => h(`p.status${problem || proof === false ? '.bad' : ''}`, { role: 'status', id: 'status' }, problem || w(status.word, ...status.fill)));

function choose(t) {
    target = t;
    tab = 'detail';
    found = null;
    drawResults(`target-${t}`);
}

function drawResults(focus) {
    const isPlan = shown === asWritten;
    const keep = focus ?? document.activeElement?.dataset?.focus;
    put('middle', () => h('section.middle', { id: 'targets', 'aria-labelledby': 'targets-heading' }, h('h2', { id: 'targets-heading' }, w('targetsHeading')),
        sentence(shown, isPlan), part.status ?? drawStatus(), table(shown, target, choose), h('p.notes', {}, w('differenceLegend'))));
    drawStatus();
    put('detail', () => h('section.detail', { id: 'detail', 'aria-labelledby': 'detail-heading' }, h('h2.quiet', { id: 'detail-heading' }, w('detailHeading')), detail(shown, target), seekPart()));
    put('cost', () => h('section', {}, h('h2', {}, w('costHeading')), costChart(shown)));
    put('side', () => sideBySide(history.now.scenarios, history.now.scenarios.map(answerOf)) ?? h('div', {}));
    put('changed', () => h('section.print-only', {}, h('h2', {}, w('changedHeading')), h('ul', {}, changes(scenario()).map((text) => h('li', {}, text)))));
    part.grid.dataset.tab = tab;
    if (keep && !part.levers.contains(document.activeElement)) focusOn(keep);
    page.dataset.replicates = shown.count;
}

function drawTools() {
    const step = (name, able, act) => h('button', { type: 'button', id: name, disabled: !able, onclick: act }, w(name));
    const go = (act) => () => { act(); found = null; drawLevers(); drawTools(); drawTabs(); ask(); };
    put('tools', () => h('div.tools', {}, step('undo', history.canUndo, go(() => history.undo())), step('redo', history.canRedo, go(() => history.redo())),
        step('reset', !isWritten(scenario()), () => change((one) => empty(one.name))), step('downloadPlan', true, downloadPlan), step('downloadCsv', true, () => save(`${data.scorecard.plan.id}-lab.csv`, csv(scenario(), shown), 'text/csv')),
        step('saveAs', true, saveAs), step('print', true, () => print()),
        h('button', { type: 'button', id: 'language', lang: state.language === 'zh' ? 'en' : 'zh-CN', onclick: () => { state.language = state.language === 'zh' ? 'en' : 'zh'; draw(); document.getElementById('language').focus(); } }, w('otherLanguage'))));
}

function drawTabs() {
    const { scenarios, current } = history.now;
    const go = (next) => { history.push(next); found = null; drawTabs(); drawLevers(); drawTools(); ask(); };
    put('tabs', () => h('div.scenario-tabs', { role: 'group', 'aria-label': w('scenarios') },
        scenarios.map((one, i) => h('button.quiet', { type: 'button', 'data-scenario': i, 'aria-pressed': i === current ? 'true' : 'false', onclick: () => go({ scenarios, current: i }) }, one.name)),
        h('label', {}, h('span.hidden', {}, w('scenarioName')), h('input', { type: 'text', maxlength: 40, id: 'scenario-name', value: scenario().name, onchange: (event) => go({ current, scenarios: scenarios.map((one, i) => (i === current ? { ...one, name: event.target.value.trim() || one.name } : one)) }) })),
        scenarios.length < 4 ? h('button.quiet', { type: 'button', id: 'add-scenario', onclick: () => go({ scenarios: [...scenarios, { ...scenario(), name: 'ABCD'.split('').find((name) => !scenarios.some((one) => one.name === name)) }], current: scenarios.length }) }, w('addScenario')) : null,
        scenarios.length > 1 ? h('button.quiet', { type: 'button', id: 'remove-scenario', onclick: () => go({ scenarios: scenarios.filter((_, i) => i !== current), current: Math.max(0, current - 1) }) }, w('removeScenario')) : null));
}

// ---------------------------------------------------------------------------------------------- what would it take

let seeking = null;  // {stop, text}
function seekPart() {
    const line = seeking ? h('p', { role: 'status', id: 'seek-status' }, seeking.text, ' ', h('button.quiet', { type: 'button', id: 'seek-stop', onclick: () => { seeking.stop = true; } }, w('seekStop'))) : null;
    return h('div.seek', {}, h('h3', {}, w('seekHeading')),
        h('form', { onsubmit: (event) => { event.preventDefault(); startSeek(); } },
            h('label', {}, w('seekWish'), ' ', h('input', { type: 'number', min: 1, max: 99, value: wish, id: 'seek-wish', 'data-focus': 'seek-wish', oninput: (event) => { wish = event.target.valueAsNumber; } }), ' %'),
            h('label', {}, h('input', { type: 'checkbox', checked: national, 'data-focus': 'seek-national', onchange: (event) => { national = event.target.checked; } }), ' ', w('seekAllowNational')),
            h('button.quiet', { type: 'submit', id: 'seek-start', disabled: !ready || Boolean(seeking) }, w('seekStart'))), line, found ? seekResult(found) : null);
}

function seekResult({ result, wished }) {
    if (!result) return h('p', {}, w('seekStopped'));
    if (result.chance >= wished) return h('p', { id: 'seek-result' }, w('seekAlready', chance(result.chance)));
    const can = result.singles.filter((single) => single.chance >= wished);
    return h('div', { id: 'seek-result' },
        result.ceiling < wished ? h('p', {}, h('b', {}, w('seekNone', chance(result.ceiling)))) : null,
        h('h4', {}, can.length ? w('seekSingles') : w('seekNoSingle')),
        h('ul', {}, (can.length ? can : result.singles).slice(0, 5).map((single) => h('li', {}, leverName(single.lever), w('colon'),
            single.chance >= wished ? w('seekSingleYes', plain(single.level), chance(single.chance), plain(single.cost)) : w('seekSingleNo', plain(single.level), chance(single.chance))))),
        result.bundle ? [h('h4', {}, w('seekBundle', plain(result.bundle.cost))), h('ul', {}, result.bundle.levers.map(({ lever, level }) => h('li', {}, `${leverName(lever)} → ${plain(level)}`))),
            h('p', {}, w('seekCheck', plain(result.bundle.count, 0), chance(result.bundle.chance), plain(200 * result.bundle.error, 1))), result.bundle.unbooked ? h('p.faint', {}, w('seekUnbooked')) : null,
            h('button.quiet', { type: 'button', id: 'seek-take', onclick: () => change(() => ({ ...result.bundle.scenario, name: scenario().name })) }, w('seekTake'))] : null);
}

async function startSeek() {
    ++version;  // the scenario's own answer waits
    const mine = { stop: false, text: '' };
    const begun = scenario(), wished = wish / 100;
    [seeking, found] = [mine, null];
    drawResults();
    const tell = (lever, at, all) => {
        mine.text = w('seekWorking', lever ? leverName(lever) : '…', at, all);
        const line = document.getElementById('seek-status');
        if (line) line.firstChild.textContent = mine.text;
    };
    try {
        const result = await seek({ engine, scenario: begun, target, wish: wished, national, tell, stopped: () => mine.stop || scenario() !== begun });
        found = { result, wished };
    } catch (error) {
        problem = w('failed', error.message);
    }
    seeking = null;
    drawResults();
    ask();
}

// ---------------------------------------------------------------------------------------------- out again

function save(name, text, type) {
    const link = h('a', { href: URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function downloadPlan() {
    const text = planText(scenario());
    if (text) save(`${data.scorecard.plan.id}-lab.toml`, text, 'text/plain');
    else { problem = w('planIsWritten'); drawStatus(); }
}

function saveAs() {
    const kept = JSON.stringify({ language: state.language, target, state: history.now }).replaceAll('<', '\\u003c');
    save(`${data.scorecard.plan.id}-lab.html`, source.replace(/(<script type="application\/json" id="settings">)[\s\S]*?(<\/script>)/, (_, start, end) => start + kept + end), 'text/html');
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
    part.middle = h('section');
    part.detail = h('section');
    part.cost = h('section');
    part.side = h('div');
    part.changed = h('section');
    part.proof = h('p.faint', { id: 'proof' });
    part.grid = h('main.lab', { 'data-tab': tab }, part.levers, part.middle, part.detail);
    page.replaceChildren(h('a.skip', { href: '#targets' }, w('skip')),
        h('header.top', {}, h('div', {}, h('p.brand', {}, w('labBrand')), h('h1', {}, say(plan.name)), h('p.run', {}, w('labRun', plain(data.baseline.replicates, 0), run.base_year, run.end_year, run.seed))), part.tools),
        part.tabs, h('div.tabs.narrow-tabs', {}, [['levers', 'tabLevers'], ['targets', 'tabTargets'], ['detail', 'tabDetail']].map(([name, word]) => h('button', { type: 'button', onclick: () => { tab = name; part.grid.dataset.tab = name; } }, w(word)))),
        part.grid, h('div.under', {}, part.cost, part.side, part.changed), h('p.caveat', {}, w('limits')), part.proof, h('footer.bottom', {}, `zonecast ${run.version}`));
    drawResults();
    drawProof();
}

function drawProof() {
    if (proof === null) return;
    part.proof.textContent = proof ? w('proofGood', data.proof.digest) : w('proofBad', page.dataset.digest, data.proof.digest);
    part.proof.className = proof ? 'faint' : 'warning';
}

addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || /^(text|number)$/.test(event.target.type ?? '')) return;
    const key = event.key.toLowerCase();
    const button = document.getElementById(key === 'z' && !event.shiftKey ? 'undo' : key === 'y' || key === 'z' ? 'redo' : 'none');
    if (button && !button.disabled) { event.preventDefault(); button.click(); }
});
addEventListener('beforeprint', beforePrint);
addEventListener('afterprint', afterPrint);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

async function begin() {
    const missing = lacking();
    if (missing.length) { page.replaceChildren(h('p', { id: 'loading', role: 'alert' }, w('oldBrowser', missing.join(', ')))); return; }
    draw();
    page.dataset.scorecard = Math.round(performance.now());
    try {
        await engine.start(data.baseline.seed, (at, all) => { status = { word: 'starting', fill: [at, all] }; drawStatus(); });
    } catch (error) {
        problem = w('tooLarge', error.message);
        drawStatus();
        return;
    }
    ready = true;
    page.dataset.ready = Math.round(performance.now());
    const digest = await engine.digest(data.proof);
    page.dataset.digest = digest;
    proof = digest === data.proof.digest;
    drawProof();
    ask();
}
begin();
