import type { Core } from '@strapi/strapi';

type Database = Core.Strapi['db'];

/** Strapi's query builder for tables. */
export type Knex = Database['connection'];

/** One open transaction. */
export type Transaction = Parameters<NonNullable<Parameters<Database['transaction']>[0]>>[0]['trx'];
