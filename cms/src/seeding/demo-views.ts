import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { DemoStory } from './demo-files';

/** How a story's readings fall on the days after it appeared. */
const firstDays = [0.42, 0.2, 0.11, 0.07, 0.05, 0.04, 0.03, 0.03, 0.03, 0.02];
/** What is much read is read a little still: so much of it in the last week, in hours six apart. */
const stillRead = 0.03;
const muchRead = 1000;
const recentHours = 28;
const hour = 3_600_000;
/** Some come back. */
const readersOf = (views: number): number => Math.ceil(views * 0.88);

/**
 * The story's readings, divided among its languages, its first days and the last week; together exactly as many as its
 * file says. So the lists of the most read are not empty when somebody looks at a new newsroom.
 */
export async function writeDemoViews(
  strapi: Core.Strapi,
  articleId: string,
  { views, versions }: DemoStory,
  now = Date.now(),
): Promise<void> {
  // Through Strapi, which keeps to the transaction that the story is published in.
  const settings: unknown = await strapi.db.query('api::site-setting.site-setting').findOne({ select: ['timeZone'] });
  const { timeZone } = settingsRow.parse(settings);
  const dayOf = (moment: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(moment);
  const shares = divide(
    views,
    versions.length === 1 ? [1] : versions.map((_, index) => (index === 0 ? 0.45 : 0.55 / (versions.length - 1))),
  );
  for (const [index, { locale, publicationDate }] of versions.entries()) {
    const all = shares[index] ?? 0;
    const recent = views >= muchRead ? Math.round(all * stillRead) : 0;
    const days = new Map<string, number>();
    const add = (day: string, count: number): void => void days.set(day, (days.get(day) ?? 0) + count);
    const appeared = Date.parse(publicationDate);
    for (const [day, count] of divide(all - recent, firstDays).entries()) add(dayOf(Math.min(appeared + day * 24 * hour, now)), count);
    for (const [step, count] of divide(recent, Array<number>(recentHours).fill(1 / recentHours)).entries()) {
      const moment = now - step * 6 * hour;
      add(dayOf(moment), count);
      await writeHour(strapi, { articleId, articleLocale: locale, hour: new Date(moment).toISOString().slice(0, 13), count });
    }
    for (const [day, count] of days) await writeDay(strapi, { articleId, articleLocale: locale, day, count });
  }
}

async function writeDay(
  strapi: Core.Strapi,
  data: { articleId: string; articleLocale: string; day: string; count: number },
): Promise<void> {
  if (data.count > 0) await strapi.db.query('api::view.view').create({ data: { ...data, readers: readersOf(data.count) } });
}

async function writeHour(
  strapi: Core.Strapi,
  data: { articleId: string; articleLocale: string; hour: string; count: number },
): Promise<void> {
  if (data.count > 0) await strapi.db.query('api::view.view-hour').create({ data: { ...data, readers: readersOf(data.count) } });
}

/** A whole number in whole parts of about these shares; what is over goes to the first parts. */
function divide(whole: number, shares: readonly number[]): number[] {
  const parts = shares.map((share) => Math.floor(whole * share));
  let left = whole - parts.reduce((sum, part) => sum + part, 0);
  for (let index = 0; left > 0; index = (index + 1) % parts.length, left--) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}

const settingsRow = z.object({ timeZone: z.string() });
