// Industry chains as layered graphs: segments in their layers, inputs as lines between them.
import { h, s } from './dom.js';
import { list, percent } from './format.js';
import { data, say, state } from './state.js';
import { numberTable } from './charts.js';
import { w } from './words.js';

const layers = ['upstream', 'midstream', 'downstream', 'service'];
const here = { yes: 'presentHere', present: 'presentHere', weak: 'weakHere', missing: 'missingHere' };
const shape = { yes: '●', present: '●', weak: '◐', missing: '○' };

const own = (chain) => chain.segments.filter((segment) => !segment.from_outside_chain);
const troubles = (chain) => Math.max(0, ...own(chain).map((segment) => segment.fragile?.exposure ?? 0)) + own(chain).filter((segment) => segment.presence === 'missing').length / 1000;

/** Chains whose end products rest most on a fragile segment first. */
const ordered = [...data.chains].sort((a, b) => troubles(b) - troubles(a));

function segmentButton(chain, segment, number) {
    const buys = chain.inputs.filter((input) => input.to === number), sells = chain.inputs.filter((input) => input.from === number);
    const names = (inputs, end) => list(inputs.map((input) => say(chain.segments[input[end]].name)));
    const label = [say(segment.name), w(here[segment.presence]), segment.fragile ? w('fragile') : null,
        buys.length ? w('buysFrom') + w('colon') + names(buys, 'from') : null, sells.length ? w('sellsTo') + w('colon') + names(sells, 'to') : null].filter(Boolean).join(w('semicolon'));
    return h(`button.segment.${segment.presence}${segment.fragile ? '.fragile' : ''}${segment.from_outside_chain ? '.foreign' : ''}`,
        { type: 'button', 'data-segment': number, 'aria-label': label, title: segment.fragile ? fragileText(segment) : null },
        h('span.mark', { 'aria-hidden': 'true' }, shape[segment.presence]), h('span', {}, say(segment.name)),
        segment.fragile ? h('span.flag', {}, w('fragile')) : null, segment.from_outside_chain ? h('small', {}, w('otherChain')) : null);
}

const fragileText = ({ fragile }) => w('fragileText', percent(fragile.local_share), percent(fragile.exposure), say(fragile.end));

/** Draws the lines again whenever the layout changes. */
function lines(chain, graph) {
    const svg = s('svg', { class: 'inputs', 'aria-hidden': 'true' });
    const place = () => {
        const frame = graph.getBoundingClientRect();
        if (!frame.width) return;
        svg.setAttribute('viewBox', `0 0 ${frame.width} ${frame.height}`);
        const box = (number) => {
            const at = graph.querySelector(`[data-segment="${number}"]`).getBoundingClientRect();
            return { left: at.left - frame.left, right: at.right - frame.left, middle: (at.top + at.bottom) / 2 - frame.top };
        };
        svg.replaceChildren(...chain.inputs.map((input) => {
            const from = box(input.from), to = box(input.to);
            const ahead = to.left >= from.right;  // else within a layer or backwards: a loop at the right-hand side
            const bend = ahead ? Math.max(18, (to.left - from.right) / 2) : 26;
            const path = ahead ? `M${from.right} ${from.middle}C${from.right + bend} ${from.middle} ${to.left - bend} ${to.middle} ${to.left} ${to.middle}`
                : `M${from.right} ${from.middle}C${from.right + bend} ${from.middle} ${to.right + bend} ${to.middle} ${to.right} ${to.middle}`;
            return s('path', { d: path, class: `input${input.specific ? ' specific' : ''}`, 'data-from': input.from, 'data-to': input.to,
                'stroke-width': Math.min(6, 1 + 14 * input.share).toFixed(1) });
        }));
    };
    new ResizeObserver(place).observe(graph);
    return svg;
}

/** Marks what a segment buys from and sells to. */
function mark(graph, number) {
    for (const path of graph.querySelectorAll('path.input'))
        path.classList.toggle('near', number !== null && (path.dataset.from === number || path.dataset.to === number));
    const near = new Set([number]);
    if (number !== null) for (const path of graph.querySelectorAll('path.near')) near.add(path.dataset.from).add(path.dataset.to);
    for (const button of graph.querySelectorAll('.segment')) button.classList.toggle('near', number !== null && near.has(button.dataset.segment));
    graph.classList.toggle('choosing', number !== null);
}

function graphOf(chain) {
    const graph = h('div.chain', {});
    const columns = layers.map((layer) => [layer, chain.segments.map((segment, number) => ({ segment, number })).filter(({ segment }) => segment.position === layer)])
        .filter(([, members]) => members.length);
    graph.append(lines(chain, graph), ...columns.map(([layer, members]) => h('div.layer', { role: 'group', 'aria-label': w(layer) }, h('h4', {}, w(layer)),
        members.sort((a, b) => a.segment.stage - b.segment.stage).map(({ segment, number }) => segmentButton(chain, segment, number)))));
    const target = (event) => event.target.closest?.('.segment')?.dataset.segment ?? null;
    graph.addEventListener('mouseover', (event) => mark(graph, target(event)));
    graph.addEventListener('mouseleave', () => mark(graph, null));
    graph.addEventListener('focusin', (event) => mark(graph, target(event)));
    graph.addEventListener('focusout', () => mark(graph, null));
    return graph;
}

function troubleTable(chain) {
    const rows = own(chain).filter((segment) => segment.presence !== 'yes' && segment.presence !== 'present' || segment.fragile)
        .sort((a, b) => (b.fragile?.exposure ?? 0) - (a.fragile?.exposure ?? 0))
        .map((segment) => [say(segment.name), w(here[segment.presence]), segment.fragile ? percent(segment.fragile.local_share) : '–',
            segment.fragile ? `${percent(segment.fragile.exposure)} · ${say(segment.fragile.end)}` : '–']);
    return rows.length ? numberTable({ head: [w('segment'), w('stateHere'), w('localShare'), w('exposure')], rows }) : null;
}

export function chains(redraw) {
    const heading = [h('h2', { id: 'chains-heading' }, w('chainsHeading'))];
    if (!ordered.length) heading.push(h('p', {}, data.scenario_known ? w('chainsEmpty') : w('chainsNone')));
    const chain = ordered[state.chain];
    const number = (which) => own(chain).filter(which).length;
    return h('section', { id: 'chains', 'aria-labelledby': 'chains-heading' }, heading, chain ? [
        h('p.intro', {}, w('chainsIntro')),
        h('label.choice', {}, h('span', {}, w('chooseChain')), h('select', { 'data-choose': 'chain', onchange: (event) => {
            state.chain = Number(event.target.value);
            redraw('[data-choose=chain]');
        } }, ordered.map((one, i) => h('option', { value: i, selected: i === state.chain }, say(one.name))))),
        h('p.counts', {}, w('chainCounts', own(chain).length, number((segment) => segment.presence !== 'weak' && segment.presence !== 'missing'),
            number((segment) => segment.presence === 'weak'), number((segment) => segment.presence === 'missing'), number((segment) => segment.fragile))),
        h('p.keys', {}, ['present', 'weak', 'missing'].map((presence) => h(`span.segment.${presence}.key`, {}, h('span.mark', {}, shape[presence]), w(here[presence]))),
            h('span.segment.key.fragile', {}, h('span.flag', {}, w('fragile')))),
        graphOf(chain), h('p.faint', {}, w('fragileMeaning')), troubleTable(chain)] : null);
}
