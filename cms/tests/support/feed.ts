import {
  type Change,
  changeLifeHeader,
  changeLogHeader,
  type DocumentOf,
  type DocumentType,
  feedLine,
  type Locale,
} from '@broadsheet/shared';

export interface FeedAnswer {
  status: number;
  log: string | null;
  life: string | null;
  changes: Change[];
  /** The cursor of the end line. */
  end: number;
}

/** The changes feed as the publisher reads it: every line is parsed by the contract. */
export class Feed {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** The raw answer. */
  request(query: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.url}/api/changes${query}`, { headers: { authorization: `Bearer ${this.token}` }, ...init });
  }

  async read(query = '', init: RequestInit = {}): Promise<FeedAnswer> {
    const response = await this.request(query, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => feedLine.parse(JSON.parse(line)));
    const last = lines.pop();
    if (!last || !('end' in last)) throw new Error(`the feed does not end with its end line: ${JSON.stringify(last)}`);
    const changes = lines.filter((line): line is Change => !('end' in line));
    const [log, life] = [changeLogHeader, changeLifeHeader].map((name) => response.headers.get(name));
    return { status: response.status, log: log ?? null, life: life ?? null, changes, end: last.cursor };
  }

  /** The newest cursor. */
  async head(): Promise<number> {
    return (await this.read()).end;
  }

  /** What changed after a cursor, in the short form `article <id> ru live`. */
  async since(after: number): Promise<string[]> {
    const { changes } = await this.read(`?after=${after}`);
    return changes.map(inShort);
  }

  /** What one document says to readers now; null when it is not there. */
  async document<T extends DocumentType>(type: T, id: string, locale: Locale | null = null): Promise<DocumentOf<T> | null> {
    const { changes } = await this.read();
    const found = changes.find((change) => change.type === type && change.id === id && change.locale === locale);
    // The feed's own schema ties `type` to the document.
    return found?.state === 'live' ? (found.document as DocumentOf<T>) : null;
  }
}

export function inShort({ type, id, locale, state }: Change): string {
  return [type, id, ...(locale ? [locale] : []), state].join(' ');
}
