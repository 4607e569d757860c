import type { Core } from '@strapi/strapi';

import { prepareNewsroom } from './first-start/first-start';
import { beginChangeLog } from './publishing/change-log';

export default {
  register() {},

  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    await beginChangeLog(strapi.db.connection);
    await prepareNewsroom(strapi);
  },
};
