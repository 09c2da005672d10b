/**
 * Makes grammar/cst.d.ts and grammar/diagram.html from the parser.
 *
 *     node scripts/generate-grammar.mjs            writes them
 *     node scripts/generate-grammar.mjs --check    exits with 1 where they are out of date
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Chevrotain's drawing of diagrams is made for browsers and CommonJS, but lies in a package of ES modules. */
function commonJs(name) {
  const path = join(root, 'node_modules/chevrotain/diagrams', `${name}.js`);
  const module = { exports: {} };
  const load = new Function('module', 'exports', 'require', readFileSync(path, 'utf8'));
  load.call(module.exports, module, module.exports, (other) => commonJs(other.replace('../', '')));
  return module.exports;
}

const { convertProductionToDiagram } = commonJs('src/diagrams_builder');

const bundle = await build({
  stdin: {
    contents: "export { ArchParser } from './grammar/parser.ts'; export { generateCstDts } from 'chevrotain';",
    resolveDir: root,
  },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const { ArchParser, generateCstDts } = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`
);
const parser = new ArchParser({ skipValidations: false });

/** What the parser takes only in order to report it is no part of the language. */
function withoutRecovery(production) {
  if (production.definition === undefined) return production.name === 'stray' ? undefined : production;
  const definition = production.definition.map(withoutRecovery).filter((part) => part !== undefined);
  if (definition.length === 0 && production.type !== 'Rule') return undefined;
  return withCommas({ ...production, definition });
}

/** The parser takes items and commas in any order and the builder checks them; the language wants one between two. */
function withCommas(production) {
  const [choice] = production.definition;
  if (production.type !== 'Repetition' || choice?.type !== 'Alternation' || choice.definition.length !== 2) {
    return production;
  }
  const [item, comma] = choice.definition.map(({ definition }) => definition[0]);
  if (comma.name !== 'Comma') return production;
  const repetition = { type: 'Repetition', definition: [comma, item] };
  return { type: 'Option', definition: [item, repetition, { type: 'Option', definition: [comma] }] };
}

const style = `
body { font-family: system-ui, sans-serif; margin: 2em auto; max-width: 72em; padding: 0 1em; }
h2 { font: bold 1.1em monospace; margin: 1.5em 0 0; }
svg { max-width: 100%; height: auto; }
svg path { stroke-width: 2; stroke: #444; fill: none; }
svg text { font: bold 14px monospace; text-anchor: middle; }
svg rect { stroke-width: 2; stroke: #444; fill: #e3f1da; }
svg g.non-terminal rect { fill: #dbe6f7; }
`;

function diagram() {
  const rules = parser
    .getSerializedGastProductions()
    .filter(({ name }) => name !== 'stray')
    .map((rule) => {
      const svg = String(convertProductionToDiagram(withoutRecovery(rule), rule.name)).replaceAll(
        '<svg ',
        `<svg xmlns="http://www.w3.org/2000/svg" `,
      );
      return `<h2 id="${rule.name}">${rule.name}</h2>\n${svg}`;
    });
  return [
    '<!DOCTYPE html>',
    '<!-- Made from the parser by scripts/generate-grammar.mjs. -->',
    '<html lang="en">',
    `<head><meta charset="utf-8"><title>The grammar of Netwright</title><style>${style}</style></head>`,
    '<body>',
    '<h1>The grammar of Netwright</h1>',
    '<p>Green boxes are tokens, blue boxes are rules. Blanks, newlines and comments may stand between any two tokens.</p>',
    ...rules,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const outputs = {
  'grammar/cst.d.ts': generateCstDts(parser.getGAstProductions(), { includeVisitorInterface: false }),
  'grammar/diagram.html': diagram(),
};

for (const [path, text] of Object.entries(outputs)) {
  const file = join(root, path);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${path} is out of date: run node scripts/generate-grammar.mjs`);
    process.exitCode = 1;
  }
}
