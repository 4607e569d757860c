import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, without a slash at the end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

export const cmsFolder = join(root, 'cms');
export const siteFolder = join(root, 'site');

/** Strapi's own command, run by the project's Node with `cms/` as the working folder. */
export const strapiCommand = join(cmsFolder, 'node_modules/@strapi/strapi/bin/strapi.js');

/** A file of this clone alone, such as a lock; deleting it does no harm. */
export const clonePrivate = (name: string): string => join(root, '.cache', name);

/** Arguments with paths made whole: npm moves to the root of the repository, and a file is named from where the person is. */
export function fromWhereThePersonIs(args: readonly string[]): string[] {
  return args.map((arg, at) =>
    arg.startsWith('--') || args[at - 1]?.startsWith('--') ? arg : resolve(process.env['INIT_CWD'] ?? '.', arg),
  );
}
