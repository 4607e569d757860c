import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';
import { inject } from 'vitest';

export const readToken = 'a-read-token-for-tests-0123456789abcdef';
export const adminLogin = { email: 'admin@example.com', password: 'Aa1-for-tests-only' };

/** The settings of a newsroom with an empty database of its own, as an environment. */
export async function freshSettings(): Promise<Record<string, string>> {
  const secret = () => randomBytes(24).toString('hex');
  return {
    NODE_ENV: 'production',
    STRAPI_TELEMETRY_DISABLED: 'true',
    DATA_DIR: await mkdtemp(join(tmpdir(), 'broadsheet-cms-')),
    CMS_READ_TOKEN: readToken,
    ADMIN_EMAIL: adminLogin.email,
    ADMIN_PASSWORD: adminLogin.password,
    APP_KEYS: secret(),
    API_TOKEN_SALT: secret(),
    ADMIN_JWT_SECRET: secret(),
    TRANSFER_TOKEN_SALT: secret(),
    ENCRYPTION_KEY: secret(),
    ...(process.env.TEST_DATABASE === 'postgres' ? { DATABASE_CLIENT: 'postgres', DATABASE_URL: await freshDatabase() } : {}),
  };
}

async function freshDatabase(): Promise<string> {
  const server = inject('postgresUrl');
  const name = `cms_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client(`${server}/postgres`);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return `${server}/${name}`;
}
