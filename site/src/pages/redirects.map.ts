import type { APIRoute } from 'astro';

import { redirectMapText } from '../model/redirect-map.ts';

export const GET: APIRoute = ({ locals }) => new Response(redirectMapText(locals.reading));
