import { isAbsolute, resolve } from 'node:path';

import { sharedErrors } from '@broadsheet/shared';
import { z } from 'zod';

import { trustOf } from './counting/trusted-proxies';

const port = z.coerce.number().int().min(1).max(65535);
const secret = z.string().min(16);

/** Every setting that the cms reads, with the end of the sentence "Setting X is "…", but it …". */
const settings = {
  CMS_HOST: { schema: z.string().min(1).default('127.0.0.1'), wants: 'must be a host name or an IP address' },
  CMS_PORT: { schema: port.default(1337), wants: 'must be a port, a whole number from 1 to 65535' },
  DATA_DIR: { schema: z.string().min(1).default('.data'), wants: 'must be the path of a folder' },
  SITE_URL: { schema: z.url({ protocol: /^https?$/ }).default('http://localhost:4321'), wants: 'must be an http or https address' },
  DATABASE_CLIENT: { schema: z.enum(['sqlite', 'postgres']).default('sqlite'), wants: 'must be sqlite or postgres' },
  DATABASE_URL: {
    schema: z.union([z.literal(''), z.url({ protocol: /^postgres(?:ql)?$/ })]).default(''),
    wants: 'must be an address such as postgres://user:password@host:5432/database',
  },
  TRUSTED_PROXIES: {
    schema: z.string().default('loopback').refine(isProxyList),
    wants: 'must name addresses or networks with commas between them, as "loopback, 10.0.0.0/8"',
  },
  LOG_FORMAT: { schema: z.enum(['human', 'json']).default('human'), wants: 'must be human or json' },
  LOG_LEVEL: {
    schema: z.enum(['error', 'warn', 'info', 'http', 'debug']).default('http'),
    wants: 'must be error, warn, info, http or debug',
  },
  METRICS_TOKEN: {
    schema: z.union([z.literal(''), z.string().regex(/^[\w-]{32,}$/)]).default(''),
    wants: 'must have at least 32 letters, digits, "-" or "_"',
  },
  DEMO_CONTENT: {
    schema: z
      .enum(['true', 'false'])
      .default('false')
      .transform((value) => value === 'true'),
    wants: 'must be true or false',
  },
  ADMIN_EMAIL: { schema: z.email(), wants: 'must be an e-mail address' },
  ADMIN_PASSWORD: {
    schema: z.string().min(8).max(72).regex(/[a-z]/).regex(/[A-Z]/).regex(/\d/),
    wants: 'must have at least 8 characters, among them a capital, a small letter and a digit',
  },
  CMS_READ_TOKEN: { schema: z.string().regex(/^[\w-]{32,}$/), wants: 'must have at least 32 letters, digits, "-" or "_"' },
  APP_KEYS: {
    schema: z
      .string()
      .transform((value) => value.split(','))
      .pipe(z.array(secret)),
    wants: 'must be one or more secrets of at least 16 characters, with commas between them',
  },
  API_TOKEN_SALT: { schema: secret, wants: secretWords() },
  ADMIN_JWT_SECRET: { schema: secret, wants: secretWords() },
  TRANSFER_TOKEN_SALT: { schema: secret, wants: secretWords() },
  ENCRYPTION_KEY: { schema: secret, wants: secretWords() },
} as const;

type SettingName = keyof typeof settings;
export type Environment = { [Name in SettingName]: z.infer<(typeof settings)[Name]['schema']> };

/**
 * The settings of the cms, checked. `DATA_DIR` is absolute.
 * @throws Error with one sentence for each bad setting
 */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const problems: string[] = [];
  const values = Object.fromEntries(
    Object.entries(settings).map(([name, { schema, wants }]) => {
      // An empty value counts as not set, as everywhere in .env.
      const given = variables[name] || undefined;
      const parsed = schema.safeParse(given);
      if (!parsed.success) problems.push(sharedErrors.settingInvalid(name, shown(name, given), wants));
      return [name, parsed.data];
    }),
  ) as Environment;
  if (values.DATABASE_CLIENT === 'postgres' && values.DATABASE_URL === '') {
    problems.push(sharedErrors.settingInvalid('DATABASE_URL', '', `${settings.DATABASE_URL.wants} when DATABASE_CLIENT is postgres`));
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return { ...values, DATA_DIR: isAbsolute(values.DATA_DIR) ? values.DATA_DIR : resolve(values.DATA_DIR) };
}

/** The checked settings of this process; read once. */
export function environment(): Environment {
  current ??= readEnvironment();
  return current;
}

let current: Environment | undefined;

const openSettings: ReadonlySet<string> = new Set([
  'CMS_HOST',
  'CMS_PORT',
  'DATA_DIR',
  'SITE_URL',
  'DATABASE_CLIENT',
  'TRUSTED_PROXIES',
  'LOG_FORMAT',
  'LOG_LEVEL',
  'DEMO_CONTENT',
  'ADMIN_EMAIL',
]);

/** Secrets are not repeated on the screen. */
function shown(name: string, value: string | undefined): string {
  if (value === undefined) return '';
  return openSettings.has(name) ? value : `${value.length} characters long`;
}

function isProxyList(value: string): boolean {
  try {
    trustOf(value);
    return true;
  } catch {
    return false;
  }
}

function secretWords(): string {
  return 'must have at least 16 characters';
}
