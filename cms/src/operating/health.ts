import type { Core } from '@strapi/strapi';

import { readLogHead } from '../publishing/change-log';
import { changeSignal } from '../publishing/change-signal';

export interface Health {
  /** False while editors could not save. */
  fit: boolean;
  database: { answers: boolean; milliseconds: number };
  /** The newest cursor of the change log, and how many publishers wait for the next; null when the database does not answer. */
  changes: { head: number; waiting: number } | null;
  upSeconds: number;
}

const patienceMs = 2000;

/** Asks the database for the one row that every publish changes. */
export async function healthOf(strapi: Core.Strapi): Promise<Health> {
  const begun = performance.now();
  const head = await Promise.race([
    readLogHead(strapi.db.connection).then(
      ({ head }) => head,
      () => null,
    ),
    new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null).unref()),
  ]);
  return {
    fit: head !== null,
    database: { answers: head !== null, milliseconds: Math.round(performance.now() - begun) },
    changes: head === null ? null : { head, waiting: changeSignal(strapi).waiting },
    upSeconds: Math.round(process.uptime()),
  };
}
