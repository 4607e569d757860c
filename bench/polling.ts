/** Asks a page again and again, as an impatient reader would, and notes when it is as it should be. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Pause between two questions; no measurement is finer than this. */
export const pollEveryMs = 5;

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** A page and what it shows when the change has arrived. */
export interface Expectation {
  /** What the report calls it. */
  name: string;
  url: string;
  arrived: (status: number, text: string) => boolean;
}

/**
 * Waits for a page to be as expected.
 * @param from the moment that counts as zero, of `performance.now()`
 * @returns milliseconds, or null when it took longer than `limitMs`
 */
export async function untilArrived({ url, arrived }: Expectation, from: number, limitMs: number): Promise<number | null> {
  let etag = '';
  while (performance.now() - from < limitMs) {
    // A connection that is cut says nothing of the page; a server that stays away is told by the limit.
    const answer = await get(url, etag).catch(() => ({ status: 304, text: '', etag }));
    // A page that has not been written since costs the server next to nothing.
    if (answer.status !== 304 && arrived(answer.status, answer.text)) return performance.now() - from;
    if (answer.status !== 304) ({ etag } = answer);
    await sleep(pollEveryMs);
  }
  return null;
}

/** A page as it stands now. */
export function get(url: string, etag = ''): Promise<{ status: number; text: string; etag: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers: etag === '' ? {} : { 'if-none-match': etag } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, etag: answer.headers.etag ?? '' }));
      answer.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}
