import type { APIRoute } from 'astro';

import { securityText } from '../model/security-txt.ts';

export const GET: APIRoute = ({ locals }) => {
  const text = securityText(locals.reading);
  return new Response(text, { status: text === null ? 404 : 200 });
};
