import type { APIRoute } from 'astro';

import { addressOf } from '../content/reading.ts';
import { manifestJson } from '../model/manifest.ts';

export const GET: APIRoute = ({ locals }) => new Response(manifestJson(locals.reading, addressOf(locals, 'manifest')));
