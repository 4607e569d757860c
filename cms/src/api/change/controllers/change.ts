import type { Core } from '@strapi/strapi';

import { answerFeed, type FeedContext } from '../../../exporting/feed-request';

/** The changes feed. Who may call it was checked by Strapi before. */
export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async feed(ctx: FeedContext) {
    await answerFeed(strapi, ctx);
  },
});
