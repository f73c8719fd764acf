// Numbers, chances and lists as people read them.
import { say, state } from './state.js';
import { w } from './words.js';

const missing = '–';

function number(value, decimals) {
    return new Intl.NumberFormat(state.language === 'zh' ? 'zh-CN' : 'en-GB',
        { minimumFractionDigits: decimals, maximumFractionDigits: decimals ?? 4, useGrouping: true }).format(value).replace('-', '−');
}

/** Decimals that show about three digits; none where all are whole. */
export function decimalsFor(values) {
    const known = values.filter((value) => Number.isFinite(value));
    if (!known.length || known.every(Number.isInteger)) return 0;
    const largest = Math.max(...known.map(Math.abs));
    return largest >= 100 ? 0 : largest >= 10 ? 1 : largest >= 1 ? 2 : 3;
}

/** A number in a style {kind, decimals} of the program. */
export function styled(value, style, unit = '') {
    if (!Number.isFinite(value)) return missing;
    if (style.kind === 'percent') return number(100 * value, style.decimals) + '%';
    if (style.kind === 'times') return number(value, style.decimals) + '×';
    return withUnit(number(value, style.decimals), unit);
}

/** The distance between two such numbers: percentage points for shares; a mean of small whole numbers keeps a decimal. */
export function distance(value, style, unit = '') {
    if (!Number.isFinite(value)) return missing;
    if (style.kind === 'plain' && style.decimals === 0 && Math.abs(value) < 10 && !Number.isInteger(value)) return withUnit(number(value, Math.abs(value) < 1 ? 2 : 1), unit);
    if (style.kind === 'percent') return w('points', number(100 * value, style.decimals));
    return styled(value, style, unit);
}

export function withUnit(text, unit) {
    if (!unit) return text;
    return unit.startsWith('/') ? text + unit : /^\d/.test(unit) ? `${text} (${unit})` : `${text} ${unit}`;
}

/** How values of an observable are written. */
export function styleOf(observable, values) {
    return observable.percent ? { kind: 'percent', decimals: Math.min(2, decimalsFor(values.map((v) => 100 * v))) }
                              : { kind: 'plain', decimals: decimalsFor(values) };
}

/** A chance with as many digits as the number of replicates bears out. */
export function chance(value, error = 0.01) {
    if (!Number.isFinite(value)) return missing;
    if (value <= 0) return '0%';
    if (value >= 1) return '100%';
    const decimals = error > 0.004 ? 0 : 1;
    if (value < 0.005 && decimals === 0) return '<1%';
    if (value > 0.995 && decimals === 0) return '>99%';
    return number(100 * value, decimals) + '%';
}

/** The 95 % interval of a chance. */
export function interval([low, high]) {
    const text = (value) => number(100 * value, value > 0 && value < 0.095 || value < 1 && value > 0.905 ? 1 : 0);
    return `${text(low)}–${text(high)}%`;
}

/** A number of an axis: no more decimals than it has. */
export const tick = (value, style) => number(style.kind === 'percent' ? 100 * value : value, undefined) + (style.kind === 'percent' ? '%' : '');

export const signed = (value, text) => (value > 0 ? '+' : '') + text;
export const percent = (value, decimals = 0) => (!Number.isFinite(value) ? missing : value > 0 && value < 0.005 && decimals === 0 ? '<1%' : number(100 * value, decimals) + '%');

/** What a target asks for, in the program's words; signs close up to their numbers as they do on this page. */
export const asks = (target) => say(target.asks).replace(/ (?=[%×])/g, '').replace(/([≥≤<>]) /g, '$1\u00a0');
export const plain = (value, decimals) => (Number.isFinite(value) ? number(value, decimals ?? decimalsFor([value])) : missing);
export const list = (texts) => texts.join(w('listSeparator'));
