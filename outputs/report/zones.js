// One zone: its courses, enterprises, certificates, clusters and facilities, index and rank.
import { axis, colour, figure, font, legend, numberTable, tip, tooltip } from './charts.js';
import { fan, fanLegend } from './fan.js';
import { h } from './dom.js';
import { chance, plain, styled, styleOf } from './format.js';
import { heat, shortOf } from './heat.js';
import { data, lastYear, run, say, scopeName, state, years } from './state.js';
import { facilityWord, w } from './words.js';

const zones = data.zones.zones;
const tabs = ['course', 'cohorts', 'certificates', 'clusters', 'index'];
const tabWords = { course: 'tabCourse', cohorts: 'tabCohorts', certificates: 'tabCertificates', clusters: 'tabClusters', index: 'tabIndex' };
const nothing = () => h('p.faint', {}, w('nothingHere'));

function courseTab(zone) {
    const shown = data.zones.fans.filter((observable) => zone.bands?.[observable]).slice(0, 9);
    return shown.length ? [fanLegend(), h('div.fans', {}, shown.map((observable) => fan(zone, observable, { height: 190 })))] : nothing();
}

/** Revenue classes as people say them. */
const classNames = () => data.zones.classes.map(([low, high]) =>
    (low <= 0 ? w('classUnder', String(high)) : high === null ? w('classOver', String(low)) : `${low}–${high}`));

function cohortTab(zone) {
    if (!zone.cohorts || !data.zones.classes.length) return nothing();
    const names = classNames();
    const at = years.length - 1;
    const yes = zone.cohorts.certified.map((values) => values[at] ?? 0), no = zone.cohorts.uncertified.map((values) => values[at] ?? 0);
    const used = names.map((_, k) => k).filter((k) => yes[k] + no[k] > 0.05 || (zone.cohorts.certified[k][0] ?? 0) + (zone.cohorts.uncertified[k][0] ?? 0) > 0.05);
    if (!used.length) return nothing();
    const top = Math.max(...used), shown = names.map((_, k) => k).slice(0, top + 1);
    const largest = Math.max(...shown.flatMap((k) => [yes[k], no[k]]), 1);
    const option = () => ({
        textStyle: font(),
        grid: { left: 8, right: 16, top: 8, bottom: 4, containLabel: true },
        xAxis: axis({ type: 'value', min: -largest * 1.15, max: largest * 1.15, axisLabel: { ...axis().axisLabel, showMinLabel: false, showMaxLabel: false, formatter: (value) => plain(Math.abs(value), 0) } }),
        yAxis: axis({ type: 'category', data: shown.map((k) => names[k]), splitLine: { show: false } }),
        tooltip: tooltip({ trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: (items) => {
            const k = shown[items[0].dataIndex];
            return tip(`${names[k]} ${w('revenueClass')}`, [[w('certified'), plain(yes[k], 1)], [w('uncertified'), plain(no[k], 1)]]);
        } }),
        series: [
            { type: 'bar', stack: 'all', barCategoryGap: '18%', itemStyle: { color: colour('certified') }, data: shown.map((k) => -yes[k]),
                label: { show: true, position: 'left', color: colour('ink'), formatter: ({ value }) => (-value >= 0.05 ? plain(-value, -value < 10 ? 1 : 0) : '') } },
            { type: 'bar', stack: 'all', itemStyle: { color: colour('uncertified') }, data: shown.map((k) => no[k]),
                label: { show: true, position: 'right', color: colour('ink'), formatter: ({ value }) => (value >= 0.05 ? plain(value, value < 10 ? 1 : 0) : '') } },
        ],
    });
    const sum = (values) => plain(values.reduce((a, b) => a + b, 0), 0);
    return figure({
        title: w('cohortsTitle', lastYear), note: w('meanNote'), height: Math.max(220, 27 * shown.length + 40), option,
        legend: legend([[w('certified'), 'background:var(--certified)'], [w('uncertified'), 'background:var(--uncertified)']]),
        summary: `${w('cohortsTitle', lastYear)}${w('colon')}${w('certified')} ${sum(yes)}${w('semicolon')}${w('uncertified')} ${sum(no)}`,
        table: () => ({
            head: [w('revenueClass'), `${w('certified')} ${run.base_year}`, `${w('certified')} ${lastYear}`, `${w('uncertified')} ${run.base_year}`, `${w('uncertified')} ${lastYear}`],
            rows: shown.map((k) => [names[k], plain(zone.cohorts.certified[k][0], 1), plain(yes[k], 1), plain(zone.cohorts.uncertified[k][0], 1), plain(no[k], 1)]),
        }),
    });
}

function certificateTab(zone) {
    const flow = zone.flow ?? {};
    const parts = [['hnte_first_time', 'flowFirst', 1, 'certified'], ['hnte_renewed', 'flowRenewed', 1, 'renewed'], ['hnte_lapsed', 'flowLapsed', -1, 'lapsed']];
    const shownYears = years.map((year, i) => ({ year, i })).filter(({ year }) => year > run.base_year);
    if (!parts.every(([id]) => flow[id])) return nothing();
    const option = () => ({
        textStyle: font(),
        grid: { left: 8, right: 12, top: 16, bottom: 4, containLabel: true },
        xAxis: axis({ type: 'category', data: shownYears.map(({ year }) => String(year)), splitLine: { show: false }, axisLine: { onZero: false, lineStyle: { color: colour('line') } } }),
        yAxis: axis({ type: 'value', axisLine: { show: false }, axisLabel: { ...axis().axisLabel, formatter: (value) => plain(Math.abs(value), 0) } }),
        tooltip: tooltip({ trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: (items) =>
            tip(items[0].axisValue, parts.map(([id, word]) => [w(word), plain(flow[id][shownYears[items[0].dataIndex].i], 1)])) }),
        series: parts.map(([id, , sign, name]) => ({ type: 'bar', stack: 'all', barMaxWidth: 56, itemStyle: { color: colour(name) },
            data: shownYears.map(({ i }) => sign * (flow[id][i] ?? 0)) })),
    });
    return [
        figure({
            title: w('flowTitle'), note: w('meanNote'), height: 240, option,
            legend: legend(parts.map(([, word, , name]) => [w(word), `background:var(--${name})`])),
            summary: `${w('flowTitle')}${w('colon')}${shownYears.map(({ year, i }) => `${year} ${parts.map(([id, word]) => `${w(word)} ${plain(flow[id][i], 1)}`).join(w('listSeparator'))}`).join(w('semicolon'))}`,
            table: () => ({ head: [w('year'), ...parts.map(([, word]) => w(word))],
                rows: shownYears.map(({ year, i }) => [String(year), ...parts.map(([id]) => plain(flow[id][i], 1))]) }),
        }),
        zone.bands?.hnte_count ? fan(zone, 'hnte_count', { height: 220 }) : null,
    ];
}

function clusterTab(zone) {
    const clusters = zone.clusters ?? [], built = Object.entries(zone.facilities ?? {});
    const last = (bands) => bands[bands.length - 1];
    const output = clusters.length ? figurelessTable(w('clustersTitle', run.base_year, lastYear),
        [w('cluster'), String(run.base_year), `${lastYear} ${w('median')}`, `${lastYear} ${w('band90')}`],
        clusters.map((cluster) => [say(cluster.name), cluster.output[0] ? plain(cluster.output[0][2]) : '–', last(cluster.output) ? plain(last(cluster.output)[2]) : '–',
            last(cluster.output) ? `${plain(last(cluster.output)[0])} – ${plain(last(cluster.output)[4])}` : '–'])) : null;
    const kinds = built.length ? figurelessTable(w('facilitiesTitle'), [w('facility'), String(run.base_year), String(lastYear)],
        built.map(([kind, values]) => [facilityWord(kind), plain(values[0], 1), plain(values[values.length - 1], 1)])) : null;
    return output || kinds ? h('div.pair', {}, output, kinds) : nothing();
}

const figurelessTable = (title, head, rows) => h('div.chart', {}, h('h4', {}, title), numberTable({ head, rows }));

function indexTab(zone) {
    const about = zone.index, parts = [];
    if (about?.score) {
        const place = { id: zone.id, bands: { index: about.score } };
        data.zones.observables.index = { name: { zh: '创新能力指数得分', en: 'Index score' }, unit: { zh: '', en: '' }, percent: false };
        parts.push(fan(place, 'index', { height: 200, title: w('indexTitle') }));
    }
    if (about?.rank_chance?.some((value) => value > 0)) {
        const chances = about.rank_chance, last = chances.reduce((found, value, i) => (value > 0 ? i : found), 0);
        const shown = chances.slice(0, last + 1);
        const rankTitle = about.set ? w('rankTitleWithin', lastYear, scopeName(about.set)) : w('rankTitle', lastYear);
        parts.push(figure({
            title: rankTitle, height: 200,
            summary: `${rankTitle}${w('colon')}${shown.map((value, i) => (value >= 0.05 ? `${i + 1} ${chance(value)}` : '')).filter(Boolean).join(w('listSeparator'))}`,
            option: () => ({
                textStyle: font(), grid: { left: 8, right: 12, top: 12, bottom: 4, containLabel: true },
                xAxis: axis({ type: 'category', data: shown.map((_, i) => String(i + 1)), splitLine: { show: false } }),
                yAxis: axis({ type: 'value', axisLine: { show: false }, axisLabel: { ...axis().axisLabel, formatter: (value) => `${plain(100 * value, 0)}%` } }),
                tooltip: tooltip({ trigger: 'axis', formatter: (items) => tip(`${w('rank')} ${items[0].axisValue}`, [[w('chanceWord'), chance(items[0].value)]]) }),
                series: [{ type: 'bar', barMaxWidth: 30, itemStyle: { color: colour('fan') }, data: shown }],
            }),
            table: () => ({ head: [w('rank'), w('chanceWord')], rows: shown.map((value, i) => [String(i + 1), chance(value)]) }),
        }));
    }
    if (about?.items) parts.push(figurelessTable(w('indexItem'), [w('indexItem'), String(run.base_year), String(lastYear)],
        data.zones.index_items.map((name, i) => [say(name), plain(about.items[i][0]), plain(about.items[i][years.length - 1])])));
    if (zone.bands?.rank_national) parts.push(fan(zone, 'rank_national', { height: 200 }));
    return parts.length ? h('div.fans', {}, parts) : nothing();
}

const makers = { course: courseTab, cohorts: cohortTab, certificates: certificateTab, clusters: clusterTab, index: indexTab };

function chooser(redraw) {
    const level = (zone) => (zone.anonymous ? 'unnamedZones' : zone.national ? 'nationalZones' : 'provincialZones');
    const groups = ['nationalZones', 'provincialZones', 'unnamedZones'].map((word) => [word, zones.map((zone, i) => ({ zone, i })).filter(({ zone }) => level(zone) === word)]);
    const go = (number) => { state.zone = (number + zones.length) % zones.length; };
    return h('div.chooser', {},
        h('label.choice', {}, h('span', {}, w('chooseZone')), h('select', { 'data-choose': 'zone', onchange: (event) => { go(Number(event.target.value)); redraw('[data-choose=zone]'); } },
            groups.filter(([, members]) => members.length).map(([word, members]) => h('optgroup', { label: w(word) },
                members.map(({ zone, i }) => h('option', { value: i, selected: i === state.zone }, say(zone.name))))))),
        h('button.quiet', { type: 'button', 'data-choose': 'previous', onclick: () => { go(state.zone - 1); redraw('[data-choose=previous]'); } }, '‹ ', w('previous')),
        h('button.quiet', { type: 'button', 'data-choose': 'next', onclick: () => { go(state.zone + 1); redraw('[data-choose=next]'); } }, w('next'), ' ›'));
}

function tabList(redraw) {
    const step = (by) => {
        state.zoneTab = tabs[(tabs.indexOf(state.zoneTab) + by + tabs.length) % tabs.length];
        redraw(`#tab-${state.zoneTab}`);
    };
    return h('div.tabs', { role: 'tablist', 'aria-label': w('zoneHeading'), onkeydown: (event) => {
        const by = { ArrowRight: 1, ArrowLeft: -1, Home: -tabs.indexOf(state.zoneTab), End: tabs.length - 1 - tabs.indexOf(state.zoneTab) }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        step(by);
    } }, tabs.map((tab) => h('button', { type: 'button', role: 'tab', id: `tab-${tab}`, 'aria-selected': String(tab === state.zoneTab), 'aria-controls': `panel-${tab}`,
        tabindex: tab === state.zoneTab ? 0 : -1, onclick: () => { state.zoneTab = tab; redraw(`#tab-${tab}`); } }, w(tabWords[tab]))));
}

function onePage(redraw) {
    const zone = zones[state.zone], short = shortOf(zone).filter((entry) => entry.chance > 0).slice(0, 5);
    const levels = [zone.national ? w('zoneNational', zone.national) : zone.national_chance > 0 ? w('zoneMayBeNational', chance(zone.national_chance), lastYear) : null,
        zone.provincial ? w('zoneProvincial', zone.provincial) : zone.exists_chance !== null && zone.exists_chance < 1 ? w('zoneMayExist', chance(zone.exists_chance), lastYear) : null,
        zone.anonymous ? w('zoneAnonymous') : null].filter(Boolean);
    return h('div.zone', { id: 'zone' },
        h('h3', {}, w('zoneHeading')), chooser(redraw),
        h('header', {}, h('h4.zone-name', {}, say(zone.name)), h('p.faint', {}, [say(zone.city), ...levels].filter(Boolean).join(' · '))),
        h('p', {}, short.length ? [w('zoneShort'), w('colon'), short.map(({ target, chance: value }, i) => [i ? w('listSeparator') : '', say(target.name), w('bracketed', chance(value, target.chance_standard_error))])]
            : w('zoneShortNone')),
        h('p.caveat', {}, w('zoneCaveat')),
        tabList(redraw),
        tabs.map((tab) => h('div.panel', { role: 'tabpanel', id: `panel-${tab}`, 'aria-labelledby': `tab-${tab}`, hidden: tab !== state.zoneTab, tabindex: 0 }, makers[tab](zone))));
}

export function zoneSection(redraw, open) {
    if (!zones.length) return null;
    return h('section', { id: 'zones', 'aria-labelledby': 'zones-heading' }, heat(redraw, open), onePage(redraw));
}
