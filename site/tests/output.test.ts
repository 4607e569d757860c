import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { SitePath } from '@broadsheet/shared';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { Output } from '../publisher/output.ts';
import { hasBytes } from '../publisher/page-file.ts';

const path = '/2026/11/bridge/' as SitePath;

let folder: string;
let output: Output;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'output-'));
  output = new Output(join(folder, 'www'), join(folder, 'scratch'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('takes a finished page in, whether its folder is there already or not', () => {
  for (const text of ['first', 'second']) {
    writeFileSync(join(folder, text), text);
    output.takeIn(path, join(folder, text));
  }
  expect(output.write(path, Buffer.from('second'))).toBe(false);
  expect(output.remove(path)).toBe(true);
  expect(existsSync(join(folder, 'www/2026'))).toBe(false);
});

it('has nothing to remove where a file stands in the place of a folder', () => {
  output.write('/2026' as SitePath, Buffer.from('a file'));
  expect(output.remove(path)).toBe(false);
});

it('takes a file that cannot be looked at for another', () => {
  expect(hasBytes(join(folder, 'n'.repeat(300)), Buffer.from('text'))).toBe(false);
});

it('clears away the folder that was made for a page which came to nothing', () => {
  mkdirSync(join(folder, 'www/2026/11/bridge'), { recursive: true });
  expect(output.remove(path)).toBe(false);
  expect(existsSync(join(folder, 'www/2026'))).toBe(false);
});
