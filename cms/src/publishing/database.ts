import type { Knex } from 'knex';

/** Strapi's query builder for tables. */
export type { Knex };

/** One open transaction. */
export type Transaction = Knex.Transaction;
