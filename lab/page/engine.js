// The engine of the page: some workers, each with an instance of its own, that answer questions about one plan text
// after the other.
import { say } from '../../outputs/report/state.js';
import { w } from '../../outputs/report/words.js';
import { engineWorker } from './worker.js';

const embedded = (id) => document.getElementById(id).textContent.trim();

async function unpacked(id) {
    const packed = Uint8Array.from(atob(embedded(id)), (character) => character.charCodeAt(0));
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}

/** What an old browser lacks; empty where the page can work. */
export const lacking = () =>
    [
        [typeof WebAssembly === 'object', 'WebAssembly'],
        [typeof DecompressionStream === 'function', 'DecompressionStream'],
        [typeof Worker === 'function', 'Worker'],
    ]
        .filter(([there]) => !there)
        .map(([, name]) => name);

export class Engine {
    #workers = [];
    #waiting = new Map();
    #next = 0;

    /** Starts the workers: one core is left to the page where there are more than two. */
    async start(seed, progress) {
        this.seed = seed;
        const [bytes, files] = await Promise.all([unpacked('engine'), unpacked('files')]);
        const opening = new TextDecoder().decode(files);
        const cores = navigator.hardwareConcurrency || 2,
            count = cores <= 2 ? cores : Math.min(cores - 1, 16);
        const url = URL.createObjectURL(new Blob([`(${engineWorker})()`], { type: 'text/javascript' }));
        let ready = 0;
        const all = Array.from({ length: count }, async () => {
            const worker = new Worker(url);
            const entry = { worker, text: null, last: Promise.resolve() };
            worker.onmessage = ({ data }) => {
                const asked = this.#waiting.get(data.id);
                this.#waiting.delete(data.id);
                if ('error' in data) {
                    entry.text = null;
                    asked.reject(new Error(data.error));
                } else asked.resolve(data.result);
            };
            worker.onerror = (event) => {
                for (const asked of this.#waiting.values()) asked.reject(new Error(event.message));
            };
            await this.#ask(entry, 'open', { bytes, opening });
            await this.#about(entry, '', 'nothing');
            this.#workers.push(entry);
            progress(++ready, count);
        });
        await Promise.all(all);
        URL.revokeObjectURL(url);
    }

    get size() {
        return this.#workers.length;
    }

    #ask(entry, call, what) {
        return new Promise((resolve, reject) => {
            const id = this.#next++;
            this.#waiting.set(id, { resolve, reject });
            entry.worker.postMessage({ id, call, ...what });
        });
    }

    /**
     * Has a worker take a plan, unless it has it, and answer a question about it; one after the other. Null if
     * `stopped()` says so when its turn has come.
     */
    #about(entry, text, call, what, stopped = () => false) {
        const turn = entry.last
            .catch(() => {})
            .then(async () => {
                if (stopped()) return null;
                if (entry.text !== text) {
                    entry.text = null;
                    const taken = await this.#ask(entry, 'take', { text });
                    if (!taken.good) throw new PlanError(taken.problems);
                    entry.text = text;
                    entry.measures = taken.measures;
                }
                return this.#ask(entry, call, { seed: this.seed, ...what });
            });
        entry.last = turn;
        return turn;
    }

    /** The digest of whole replicates of a plan (empty: as written), which the command gives as well. */
    digest({ first, count }, text = '') {
        return this.#about(this.#workers[0], text, 'digest', { first, count });
    }

    /**
     * Runs pieces [first, count] of a plan on all workers; `got` takes each answer, as they come. Stops early when
     * `stopped()` says so.
     */
    async run(text, pieces, got, stopped) {
        const queue = [...pieces];
        await Promise.all(
            this.#workers.map(async (entry) => {
                while (queue.length && !stopped()) {
                    const [first, count] = queue.shift();
                    const answer = await this.#about(entry, text, 'run', { first, count }, stopped);
                    if (!stopped()) got({ ...answer, measures: entry.measures });
                }
            }),
        );
    }
}

/** A plan that the engine refuses, with its problems. */
export class PlanError extends Error {
    constructor(problems) {
        super(
            problems
                .filter(({ severity }) => severity === 'error')
                .map(({ what, hint }) => say(what) + (say(hint) ? w('bracketed', say(hint)) : ''))
                .join('\n'),
        );
    }
}
