/** The admin's own HTTP interface, used as its pages use it. */
import { z } from 'zod';

/** A request that the cms refused, with its sentence. */
export class RefusedError extends Error {
  override name = 'RefusedError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const entry = z.object({ data: z.looseObject({ documentId: z.string() }) });
const refusal = z.object({ error: z.object({ message: z.string(), details: z.unknown().optional() }) });
const listing = z.object({ results: z.array(z.looseObject({ documentId: z.string() })), pagination: z.object({ total: z.number() }) });

export type Entry = z.infer<typeof entry>['data'];

export class AdminApi {
  readonly #url: string;
  readonly #login: { email: string; password: string };
  #token: string | null = null;

  constructor(url: string, login: { email: string; password: string }) {
    this.#url = url;
    this.#login = login;
  }

  create(type: string, data: object, locale?: string): Promise<Entry> {
    return this.#entry('POST', `/content-manager/collection-types/${type}${query({ locale })}`, data);
  }

  update(type: string, id: string, data: object, locale?: string): Promise<Entry> {
    return this.#entry('PUT', `/content-manager/collection-types/${type}/${id}${query({ locale })}`, data);
  }

  publish(type: string, id: string, data: object, locale?: string): Promise<Entry> {
    return this.#entry('POST', `/content-manager/collection-types/${type}/${id}/actions/publish${query({ locale })}`, data);
  }

  async unpublish(type: string, id: string, locale?: string): Promise<void> {
    await this.#send('POST', `/content-manager/collection-types/${type}/${id}/actions/unpublish${query({ locale })}`, {});
  }

  async remove(type: string, id: string, locale?: string): Promise<void> {
    await this.#send('DELETE', `/content-manager/collection-types/${type}/${id}${query({ locale })}`);
  }

  updateSingle(type: string, data: object): Promise<Entry> {
    return this.#entry('PUT', `/content-manager/single-types/${type}`, data);
  }

  async list(type: string, options: { locale?: string; status?: 'draft' | 'published'; page?: number } = {}): Promise<Entry[]> {
    const found: Entry[] = [];
    for (let page = 1; ; page++) {
      const path = `/content-manager/collection-types/${type}${query({ ...options, page: String(page), pageSize: '100' })}`;
      const { results, pagination } = listing.parse(await this.#send('GET', path));
      found.push(...results);
      if (found.length >= pagination.total || results.length === 0) return found;
    }
  }

  /** Uploads a file, or puts new bytes in the place of one. Returns the file's numeric id. */
  async upload(name: string, bytes: Uint8Array<ArrayBuffer>, type: string, replaces?: number): Promise<number> {
    const form = new FormData();
    form.append('files', new Blob([bytes], { type }), name);
    form.append('fileInfo', JSON.stringify({ name, alternativeText: name }));
    const answer = await this.#send('POST', `/upload${replaces === undefined ? '' : `?id=${replaces}`}`, form);
    const uploaded = z.union([z.array(z.object({ id: z.number() })), z.object({ id: z.number() })]).parse(answer);
    const file = Array.isArray(uploaded) ? uploaded[0] : uploaded;
    if (!file) throw new Error('The upload answered with no file.');
    return file.id;
  }

  async #entry(method: string, path: string, data: object): Promise<Entry> {
    return entry.parse(await this.#send(method, path, data)).data;
  }

  async #send(method: string, path: string, body?: object): Promise<unknown> {
    this.#token ??= await this.#signIn();
    const response = await this.#ask(method, path, body, this.#token);
    if (response.status === 401) {
      // The session was made by a cms that has been restarted since, or has run out.
      this.#token = await this.#signIn();
      return read(await this.#ask(method, path, body, this.#token));
    }
    return read(response);
  }

  async #signIn(): Promise<string> {
    const answer = await read(await this.#ask('POST', '/admin/login', this.#login));
    return z.object({ data: z.object({ token: z.string() }) }).parse(answer).data.token;
  }

  #ask(method: string, path: string, body?: object, token?: string): Promise<Response> {
    const form = body instanceof FormData;
    return fetch(this.#url + path, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body && !form ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: form ? body : JSON.stringify(body) } : {}),
    });
  }
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  if (response.ok) return text === '' ? null : JSON.parse(text);
  const parsed = refusal.safeParse(text.startsWith('{') ? JSON.parse(text) : null);
  const details = parsed.data?.error.details ? ` ${JSON.stringify(parsed.data.error.details)}` : '';
  throw new RefusedError(
    response.status,
    parsed.success ? parsed.data.error.message + details : `${response.status} ${text.slice(0, 200)}`,
  );
}

function query(values: Record<string, string | number | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString()}`;
}
