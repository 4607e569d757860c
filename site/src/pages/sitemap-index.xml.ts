import type { APIRoute } from 'astro';

import { sitemapIndexXml } from '../model/sitemap-xml.ts';

export const GET: APIRoute = ({ locals }) => new Response(sitemapIndexXml(locals.reading));
