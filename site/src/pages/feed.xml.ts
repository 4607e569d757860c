import type { APIRoute } from 'astro';

import { addressOf } from '../content/reading.ts';
import { feed } from '../model/feed-items.ts';
import { feedXml } from '../model/feed-xml.ts';

export const GET: APIRoute = async ({ locals }) => {
  const found = feed(locals.reading, addressOf(locals, 'feed'));
  return found ? new Response(await feedXml(found)) : new Response(null, { status: 404 });
};
