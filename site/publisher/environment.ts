import { resolve } from 'node:path';

import { sharedErrors } from '@broadsheet/shared';
import { z } from 'zod';

const origin = z
  .url({ protocol: /^https?$/, error: 'must be an address such as http://localhost:4321' })
  .transform((url) => url.replace(/\/+$/, ''));
const port = z.coerce
  .number({ error: 'must be a port number' })
  .int('must be a whole number')
  .min(1, 'must be 1 or more')
  .max(65535, 'must be at most 65535');

const schema = z.object({
  CMS_URL: origin.default('http://127.0.0.1:1337'),
  CMS_READ_TOKEN: z.string({ error: 'is missing; it must be the same as in the cms' }).min(32, 'must have at least 32 characters'),
  DATA_DIR: z.string().min(1).default('.data'),
  SITE_URL: origin.default('http://localhost:4321'),
  SITE_PORT: port.default(4321),
  SITE_HOST: z.string().min(1).default('127.0.0.1'),
  LOG_FORMAT: z.enum(['human', 'json'], { error: 'must be human or json' }).default('human'),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w-]{32,}$/, 'must have at least 32 letters, digits, "-" or "_"')
    .default(''),
});

/** The publisher's settings. */
export interface SiteEnvironment {
  cmsUrl: string;
  token: string;
  /** The site's origin as readers see it, without a slash at the end. */
  siteUrl: string;
  host: string;
  port: number;
  logFormat: 'human' | 'json';
  /** Empty: nobody may read figures. */
  metricsToken: string;
  /** Static files. */
  www: string;
  /** The content store's file. */
  store: string;
  /** The publisher's own folder, on the same file system as `www`. */
  work: string;
}

/** Reads the settings. @throws Error with one sentence for each setting that is wrong */
export function readEnvironment(from: NodeJS.ProcessEnv = process.env): SiteEnvironment {
  // An empty value counts as not set, as everywhere in .env.
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(from).filter(([, value]) => value !== '')));
  if (!parsed.success) {
    const sentences = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return sharedErrors.settingInvalid(name, name.includes('TOKEN') ? '…' : (from[name] ?? ''), issue.message);
    });
    throw new Error(sentences.join('\n'));
  }
  const { data } = parsed;
  const folder = resolve(data.DATA_DIR);
  return {
    cmsUrl: data.CMS_URL,
    token: data.CMS_READ_TOKEN,
    siteUrl: data.SITE_URL,
    host: data.SITE_HOST,
    port: data.SITE_PORT,
    logFormat: data.LOG_FORMAT,
    metricsToken: data.METRICS_TOKEN,
    www: resolve(folder, 'www'),
    store: resolve(folder, 'site', 'store.db'),
    work: resolve(folder, 'site'),
  };
}
