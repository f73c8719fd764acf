// What leaves the page: files that the reader saves.
import { h } from '../../outputs/report/dom.js';
import { data } from '../../outputs/report/state.js';

// The page before anything is drawn in it.
const source = `<!doctype html>\n${document.documentElement.outerHTML}\n`;

/** Saves a text as a file that is called after the plan. */
export function save(ending, text, type) {
    const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    h('a', { href: url, download: `${data.scorecard.plan.id}-${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** The text of this page, opening with `settings`. */
export function savedPage(settings) {
    const kept = JSON.stringify(settings).replaceAll('<', '\\u003c');
    return source.replace(
        /(<script type="application\/json" id="settings">)[\s\S]*?(<\/script>)/,
        (_, start, end) => start + kept + end,
    );
}
