import { extname } from 'node:path';

import type { Core } from '@strapi/strapi';
import sharp from 'sharp';

import { type IncomingFile, serviceOf } from '../strapi-services';
import { typesByEnding } from '../uploads';
import { refusal } from './refusal';
import { say } from './say';

/**
 * Refuses files that Strapi would take: those whose name would have them served as something else than what they are,
 * and those that call themselves a picture and cannot be read as one.
 */
export function refuseUnfitFiles(strapi: Core.Strapi): void {
  const service = serviceOf(strapi, 'plugin::upload.upload');
  const upload = service.upload.bind(service);
  const replace = service.replace.bind(service);
  service.upload = async (request, options) => {
    for (const file of [request.files].flat()) await checkFile(file);
    return upload(request, options);
  };
  service.replace = async (id, request, options) => {
    await checkFile(request.file);
    return replace(id, request, options);
  };
}

async function checkFile(file: IncomingFile): Promise<void> {
  const name = file.originalFilename ?? '';
  // Strapi trusts a beginning like GIF89a, keeps the ending of the name, and serves the file as the ending says.
  const type = typesByEnding.get(extname(name).toLowerCase());
  if (type === undefined) {
    const endings = [...typesByEnding.keys()].join(', ');
    throw refusal(
      say({
        en: `“${name}” cannot be uploaded: the name of a file must end with one of ${endings}. Save it in such a form.`,
        ru: `Файл «${name}» загрузить нельзя: имя должно кончаться на одно из ${endings}. Сохраните его в таком виде.`,
      }),
    );
  }
  const found = file.detectedMimeType ?? file.mimetype;
  if (found !== type) {
    throw refusal(
      say({
        en: `“${name}” is not what its name says: it is of the type ${found || 'unknown'}. Save it again, then upload it.`,
        ru: `Файл «${name}» — не то, чем называется: внутри ${found || 'неизвестно что'}. Сохраните его заново и загрузите.`,
      }),
    );
  }
  if (type.startsWith('image/')) await checkPicture(file, name);
}

async function checkPicture({ filepath }: IncomingFile, name: string): Promise<void> {
  try {
    // Reads every pixel: the head of a file that was cut off is whole.
    await sharp(filepath, { failOn: 'error' }).stats();
  } catch {
    throw refusal(
      say({
        en: `“${name}” cannot be read as a picture. Save it again as JPEG or PNG, then upload it.`,
        ru: `Файл «${name}» не читается как картинка. Сохраните его заново в JPEG или PNG и загрузите.`,
      }),
    );
  }
}
