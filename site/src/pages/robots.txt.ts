import type { APIRoute } from 'astro';

import { robotsText } from '../model/sitemap-xml.ts';

export const GET: APIRoute = ({ locals }) => new Response(robotsText(locals.reading));
