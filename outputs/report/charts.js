// Charts by Apache ECharts: only the parts that are used. Every chart has a text alternative and its numbers as a table.
import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { freshId, h } from './dom.js';
import { w } from './words.js';

use([BarChart, CustomChart, LineChart, ScatterChart, GridComponent, TooltipComponent, SVGRenderer]);

export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

let waiting = new Map();  // elements whose chart is not drawn yet, with how to draw it
let drawn = new Map();    // elements with their chart
const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) draw(entry.target);
}, { rootMargin: '300px' });
const resizer = new ResizeObserver((entries) => {
    if (!printing) for (const { target } of entries) fit(target);
});
let printing = false;

function fit(element) {
    if (element.clientWidth) drawn.get(element)?.resize({ width: element.clientWidth, height: element.clientHeight });
}

function draw(element) {
    const option = waiting.get(element);
    if (!option || !element.clientWidth) return;
    waiting.delete(element);
    observer.unobserve(element);
    const chart = init(element, null, { renderer: 'svg', width: element.clientWidth, height: element.clientHeight });
    const built = option(element.clientWidth);
    chart.setOption({ animation: false, ...built });
    drawn.set(element, chart);
    resizer.observe(element);
}

/** Draws all charts, seen or not, and lets their pictures scale with the paper, whose width no script can know. */
export function beforePrint() {
    printing = true;
    document.body.classList.add('printing');
    for (const element of [...waiting.keys()]) draw(element);
    for (const element of drawn.keys()) {
        fit(element);
        const svg = element.querySelector('svg');
        svg?.setAttribute('viewBox', `0 0 ${svg.getAttribute('width')} ${svg.getAttribute('height')}`);
    }
}

export function afterPrint() {
    printing = false;
    document.body.classList.remove('printing');
    for (const element of drawn.keys()) {
        element.querySelector('svg')?.removeAttribute('viewBox');
        fit(element);
    }
}

/** Forgets the charts of a page, or of a part of it that is about to be replaced. */
export function forgetCharts(within = document) {
    for (const [element, chart] of [...drawn])
        if (within.contains(element)) {
            resizer.unobserve(element);
            chart.dispose();
            drawn.delete(element);
        }
    for (const element of [...waiting.keys()])
        if (within.contains(element)) {
            observer.unobserve(element);
            waiting.delete(element);
        }
}

/**
 * A chart with its title, what it shows in words, and its numbers on demand. `option` makes the option of ECharts from the width, when the
 * chart comes into view. `table` makes {head, rows}.
 */
export function figure({ title, note, summary, height = 220, option, table, legend }) {
    const id = freshId('chart');
    const plot = h('div.plot', { role: 'img', 'aria-label': summary, style: `height:${height}px` });
    waiting.set(plot, option);
    observer.observe(plot);
    const details = h('details.numbers', { ontoggle: () => {
        if (details.open && details.childElementCount === 1) details.append(numberTable(table()));
    } }, h('summary', { 'aria-label': `${w('dataTable')}${w('colon')}${title}` }, w('dataTable')));
    return h('figure.chart', { 'aria-labelledby': id },
        h('figcaption', { id }, h('span.title', {}, title), note ? h('span.note', {}, note) : null),
        legend ?? null, plot, details);
}

export function numberTable({ head, rows }) {
    return h('div.scroll', {}, h('table.numbers', {},
        h('thead', {}, h('tr', {}, head.map((text) => h('th', { scope: 'col' }, text)))),
        h('tbody', {}, rows.map((row) => h('tr', {}, row.map((text, i) => h(i ? 'td' : 'th', i ? {} : { scope: 'row' }, text)))))));
}

/** A key to the colours of a chart. */
export const legend = (entries) => h('div.legend', { 'aria-hidden': 'true' },
    entries.map(([name, swatch]) => h('span', {}, h('i', { style: swatch }), name)));

export const font = () => ({ fontFamily: getComputedStyle(document.body).fontFamily, color: colour('muted'), fontSize: 12 });

export const axis = (extra = {}) => ({
    axisLine: { lineStyle: { color: colour('line') } },
    axisTick: { show: false },
    axisLabel: { color: colour('muted'), fontSize: 12, fontFamily: font().fontFamily },
    splitLine: { lineStyle: { color: colour('line'), type: 'solid', opacity: 0.6 } },
    ...extra,
});

/** A tooltip whose rows are [name, value] pairs. */
export function tip(heading, rows) {
    return h('div', {}, h('b', {}, heading), h('table', {}, rows.map(([name, value]) => h('tr', {}, h('td', {}, name), h('td', {}, value)))));
}

export const tooltip = (extra) => ({
    className: 'tip', confine: true, transitionDuration: 0, borderWidth: 0, padding: 0, backgroundColor: 'transparent', ...extra,
});
