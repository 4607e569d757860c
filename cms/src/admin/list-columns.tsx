import { Flex, Link, Typography } from '@strapi/design-system';
import type { MouseEvent } from 'react';
import { Link as RouterLink } from 'react-router-dom';

/** A column of a list, as far as it is needed here. */
interface Column {
  name: string;
  attribute?: { type?: string };
  cellFormatter?: (row: Row) => unknown;
}

type Row = Record<string, unknown>;

export interface Table {
  displayedHeaders: Column[];
  layout: unknown;
}

/**
 * Strapi writes languages and dates out in full, and then neither fits beside the other on a screen 1400 wide: here a language
 * is its code, which leads to that version, and a date is a short one.
 */
export function shortColumns({ displayedHeaders, layout }: Table): Table {
  return { displayedHeaders: displayedHeaders.map(shortened), layout };
}

function shortened(column: Column): Column {
  if (column.name === 'locales') return { ...column, cellFormatter: (row) => <Languages row={row} /> };
  if (column.attribute?.type !== 'datetime') return column;
  return { ...column, cellFormatter: (row) => <Typography textColor="neutral800">{shortDate(row[column.name])}</Typography> };
}

function Languages({ row }: { row: Row }) {
  const codes = [row, ...listIn(row['localizations'])].flatMap(({ locale }) => (typeof locale === 'string' ? [locale] : []));
  const id = String(row['documentId']);
  return (
    <Flex gap={2}>
      {[...new Set(codes)].sort().map((code) => (
        <Link
          key={code}
          tag={RouterLink}
          to={{ pathname: id, search: `plugins[i18n][locale]=${code}` }}
          // The row has a link of its own, to the language of the list.
          onClick={(event: MouseEvent) => event.stopPropagation()}
          lang={code}
          title={new Intl.DisplayNames(code, { type: 'language' }).of(code)}
        >
          {code.toUpperCase()}
        </Link>
      ))}
    </Flex>
  );
}

function shortDate(moment: unknown): string {
  if (typeof moment !== 'string') return '–';
  return new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(moment));
}

function listIn(value: unknown): Row[] {
  return Array.isArray(value) ? value.filter((one): one is Row => typeof one === 'object' && one !== null) : [];
}
