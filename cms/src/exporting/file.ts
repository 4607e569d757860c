import type { Core } from '@strapi/strapi';

import { fileUid } from '../publishing/newsroom-types';
import { text } from './wire-form';

/** Uploaded files in the wire form of shared's `fileDocument`, unchecked. */
export async function loadFiles(strapi: Core.Strapi, documentIds: readonly string[]): Promise<Map<string, unknown>> {
  const rows: FileRow[] = await strapi.db.query(fileUid).findMany({ where: { documentId: { $in: documentIds } } });
  return new Map(rows.map((row) => [row.documentId, wireForm(row)]));
}

function wireForm(row: FileRow) {
  return {
    id: row.documentId,
    url: row.url,
    mime: text(row.mime),
    // "Replace media" keeps the address and the hash; only the moment and the size tell that the bytes are others.
    version: `${new Date(row.updatedAt).getTime()}-${row.size}`,
    width: row.width || null,
    height: row.height || null,
    // Strapi keeps thousands of bytes, with two decimals.
    size: Math.round(Number(row.size) * 1000),
    focalPoint: row.focalPoint ?? null,
    alt: text(row.alternativeText),
    caption: text(row.caption),
  };
}

interface FileRow {
  documentId: string;
  url: string;
  mime: string | null;
  updatedAt: string;
  width: number | null;
  height: number | null;
  size: number | string;
  focalPoint: unknown;
  alternativeText: string | null;
  caption: string | null;
}
