import type { APIRoute } from 'astro';

import { addressOf } from '../content/reading.ts';
import { notices, noticesScript } from '../model/notices.ts';

export const GET: APIRoute = ({ locals }) => new Response(noticesScript(notices(locals.reading, addressOf(locals, 'notices'))));
