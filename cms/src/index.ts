import type { Core } from '@strapi/strapi';

import { answerViewsFirst, startCounting, stopCounting } from './counting/counting';
import { addAdminRoutes } from './admin-routes';
import { environment } from './environment';
import { refuseHalfRestored } from './keeping/unfinished-restore';
import { prepareNewsroom } from './first-start/first-start';
import { suggestAddresses } from './publishing/address-suggestions';
import { beginChangeLog } from './publishing/change-log';
import { changeSignal } from './publishing/change-signal';
import { watchDocuments } from './publishing/document-middleware';
import { watchLanguages } from './publishing/language-edits';
import { reconcileChangeLog } from './publishing/reconcile';
import { keepSlugIndexes } from './publishing/slug-indexes';
import { watchUploads } from './publishing/uploads';
import { refuseMail } from './middlewares/no-mail';
import { refuseUnfitFiles } from './rules/picture-rules';
import { seedDemo } from './seeding/demo';

export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    // Drafts, hashes of passwords and uploads are this account's alone; what readers see is written by the publisher.
    process.umask(0o077);
    refuseHalfRestored(environment().DATA_DIR);
    watchDocuments(strapi);
    addAdminRoutes(strapi);
    answerViewsFirst(strapi);
  },

  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    await beginChangeLog(strapi.db.connection);
    await keepSlugIndexes(strapi);
    refuseMail(strapi);
    watchUploads(strapi);
    refuseUnfitFiles(strapi);
    watchLanguages(strapi);
    suggestAddresses(strapi);
    await prepareNewsroom(strapi);
    const moved = await reconcileChangeLog(strapi);
    if (moved > 0) strapi.log.info(`Change log: ${moved} documents had changed without it; it names them now.`);
    if (environment().DEMO_CONTENT) await seedDemo(strapi);
    await startCounting(strapi);
  },

  async destroy({ strapi }: { strapi: Core.Strapi }) {
    await stopCounting(strapi);
    changeSignal(strapi).close();
  },
};
