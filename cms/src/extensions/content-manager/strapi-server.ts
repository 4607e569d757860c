import type { UID } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { z } from 'zod';

import { fromEnglish, toEnglish, translated } from '../../first-start/admin-translations';
import { editorLanguage } from '../../rules/say';

type Handler = (context: Context) => Promise<unknown>;
interface Context {
  params: { id?: string; model: UID.ContentType };
  query: { locale?: string };
  request: { body?: Record<string, unknown> };
  body?: unknown;
  status: number;
}
interface ContentManager {
  controllers: {
    'collection-types': { update: Handler; publish: Handler };
    // The descriptions of forms and lists.
    init: { getInitData: Handler };
    'content-types': { findContentTypes: Handler; findContentTypeConfiguration: Handler; updateContentTypeConfiguration: Handler };
    components: { findComponents: Handler; findComponentConfiguration: Handler; updateComponentConfiguration: Handler };
  };
}

export default function adaptContentManager(plugin: ContentManager): ContentManager {
  return describeInEditorsLanguage(keepRefusedDrafts(plugin));
}

/** Labels, hints and names are kept in English and told to each editor in the language of their interface. */
function describeInEditorsLanguage(plugin: ContentManager): ContentManager {
  const { init, 'content-types': types, components } = plugin.controllers;
  init.getInitData = inEditorsLanguage(withoutTitleLimit(init.getInitData));
  types.findContentTypes = inEditorsLanguage(types.findContentTypes);
  types.findContentTypeConfiguration = inEditorsLanguage(types.findContentTypeConfiguration);
  types.updateContentTypeConfiguration = inEditorsLanguage(types.updateContentTypeConfiguration);
  components.findComponents = inEditorsLanguage(components.findComponents);
  components.findComponentConfiguration = inEditorsLanguage(components.findComponentConfiguration);
  components.updateComponentConfiguration = inEditorsLanguage(components.updateComponentConfiguration);
  return plugin;
}

/** Strapi would print “max. 500 characters” above the hint of at most 110. The rule for drafts still refuses a longer one. */
function withoutTitleLimit(action: Handler): Handler {
  return async (context) => {
    const result = await action(context);
    const described = initData.parse(context.body);
    for (const { uid, attributes } of described.data.contentTypes) {
      const title = uid === 'api::article.article' ? attributes['title'] : undefined;
      if (title) attributes['title'] = Object.fromEntries(Object.entries(title).filter(([name]) => name !== 'maxLength'));
    }
    context.body = described;
    return result;
  };
}

function inEditorsLanguage(action: Handler): Handler {
  return async (context) => {
    const language = editorLanguage();
    const { body } = context.request;
    if (body) context.request.body = record.parse(translated(body, (text) => toEnglish(text, language)));
    const result = await action(context);
    context.body = translated(context.body, (text) => fromEnglish(text, language));
    return result;
  };
}

const record = z.record(z.string(), z.unknown());
const initData = z.looseObject({
  data: z.looseObject({ contentTypes: z.array(z.looseObject({ uid: z.string(), attributes: z.record(z.string(), record) })) }),
});

/**
 * After a refusal the admin reads the entry again and fills its form with what it finds. For a language that has not been
 * saved yet that is nothing, and all that an editor typed would be gone. So what can be kept is kept as a draft.
 */
function keepRefusedDrafts(plugin: ContentManager): ContentManager {
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
