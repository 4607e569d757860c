import type { APIRoute } from 'astro';

import { addressOf } from '../content/reading.ts';
import { newsSitemapXml } from '../model/sitemap-xml.ts';

export const GET: APIRoute = ({ locals }) => new Response(newsSitemapXml(locals.reading, addressOf(locals, 'news-sitemap')));
