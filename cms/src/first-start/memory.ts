import type { Core } from '@strapi/strapi';

/** What the first start has done, kept in the database so that no later start does it again. */
export function memory(strapi: Core.Strapi, key: string) {
  const store = strapi.store({ type: 'core', name: 'broadsheet' });
  return {
    async read<T>(fallback: T): Promise<T> {
      const value: unknown = await store.get({ key });
      // Only this file writes these keys.
      return value === null || value === undefined ? fallback : (value as T);
    },
    async write(value: unknown): Promise<void> {
      await store.set({ key, value });
    },
  };
}

/** Does `work` on the first start only. When it fails, the next start tries again. */
export async function once(strapi: Core.Strapi, key: string, work: () => Promise<void>): Promise<void> {
  const done = memory(strapi, key);
  if (await done.read(false)) return;
  await work();
  await done.write(true);
}
