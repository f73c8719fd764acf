// The verdicts of targets, and small pictures of chances and values.
import { h, s } from './dom.js';
import { chance, interval, styled } from './format.js';
import { data, run, say, verdicts } from './state.js';
import { w } from './words.js';

const filled = { likely: 1, open: 0.5, unlikely: 0.25, out_of_reach: 0 };

/** A disc, filled as far as the verdict is good: readable without its colour. */
export function verdictIcon(verdict) {
    const share = filled[verdict], angle = 2 * Math.PI * share;
    const slice = share === 1 ? s('circle', { cx: 8, cy: 8, r: 7 })
        : share > 0 ? s('path', { d: `M8 8V1A7 7 0 ${share > 0.5 ? 1 : 0} 1 ${8 + 7 * Math.sin(angle)} ${8 - 7 * Math.cos(angle)}Z` }) : null;
    return s('svg', { viewBox: '0 0 16 16', class: `icon ${verdict}`, 'aria-hidden': 'true' },
        s('circle', { cx: 8, cy: 8, r: 6.6, class: 'ring' }), slice);
}

export const verdictBadge = (verdict) => h(`span.badge.${verdict}`, {}, verdictIcon(verdict), w(verdict));

/** True if sampling error alone cannot move the chance into another verdict. */
export function isFirm(target) {
    const floors = verdicts.map((verdict) => data.scorecard.verdict_from[verdict]).sort((a, b) => a - b);
    const level = (value) => floors.filter((floor) => value >= floor).length;
    return level(target.chance_interval[0]) === level(target.chance_interval[1]);
}

/** Signs of what a reader should know of a target; the table explains them. */
export const marks = (target) => [
    target.assumed_base ? h('abbr.mark', { title: w('markAssumed') }, '†') : null,
    target.official ? null : h('abbr.mark', { title: w('markUnofficial') }, '‡'),
    target.unmet_figures?.length ? h('abbr.mark', { title: w('markUnmet') }, '§') : null,
    target.passed_at_start ? h('abbr.mark', { title: w('markPassed') }, '◆') : null,
];

/** A chance as a bar with its 95 % sampling interval. */
export function chanceBar(target) {
    const [low, high] = target.chance_interval;
    const x = (value) => 2 + 116 * value;
    return h('div.chance', {},
        s('svg', { viewBox: '0 0 120 18', class: `bar ${target.verdict}`, 'aria-hidden': 'true', preserveAspectRatio: 'none' },
            s('rect', { x: 2, y: 5, width: 116, height: 8, class: 'track', rx: 1 }),
            s('rect', { x: 2, y: 5, width: Math.max(0, 116 * target.chance), height: 8, class: 'fill', rx: 1 }),
            s('path', { d: `M${x(low)} 9H${x(high)}M${x(low)} 5.5V12.5M${x(high)} 5.5V12.5`, class: 'whisker' })),
        h('span.value', {}, h('b', {}, chance(target.chance, target.chance_standard_error)), h('small', {}, interval(target.chance_interval))));
}

/** Where the projection lies between the base year and the target: base tick, 90 % band, median, target. */
export function track(target, { height = 26 } = {}) {
    const median = target.median, low = target.interval?.[0], high = target.interval?.[1], goal = target.threshold;
    if (![median, low, high, goal].every(Number.isFinite)) return null;
    const start = Number.isFinite(target.start) ? target.start : median;
    const ends = [start, low, high, goal];
    const from = Math.min(...ends), to = Math.max(...ends), wide = to - from || 1;
    const x = (value) => 8 + 184 * (value - from) / wide;
    const middle = height / 2;
    const unit = say(target.unit_word);
    return s('svg', { viewBox: `0 0 200 ${height}`, class: 'trackline', role: 'img',
        'aria-label': w('trackLabel', target.base_year ?? run.base_year, styled(start, target.style, unit), styled(median, target.style, unit),
            styled(low, target.style), styled(high, target.style), styled(goal, target.style, unit)) },
    s('path', { d: `M4 ${middle}H196`, class: 'line' }),
    s('rect', { x: x(low), y: middle - 5, width: Math.max(1.5, x(high) - x(low)), height: 10, class: 'band', rx: 2 }),
    s('path', { d: `M${x(start)} ${middle - 6}V${middle + 6}`, class: 'start' }),
    s('circle', { cx: x(median), cy: middle, r: 4.5, class: 'median' }),
    s('path', { d: `M${x(goal)} ${middle - 7}l6 7l-6 7l-6 -7Z`, class: 'goal' }));
}
