import { createHash } from 'node:crypto';
import { basename } from 'node:path';

import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { uploadPicture, type UploadedPicture } from '../seeding/upload-picture';
import { fetchPicture } from './fetch-picture';
import type { ImportedItems } from './imported-items';
import { MediaFolder } from './media-folder';
import { pictureTypeOf } from './picture-type';
import type { ImportReport } from './report';
import type { Scratch } from './scratch';
import { sourceName } from './source-name';

/** Brings pictures of the old site into the media library, each once over all runs. */
export class ImportPictures {
  /** Hosts that could not be reached: asking again would only cost time. */
  private readonly deadHosts = new Map<string, string>();
  private readonly underWay = new Map<string, Promise<UploadedPicture | null>>();
  private readonly lanes = Array.from({ length: lanes }, () => Promise.resolve());
  private readonly folder;
  private readonly known;
  private readonly keep;
  private nextLane = 0;

  constructor(
    private readonly strapi: Core.Strapi,
    scratch: Scratch,
    private readonly items: ImportedItems,
    private readonly report: ImportReport,
    private readonly options: { dryRun: boolean; allowPrivate: boolean; media: string | null },
  ) {
    this.folder = options.media === null ? null : new MediaFolder(options.media);
    this.known = scratch.prepare<[string], { id: number | null; documentId: string; url: string }>(
      'select id, document as documentId, url from pictures where source = ?',
    );
    this.keep = scratch.prepare<[string, number | null, string | null, string | null]>(
      'insert or replace into pictures values (?, ?, ?, ?)',
    );
  }

  /** Looks up what earlier runs brought in. Call it once, first. */
  async begin(): Promise<void> {
    const page = (after: number): PromiseLike<unknown> =>
      this.strapi.db
        .connection('imported_items as item')
        .join('files as file', 'file.document_id', 'item.target_id')
        .where('item.target', 'file')
        .where('item.id', '>', after)
        .orderBy('item.id')
        .limit(2000)
        .select({ number: 'item.id', source: 'item.source', id: 'file.id', document: 'file.document_id', url: 'file.url' });
    let rows = knownRows.parse(await page(0));
    while (rows.length > 0) {
      for (const { source, id, document, url } of rows) this.keep.run(source, id, document, url);
      rows = knownRows.parse(await page(rows.at(-1)?.number ?? 0));
    }
  }

  /**
   * @param address where the picture is at the old site, or a picture inside its address (`data:`)
   * @param words what is known of it there
   * @returns null when it could not be brought in; the report says why
   */
  bring(address: string, words: { alt: string; caption: string }): Promise<UploadedPicture | null> {
    const source = sourceName('picture', address);
    const known = this.known.get(source);
    if (known) return Promise.resolve(known.id === null ? null : { id: known.id, documentId: known.documentId, url: known.url });
    if (this.options.dryRun) {
      this.keep.run(source, null, null, null);
      this.report.pictures += 1;
      return Promise.resolve(null);
    }
    let bringing = this.underWay.get(source);
    if (!bringing) {
      bringing = this.inLane(() => this.bringNew(source, address, words)).finally(() => this.underWay.delete(source));
      this.underWay.set(source, bringing);
    }
    return bringing;
  }

  /** A few at a time: the old site is somebody's server. */
  private inLane<T>(work: () => Promise<T>): Promise<T> {
    const lane = this.nextLane++ % lanes;
    const done = (this.lanes[lane] ?? Promise.resolve()).then(work);
    this.lanes[lane] = done.then(
      () => {},
      () => {},
    );
    return done;
  }

  private async bringNew(source: string, address: string, words: { alt: string; caption: string }): Promise<UploadedPicture | null> {
    try {
      const bytes = await this.bytesOf(address);
      const mime = await pictureTypeOf(bytes);
      const file = { name: fileName(address, mime), mime, bytes, ...words };
      // Both or neither: a run that is stopped here leaves no second copy behind.
      const picture = await this.strapi.db.transaction(async () => {
        const uploaded = await uploadPicture(this.strapi, file);
        await this.items.remember(source, { target: 'file', targetId: uploaded.documentId, fingerprint: '', savedAt: null });
        return uploaded;
      });
      this.keep.run(source, picture.id, picture.documentId, picture.url);
      this.report.pictures += 1;
      return picture;
    } catch (error) {
      this.keep.run(source, null, null, null);
      this.report.add('picture', shown(address), error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  private async bytesOf(address: string): Promise<Buffer> {
    if (address.startsWith('data:')) return bytesInside(address);
    const url = URL.parse(address);
    if (!url) throw new Error('its address is none');
    const copied = await this.folder?.read(url.pathname);
    if (copied) return copied;
    const dead = this.deadHosts.get(url.host);
    if (dead !== undefined) throw new Error(dead);
    try {
      return await fetchPicture(address, this.options.allowPrivate);
    } catch (error) {
      if (error instanceof Error && isHostFault(error)) this.deadHosts.set(url.host, error.message);
      throw error;
    }
  }
}

/** How many pictures are fetched at a time. */
const lanes = 4;

/** The full picture behind one of WordPress's sizes: `a-300x200.jpg?w=604` is made from `a.jpg`, which may have been exported. */
export function fullSizeAddress(address: string, isKnown: (url: string) => boolean): string {
  if (address.startsWith('data:')) return address;
  const plain = address.replace(/[?#].*$/, '');
  if (isKnown(plain)) return plain;
  const full = plain.replace(/-\d+x\d+(\.[a-z0-9]+)$/i, '$1');
  const found = [full, full.replace(/(\.[a-z0-9]+)$/i, '-scaled$1')].find(isKnown);
  if (found !== undefined) return found;
  // A query may also be the address itself, as in image.php?id=3.
  return /\.(?:jpe?g|png|gif|webp|avif)$/i.test(plain) ? plain : address;
}

function bytesInside(address: string): Buffer {
  const [, isBase64, data = ''] = /^data:[^,]*?(;base64)?,(.*)$/is.exec(address) ?? [];
  return isBase64 ? Buffer.from(data, 'base64') : Buffer.from(decode(data), 'latin1');
}

function isHostFault(error: Error): boolean {
  if ('code' in error && typeof error.code === 'string' && /^(?:E(?:NOTFOUND|AI_AGAIN|CONN|HOST|NET|TIMEDOUT)|CERT_)/.test(error.code))
    return true;
  return /^the name |did not answer in time|of this machine or its network/.test(error.message);
}

function fileName(address: string, mime: string): string {
  const ending = `.${mime.slice('image/'.length).replace('jpeg', 'jpg')}`;
  const path = address.startsWith('data:') ? createHash('sha256').update(address).digest('hex').slice(0, 12) : new URL(address).pathname;
  const name = decode(basename(path))
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replace(/[^\p{L}\p{N}_-]+/gu, '-')
    .slice(0, 80);
  return `${name || 'picture'}${ending}`;
}

function shown(address: string): string {
  return address.length <= 300 ? address : `${address.slice(0, 60)}…`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const knownRows = z.array(z.object({ number: z.number(), source: z.string(), id: z.number(), document: z.string(), url: z.string() }));
