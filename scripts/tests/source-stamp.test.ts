import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';

import { hashOf, isStamped, removeStamp, setStamp } from '../source-stamp.ts';
import { temporaryFolder } from './temporary-folder.ts';

let folder: string;
let before: string;
const now = () => hashOf(folder, ['src', 'package.json', 'missing']);

beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder, 'src/pages'), { recursive: true });
  writeFileSync(join(folder, 'src/a.ts'), 'a');
  writeFileSync(join(folder, 'src/pages/b.ts'), 'b');
  writeFileSync(join(folder, 'package.json'), '{}');
  before = now();
});

describe('the hash of sources', () => {
  it('is the same for the same files, whenever they were written', () => {
    writeFileSync(join(folder, 'src/a.ts'), 'a');
    expect(now()).toBe(before);
  });

  it.each<[string, () => void]>([
    ['the text of a file', () => writeFileSync(join(folder, 'src/pages/b.ts'), 'c')],
    ['a new file', () => writeFileSync(join(folder, 'src/c.ts'), '')],
    ['a deleted file', () => rmSync(join(folder, 'src/a.ts'))],
    ['a file’s name', () => renameSync(join(folder, 'src/a.ts'), join(folder, 'src/z.ts'))],
    ['a file that was missing', () => writeFileSync(join(folder, 'missing'), '')],
  ])('changes with %s', (_what, change) => {
    change();
    expect(now()).not.toBe(before);
  });
});

describe('a stamp', () => {
  it('holds for the hash it was set with, until it is removed', () => {
    const stamp = join(folder, 'dist/.built-from');
    expect(isStamped(stamp, before)).toBe(false);
    setStamp(stamp, before);
    expect(isStamped(stamp, before)).toBe(true);
    expect(isStamped(stamp, 'another')).toBe(false);
    removeStamp(stamp);
    expect(isStamped(stamp, before)).toBe(false);
  });
});
