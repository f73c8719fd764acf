// Opens the engine of a lab page in node, as the page does: node engine.mjs LAB.html [SCENARIO.toml ...]. Prints a JSON line for the plan as
// written and for each scenario: the digest of the first replicates, and which of them meet which target.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const [path, ...scenarios] = process.argv.slice(2);
const html = readFileSync(path, 'utf8');
const part = (id) => html.match(new RegExp(`<script type="[^"]*" id="${id}">([\\s\\S]*?)</script>`))[1].trim();
const unpacked = (id) => gunzipSync(Buffer.from(part(id), 'base64'));
const data = JSON.parse(part('data'));
const encoder = new TextEncoder(), decoder = new TextDecoder();
let engine;
const wasi = new Proxy({ proc_exit: () => { throw new Error('the engine ended'); } }, { get: (known, name) => known[name] ?? (() => 8) });
const text = (at, length) => decoder.decode(new Uint8Array(engine.memory.buffer, at, length));
const thrown = (at, length) => { throw new Error(`the engine threw ${text(at, length)}`); };
engine = (await WebAssembly.instantiate(unpacked('engine'), { wasi_snapshot_preview1: wasi, zonecast: { thrown } })).instance.exports;
engine._initialize();
const give = (given) => {
    const bytes = encoder.encode(given);
    new Uint8Array(engine.memory.buffer, engine.lab_room(bytes.length), bytes.length).set(bytes);
};
const said = () => text(engine.lab_said(), engine.lab_said_length());
give(unpacked('files').toString('utf8'));
engine.lab_open();
const { seed } = data.baseline, { first, count } = data.proof, wide = data.scorecard.targets.length;
for (const scenario of ['', ...scenarios]) {
    give(scenario && readFileSync(scenario, 'utf8'));
    engine.lab_take();
    const taken = JSON.parse(said());
    if (!taken.good) { console.log(JSON.stringify({ scenario, problems: taken.problems })); continue; }
    engine.lab_digest(seed, first, count);
    const digest = said();
    engine.lab_run(seed, first, count);
    const { met } = JSON.parse(said());
    const bits = new Uint8Array(engine.memory.buffer, met.at, met.length);
    console.log(JSON.stringify({ scenario, digest, met: Array.from({ length: wide }, (_, t) => Array.from({ length: count }, (_, r) => bits[r * wide + t]).join('')) }));
}
