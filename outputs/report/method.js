// How it was made: method, figures and their sources, how to make it again, licences.
import { numberTable } from './charts.js';
import { h } from './dom.js';
import { list, plain } from './format.js';
import { data, lastYear, run, say } from './state.js';
import { w } from './words.js';

const confidences = [0, 1, 2, 3];
const span = ({ first, last }) => (first === last ? String(first) : `${first}–${last}`);

function countTable(head, entries, name) {
    return numberTable({
        head: [head, ...confidences.map((i) => w(`confidence${i}`)), w('yearsColumn')],
        rows: entries.map((entry) => [name(entry), ...confidences.map((i) => (entry.by[i] ? plain(entry.by[i], 0) : '')), span(entry)]),
    });
}

function later(title, make) {
    const details = h('details', { ontoggle: () => { if (details.open && details.childElementCount === 1) details.append(make()); } }, h('summary', {}, title));
    return details;
}

function copyButton(text) {
    const button = h('button.quiet', { type: 'button', onclick: async () => {
        const code = button.previousElementSibling;
        getSelection().selectAllChildren(code);
        try { await navigator.clipboard.writeText(text); } catch { document.execCommand('copy'); }
        button.textContent = w('copied');
    } }, w('copy'));
    return button;
}

/** What was drawn anew in each replicate. */
function drawn() {
    const { method: how } = data, replicates = plain(run.replicates, 0);
    const kinds = [how.parameters && w('drawParameters'), how.initial && w('drawInitial'), how.chance && w('drawChance')].filter(Boolean);
    return kinds.length ? w('method2', replicates, list(kinds)) : w('method2None', replicates);
}

/** Where parameters came from. */
function sampled() {
    const { method: how } = data, texts = [];
    if (how.posterior) texts.push(w('methodPosterior', how.posterior));
    else if (how.priors) texts.push(w('methodPriors', how.priors, how.later_priors));
    if (how.design === 'lhs' || how.design === 'sobol') texts.push(w(`methodDesign_${how.design}`));
    return texts.join(w('sentenceGap'));
}

export function method() {
    const { sources } = data;
    const fact = (word, text) => [h('dt', {}, w(word)), h('dd', {}, text)];
    return h('section', { id: 'method', 'aria-labelledby': 'method-heading' }, h('h2', { id: 'method-heading' }, w('methodHeading')),
        h('p', {}, w('method1', run.base_year, lastYear)), h('p', {}, drawn()), h('p', {}, sampled()), h('p', {}, w('method3')),
        h('h3', {}, w('figuresHeading')),
        h('p', {}, w('figuresText', plain(sources.figures, 0), list(confidences.filter((i) => sources.by[i]).map((i) => `${w(`confidence${i}`)} ${plain(sources.by[i], 0)}`)), plain(sources.later, 0))),
        later(w('seriesTable'), () => countTable(w('series'), sources.series, (entry) => (entry.name ? say(entry.name) : entry.id))),
        later(w('sourceTable'), () => countTable(w('source'), sources.sources, (entry) => entry.id)),
        h('h3', {}, w('reproduceHeading')), h('p', {}, w('reproduceText')),
        h('p.command', {}, h('code', {}, data.command), copyButton(data.command)),
        h('dl.facts', {}, fact('version', run.version), fact('seed', String(run.seed)), fact('replicates', plain(run.replicates, 0)), fact('firstReplicate', String(run.first_replicate)),
            fact('planDocument', data.scorecard.plan.document), fact('dataLicence', data.license)),
        h('p.faint', {}, w('licencesText')),
        later(w('licences'), () => h('pre.licences', { tabindex: 0 }, document.getElementById('licences').textContent)));
}
