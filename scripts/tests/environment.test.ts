import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

import { describe, expect, it } from 'vitest';

import { readEnvironment } from '../environment.ts';
import { OperatorError } from '../operator-error.ts';
import { root } from '../repository.ts';
import { secretNames, settingNames } from '../settings.ts';
import { temporaryFolder } from './temporary-folder.ts';

const read = (folder: string, variables: NodeJS.ProcessEnv = {}, lines: string[] = []) =>
  readEnvironment({ folder, variables, say: (line) => lines.push(line) });

async function refusal(variables: NodeJS.ProcessEnv, file?: string): Promise<string[]> {
  const folder = temporaryFolder();
  if (file !== undefined) writeFileSync(join(folder, '.env'), file);
  const error = await read(folder, variables).catch((reason: unknown) => reason);
  if (!(error instanceof OperatorError)) throw new Error(`expected a refusal, got ${String(error)}`);
  if (file === undefined)
    expect(statSync(join(folder, '.env'), { throwIfNoEntry: false }), 'nothing is written while a setting is bad').toBeUndefined();
  return error.message.split('\n');
}

describe('the settings', () => {
  it('have a value each when nothing is set', async () => {
    const folder = temporaryFolder();
    const { values, cmsPort, sitePort } = await read(folder);
    expect(values).toMatchObject({
      CMS_HOST: '127.0.0.1',
      SITE_URL: 'http://localhost:4321',
      CMS_URL: 'http://127.0.0.1:1337',
      DATABASE_CLIENT: 'sqlite',
    });
    expect([cmsPort, sitePort]).toEqual([1337, 4321]);
    expect(values.DATA_DIR).toBe(join(folder, '.data'));
  });

  it('follow one another: the addresses name the ports that were chosen', async () => {
    const { values } = await read(temporaryFolder(), { CMS_PORT: '2000', SITE_PORT: '2001', CMS_HOST: '0.0.0.0' });
    expect(values.CMS_URL).toBe('http://127.0.0.1:2000');
    expect(values.SITE_URL).toBe('http://localhost:2001');
  });

  it('come from the environment before the file, and an empty one counts as not set', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, '.env'), 'CMS_PORT=2000\nSITE_PORT="2001" # the site\nDATA_DIR=/srv/news\n');
    const { values } = await read(folder, { CMS_PORT: '2002', SITE_PORT: '' });
    expect(values).toMatchObject({ CMS_PORT: '2002', SITE_PORT: '2001', DATA_DIR: '/srv/news' });
  });

  it('reach the child processes', async () => {
    const { forChild, values } = await read(temporaryFolder(), { PATH: '/bin' });
    expect(forChild).toMatchObject({ PATH: '/bin', CMS_READ_TOKEN: values.CMS_READ_TOKEN, DATA_DIR: values.DATA_DIR });
  });

  it.each([
    ['CMS_PORT', '70000'],
    ['CMS_PORT', 'http'],
    ['SITE_PORT', '0'],
    ['SITE_PORT', '1337'],
    ['SITE_URL', 'news.example.org'],
    ['SITE_URL', 'https://news.example.org/en/'],
    ['CMS_URL', 'ftp://cms'],
    ['DATABASE_CLIENT', 'mysql'],
    ['DATABASE_URL', 'mysql://host/base'],
    ['DEMO_CONTENT', 'yes'],
    ['TRUSTED_PROXIES', 'a;b'],
    ['CMS_READ_TOKEN', 'short'],
    ['ADMIN_EMAIL', 'admin'],
    ['ADMIN_PASSWORD', 'password'],
    ['APP_KEYS', 'toosmall'],
  ])('are refused when %s is %s', async (name, value) => {
    const sentences = await refusal({ [name]: value });
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(new RegExp(`^Setting ${name} is ".*", but it must .+ Correct it in .env`));
  });

  it('are all told at once when several are bad', async () => {
    expect(await refusal({ CMS_PORT: 'x', DATABASE_CLIENT: 'y', SITE_URL: 'z' })).toHaveLength(3);
  });

  it('name the database’s address when PostgreSQL is chosen without one', async () => {
    const [sentence] = await refusal({ DATABASE_CLIENT: 'postgres' });
    expect(sentence).toMatch(/^Setting DATABASE_URL .*when DATABASE_CLIENT is postgres/);
  });

  it('do not show a secret in a refusal', async () => {
    const [secret] = await refusal({ CMS_READ_TOKEN: 'hunter2 hunter2 hunter2 hunter2 hunter2' });
    expect(secret).not.toContain('hunter2');
    const [address] = await refusal({ DATABASE_URL: 'mysql://editor:hunter2@host/base' });
    expect(address).not.toContain('hunter2');
  });
});

describe('the secrets', () => {
  it('are made once, told by name, and kept for the owner alone', async () => {
    const folder = temporaryFolder();
    const lines: string[] = [];
    const first = await read(folder, {}, lines);
    const second = await read(folder, {}, lines);
    expect(second.values).toEqual(first.values);
    expect(lines).toHaveLength(1);
    for (const name of secretNames) {
      expect(lines[0]).toContain(name);
      expect(lines[0]).not.toContain(first.values[name]);
    }
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  });

  it('are not made where the newsroom cannot start anyway', async () => {
    const folder = temporaryFolder();
    const beforeSecrets = () => Promise.reject(new OperatorError('Port 1337 is in use.'));
    await expect(readEnvironment({ folder, variables: {}, say: () => {}, beforeSecrets })).rejects.toThrow('Port 1337');
    expect(statSync(join(folder, '.env'), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('leave what stands in the file as it is, and add only what is missing', async () => {
    const folder = temporaryFolder();
    const before = '# ours\nCMS_PORT=2000\nTRANSFER_TOKEN_SALT=0123456789abcdef0123\nAPP_KEYS=\nUNKNOWN=kept';
    writeFileSync(join(folder, '.env'), before);
    const { values } = await read(folder);
    const after = readFileSync(join(folder, '.env'), 'utf8');
    expect(after.startsWith(`${before}\n`)).toBe(true);
    expect(values.TRANSFER_TOKEN_SALT).toBe('0123456789abcdef0123');
    expect(after.match(/^TRANSFER_TOKEN_SALT=/gm)).toHaveLength(1);
    expect(values.APP_KEYS.split(',')).toHaveLength(2);
  });

  it('are not written to the file when the environment brings them', async () => {
    const folder = temporaryFolder();
    await read(folder, { TRANSFER_TOKEN_SALT: 'brought by the environment' });
    expect(readFileSync(join(folder, '.env'), 'utf8')).not.toMatch(/^TRANSFER_TOKEN_SALT=/m);
  });

  it('are the same for commands that start at the same moment', async () => {
    const folder = temporaryFolder();
    const all = await Promise.all(Array.from({ length: 8 }, () => read(folder)));
    expect(new Set(all.map(({ values }) => JSON.stringify(values))).size).toBe(1);
  });

  it('go into the file that a link leads to', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'real.env'), 'CMS_PORT=2000\n');
    symlinkSync('real.env', join(folder, '.env'));
    await read(folder);
    expect(readFileSync(join(folder, 'real.env'), 'utf8')).toContain('APP_KEYS=');
  });
});

describe('.env.example', () => {
  const example = parseEnv(readFileSync(join(root, '.env.example'), 'utf8'));

  it('names every setting', () => {
    expect(Object.keys(example).sort()).toEqual([...settingNames].sort());
  });

  it('holds no secret, and would start a newsroom as it is', async () => {
    for (const name of secretNames) expect(example[name]).toBe('');
    const folder = temporaryFolder();
    writeFileSync(join(folder, '.env'), readFileSync(join(root, '.env.example')));
    const { values } = await read(folder);
    expect(values.CMS_PORT).toBe('1337');
  });
});
