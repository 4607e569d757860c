import { locales, type Locale, type PerLocale } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { newsroomTimeZone } from '../publishing/addresses';
import { counterOf } from './counting';

/** What the admin shows of one story. */
export interface StoryViews {
  total: number;
  byLanguage: PerLocale<number>;
  /** The last thirty days, the oldest first, today included; `2026-11-24`. */
  days: { day: string; views: number }[];
}

/** What the admin's home page shows. */
export interface ViewsOverview {
  day: ReadStory[];
  week: ReadStory[];
  today: {
    views: number;
    /** Hits that were not counted, by reason. */
    refused: Record<string, number>;
  };
}

export interface ReadStory {
  id: string;
  locale: Locale;
  title: string;
  readers: number;
}

const daysShown = 30;
const storiesShown = 5;

export async function storyViews(strapi: Core.Strapi, articleId: string, now = Date.now()): Promise<StoryViews> {
  const { connection } = strapi.db;
  const found: unknown = await connection('views')
    .where({ article_id: articleId })
    .select({ locale: 'article_locale', day: 'day', views: 'count' });
  const rows = dayRows.parse(found);
  const dayOf = dayIn(await newsroomTimeZone(connection));
  const days = Array.from({ length: daysShown }, (_, index) => dayOf(now - (daysShown - 1 - index) * 86_400_000));
  const sum = (some: typeof rows): number => some.reduce((all, { views }) => all + views, 0);
  const byLanguage = locales.map((locale) => [locale, sum(rows.filter((row) => row.locale === locale))] as const);
  return {
    total: sum(rows),
    byLanguage: Object.fromEntries(byLanguage.filter(([, views]) => views > 0)),
    days: days.map((day) => ({ day, views: sum(rows.filter((row) => row.day === day)) })),
  };
}

export async function viewsOverview(strapi: Core.Strapi, now = Date.now()): Promise<ViewsOverview> {
  const { connection } = strapi.db;
  const ranking = await counterOf(strapi)?.mostRead.ranking(now);
  const top = (period: 'day' | 'week') =>
    locales
      .flatMap((locale) => (ranking?.[period][locale] ?? []).slice(0, storiesShown).map((one) => ({ ...one, locale })))
      .sort((a, b) => b.readers - a.readers)
      .slice(0, storiesShown);
  const today = dayIn(await newsroomTimeZone(connection))(now);
  const [views]: unknown[] = await connection('views').where({ day: today }).sum({ n: 'count' });
  const refused: unknown = await connection('view_refusals').where({ day: today }).select('reason', 'count');
  return {
    day: await withTitles(strapi, top('day')),
    week: await withTitles(strapi, top('week')),
    today: {
      views: z.object({ n: z.coerce.number() }).parse(views).n,
      refused: Object.fromEntries(refusalRows.parse(refused).map(({ reason, count }) => [reason, count])),
    },
  };
}

async function withTitles(strapi: Core.Strapi, listed: { id: string; locale: Locale; readers: number }[]): Promise<ReadStory[]> {
  const found: unknown = await strapi.db
    .connection('articles')
    .whereIn(
      'document_id',
      listed.map(({ id }) => id),
    )
    .whereNotNull('published_at')
    .select({ id: 'document_id', locale: 'locale', title: 'title' });
  const titles = titleRows.parse(found);
  return listed.flatMap((story) => {
    const title = titles.find(({ id, locale }) => id === story.id && locale === story.locale)?.title;
    return title === undefined ? [] : [{ ...story, title }];
  });
}

function dayIn(timeZone: string): (moment: number) => string {
  // The Swedish form is "2026-11-24".
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone });
  return (moment) => format.format(moment);
}

// PostgreSQL's driver gives big integers as text.
const count = z.coerce.number();
const dayRows = z.array(z.object({ locale: z.string(), day: z.string(), views: count }));
const refusalRows = z.array(z.object({ reason: z.string(), count }));
const titleRows = z.array(z.object({ id: z.string(), locale: z.string(), title: z.string() }));
