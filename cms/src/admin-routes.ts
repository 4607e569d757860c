import { isLocale, locales } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { environment } from './environment';
import { typeOfUid } from './publishing/newsroom-types';
import { publicAddresses } from './publishing/public-addresses';

/** What the admin's own pages ask the newsroom. Call it in register: an API's own routes are for the feed's readers, never for the admin's. */
export function addAdminRoutes(strapi: Core.Strapi): void {
  strapi.server.routes({
    type: 'admin',
    routes: [
      {
        method: 'GET',
        path: '/newsroom/addresses/:type/:id',
        handler: async (ctx) => {
          const { type, id } = asked.parse(ctx['params']);
          const ability: Ability = ctx.state['userAbility'];
          const data = await addressesFor(strapi, ability, { type, id, locale: ctx.query['locale'] });
          if (data) ctx.body = { data };
          else ctx['forbidden']();
        },
        info: { type: 'admin' },
        config: { policies: ['admin::isAuthenticatedAdmin'] },
      },
    ],
  });
}

/** The site's addresses of what is published, empty for what readers cannot find; null for what this editor may not read. */
async function addressesFor(strapi: Core.Strapi, ability: Ability, { type: name, id, locale }: Asked) {
  const uid = `api::${name}.${name}`;
  const type = typeOfUid(uid);
  if (!type || !ability.can('plugin::content-manager.explorer.read', uid)) return null;
  const found = await publicAddresses(strapi.db.connection, type, id, isLocale(locale) ? [locale] : locales);
  const site = environment().SITE_URL.replace(/\/$/, '');
  return found.map(({ locale: language, path }) => ({ locale: language, url: site + path }));
}

const asked = z.object({ type: z.string(), id: z.string() });

/** What Strapi knows of the rights of who asks. */
interface Ability {
  can(action: string, subject: string): boolean;
}

type Asked = z.infer<typeof asked> & { locale: unknown };
