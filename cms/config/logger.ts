import { winston } from '@strapi/logger';

import { environment } from '../src/environment';
import { requestIdNow } from '../src/operating/request-id';

/**
 * What the cms says. Of people it says nothing: neither addresses nor browsers, and of a request to it only what was asked for
 * (Strapi's line for each request is of the level "http").
 */
export default () => {
  const { LOG_FORMAT, LOG_LEVEL } = environment();
  if (LOG_FORMAT === 'human') return { level: LOG_LEVEL };
  const { combine, errors, printf } = winston.format;
  return { level: LOG_LEVEL, format: combine(errors({ stack: true }), printf(asJson)) };
};

// Level first: whoever reads along finds it without parsing.
function asJson({ level, message, stack }: winston.Logform.TransformableInfo): string {
  const requestId = requestIdNow();
  return JSON.stringify({
    level,
    time: new Date().toISOString(),
    program: 'cms',
    message,
    ...(requestId ? { requestId } : {}),
    ...(stack ? { stack } : {}),
  });
}
