import type { APIRoute } from 'astro';

import { addressOf } from '../content/reading.ts';
import { sitemapMonthXml } from '../model/sitemap-xml.ts';

export const GET: APIRoute = ({ locals }) => {
  const xml = sitemapMonthXml(locals.reading, addressOf(locals, 'sitemap-month'));
  return new Response(xml, { status: xml === null ? 404 : 200 });
};
