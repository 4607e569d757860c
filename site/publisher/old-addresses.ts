/** What a web server does with `redirects.map`: it answers an old address with the new one. */
import { readFileSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';

import { withFinalSlash } from '@broadsheet/shared';

/** The addresses of a `redirects.map`, read again whenever the file is another one. */
export class OldAddresses {
  readonly #file: string;
  #stamp = '';
  #targets = new Map<string, string>();

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * Where an address as a browser sent it leads, or null. Small and capital letters are the same, as for web servers, and so is
   * what other sites hang on behind: `?p=12&fbclid=…`, `/old/?utm_source=…`.
   */
  targetOf(address: string): string | null {
    this.#refresh();
    const asked = keyOf(address);
    const [path = ''] = asked.split('?');
    const ways = [asked, asked.replace(/(\?(?:p|page_id)=\d+)&.*$/, '$1'), withFinalSlash(path)];
    for (const way of ways) {
      const target = this.#targets.get(way);
      if (target !== undefined) return target;
    }
    return null;
  }

  #refresh(): void {
    const found = statSync(this.#file, { throwIfNoEntry: false });
    const stamp = found ? `${found.ino} ${found.mtimeMs} ${found.size}` : '';
    if (stamp === this.#stamp) return;
    const lines = found ? readFileSync(this.#file, 'utf8').split('\n') : [];
    this.#targets = new Map(
      lines.flatMap((line): [string, string][] => {
        const [, from, to] = /^(\S+) (\S+);$/.exec(line) ?? [];
        return from !== undefined && to !== undefined ? [[keyOf(from), to]] : [];
      }),
    );
    this.#stamp = stamp;
  }
}

function keyOf(address: string): string {
  try {
    return decodeURI(address).toLowerCase();
  } catch {
    return address;
  }
}

/** Sends a browser on for good. */
export function moved(response: ServerResponse, target: string): void {
  const url = new URL(target, origin).href;
  const location = url.startsWith(`${origin}/`) ? url.slice(origin.length) : url;
  response
    .writeHead(301, { location, 'cache-control': 'no-cache', 'content-type': 'text/plain; charset=utf-8' })
    .end(`Moved to ${location}\n`);
}

const origin = 'http://localhost.invalid';
