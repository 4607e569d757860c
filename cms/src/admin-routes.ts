import { isLocale, locales } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { editorMark } from './counting/editor-mark';
import { storyViews, viewsOverview } from './counting/view-reports';
import { environment } from './environment';
import { newsroomTypes, typeOfUid } from './publishing/newsroom-types';
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
      {
        method: 'GET',
        path: '/newsroom/views',
        handler: async (ctx) => {
          if (mayRead(ctx.state['userAbility'], newsroomTypes.article.uid)) ctx.body = { data: await viewsOverview(strapi) };
          else ctx['forbidden']();
        },
        info: { type: 'admin' },
        config: { policies: ['admin::isAuthenticatedAdmin'] },
      },
      {
        method: 'GET',
        path: '/newsroom/views/:id',
        handler: async (ctx) => {
          const { id } = z.object({ id: z.string() }).parse(ctx['params']);
          if (mayRead(ctx.state['userAbility'], newsroomTypes.article.uid)) ctx.body = { data: await storyViews(strapi, id) };
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
  if (!type || !mayRead(ability, uid)) return null;
  const found = await publicAddresses(strapi.db.connection, type, id, isLocale(locale) ? [locale] : locales);
  const site = environment().SITE_URL.replace(/\/$/, '');
  // Whoever comes from here is no reader.
  const mark = name === 'article' ? `#editor=${editorMark()}` : '';
  return found.map(({ locale: language, path }) => ({ locale: language, url: site + path + mark }));
}

function mayRead(ability: Ability, uid: string): boolean {
  return ability.can('plugin::content-manager.explorer.read', uid);
}

const asked = z.object({ type: z.string(), id: z.string() });

/** What Strapi knows of the rights of who asks. */
interface Ability {
  can(action: string, subject: string): boolean;
}

type Asked = z.infer<typeof asked> & { locale: unknown };
