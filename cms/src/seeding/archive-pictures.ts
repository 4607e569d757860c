import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { fileUid } from '../publishing/newsroom-types';
import { archiveSizes } from './article';
import { coverSize, drawCover, motifs } from './covers';
import { Random } from './random';

/** A picture of the archive: its row and the address that bodies use. */
export interface ArchivePicture {
  id: number;
  url: string;
}

/**
 * The few pictures that all articles of the archive share, drawn and filed where they are missing. They are written
 * as Strapi's local uploads are, under names that are the same in every archive of a seed.
 */
export async function keepArchivePictures(strapi: Core.Strapi, seed: string): Promise<ArchivePicture[]> {
  const folder = join(strapi.dirs.static.public, 'uploads');
  await mkdir(folder, { recursive: true });
  const pictures: ArchivePicture[] = [];
  for (let number = 0; number < archiveSizes.pictures; number += 1) pictures.push(await keepPicture(strapi, folder, seed, number));
  return pictures;
}

async function keepPicture(strapi: Core.Strapi, folder: string, seed: string, number: number): Promise<ArchivePicture> {
  const documentId = new Random(`${seed}/picture/${number}`).documentId();
  const files = strapi.db.query(fileUid);
  const known: unknown = await files.findOne({ where: { documentId } });
  if (known) return picture.parse(known);
  const motif = motifs[number % motifs.length] ?? motifs[0];
  const bytes = await drawCover(motif, createHash('sha256').update(`${seed}/${number}`).digest().readUInt16BE(0));
  const hash = `archive_${documentId.slice(0, 10)}`;
  await writeFile(join(folder, `${hash}.jpg`), bytes);
  const made: unknown = await files.create({
    data: {
      documentId,
      name: `archive-${motif}.jpg`,
      alternativeText: '',
      caption: '',
      hash,
      ext: '.jpg',
      mime: 'image/jpeg',
      // Strapi counts in kilobytes.
      size: Math.round(bytes.length / 10.24) / 100,
      url: `/uploads/${hash}.jpg`,
      provider: 'local',
      folderPath: '/',
      ...coverSize,
    },
  });
  return picture.parse(made);
}

const picture = z.object({ id: z.number(), url: z.string() });
