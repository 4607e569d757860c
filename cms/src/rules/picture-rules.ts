import type { Core } from '@strapi/strapi';
import sharp from 'sharp';

import { type IncomingFile, serviceOf } from '../strapi-services';
import { refusal } from './refusal';

/** Refuses what calls itself a picture and cannot be read as one; Strapi would take it, and the site could not show it. */
export function refuseBrokenPictures(strapi: Core.Strapi): void {
  const service = serviceOf(strapi, 'plugin::upload.upload');
  const upload = service.upload.bind(service);
  const replace = service.replace.bind(service);
  service.upload = async (request, options) => {
    for (const file of [request.files].flat()) await checkPicture(file);
    return upload(request, options);
  };
  service.replace = async (id, request, options) => {
    await checkPicture(request.file);
    return replace(id, request, options);
  };
}

async function checkPicture({ filepath, originalFilename, mimetype }: IncomingFile): Promise<void> {
  if (!mimetype?.startsWith('image/')) return;
  try {
    // Reads every pixel: the head of a file that was cut off is whole.
    await sharp(filepath, { failOn: 'error' }).stats();
  } catch {
    throw refusal(`“${originalFilename ?? 'This file'}” cannot be read as a picture. Save it again as JPEG or PNG, then upload it.`);
  }
}
