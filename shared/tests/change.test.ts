import { readFileSync } from 'node:fs';

import { change, documentTypes, feedLine, isLocalizedType } from '@broadsheet/shared';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
const lines = fixture('changes.ndjson')
  .trim()
  .split('\n')
  .map((line) => feedLine.parse(JSON.parse(line)));
const badLines = z.array(z.object({ why: z.string(), at: z.string(), line: z.unknown() })).parse(JSON.parse(fixture('bad-changes.json')));

describe('a line of the changes feed', () => {
  it('is read for every type of document', () => {
    const changes = lines.filter((line) => 'type' in line);
    expect(new Set(changes.map((line) => line.type))).toEqual(new Set(documentTypes));
  });

  it('keeps the last line apart from changes', () => {
    const last = lines.at(-1);
    expect(last).toEqual({ cursor: 14, end: true });
    expect(change.safeParse(last).success).toBe(false);
  });

  it('gives a language to exactly the types that have one a version', () => {
    for (const line of lines) if ('type' in line) expect(line.locale !== null).toBe(isLocalizedType(line.type));
  });

  it('drops words that are empty, so that a missing language has one form', () => {
    const [setting] = lines;
    if (!setting || !('document' in setting) || setting.type !== 'site-setting')
      throw new Error('the first line of the fixture is the setting');
    expect(setting.document.copyrightNotice).toEqual({ en: 'Use with a link only' });
  });

  it.each(badLines)('is refused when $why', ({ line, at }) => {
    const result = feedLine.safeParse(line);
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error?.issues)).toContain(`"${at}"`);
  });
});
