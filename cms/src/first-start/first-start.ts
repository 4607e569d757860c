import type { Core } from '@strapi/strapi';

import { arrangeAdmin } from './admin-views';
import { closeDoors } from './closed-doors';
import { addFirstAdmin } from './first-admin';
import { addLanguages } from './languages';
import { welcomeNewFields } from './new-fields';
import { keepReadToken } from './read-token';
import { renewViews } from './renewed-views';
import { addRoles } from './roles';
import { addSettings } from './settings';

/** Makes a new database a working newsroom without a click; brings one that is an older one what is new; else changes nothing. */
export async function prepareNewsroom(strapi: Core.Strapi): Promise<void> {
  await addLanguages(strapi);
  await addRoles(strapi);
  await addFirstAdmin(strapi);
  await closeDoors(strapi);
  await keepReadToken(strapi);
  await addSettings(strapi);
  await arrangeAdmin(strapi);
  await welcomeNewFields(strapi);
  await renewViews(strapi);
}
