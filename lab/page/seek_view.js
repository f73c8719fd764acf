// "What would it take?": its form, its progress, and what was found.
import { h } from '../../outputs/report/dom.js';
import { chance, plain } from '../../outputs/report/format.js';
import { w } from '../../outputs/report/words.js';
import { leverName } from './levers.js';

/** `start()`, `wishes(percent)` and `allows(national)` hear what the reader does; `able`: a search can start. */
export function seekForm({ wish, national, able, start, wishes, allows }) {
    const percent = h('input', {
        type: 'number',
        min: 1,
        max: 99,
        value: wish,
        id: 'seek-wish',
        'data-focus': 'seek-wish',
        oninput: () => percent.validity.valid && wishes(percent.valueAsNumber),
    });
    const whole = h('input', {
        type: 'checkbox',
        checked: national,
        'data-focus': 'seek-national',
        onchange: () => allows(whole.checked),
    });
    const submit = (event) => {
        event.preventDefault();
        start();
    };
    return [
        h('h3', {}, w('seekHeading')),
        h(
            'form',
            { onsubmit: submit },
            h('label', {}, w('seekWish'), ' ', percent, ' %'),
            h('label', {}, whole, ' ', w('seekAllowNational')),
            h('button.quiet', { type: 'submit', id: 'seek-start', disabled: !able }, w('seekStart')),
        ),
    ];
}

/** A search under way: {text, stop}. */
export function seekLine(seeking) {
    const stop = () => (seeking.stop = true);
    return h(
        'p',
        { role: 'status', id: 'seek-status' },
        seeking.text,
        ' ',
        h('button.quiet', { type: 'button', id: 'seek-stop', onclick: stop }, w('seekStop')),
    );
}

/** The answer; `take(scenario)` hears that the reader wants the combination. */
export function seekResult({ result, wished }, take) {
    if (!result) return h('p', {}, w('seekStopped'));
    if (result.chance >= wished) return h('p', { id: 'seek-result' }, w('seekAlready', chance(result.chance)));
    const can = result.singles.filter((single) => single.chance >= wished);
    const shown = (can.length ? can : result.singles.filter((single) => single.chance > result.chance)).slice(0, 5);
    return h(
        'div',
        { id: 'seek-result' },
        result.ceiling < wished ? h('p', {}, h('b', {}, w('seekNone', chance(result.ceiling)))) : null,
        shown.length ? h('h4', {}, can.length ? w('seekSingles') : w('seekNoSingle')) : null,
        h(
            'ul',
            {},
            shown
                .map((single) =>
                    h(
                        'li',
                        {},
                        leverName(single.lever),
                        w('colon'),
                        single.chance >= wished
                            ? w(
                                  'seekSingleYes',
                                  plain(single.level),
                                  chance(single.chance),
                                  plain(single.cost - result.cost),
                              )
                            : w('seekSingleNo', plain(single.level), chance(single.chance)),
                    ),
                ),
        ),
        result.bundle
            ? [
                  h('h4', {}, w('seekBundle', plain(result.bundle.cost))),
                  h(
                      'ul',
                      {},
                      result.bundle.levers.map(({ lever, level }) =>
                          h('li', {}, `${leverName(lever)} → ${plain(level)}`),
                      ),
                  ),
                  h(
                      'p',
                      {},
                      w(
                          'seekCheck',
                          plain(result.bundle.count, 0),
                          chance(result.bundle.chance),
                          plain(200 * result.bundle.error, 1),
                      ),
                  ),
                  result.bundle.chance + 2 * result.bundle.error < wished ? h('p', {}, w('seekShort')) : null,
                  result.bundle.unbooked ? h('p.faint', {}, w('seekUnbooked')) : null,
                  h(
                      'button.quiet',
                      {
                          type: 'button',
                          id: 'seek-take',
                          onclick: () => take(result.bundle.scenario),
                      },
                      w('seekTake'),
                  ),
              ]
            : null,
    );
}
