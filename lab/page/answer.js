// What replicates have said of a scenario so far, and how it differs from the plan as written on the same draws.
import { data, targets, years } from '../../outputs/report/state.js';

const most = data.baseline.replicates,
    kept = data.kept.length,
    zones = data.zones.length;
const base = data.baseline.met.map((bits) => Uint8Array.from(bits, Number));

export class Answer {
    constructor() {
        this.done = new Uint8Array(most);
        this.count = 0;
        this.met = targets.map(() => new Uint8Array(most));
        this.value = targets.map(() => new Float64Array(most));
        this.series = new Float64Array(kept * years.length * most);
        this.costSum = new Map();
        this.short = new Float64Array(targets.length * zones);
    }

    add({ first, count, met, value, series, cost, short, measures }) {
        for (let i = 0; i < count; ++i) {
            const r = first + i;
            if (r >= most || this.done[r]) continue;
            this.done[r] = 1;
            this.count++;
            for (let t = 0; t < targets.length; ++t) {
                this.met[t][r] = met[i * targets.length + t];
                this.value[t][r] = value[i * targets.length + t];
            }
            for (let k = 0; k < kept * years.length; ++k)
                this.series[k * most + r] = series[i * kept * years.length + k];
        }
        measures.forEach((id, m) => {
            const sums = this.costSum.get(id) ?? new Float64Array(years.length);
            for (let y = 0; y < years.length; ++y) sums[y] += count * cost[m * years.length + y];
            this.costSum.set(id, sums);
        });
        for (let i = 0; i < short.length; ++i) this.short[i] += count * short[i];
    }

    #of(array) {
        const values = [];
        for (let r = 0; r < most; ++r) if (this.done[r]) values.push(array[r]);
        return values;
    }

    /** Cost of each measure by year: Map id -> [year]. */
    get cost() {
        return new Map([...this.costSum].map(([id, sums]) => [id, [...sums].map((sum) => sum / this.count)]));
    }

    /** A target as the report's pictures take it, with the paired difference to the plan as written. */
    target(t) {
        const chance = this.#of(this.met[t]).reduce((sum, met) => sum + met, 0) / this.count;
        let sum = 0,
            squares = 0;
        for (let r = 0; r < most; ++r)
            if (this.done[r]) {
                const step = this.met[t][r] - base[t][r];
                sum += step;
                squares += step * step;
            }
        const mean = sum / this.count,
            variance = Math.max(0, squares / this.count - mean * mean);
        // One replicate more of each kind (as Agresti and Min do for pairs) keeps the error of few changes from being
        // nothing.
        const error = Math.sqrt(
            (variance * this.count + (sum !== 0 || squares > 0 ? 1 : 0)) / (this.count + 2) / this.count,
        );
        const values = this.#of(this.value[t])
            .filter(Number.isFinite)
            .sort((a, b) => a - b);
        return {
            ...targets[t],
            ...judged(chance, this.count),
            difference: mean,
            difference_error: error,
            moved: squares > 0,
            median: quantile(values, 0.5),
            interval: [quantile(values, 0.05), quantile(values, 0.95)],
            zones_short: data.zones
                .map((zone, z) => ({ ...zone, chance: this.short[t * zones + z] / this.count }))
                .filter((zone) => zone.chance > 0.005)
                .sort((a, b) => b.chance - a.chance),
        };
    }

    /** Chance of a target, steadied by what all replicates say of the plan as written: by regression on it. */
    steadied(t) {
        const [met, was] = [this.#of(this.met[t]), this.#of(base[t])],
            n = this.count;
        const mean = (values) => values.reduce((sum, value) => sum + value, 0) / n;
        const [share, before] = [mean(met), mean(was)],
            spread = before * (1 - before),
            together = mean(met.map((value, i) => value * was[i])) - share * before;
        const steady = spread > 0 ? share + (together / spread) * (targets[t].chance - before) : share;
        return Math.max(0, Math.min(1, steady));
    }

    /** Bands 5, 25, 50, 75, 95 % by year of a kept series. */
    bands(k) {
        return years.map((_, y) => {
            const at = (k * years.length + y) * most;
            const values = this.#of(this.series.subarray(at, at + most))
                .filter(Number.isFinite)
                .sort((a, b) => a - b);
            return values.length ? [0.05, 0.25, 0.5, 0.75, 0.95].map((p) => quantile(values, p)) : null;
        });
    }
}

const quantile = (sorted, p) => {
    if (!sorted.length) return NaN;
    const at = p * (sorted.length - 1),
        low = Math.floor(at);
    return sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
};

/** Chance with its 95 % interval (Wilson) and verdict. */
export function judged(chance, n) {
    const z = 1.959964,
        wide = 1 + (z * z) / n,
        middle = chance + (z * z) / (2 * n),
        half = z * Math.sqrt((chance * (1 - chance)) / n + (z * z) / (4 * n * n));
    const verdict = Object.entries(data.scorecard.verdict_from)
        .sort((a, b) => b[1] - a[1])
        .find(([, from]) => chance >= from)[0];
    return {
        chance,
        chance_standard_error: Math.sqrt((chance * (1 - chance)) / n),
        chance_interval: [Math.max(0, (middle - half) / wide), Math.min(1, (middle + half) / wide)],
        verdict,
    };
}

/** The plan as written, from what the command worked out. */
export const asWritten = {
    count: most,
    cost: new Map(data.baseline.cost.map(({ id, cost }) => [id, cost])),
    target: (t) => ({ ...targets[t], difference: 0, difference_error: 0, moved: false }),
    bands: (k) => {
        const [, entity, observable] = data.kept[k];
        return data.places.find((place) => place.id === entity).bands[observable];
    },
};

export const totalByYear = (cost) =>
    years.map((_, y) => [...cost.values()].reduce((sum, one) => sum + (one[y] ?? 0), 0));
