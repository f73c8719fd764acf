// The engine in a worker of its own. This function is turned into text and becomes the worker, so it uses nothing from
// outside itself.
export function engineWorker() {
    let bytes,
        opening,
        engine,
        thrown = '';
    const encoder = new TextEncoder(),
        decoder = new TextDecoder();
    // What the engine imports of WASI: it has no files, so that nothing but writing a message can happen.
    const wasi = new Proxy(
        {
            proc_exit: () => {
                throw new Error('the engine ended');
            },
        },
        { get: (known, name) => known[name] ?? (() => 8) },
    );
    const give = (text) => {
        const given = encoder.encode(text);
        const at = engine.lab_room(given.length);
        new Uint8Array(engine.memory.buffer, at, given.length).set(given);
    };
    const said = () =>
        decoder.decode(new Uint8Array(engine.memory.buffer, engine.lab_said(), engine.lab_said_length()));
    const start = async () => {
        const imports = {
            wasi_snapshot_preview1: wasi,
            zonecast: {
                thrown: (at, length) => {
                    thrown = decoder.decode(new Uint8Array(engine.memory.buffer, at, length));
                },
            },
        };
        engine = (await WebAssembly.instantiate(bytes, imports)).instance.exports;
        engine._initialize();
        give(opening);
        engine.lab_open();
    };
    const numbers = (place, Kind) => new Kind(engine.memory.buffer, place.at, place.length).slice();
    const calls = {
        open: async (message) => {
            ({ bytes, opening } = message);
            await start();
        },
        take: ({ text }) => {
            give(text);
            engine.lab_take();
            return JSON.parse(said());
        },
        run: ({ seed, first, count }) => {
            engine.lab_run(seed, first, count);
            const at = JSON.parse(said());
            return {
                first,
                count,
                met: numbers(at.met, Uint8Array),
                value: numbers(at.value, Float64Array),
                series: numbers(at.series, Float64Array),
                cost: numbers(at.cost, Float64Array),
                short: numbers(at.member_short, Float64Array),
            };
        },
        nothing: () => null,
        digest: ({ seed, first, count }) => {
            engine.lab_digest(seed, first, count);
            return said();
        },
    };
    globalThis.onmessage = async ({ data }) => {
        try {
            postMessage({ id: data.id, result: await calls[data.call](data) });
        } catch (error) {
            postMessage({ id: data.id, error: `${error.message}${thrown ? ` (${thrown})` : ''}` });
            thrown = '';
            if (bytes) await start().catch(() => {}); // what threw is in no state to go on
        }
    };
}
