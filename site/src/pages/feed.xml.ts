import type { APIRoute } from 'astro';

import { addressOf } from '../content/reading.ts';
import { feed } from '../model/feed-items.ts';
import { feedXml } from '../model/feed-xml.ts';
import styleSheet from '../styles/feed.css?url';

export const GET: APIRoute = async ({ locals }) => {
  const found = feed(locals.reading, addressOf(locals, 'feed'));
  return found ? new Response(await feedXml(found, styleSheet)) : new Response(null, { status: 404 });
};
