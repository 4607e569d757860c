import { defaultLocale, isLocale, type Locale, locales } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';

import type { LogEntry } from './change-log';
import type { Transaction } from './database';

/** One write through Strapi's document service, inside its transaction and under the lock of the change log. */
export interface Edit {
  strapi: Core.Strapi;
  trx: Transaction;
  action: WriteAction;
  /** What was asked for. Assign to change what Strapi does. */
  params: EditParams;
  /** Lets Strapi do it. */
  proceed(): Promise<unknown>;
  /** Notes what the edit changed for readers; it is logged at the end, in the same transaction. */
  log(...entries: LogEntry[]): void;
}

export const writeActions = ['create', 'update', 'publish', 'unpublish', 'delete', 'discardDraft', 'clone'] as const;
export type WriteAction = (typeof writeActions)[number];

export interface EditParams {
  documentId?: string;
  locale?: string | string[] | null;
  status?: string;
  data?: Record<string, unknown>;
  [other: string]: unknown;
}

/** The language versions that an edit is about; Strapi means the default language when none is named. */
export function localesOf(params: EditParams): Locale[] {
  if (params.locale === '*') return [...locales];
  const named = Array.isArray(params.locale) ? params.locale : [params.locale || defaultLocale];
  return named.filter(isLocale);
}

/** The documentId that Strapi answered with. */
export function documentIdOf(result: unknown): string {
  if (typeof result === 'object' && result !== null && 'documentId' in result && typeof result.documentId === 'string') {
    return result.documentId;
  }
  throw new Error('Strapi answered a write without a documentId');
}
