import { sharedErrors } from '@broadsheet/shared';
import { join } from 'node:path';
import process from 'node:process';

import { addMissing, readEnvFile } from './env-file.ts';
import { OperatorError } from './operator-error.ts';
import { root } from './repository.ts';
import { absoluteDataFolder, secretNames, settingNames, settingOf, type SettingName } from './settings.ts';

/** Every setting, checked. `DATA_DIR` is absolute; the addresses have no slash at the end. */
export interface Environment {
  values: Readonly<Record<SettingName, string>>;
  /** What a child process of the newsroom gets. */
  forChild: NodeJS.ProcessEnv;
  cmsPort: number;
  sitePort: number;
}

interface Source {
  folder: string;
  /** Wins over the file. An empty value counts as not set. */
  variables: NodeJS.ProcessEnv;
  say: (line: string) => void;
  /** Values that hold when neither the environment nor the file says otherwise. */
  defaults?: Partial<Record<SettingName, string>>;
  /** What must hold before secrets are made; nothing is written when it throws. The secrets that are missing are empty then. */
  beforeSecrets?: (environment: Pick<Environment, 'values' | 'cmsPort' | 'sitePort'>) => Promise<void>;
}

/**
 * Reads the settings from the environment and from `.env`, and makes the secrets that are missing into `.env`.
 * Nothing is written while a setting is bad.
 * @throws OperatorError with one sentence for each bad setting
 */
export async function readEnvironment(options: Partial<Source> = {}): Promise<Environment> {
  const source: Source = { folder: root, variables: process.env, say: (line) => console.log(line), ...options };
  const file = join(source.folder, '.env');
  const known = check(given(source, file), source);
  await source.beforeSecrets?.({ values: known, ...ports(known) });
  const made = await addMissing(file, missingSecrets(source, file), makeSecret);
  if (made.length > 0) source.say(`[settings] made ${made.join(', ')} and kept them in .env`);
  const values = check(given(source, file), source);
  return {
    values,
    // Neither program calls home.
    forChild: { ...source.variables, ...values, ASTRO_TELEMETRY_DISABLED: '1', STRAPI_TELEMETRY_DISABLED: 'true' },
    ...ports(values),
  };
}

function ports(values: Environment['values']): Pick<Environment, 'cmsPort' | 'sitePort'> {
  return { cmsPort: Number(values.CMS_PORT), sitePort: Number(values.SITE_PORT) };
}

function given(source: Source, file: string): Map<string, string> {
  const fromFile = readEnvFile(file);
  const values = new Map<string, string>();
  for (const name of settingNames) {
    const value = source.variables[name] || fromFile[name] || source.defaults?.[name];
    if (value) values.set(name, value);
  }
  return values;
}

function missingSecrets(source: Source, file: string): SettingName[] {
  const values = given(source, file);
  return secretNames.filter((name) => !values.has(name));
}

function makeSecret(name: string): string {
  const setting = settingOf(name as SettingName);
  if (!setting.make) throw new Error(`${name} is not a secret`);
  return setting.make();
}

/** Checks all settings and fills in the fallbacks; secrets that are missing are left empty. */
function check(raw: Map<string, string>, source: Source): Record<SettingName, string> {
  const problems: string[] = [];
  const values = new Map<string, string>();
  for (const name of settingNames) {
    const { schema, fallback, wants, make } = settingOf(name);
    const value = raw.get(name) ?? (typeof fallback === 'function' ? fallback(values) : (fallback ?? ''));
    const parsed = schema.safeParse(value);
    const secretToCome = make !== undefined && value === '';
    if (!parsed.success && !secretToCome) problems.push(sharedErrors.settingInvalid(name, shown(name, value), wants));
    values.set(name, parsed.success ? parsed.data : '');
  }
  problems.push(...together(values));
  if (problems.length > 0) throw new OperatorError(problems.join('\n'));
  values.set('DATA_DIR', absoluteDataFolder(values.get('DATA_DIR') ?? '', source.folder));
  return Object.fromEntries(values) as Record<SettingName, string>;
}

/** What is wrong only in company. */
function together(values: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  const cmsPort = values.get('CMS_PORT');
  if (cmsPort && cmsPort === values.get('SITE_PORT')) {
    problems.push(sharedErrors.settingInvalid('SITE_PORT', cmsPort, 'must be another port than CMS_PORT'));
  }
  if (values.get('DATABASE_CLIENT') === 'postgres' && !values.get('DATABASE_URL')) {
    problems.push(sharedErrors.settingInvalid('DATABASE_URL', '', `${settingOf('DATABASE_URL').wants} when DATABASE_CLIENT is postgres`));
  }
  return problems;
}

/** Secrets and passwords in addresses are not repeated on the screen. */
function shown(name: SettingName, value: string): string {
  if (settingOf(name).make && name !== 'ADMIN_EMAIL') return `${value.length} characters long`;
  return value.replace(/:\/\/[^@/]*@/, '://…@');
}
