import { errors } from '@strapi/utils';

import { say } from '../../rules/say';

type Handler = (context: unknown) => Promise<unknown>;
interface Upload {
  controllers: { 'admin-upload': Record<string, Handler> };
}

/** Strapi refuses a type of file before the newsroom's own rules see it, and does not say what to do. */
export default function adaptUpload(plugin: Upload): Upload {
  const controller = plugin.controllers['admin-upload'];
  for (const name of ['upload', 'uploadFile', 'uploadFiles', 'replaceFile']) {
    const action = controller[name];
    if (!action) throw new Error(`Strapi's uploads have no "${name}"; cms/src/extensions/upload was made for another version.`);
    // Strapi's own actions call one another by `this`.
    controller[name] = async (context) => explaining(() => action.call(controller, context));
  }
  return plugin;
}

async function explaining(action: () => Promise<unknown>): Promise<unknown> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof errors.ValidationError) || !typeRefusal.test(error.message)) throw error;
    throw new errors.ValidationError(
      say({
        en: 'Files of this type cannot be uploaded. Save a picture as PNG, JPEG or WebP, a document as PDF, and upload that.',
        ru: 'Такие файлы загружать нельзя. Сохраните картинку в PNG, JPEG или WebP, документ — в PDF и загрузите.',
      }),
    );
  }
}

const typeRefusal = /^(File type '.*' is not allowed|MIME type is not allowed|Cannot verify file type .*)$/;
