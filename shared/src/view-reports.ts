/** A report of a reading has nothing to say but its address; the cms and the site's own server treat one that brings more alike. */

/** Bytes. */
const longestBody = 256;

/**
 * Milliseconds until a body that is too long is refused: its sender cannot come again at once, and has stopped by then, so that he does
 * not miss the answer.
 */
export const refusedBodyWaits = 1000;

/** True when a request with these headers brings more of a body than a report may have, or does not say how much. */
export function bringsTooMuch(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > longestBody;
}
