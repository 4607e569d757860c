// Keeps the parts of the repository apart: node scripts/check-imports.ts
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import ts from 'typescript';

import { root } from './repository.ts';

/** Which imports a part may not have, and the sentence that says so. `target` is a path from the root, or a package's name. */
interface Rule {
  part: string;
  forbids: (target: string) => boolean;
  because: string;
}

const within = (folder: string) => (target: string) => target === folder || target.startsWith(`${folder}/`);
const isCms = (target: string) => within('cms')(target) || within('@broadsheet/cms')(target);
const isSite = (target: string) => within('site')(target) || within('@broadsheet/site')(target);

const rules: readonly Rule[] = [
  {
    part: 'shared/src',
    forbids: (target) => target !== 'zod' && !within('shared/src')(target),
    because: 'shared is the contract between cms and site: it may import zod and itself, nothing else.',
  },
  { part: 'site', forbids: isCms, because: 'site reaches the cms over HTTP only. What both need belongs in shared.' },
  { part: 'cms', forbids: isSite, because: 'cms knows content, not pages. What both need belongs in shared.' },
  {
    part: 'scripts',
    forbids: (target) => isCms(target) || isSite(target),
    because: 'scripts run the cms and the site by command or HTTP; of their code they may import only shared.',
  },
];

/** A sentence for every import in these files that a rule forbids. Paths count from the root. */
export function importProblems(files: readonly { path: string; text: string }[]): string[] {
  return files.flatMap(({ path, text }) => {
    const broken = rules.filter((rule) => within(rule.part)(path));
    return importsOf(path, text).flatMap((specifier) => {
      const target = specifier.startsWith('.') ? relative('/', resolve('/', dirname(path), specifier)) : specifier;
      return broken.filter((rule) => rule.forbids(target)).map((rule) => `${path} imports "${specifier}": ${rule.because}`);
    });
  });
}

function importsOf(path: string, text: string): string[] {
  // Of an Astro file only the frontmatter and the scripts are code.
  const code = path.endsWith('.astro')
    ? [/^---\n(.*?)\n---/s, /<script[^>]*>(.*?)<\/script>/gs].flatMap((part) => allMatches(text, part))
    : [text];
  return code.flatMap((piece) => ts.preProcessFile(piece, true, true).importedFiles.map((file) => file.fileName));
}

function allMatches(text: string, pattern: RegExp): string[] {
  const matches = pattern.global ? [...text.matchAll(pattern)] : [pattern.exec(text)];
  return matches.map((match) => match?.[1] ?? '');
}

function sourceFiles(folder: string): { path: string; text: string }[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : sourceFiles(path);
    return /\.(?:[cm]?[jt]sx?|astro)$/.test(entry.name) ? [{ path, text: readFileSync(join(root, path), 'utf8') }] : [];
  });
}

const skipped = new Set(['node_modules', 'dist', 'build', '.astro', '.strapi', '.cache', '.data', 'types']);

if (import.meta.main) {
  const files = ['shared', 'cms', 'site', 'scripts'].flatMap(sourceFiles);
  const problems = importProblems(files);
  for (const problem of problems) console.error(problem);
  console.log(
    problems.length === 0
      ? `[check-imports] ${files.length} files keep to the rules`
      : `[check-imports] ${problems.length} imports to mend`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}
