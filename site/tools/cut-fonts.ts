/**
 * `node tools/cut-fonts.ts`: cuts the typefaces of the pages out of those in the packages, a file for each face and script, into
 * `src/fonts/`, and writes `src/styles/fonts.css`. Their result is checked in; run it again after a change here or of a package.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { create, type Font } from 'fontkitten';
import subsetFont from 'subset-font';

import { faces, fallbacks, scripts, sources, type Face, type Part, type Script } from './typefaces.ts';

const folder = fileURLToPath(new URL('../src/fonts/', import.meta.url));
const sheet = fileURLToPath(new URL('../src/styles/fonts.css', import.meta.url));
const packages = createRequire(import.meta.url);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const rules: string[] = [];
for (const script of scripts) {
  for (const face of faces) {
    if (face.style === 'italic' && script.upright) continue;
    // The cut of the letters comes last, so that it wins where two hold the same character.
    for (const part of [...script.parts].reverse()) rules.push(await cut(script, part, face));
  }
  for (const face of faces) if (face.fallback) rules.push(fallback(script, face, face.fallback));
}
writeFileSync(`${folder}OFL.txt`, readFileSync(packages.resolve('@fontsource-variable/noto-serif/LICENSE')));
writeFileSync(sheet, `/* Made by tools/cut-fonts.ts. */\n${rules.join('\n')}`);
console.log(`[fonts] ${new Set(rules).size} rules in src/styles/fonts.css`);

/** Cuts one file, and returns the rule that names it. Scripts that share a part share its file. */
async function cut(script: Script, part: Part, face: Face): Promise<string> {
  const file = `${face.name}-${part.name}.woff2`;
  const source = packages.resolve(sources[part.script][face.family].replace('{style}', face.style));
  const bytes = await subsetFont(readFileSync(source), part.characters, { targetFormat: 'woff2', variationAxes: face.axes });
  writeFileSync(folder + file, bytes);
  return rule(`${face.title} ${script.title}`, `url('../fonts/${file}') format('woff2')`, [
    `font-style: ${face.style}`,
    `font-weight: ${face.weight}`,
    // What came too late is for the next page: nothing that is being read moves.
    'font-display: optional',
    `unicode-range: ${rangesOf(part.characters)}`,
  ]);
}

function rule(family: string, src: string, more: string[]): string {
  return `@font-face {\n${[`font-family: '${family}'`, `src: ${src}`, ...more].map((line) => `  ${line};\n`).join('')}}\n`;
}

/**
 * A typeface that most machines have, set so that its lines are as long and as high as those of ours: how much wider
 * ours runs is told by a sentence in both.
 */
function fallback(script: Script, face: Face, by: keyof typeof fallbacks): string {
  const { local, measured }: Fallback = fallbacks[by];
  const ours = opened(`${folder}${face.name}-${script.parts[0].name}.woff2`);
  const theirs = measured[script.parts[0].script];
  const adjust = theirs === undefined ? 1 : widthOf(ours, script.sentence) / widthOf(opened(packages.resolve(theirs)), script.sentence);
  const part = (value: number): string => `${((value / ours.unitsPerEm / adjust) * 100).toFixed(2)}%`;
  const metrics = [
    `font-weight: ${face.weight}`,
    `size-adjust: ${(adjust * 100).toFixed(2)}%`,
    `ascent-override: ${part(ours.ascent)}`,
    `descent-override: ${part(-ours.descent)}`,
    `line-gap-override: ${part(ours.lineGap)}`,
  ];
  const src = (theirs === undefined ? script.local[face.family] : local).map((name) => `local('${name}')`).join(', ');
  return rule(`${face.title} ${script.title} Fallback`, src, metrics);
}

function opened(file: string): Font {
  const font = create(readFileSync(file));
  if (font.isCollection) throw new Error(`${file} holds several fonts; name one with a single font in tools/typefaces.ts.`);
  return font;
}

/** In ems, of the characters that the font has. */
function widthOf(font: Font, text: string): number {
  const widths = codePoints(text).map((point) => font.glyphForCodePoint(point).advanceWidth);
  return widths.reduce((sum, width) => sum + width, 0) / font.unitsPerEm;
}

/** As `unicode-range` writes them: "U+20-7E, U+A0". */
function rangesOf(characters: string): string {
  const points = [...new Set(codePoints(characters))].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const point of points) {
    const last = runs.at(-1);
    if (last && last[1] === point - 1) last[1] = point;
    else runs.push([point, point]);
  }
  return runs.map(([from, to]) => `U+${hex(from)}${to === from ? '' : `-${hex(to)}`}`).join(', ');
}

function codePoints(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

function hex(point: number): string {
  return point.toString(16).toUpperCase();
}

interface Fallback {
  local: string[];
  measured: Partial<Record<Part['script'], string>>;
}
