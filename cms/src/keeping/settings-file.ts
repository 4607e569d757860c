import { copyFileSync, existsSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** What belongs to a database, because it signs, hashes or encrypts what is in it. */
export const settingsOfDatabase = [
  'ADMIN_EMAIL',
  'ADMIN_PASSWORD',
  'CMS_READ_TOKEN',
  'APP_KEYS',
  'API_TOKEN_SALT',
  'ADMIN_JWT_SECRET',
  'TRANSFER_TOKEN_SALT',
  'ENCRYPTION_KEY',
] as const;

/** What belongs to a machine. It is in a backup to be read, and is never put in place. DATABASE_URL, with its password, is not. */
const settingsOfMachine = ['SITE_URL', 'CMS_HOST', 'CMS_PORT', 'SITE_HOST', 'SITE_PORT', 'CMS_URL', 'DATABASE_CLIENT', 'TRUSTED_PROXIES'];

const fileName = 'settings.env';

/** Writes the settings of this process into a folder, as lines of an env file. */
export function writeSettings(folder: string): void {
  const set = [...settingsOfDatabase, ...settingsOfMachine].filter((name) => process.env[name]);
  writeFileSync(join(folder, fileName), set.map((name) => lineOf(name, process.env[name] ?? '')).join(''), { mode: 0o600 });
}

/** The settings in a folder; none when it has none. */
export function readSettings(folder: string): Map<string, string> {
  const file = join(folder, fileName);
  if (!existsSync(file)) return new Map();
  return new Map(
    Object.entries(parseEnv(readFileSync(file, 'utf8'))).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The settings of the database that are others there than in this process. */
export function foreignSettings(kept: ReadonlyMap<string, string>): string[] {
  return settingsOfDatabase.filter((name) => kept.has(name) && kept.get(name) !== process.env[name]);
}

/** Sets these in an env file, in one step; every other line of it stays. It can be read by its owner alone. */
export function replaceSettings(file: string, names: readonly string[], kept: ReadonlyMap<string, string>): void {
  const isReplaced = (line: string) => names.some((name) => new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`).test(line));
  const before = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const rest = before.filter((line) => !isReplaced(line)).join('\n');
  const lines = names.map((name) => lineOf(name, kept.get(name) ?? '')).join('');
  const target = existsSync(file) ? realpathSync(file) : file;
  writeFileSync(`${target}.next`, `${rest}${rest === '' || rest.endsWith('\n') ? '' : '\n'}${lines}`, { mode: 0o600, flush: true });
  renameSync(`${target}.next`, target);
}

/** Keeps the env file as it is beside what else is kept aside. */
export function keepSettingsFile(file: string, aside: string): void {
  if (existsSync(file)) copyFileSync(file, join(aside, '.env'));
}

// Of the three quotes that env files know, one that the value does not hold.
function lineOf(name: string, value: string): string {
  const quote = /^[\w.:/@,+-]*$/.test(value) ? '' : (["'", '"', '`'].find((one) => !value.includes(one)) ?? '');
  return `${name}=${quote}${value}${quote}\n`;
}
