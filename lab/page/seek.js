// What would it take? Single levers that bring a target to a wished chance, the cheapest combination found, or that
// none can.
import { data } from '../../outputs/report/state.js';
import { Answer } from './answer.js';
import { bounds, builds, dosesAt, levelOf, levers, planText, stepOf, withDoses } from './scenario.js';

// Replicates of a trial: paired, and steadied by what all of them say of the plan as written.
const screened = Math.min(96, data.baseline.replicates);
const piece = 8; // replicates at a time: what a new question waits for
const fresh = 512;
const rounds = 3; // times that a combination is raised because fresh replicates say less of it than those of the search

/** [first, count] of pieces of replicates, of at most `size` each. */
export const pieces = (first, count, size = piece) =>
    Array.from({ length: Math.ceil(count / size) }, (_, i) => [first + size * i, Math.min(size, count - size * i)]);

/** Halfway between two doses of a lever, in steps of its slider and nearer to `high`. */
function halfway(lever, low, high) {
    const step = builds(lever.about) ? 1 : stepOf(bounds(lever)),
        steps = (low + high) / 2 / step;
    return Number(((high > low ? Math.ceil(steps) : Math.floor(steps)) * step).toFixed(6));
}
const sum = (answer) => [...answer.cost.values()].flat().reduce((all, value) => all + value, 0);

/**
 * Searches from `scenario`. `national`: what only the nation decides may turn too; `tell(lever, at, all)` hears what is
 * tried; `stopped()` ends it. Gives {chance, singles: [{lever, level, chance, cost}], ceiling, and bundle: {levers,
 * scenario, chance, error, cost} or null}; null if stopped.
 */
export async function seek({ engine, scenario, target, wish, national, tell, stopped }) {
    const tried = new Map();
    const attempt = async (one) => {
        const text = planText(one);
        if (tried.has(text)) return tried.get(text);
        const answer = new Answer();
        await engine.run(text, pieces(0, screened), (part) => answer.add(part), stopped);
        const got = answer.count ? { chance: answer.steadied(target), cost: sum(answer) } : null;
        tried.set(text, got);
        return got;
    };
    const build = (list) =>
        list.reduce((one, { lever, level }) => withDoses(one, lever, dosesAt(lever, level)), scenario);
    const turnable = levers.filter(
        (lever) =>
            (national || !lever.about.national) && lever.about.channels.some(({ lever: moved }) => moved !== 'none'),
    );
    // A lever that pushes the other way (a tax rate) helps at its lower end.
    const ends = turnable
        .map((lever) => ({
            lever,
            top: lever.about.channels.some(({ lever: moved }) => moved === 'hnte_tax_rate')
                ? bounds(lever)[0]
                : bounds(lever)[1],
        }))
        .filter(({ lever, top }) => top !== levelOf(scenario, lever));
    const steps = ends.length + 1;
    const start = await attempt(scenario);
    if (stopped()) return null;
    const singles = [];
    for (const [i, { lever, top }] of ends.entries()) {
        tell(lever, i + 1, steps);
        const got = await attempt(build([{ lever, level: top }]));
        if (stopped() || !got) return null;
        singles.push({ lever, level: top, ...got });
    }
    singles.sort((a, b) => b.chance - a.chance);
    // What all levers reach that do no harm alone.
    const atEnds = singles.filter(({ chance }) => chance >= start.chance).map((single) => ({ ...single }));
    tell(null, steps, steps);
    const ceiling = await attempt(build(atEnds));
    if (stopped()) return null;
    // The least dose of a lever, between that of the scenario and `best`, with which `make(level)` still has the chance
    // `aim`: by halving; {level, got}, or null if stopped.
    const least = async (lever, best, aim, make) => {
        let low = levelOf(scenario, lever),
            high = best;
        for (;;) {
            const level = halfway(lever, low, high.level);
            if (level === high.level || level === low) return high;
            const got = await attempt(make(level));
            if (stopped() || !got) return null;
            if (got.chance >= aim) high = { level, got };
            else low = level;
        }
    };
    for (const single of singles.filter(({ chance }) => chance >= wish).slice(0, 4)) {
        const { lever, level, chance, cost } = single;
        tell(lever, steps, steps);
        const found = await least(lever, { level, got: { chance, cost } }, wish, (dose) =>
            build([{ lever, level: dose }]),
        );
        if (!found) return null;
        Object.assign(single, found.got, { level: found.level });
    }
    // The cheapest combination found that has the chance `aim`: {levers, got}, null if there is none or if stopped.
    const bundleFor = async (aim) => {
        if (ceiling.chance < aim) return null;
        // Most chance for money first (a cost that is not booked counts as the least that is), until the wish is met;
        // then leave out what is not needed.
        const rise = ({ cost }) => Math.max(cheapest, cost - start.cost);
        const cheapest = Math.min(...singles.map(({ cost }) => cost - start.cost).filter((cost) => cost > 0), 1);
        const order = atEnds
            .filter(({ chance }) => chance > start.chance)
            .sort((a, b) => (b.chance - start.chance) / rise(b) - (a.chance - start.chance) / rise(a));
        let chosen = [],
            got = start;
        for (const single of order) {
            if (got.chance >= aim) break;
            chosen = [...chosen, single];
            tell(single.lever, steps, steps);
            got = await attempt(build(chosen));
            if (stopped() || !got) return null;
        }
        if (got.chance < aim) [chosen, got] = [atEnds, ceiling];
        for (const one of [...chosen].sort((a, b) => b.cost - a.cost)) {
            if (chosen.length === 1) break;
            const rest = chosen.filter((other) => other.lever !== one.lever),
                without = await attempt(build(rest));
            if (stopped() || !without) return null;
            if (without.chance >= aim) [chosen, got] = [rest, without];
        }
        // Then less of each.
        for (const [i, { lever, level }] of chosen.entries()) {
            tell(lever, steps, steps);
            const others = chosen.filter((_, j) => j !== i);
            const found = await least(lever, { level, got }, aim, (dose) => build([...others, { lever, level: dose }]));
            if (!found) return null;
            chosen = chosen.map((one, j) => (j === i ? { ...one, level: found.level } : one));
            got = found.got;
        }
        const alone = singles.filter(({ chance }) => chance >= aim).sort((a, b) => a.cost - b.cost)[0];
        return alone && alone.cost <= got.cost ? { levers: [alone], got: alone } : { levers: chosen, got };
    };
    // Chance of a scenario on replicates that the search has not seen.
    const check = async (one) => {
        let met = 0,
            n = 0;
        await engine.run(
            planText(one),
            pieces(data.baseline.replicates, fresh),
            (part) => {
                const wide = part.met.length / part.count;
                for (let i = 0; i < part.count; ++i) met += part.met[i * wide + target];
                n += part.count;
            },
            stopped,
        );
        return { chance: met / n, error: Math.sqrt(((met / n) * (1 - met / n)) / n), count: n };
    };
    let bundle = null;
    for (let round = 0, aim = wish; round < rounds && start.chance < wish; ++round) {
        const found = await bundleFor(Math.min(aim, ceiling.chance));
        if (stopped()) return null;
        if (!found || ceiling.chance < wish) break;
        const made = build(found.levers),
            checked = await check(made);
        if (stopped()) return null;
        bundle = {
            ...checked,
            levers: found.levers,
            scenario: made,
            cost: found.got.cost - start.cost,
            unbooked: found.levers.some(({ lever }) => !(lever.about.unit_cost > 0)),
        };
        if (checked.chance >= wish || aim >= ceiling.chance) break;
        aim += wish - checked.chance;
    }
    return { chance: start.chance, cost: start.cost, singles, bundle, ceiling: ceiling.chance };
}
