import { createHash } from 'node:crypto';

/** What an item of an export is remembered by; long ones by their hash. */
export function sourceName(kind: string, name: string): string {
  return `${kind}:${name.length <= 200 ? name : createHash('sha256').update(name).digest('hex')}`;
}
