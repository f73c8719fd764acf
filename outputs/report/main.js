// Puts the page together, and draws it again in the other language or after a choice.
import { answer } from './answer.js';
import { chains } from './chains.js';
import { afterPrint, beforePrint, forgetCharts } from './charts.js';
import { compare } from './compare.js';
import { courses } from './courses.js';
import { h } from './dom.js';
import { plain } from './format.js';
import { firstZone } from './heat.js';
import { measures } from './measures.js';
import { method } from './method.js';
import { scorecard } from './scorecard.js';
import { seek } from './seek.js';
import { data, run, say, state } from './state.js';
import { w } from './words.js';
import { zoneSection } from './zones.js';

const page = document.getElementById('page');
state.zone = firstZone;

const makers = {
    answer: () => answer({ choose: (verdict) => { state.verdicts = new Set([verdict]); redraw('scorecard'); goTo('scorecard'); }, open: openTarget }),
    scorecard: () => scorecard((number, options = {}) => redraw('scorecard', number === null || number === undefined ? options.focus : `#target-${number} button`, options)),
    courses: () => courses((focus) => redraw('courses', focus)),
    zones: () => zoneSection((focus) => redraw('zones', focus), openZone),
    chains: () => chains((focus) => redraw('chains', focus)),
    measures,
    seek,
    compare,
    method,
};
const words = { answer: 'answer', scorecard: 'scorecard', courses: 'courses', zones: 'zones', chains: 'chains', measures: 'measures', seek: 'seek', compare: 'compare', method: 'method' };

const goTo = (id) => document.getElementById(id)?.scrollIntoView({ block: 'start' });

function openTarget(number) {
    state.open.add(number);
    state.verdicts.clear();
    state.search = '';
    redraw('scorecard', `#target-${number} button`);
    goTo(`target-${number}`);
}

function openZone(number) {
    state.zone = number;
    redraw('zones', '[data-choose=zone]');
    goTo('zone');
}

/** Draws a section again where it stands; the reader's place and focus stay. */
function redraw(id, focus, { keepSearch = false } = {}) {
    const before = document.getElementById(id);
    const caret = keepSearch ? document.activeElement?.selectionStart : null;
    const top = before.getBoundingClientRect().top;
    forgetCharts(before);
    const after = makers[id]();
    before.replaceWith(after);
    scrollBy(0, after.getBoundingClientRect().top - top);
    if (keepSearch) {
        const input = after.querySelector('input[type=search]');
        input.focus();
        input.setSelectionRange(caret, caret);
    } else if (focus) after.querySelector(focus)?.focus({ preventScroll: true });
}

function header() {
    const { plan, pack } = data.scorecard;
    return h('header.top', {}, h('div', {}, h('p.brand', {}, 'zonecast'), h('h1', {}, say(plan.name)),
        h('p.run', {}, w('runLine', plain(run.replicates, 0), run.base_year, run.end_year, run.seed, say(pack.name)))),
    h('div.tools', {},
        h('button', { type: 'button', id: 'language', lang: state.language === 'zh' ? 'en' : 'zh-CN', onclick: () => {
            state.language = state.language === 'zh' ? 'en' : 'zh';
            draw();
            document.getElementById('language').focus();
        } }, w('otherLanguage')),
        h('button', { type: 'button', id: 'print', onclick: () => print() }, w('print'))));
}

function draw() {
    forgetCharts();
    document.documentElement.lang = state.language === 'zh' ? 'zh-CN' : 'en';
    document.title = say(data.title);
    const sections = Object.entries(makers).map(([id, make]) => [id, make()]).filter(([, section]) => section);
    page.replaceChildren(h('a.skip', { href: '#answer' }, w('skip')), header(),
        h('nav', { 'aria-label': w('sections') }, h('ul', {}, sections.map(([id]) => h('li', {}, h('a', { href: `#${id}` }, w(words[id])))))),
        h('main', {}, sections.map(([, section]) => section)),
        h('footer.bottom', {}, `zonecast ${run.version}`));
}

addEventListener('beforeprint', beforePrint);
addEventListener('afterprint', afterPrint);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
draw();
