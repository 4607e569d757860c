import type { APIRoute } from 'astro';

import { addressOf } from '../content/reading.ts';
import { sitemapXml } from '../model/sitemap-xml.ts';

export const GET: APIRoute = ({ locals }) => new Response(sitemapXml(locals.reading, addressOf(locals, 'sitemap')));
