import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { takeDataFolder } from '../running-lock.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('a command', () => {
  it.each(['rollback', 'publish', 'start', 'dev', 'show-settings'])(
    '%s does nothing when it is asked for help, or for what it does not know',
    (name) => {
      const data = join(temporaryFolder(), 'data');
      const script = fileURLToPath(new URL(`../${name}.ts`, import.meta.url));
      const called = (argument: string): { status: number | null; stdout: string; stderr: string } =>
        spawnSync(process.execPath, [script, argument], { env: { ...process.env, DATA_DIR: data }, encoding: 'utf8' });
      expect(called('--help')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^npm .+\n$/) as string, stderr: '' });
      expect(called('--bogus')).toMatchObject({
        status: 1,
        stdout: '',
        stderr: expect.stringContaining('"--bogus" is not known here, so nothing was done. npm ') as string,
      });
      expect(existsSync(data)).toBe(false);
    },
  );

  it('says in a sentence that its data folder cannot be one', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => takeDataFolder(file, 'http://localhost')).toThrow(
      /DATA_DIR is .+ nothing can be written there \(EEXIST.+ is yours to write in\.$/,
    );
  });
});
