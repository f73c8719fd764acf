// The answer at the top: how many targets, which gaps, how sure.
import { h } from './dom.js';
import { asks, chance, interval, list, percent, plain, styled } from './format.js';
import { data, run, say, targets, verdicts } from './state.js';
import { isFirm, track, verdictBadge, verdictIcon } from './verdict.js';
import { w } from './words.js';

const amounts = { likely: 'answerLikely', open: 'answerOpen', unlikely: 'answerUnlikely', out_of_reach: 'answerOut' };
const count = (verdict) => data.scorecard.summary[verdict];

function sentence() {
    const shown = verdicts.filter((verdict) => count(verdict) > 0);
    return h('p.sentence', {}, w('answerTargets', targets.length), w('comma'),
        shown.map((verdict, i) => [h(`b.${verdict}`, {}, w(amounts[verdict], count(verdict))), i + 1 < shown.length ? w('comma') : w('stop')]));
}

function bar(choose) {
    return h('ul.verdicts', { 'aria-label': w('barLabel') }, verdicts.filter((verdict) => count(verdict) > 0).map((verdict) =>
        h(`li.${verdict}`, { style: `flex-grow:${count(verdict)}` },
            h('button', { type: 'button', onclick: () => choose(verdict), title: w(verdict + '_from') },
                h('span.count', {}, verdictIcon(verdict), count(verdict)), h('span.name', {}, w(verdict), h('small', {}, w(verdict + '_from')))))));
}

export function driverTexts(target) {
    return target.drivers.map((driver) => w(driver.correlation > 0 ? 'driverUp' : 'driverDown',
        driver.group === 'effect' ? w('driverEffect', say(driver.name)) : say(driver.name)));
}

export function zoneTexts(target, most) {
    const often = target.zones_short.filter((zone) => zone.chance >= 0.05);
    const named = often.slice(0, most).map((zone) => say(zone.name) + w('bracketed', chance(zone.chance)));
    return list(named) + (often.length > most ? (w('andMore', often.length).startsWith('等') ? '' : w('listSeparator')) + w('andMore', often.length) : '');
}

function reasons(target) {
    const unit = say(target.unit_word), texts = [];
    const best = target.smaller_is_better ? target.interval?.[0] : target.interval?.[1];
    const sign = target.smaller_is_better ? -1 : 1;
    if (Number.isFinite(target.start) && Number.isFinite(target.threshold) && Number.isFinite(target.median)) {
        const way = sign * (target.threshold - target.start), gone = sign * (target.median - target.start);
        const from = target.base_year ?? run.base_year, startText = styled(target.start, target.style, unit);
        if (way <= 0) texts.push(w('gapHas'));
        else if (gone <= 0) texts.push(w('gapBack', target.year, from, startText));
        else if (gone < way) texts.push(w('gapWay', percent(gone / way), from, startText, target.year));
        const met = sign * (best - target.threshold) >= 0;
        if (Number.isFinite(best)) texts.push(w(met ? 'gapBestMet' : 'gapBestShort', styled(best, target.style, unit)));
    }
    if (target.zones_short.length) texts.push(w('gapZones', zoneTexts(target, 3)));
    if (target.drivers.length) texts.push(w('gapDrivers', list(driverTexts(target))));
    return texts.join(w('sentenceGap'));
}

export function sureness(target) {
    const texts = [w('sureChance', chance(target.chance, target.chance_standard_error), interval(target.chance_interval)),
        w(isFirm(target) ? 'sureFirm' : 'sureEdge')];
    if (target.assumed_base) texts.push(w('sureAssumed'));
    return texts.join(w('sentenceGap'));
}

function gap(number, rank, open) {
    const target = targets[number], unit = say(target.unit_word);
    return h(`article.gap.${target.verdict}`, {},
        h('header', {}, h('span.rank', { 'aria-hidden': 'true' }, rank), h('h3', {}, h('button.link', { type: 'button', onclick: () => open(number) },
            say(target.name))), verdictBadge(target.verdict)),
        h('p.numbers', {}, w('gapNumbers', styled(target.median, target.style, unit), asks(target))),
        track(target),
        h('dl', {}, h('dt', {}, w('gapWhy')), h('dd', {}, reasons(target)), h('dt', {}, w('gapSure')), h('dd', {}, sureness(target))));
}

function trust() {
    const firm = targets.filter(isFirm).length, assumed = targets.filter((target) => target.assumed_base).length;
    const largest = Math.max(...targets.map((target) => target.chance_standard_error)) * 196;
    const { inside, all, last_year: last } = data.outcomes;
    const fact = (head, body) => h('li', {}, h('b', {}, head), h('span', {}, body));
    return h('section.trust', { 'aria-label': w('sureHeading') }, h('h3', {}, w('sureHeading')), h('ul', {},
        fact(w('sureFirmCount', firm), w('sureFirmText', plain(run.replicates, 0), targets.length, plain(largest, 1))),
        fact(w('sureAssumedCount', assumed), w('sureAssumedText', targets.length)),
        all > 0 ? fact(w('sureOutcomes', inside, all), w('sureOutcomesText', last)) : fact(w('sureNoOutcomes'), w('sureNoOutcomesText'))));
}

export function answer({ choose, open }) {
    if (!targets.length) return h("section", { id: "answer" }, h('h2', {}, w('answer')), h('p', {}, w('noTargets')));
    const official = targets.filter((target) => target.official).length;
    return h('section', { id: 'answer', 'aria-labelledby': 'answer-heading' },
        h('h2.quiet', { id: 'answer-heading' }, w('answer')),
        sentence(), bar(choose),
        h('p.all', {}, official ? w('chanceAll', official, chance(data.scorecard.summary.chance_all_official_targets), interval(data.scorecard.summary.chance_all_interval)) : w('noOfficial')),
        run.replicates < 100 ? h('p.caveat', {}, w('fewReplicates', run.replicates)) : null,
        h('h3.gaps', {}, data.gaps.length === 1 ? w('gapsHeadingOne') : w('gapsHeading')),
        data.gaps.length ? [h('div.gaps', {}, data.gaps.map((number, i) => gap(number, i + 1, open))), h('p.rule', {}, w('gapsRule'))] : h('p', {}, w('gapsNone')),
        trust());
}

