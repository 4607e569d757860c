import type { Locale } from '@broadsheet/shared';
import { z } from 'zod';

export interface Answer {
  status: number;
  /** The sentence of a refusal; empty otherwise. */
  sentence: string;
  body: unknown;
}

const refused = z.object({ error: z.object({ message: z.string() }) });
const written = z.union([z.object({ data: z.object({ documentId: z.string() }) }), z.object({ documentId: z.string() })]);

type Fields = Record<string, unknown>;

/** An editor at the admin: makes the same requests as its pages do. */
export class Desk {
  private constructor(
    private readonly url: string,
    readonly token: string,
  ) {}

  static async open(url: string, login: { email: string; password: string }): Promise<Desk> {
    const response = await fetch(`${url}/admin/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(login),
    });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`login of ${login.email}: ${JSON.stringify(body)}`);
    return new Desk(url, z.object({ data: z.object({ token: z.string() }) }).parse(body).data.token);
  }

  /** The same session at another address: a log-in outlives a restart, and Strapi counts log-ins. */
  at(url: string): Desk {
    return new Desk(url, this.token);
  }

  async request(method: string, path: string, body?: unknown): Promise<Answer> {
    const isForm = body instanceof FormData;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(isForm ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer: unknown = text === '' ? null : JSON.parse(text);
    return { status: response.status, sentence: refused.safeParse(answer).data?.error.message ?? '', body: answer };
  }

  create(type: string, fields: Fields, locale?: Locale): Promise<Answer> {
    return this.request('POST', `${collection(type)}${inLanguage(locale)}`, withLanguage(fields, locale));
  }

  save(type: string, id: string, fields: Fields, locale?: Locale): Promise<Answer> {
    return this.request('PUT', `${collection(type)}/${id}${inLanguage(locale)}`, withLanguage(fields, locale));
  }

  /** "Publish": saves what is in the form, then publishes. */
  publish(type: string, id: string, locale?: Locale, fields: Fields = {}): Promise<Answer> {
    return this.request('POST', `${collection(type)}/${id}/actions/publish${inLanguage(locale)}`, withLanguage(fields, locale));
  }

  unpublish(type: string, id: string, locale?: Locale): Promise<Answer> {
    return this.request('POST', `${collection(type)}/${id}/actions/unpublish${inLanguage(locale)}`, withLanguage({}, locale));
  }

  discard(type: string, id: string, locale?: Locale): Promise<Answer> {
    return this.request('POST', `${collection(type)}/${id}/actions/discard${inLanguage(locale)}`, withLanguage({}, locale));
  }

  delete(type: string, id: string, locale?: Locale | '*'): Promise<Answer> {
    return this.request('DELETE', `${collection(type)}/${id}${locale ? `?locale=${locale}` : ''}`);
  }

  duplicate(type: string, id: string, fields: Fields, locale?: Locale): Promise<Answer> {
    return this.request('POST', `${collection(type)}/clone/${id}${inLanguage(locale)}`, withLanguage(fields, locale));
  }

  bulkPublish(type: string, documentIds: string[], locale: Locale): Promise<Answer> {
    return this.request('POST', `${collection(type)}/actions/bulkPublish?locale=${locale}`, { documentIds, locale });
  }

  /** The draft of one language as its form shows it. */
  async read(type: string, id: string, locale?: Locale): Promise<Fields> {
    const { body } = await this.request('GET', `${collection(type)}/${id}${inLanguage(locale)}`);
    return z.object({ data: z.record(z.string(), z.unknown()) }).parse(body).data;
  }

  saveSettings(fields: Fields): Promise<Answer> {
    return this.request('PUT', '/content-manager/single-types/api::site-setting.site-setting', fields);
  }

  async upload(name: string, bytes: Uint8Array<ArrayBuffer>, mime: string, replace?: number): Promise<Answer> {
    const form = new FormData();
    form.append('files', new Blob([bytes], { type: mime }), name);
    form.append('fileInfo', JSON.stringify({ name, alternativeText: null, caption: null, folder: null }));
    return this.request('POST', `/upload${replace === undefined ? '' : `?id=${replace}`}`, form);
  }
}

/** The documentId in an answer; throws with its sentence when it was refused. */
export function idIn(answer: Answer): string {
  if (answer.status >= 300) throw new Error(`${answer.status}: ${answer.sentence} ${JSON.stringify(answer.body)}`);
  const body = written.parse(answer.body);
  return 'data' in body ? body.data.documentId : body.documentId;
}

function collection(type: string): string {
  return `/content-manager/collection-types/api::${type}.${type}`;
}

function inLanguage(locale: Locale | undefined): string {
  return locale ? `?locale=${locale}` : '';
}

function withLanguage(fields: Fields, locale: Locale | undefined): Fields {
  return locale ? { ...fields, locale } : fields;
}
