import { randomBytes } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';

/**
 * One setting; `.env.example` says what each is for. `wants` ends the sentence "Setting X is "…", but it …".
 * `fallback` is used when nothing is set; a setting with `make` is a secret that is made once and kept in `.env`.
 */
interface Setting {
  wants: string;
  schema: z.ZodType<string>;
  fallback?: string | ((values: ReadonlyMap<string, string>) => string);
  make?: () => string;
}

const text = z.string();
const host = text.regex(/^[a-z0-9.:_-]+$/i);
const port = text.refine((value) => /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65535);
const origin = text.refine(isOrigin).transform((value) => new URL(value).origin);
const hex = (bytes: number) => () => randomBytes(bytes).toString('hex');

/**
 * Every setting of the newsroom, in the order of `.env.example`. A fallback may read the settings above it.
 * The cms and the publisher check what they use themselves; here all are checked before anything is touched.
 */
export const settings = {
  CMS_HOST: { wants: hostWords(), schema: host, fallback: '127.0.0.1' },
  CMS_PORT: { wants: portWords(), schema: port, fallback: '1337' },
  SITE_HOST: { wants: hostWords(), schema: host, fallback: '127.0.0.1' },
  SITE_PORT: { wants: portWords(), schema: port, fallback: '4321' },
  DATA_DIR: {
    wants: 'must be the path of a folder',
    schema: text.refine((value) => !value.includes('\0')),
    fallback: '.data',
  },
  SITE_URL: {
    wants: 'must be the address of the site without a path, as https://news.example.org',
    schema: origin,
    fallback: (values) => `http://localhost:${values.get('SITE_PORT')}`,
  },
  CMS_URL: {
    wants: 'must be the address of the cms without a path, as http://127.0.0.1:1337',
    schema: origin,
    fallback: (values) => `http://${reachable(values.get('CMS_HOST') ?? '')}:${values.get('CMS_PORT')}`,
  },
  DATABASE_CLIENT: {
    wants: 'must be sqlite or postgres',
    schema: z.enum(['sqlite', 'postgres']),
    fallback: 'sqlite',
  },
  DATABASE_URL: {
    wants: 'must be an address such as postgres://user:password@host:5432/database',
    schema: text.refine((value) => value === '' || isPostgresUrl(value)),
    fallback: '',
  },
  TRUSTED_PROXIES: {
    wants: 'must name addresses or networks with commas between them, as "loopback, 10.0.0.0/8"',
    schema: z.string().regex(/^[\w.:/ ]+(?:,[\w.:/ ]+)*$/),
    fallback: 'loopback',
  },
  LOG_FORMAT: {
    wants: 'must be human or json',
    schema: z.enum(['human', 'json']),
    fallback: 'human',
  },
  LOG_LEVEL: {
    wants: 'must be error, warn, info, http or debug',
    schema: z.enum(['error', 'warn', 'info', 'http', 'debug']),
    fallback: 'http',
  },
  DEMO_CONTENT: {
    wants: 'must be true or false',
    schema: z.enum(['true', 'false']),
    fallback: 'false',
  },
  ADMIN_EMAIL: {
    wants: 'must be an e-mail address',
    schema: z.email(),
    make: () => 'admin@example.com',
  },
  ADMIN_PASSWORD: {
    wants: 'must have at least 8 characters, among them a capital, a small letter and a digit',
    schema: text.min(8).max(72).regex(/[a-z]/).regex(/[A-Z]/).regex(/\d/),
    make: () => `Aa1-${randomBytes(15).toString('base64url')}`,
  },
  CMS_READ_TOKEN: {
    wants: 'must have at least 32 letters, digits, "-" or "_"',
    schema: text.regex(/^[\w-]{32,}$/),
    make: hex(32),
  },
  METRICS_TOKEN: {
    wants: 'must have at least 32 letters, digits, "-" or "_"',
    schema: text.regex(/^[\w-]{32,}$/),
    make: hex(32),
  },
  APP_KEYS: {
    wants: 'must be one or more secrets of at least 16 characters, with commas between them',
    schema: text.regex(/^[^,]{16,}(?:,[^,]{16,})*$/),
    make: () => `${hex(24)()},${hex(24)()}`,
  },
  API_TOKEN_SALT: secret(),
  ADMIN_JWT_SECRET: secret(),
  TRANSFER_TOKEN_SALT: secret(),
  ENCRYPTION_KEY: secret(),
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

export const settingNames = Object.keys(settings) as SettingName[];

/** The settings that are made when they are missing. */
export const secretNames: readonly SettingName[] = settingNames.filter((name) => 'make' in settingOf(name));

export function settingOf(name: SettingName): Setting {
  return settings[name];
}

/** DATA_DIR as an absolute path; a relative one counts from the repository's root. */
export function absoluteDataFolder(value: string, root: string): string {
  return isAbsolute(value) ? value : join(root, value);
}

function secret() {
  return { wants: 'must have at least 16 characters', schema: text.min(16), make: hex(24) };
}

function hostWords(): string {
  return 'must be a host name or an IP address';
}

function portWords(): string {
  return 'must be a port, a whole number from 1 to 65535';
}

function isOrigin(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username;
}

function isPostgresUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^postgres(?:ql)?:$/.test(url.protocol) && url.hostname !== '' && url.pathname.length > 1;
}

/** An address that listens everywhere is reached through the loopback. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
