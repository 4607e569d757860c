import { randomBytes } from 'node:crypto';

/** A new id of the same form as Strapi's: 24 small letters and digits, the first a letter. */
export function newDocumentId(): string {
  const characters = [...randomBytes(24)].map((byte) => (byte % 36).toString(36));
  return `r${characters.slice(1).join('')}`;
}
