// What would it take? Single levers that bring a target to a wished chance, the cheapest combination found, or that
// none can.
import { data } from '../../outputs/report/state.js';
import { Answer } from './answer.js';
import { bounds, builds, dosesAt, levelOf, levers, planText, withDoses } from './scenario.js';

// Replicates of a trial: paired, so that they tell levers apart.
const screened = Math.min(96, data.baseline.replicates);
const piece = 8; // replicates at a time: what a new question waits for
const fresh = 512;

export const pieces = (first, count) =>
    Array.from({ length: Math.ceil(count / piece) }, (_, i) => [first + piece * i, Math.min(piece, count - piece * i)]);
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
        const got = answer.count ? { chance: answer.target(target).chance, cost: sum(answer) } : null;
        tried.set(text, got);
        return got;
    };
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
    const steps = ends.length + 2;
    const start = await attempt(scenario);
    if (stopped()) return null;
    tell(null, 1, steps);
    const everything = ends.reduce((one, { lever, top }) => withDoses(one, lever, dosesAt(lever, top)), scenario);
    const ceiling = await attempt(everything);
    if (stopped()) return null;
    const singles = [];
    for (const [i, { lever, top }] of ends.entries()) {
        tell(lever, i + 2, steps);
        const got = await attempt(withDoses(scenario, lever, dosesAt(lever, top)));
        if (stopped() || !got) return null;
        singles.push({ lever, level: top, ...got });
    }
    singles.sort((a, b) => b.chance - a.chance);
    // The least dose of a lever with which `make(level)` still meets the wish, by halving; {level, got} or null if stopped.
    const least = async (lever, from, best, steps, make) => {
        let low = from,
            high = best;
        for (let step = 0; step < steps; ++step) {
            const between = (low + high.level) / 2,
                level = builds(lever.about) ? Math.ceil(between) : between;
            if (level === high.level) break;
            const got = await attempt(make(level));
            if (stopped() || !got) return null;
            if (got.chance >= wish) high = { level, got };
            else low = level;
        }
        return high;
    };
    for (const single of singles.filter(({ chance }) => chance >= wish).slice(0, 4)) {
        const { lever, level, chance, cost } = single;
        tell(lever, steps, steps);
        const found = await least(lever, levelOf(scenario, lever), { level, got: { chance, cost } }, 4, (dose) =>
            withDoses(scenario, lever, dosesAt(lever, dose)),
        );
        if (!found) return null;
        Object.assign(single, found.got, { level: found.level });
    }
    let bundle = null;
    if (ceiling.chance >= wish && start.chance < wish) {
        // Most chance for money first (a cost that is not booked counts as the least that is), until the wish is met;
        // then leave out what is not needed.
        const cheapest = Math.min(...singles.map(({ cost }) => cost - start.cost).filter((cost) => cost > 0), 1);
        const order = singles
            .filter(({ chance }) => chance > start.chance)
            .sort(
                (a, b) =>
                    (b.chance - start.chance) / Math.max(cheapest, b.cost - start.cost) -
                    (a.chance - start.chance) / Math.max(cheapest, a.cost - start.cost),
            );
        let chosen = [],
            got = start,
            now = scenario;
        const build = (list) =>
            list.reduce((one, { lever, level }) => withDoses(one, lever, dosesAt(lever, level)), scenario);
        for (const single of order) {
            if (got.chance >= wish) break;
            chosen = [...chosen, { ...single, level: ends.find(({ lever }) => lever === single.lever).top }];
            now = build(chosen);
            tell(single.lever, steps, steps);
            got = await attempt(now);
            if (stopped() || !got) return null;
        }
        if (got.chance < wish) {
            chosen = ends.map(({ lever, top }) => ({ lever, level: top }));
            now = everything;
            got = ceiling;
        }
        for (const one of [...chosen].sort((a, b) => b.cost - a.cost)) {
            if (chosen.length === 1) break;
            const rest = chosen.filter((other) => other.lever !== one.lever),
                without = await attempt(build(rest));
            if (stopped() || !without) return null;
            if (without.chance >= wish) [chosen, now, got] = [rest, build(rest), without];
        }
        // Then less of each, and one lever alone where that costs less.
        for (const [i, { lever, level }] of chosen.entries()) {
            tell(lever, steps, steps);
            const others = chosen.filter((_, j) => j !== i);
            const found = await least(lever, levelOf(scenario, lever), { level, got }, 3, (dose) =>
                build([...others, { lever, level: dose }]),
            );
            if (!found) return null;
            chosen = chosen.map((one, j) => (j === i ? { ...one, level: found.level } : one));
            got = found.got;
        }
        const alone = singles.filter(({ chance }) => chance >= wish).sort((a, b) => a.cost - b.cost)[0];
        if (alone && alone.cost <= got.cost) [chosen, got] = [[alone], alone];
        now = build(chosen);
        // A check on replicates that the search has not seen.
        let met = 0,
            n = 0;
        await engine.run(
            planText(now),
            pieces(data.baseline.replicates, fresh),
            (part) => {
                const wide = part.met.length / part.count;
                for (let i = 0; i < part.count; ++i) {
                    met += part.met[i * wide + target];
                    ++n;
                }
            },
            stopped,
        );
        if (stopped()) return null;
        const share = met / n;
        bundle = {
            levers: chosen,
            scenario: now,
            chance: share,
            error: Math.sqrt((share * (1 - share)) / n),
            count: n,
            cost: got.cost - start.cost,
            unbooked: chosen.some(({ lever }) => !(lever.about.unit_cost > 0)),
        };
    }
    return { chance: start.chance, cost: start.cost, singles, bundle, ceiling: ceiling.chance };
}
