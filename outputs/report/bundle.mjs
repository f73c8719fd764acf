// Bundles the page: node bundle.mjs SOURCE BUILD TEMPLATE. Scripts, style and licences become one HTML file; the marks ZONECAST-... in it are
// filled by the program (outputs/report_page.cpp). The script runs by its hash alone, so that nothing else in the page can run.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [source, build, template] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(build, 'package.json'));
const esbuild = require('esbuild');

function bundled(entry, loader) {
    const result = esbuild.buildSync({
        entryPoints: [join(source, entry)],
        bundle: true,
        minify: true,
        write: false,
        target: ['chrome90', 'edge90', 'firefox90', 'safari15'],
        format: 'iife',
        charset: 'utf8',
        legalComments: 'none',
        nodePaths: [join(build, 'node_modules')],
        loader,
    });
    return result.outputFiles[0].text.trim();
}

const script = bundled('main.js');
const style = bundled('style.css');
const licence = (name, file) => readFileSync(join(build, 'node_modules', name, file), 'utf8').trim();
const notice = (name) => `${name} ${JSON.parse(licence(name, 'package.json')).version}`;
const licences = [
    notice('echarts'), licence('echarts', 'NOTICE'), licence('echarts', 'LICENSE'), licence('echarts', 'licenses/LICENSE-d3'),
    notice('zrender'), licence('zrender', 'LICENSE'),
    notice('tslib'), licence('tslib', 'LICENSE.txt'),
].join('\n\n');
for (const [what, text] of [['script', script], ['style', style], ['licences', licences]])
    if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`the ${what} would end the element that it stands in`);

const fill = {
    'BUNDLE-HASH': 'sha256-' + createHash('sha256').update(script, 'utf8').digest('base64'),
    'BUNDLE-STYLE': style,
    'BUNDLE-LICENCES': licences,
    'BUNDLE-SCRIPT': script,
};
const page = readFileSync(join(source, 'template.html'), 'utf8');
writeFileSync(template, page.replace(/BUNDLE-[A-Z]+/g, (mark) => fill[mark]));
