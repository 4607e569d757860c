import { createHash } from 'node:crypto';
import { basename } from 'node:path';

import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { fileUid } from '../publishing/newsroom-types';
import { uploadPicture, type UploadedPicture } from '../seeding/upload-picture';
import { fetchPicture } from './fetch-picture';
import type { ImportedItems } from './imported-items';
import type { ImportReport } from './report';

/** Brings pictures of the old site into the media library, each once over all runs. */
export class ImportPictures {
  /** Hosts that could not be reached: asking again would only cost time. */
  private readonly deadHosts = new Map<string, string>();

  constructor(
    private readonly strapi: Core.Strapi,
    private readonly items: ImportedItems,
    private readonly report: ImportReport,
    private readonly options: { dryRun: boolean; allowPrivate: boolean },
  ) {}

  /**
   * @param address where the picture is at the old site
   * @param words what is known of it there
   * @returns null when it could not be brought in; the report says why
   */
  async bring(address: string, words: { alt: string; caption: string }): Promise<UploadedPicture | null> {
    const source = pictureSource(address);
    const known = await this.items.find(source);
    const row: unknown = known
      ? await this.strapi.db.query(fileUid).findOne({ where: { documentId: known.targetId }, select: ['id', 'documentId', 'url'] })
      : null;
    if (row !== null && row !== undefined) return uploaded.parse(row);
    if (this.options.dryRun || this.report.failedPictures.has(address)) return null;
    try {
      const picture = await this.fetch(address, words);
      await this.items.remember(source, { target: 'file', targetId: picture.documentId, fingerprint: '', savedAt: null });
      this.report.pictures += 1;
      return picture;
    } catch (error) {
      this.report.failedPictures.set(address, error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  private async fetch(address: string, words: { alt: string; caption: string }): Promise<UploadedPicture> {
    if (!URL.canParse(address)) throw new Error('its address is none');
    const { host, pathname } = new URL(address);
    const dead = this.deadHosts.get(host);
    if (dead !== undefined) throw new Error(dead);
    try {
      const { bytes, mime } = await fetchPicture(address, this.options.allowPrivate);
      return await uploadPicture(this.strapi, { name: fileName(pathname, mime), mime, bytes, ...words });
    } catch (error) {
      if (error instanceof Error && isHostFault(error)) this.deadHosts.set(host, error.message);
      throw error;
    }
  }
}

/** The full picture behind one of WordPress's sizes: `a-300x200.jpg?w=604` is made from `a.jpg`, which may have been exported. */
export function fullSizeAddress(address: string, isKnown: (url: string) => boolean): string {
  const plain = address.replace(/[?#].*$/, '');
  if (isKnown(plain)) return plain;
  const full = plain.replace(/-\d+x\d+(\.[a-z0-9]+)$/i, '$1');
  if (isKnown(full)) return full;
  // A query may also be the address itself, as in image.php?id=3.
  return /\.(?:jpe?g|png|gif|webp|avif)$/i.test(plain) ? plain : address;
}

/** What an item of an export is remembered by; long ones by their hash. */
export function sourceName(kind: string, name: string): string {
  return `${kind}:${name.length <= 200 ? name : createHash('sha256').update(name).digest('hex')}`;
}

function pictureSource(address: string): string {
  return sourceName('picture', address);
}

function isHostFault(error: Error): boolean {
  if ('code' in error && typeof error.code === 'string' && /^(?:E(?:NOTFOUND|AI_AGAIN|CONN|HOST|NET|TIMEDOUT)|CERT_)/.test(error.code))
    return true;
  return /^the name |did not answer in time|of this machine or its network/.test(error.message);
}

function fileName(pathname: string, mime: string): string {
  const ending = `.${mime.slice(6).replace('jpeg', 'jpg')}`;
  const name = decode(basename(pathname))
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replace(/[^\p{L}\p{N}_-]+/gu, '-')
    .slice(0, 80);
  return `${name || 'picture'}${ending}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const uploaded = z.object({ id: z.number(), documentId: z.string(), url: z.string() });
