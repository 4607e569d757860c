import { isLocale, type Locale, locales } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { refusal } from '../rules/refusal';
import { say } from '../rules/say';
import { serviceOf } from '../strapi-services';
import { type LogEntry, recordChanges } from './change-log';
import { editionOf } from './editions';
import { inLoggedTransaction } from './uploads';

/**
 * A language that an admin removes takes its versions with it, and readers lose them in the same transaction. One that
 * the site does not know cannot be added: its pages would have no words of their own.
 */
export function watchLanguages(strapi: Core.Strapi): void {
  const service = serviceOf(strapi, 'plugin::i18n.locales');
  const remove = service.delete.bind(service);
  service.delete = (locale) =>
    inLoggedTransaction(strapi, async () => {
      const found: unknown = await strapi.db.query('plugin::i18n.locale').findOne({ where: { id: locale.id } });
      const result = await remove(locale);
      const code = z.object({ code: z.string() }).safeParse(found).data?.code;
      if (isLocale(code)) await recordGone(strapi, code);
      return result;
    });
  strapi.db.lifecycles.subscribe({
    models: ['plugin::i18n.locale'],
    beforeCreate({ params }) {
      const code = z.object({ code: z.string() }).safeParse(params.data).data?.code;
      if (isLocale(code)) return;
      throw refusal(
        say({
          en: `The site does not speak “${code ?? ''}” yet; it knows ${locales.join(', ')}. Its developers can add a language: see CONTRIBUTING.md.`,
          ru: `Сайт ещё не говорит на языке «${code ?? ''}»; он знает ${locales.join(', ')}. Добавить язык могут разработчики сайта: см. CONTRIBUTING.md.`,
        }),
      );
    },
  });
}

const liveRows = z.array(z.object({ type: z.enum(['article', 'page']), subject: z.string() }));

async function recordGone(strapi: Core.Strapi, locale: Locale): Promise<void> {
  await strapi.db.transaction(async ({ trx }) => {
    const rows: unknown = await trx('changes')
      .select('type', 'subject')
      .where({ language: locale, state: 'live' })
      .whereNot({ type: 'edition' });
    const gone = liveRows.parse(rows).map(({ type, subject }): LogEntry => ({ type, id: subject, locale, state: 'gone' }));
    const lost = gone.some(({ type }) => type === 'article') ? [editionOf(locale)] : [];
    await recordChanges(trx, [...gone, ...lost]);
  });
}
