import { createHmac, timingSafeEqual } from 'node:crypto';

import { environment } from '../environment';

/** How long a browser is an editor's after it came from the admin. */
const lasts = 30 * 86_400_000;

/**
 * What "View on site" adds to an address, and what the browser then shows with each reading: until when it is an editor's, signed.
 * It tells nothing of who it is. Unsigned, anybody could take a story's readers away with a link.
 */
export function editorMark(now = Date.now()): string {
  // A day exactly, so that marks do not tell editors apart.
  const until = Math.ceil((now + lasts) / 86_400_000) * 86_400_000;
  return `${until}.${sign(String(until))}`;
}

/** @param mark as a reading shows it; null when it shows none */
export function isEditorMark(mark: string | null, now = Date.now()): boolean {
  // Readers by the thousand show none.
  if (mark === null) return false;
  const [until = '', signature = ''] = mark.split('.');
  const wanted = Buffer.from(sign(until));
  const shown = Buffer.from(signature);
  return Number(until) > now && shown.length === wanted.length && timingSafeEqual(shown, wanted);
}

function sign(until: string): string {
  return createHmac('sha256', environment().ADMIN_JWT_SECRET).update(`views ${until}`).digest('base64url').slice(0, 22);
}
