import type { UID } from '@strapi/strapi';
import { errors } from '@strapi/utils';

type Handler = (context: Context) => Promise<unknown>;
interface Context {
  params: { id?: string; model: UID.ContentType };
  query: { locale?: string };
  request: { body?: Record<string, unknown> };
  body?: unknown;
  status: number;
}
interface ContentManager {
  controllers: { 'collection-types': { update: Handler; publish: Handler } };
}

/**
 * After a refusal the admin reads the entry again and fills its form with what it finds. For a language that has not been
 * saved yet that is nothing, and all that an editor typed would be gone. So what can be kept is kept as a draft.
 */
export default function keepRefusedDrafts(plugin: ContentManager): ContentManager {
  const controller = plugin.controllers['collection-types'];
  const { update, publish } = controller;
  const keeping =
    (action: Handler, drafts: ((body: Record<string, unknown>) => Record<string, unknown>)[]): Handler =>
    async (context) => {
      try {
        return await action(context);
      } catch (error) {
        if (isRefusal(error) && (await isNewLanguage(context))) await keepDraft(context, update, drafts);
        throw error;
      }
    };
  controller.publish = keeping(publish, [(body) => body, withoutAddress]);
  controller.update = keeping(update, [withoutAddress]);
  return plugin;
}

// An address is the one thing for which a draft itself is refused; without one it is made from the title.
function withoutAddress(body: Record<string, unknown>): Record<string, unknown> {
  return { ...body, slug: null };
}

async function keepDraft(
  context: Context,
  update: Handler,
  drafts: ((body: Record<string, unknown>) => Record<string, unknown>)[],
): Promise<void> {
  const typed = context.request.body ?? {};
  for (const draft of drafts) {
    try {
      context.request.body = draft(typed);
      await update(context);
      break;
    } catch (error) {
      if (!isRefusal(error)) throw error;
    } finally {
      context.request.body = typed;
    }
  }
}

// Of a language that is saved, the form keeps what was typed.
async function isNewLanguage({ params, query, request: { body } }: Context): Promise<boolean> {
  const locale = query.locale ?? body?.['locale'];
  if (!params.id || typeof locale !== 'string' || body?.['title'] === undefined) return false;
  return (await strapi.db.query(params.model).count({ where: { documentId: params.id, locale } })) === 0;
}

// Not what the editor may not do, or what is not there.
function isRefusal(error: unknown): boolean {
  return error instanceof errors.ApplicationError && ['ApplicationError', 'ValidationError'].includes(error.name);
}
