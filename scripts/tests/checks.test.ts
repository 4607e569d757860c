import { describe, expect, it } from 'vitest';

import { importProblems } from '../check-imports.ts';
import { withAddresses, withLanguages } from '../check-languages.ts';
import { translationProblems } from '../check-translations.ts';

describe('the import check', () => {
  it.each([
    ['shared/src/a.ts', `import fs from 'node:fs';`],
    ['shared/src/a.ts', `import { root } from '../../scripts/repository.ts';`],
    ['site/src/pages/a.astro', `---\nimport { x } from '../../../cms/src/x';\n---\n<p>import x from '../cms'</p>`],
    ['site/src/a.astro', `---\n---\n<script>\nimport '@broadsheet/cms';\n</script>`],
    ['site/publisher/run.ts', `const x = await import('../../cms/dist/src/index.js');`],
    ['cms/src/index.ts', `import type { Page } from '../../site/src/model/page';`],
    ['cms/config/server.js', `const x = require('../../site/x');`],
    ['scripts/start.ts', `export { run } from '../site/publisher/run.ts';`],
  ])('stops %s: %s', (path, text) => {
    const problems = importProblems([{ path, text }]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${path} imports ".+": .+\\.$`));
  });

  it.each([
    ['shared/src/content/a.ts', `import { z } from 'zod';\nimport '../brands.js';`],
    ['shared/tests/a.test.ts', `import { expect } from 'vitest';`],
    ['site/src/a.ts', `import { pathOf } from '@broadsheet/shared';\n// import x from '../../cms/x'`],
    ['cms/src/a.ts', `const text = "import x from '../../site/x'";`],
    ['scripts/a.ts', `import { build } from './build.ts';`],
  ])('lets %s be: %s', (path, text) => {
    expect(importProblems([{ path, text }])).toEqual([]);
  });
});

describe('the translation check', () => {
  const problems = (languages: Record<string, unknown>) => translationProblems(languages, 'i18n');

  it('is content when every language has every string', () => {
    const english = { search: 'Search', found: { one: '{count} story', other: '{count} stories' }, share: { print: 'Print' } };
    const russian = {
      search: 'Поиск',
      found: { one: '{count} материал', few: '{count} материала', many: '{count} материалов', other: '{count} материала' },
      share: { print: 'Печать' },
    };
    expect(problems({ en: english, ru: russian })).toEqual([]);
  });

  it.each([
    [{ en: { search: 'Search' }, ru: {} }, 'i18n/ru.ts: "search" is missing'],
    [{ en: {}, ru: { search: 'Поиск' } }, 'i18n/en.ts: "search" is missing'],
    [{ en: { share: { print: 'Print' } }, ru: { share: { print: ' ' } } }, 'i18n/ru.ts: "share.print" is empty'],
    [{ en: { by: 'By {author}' }, ru: { by: 'Автор' } }, 'i18n/ru.ts: "by" does not say {author}'],
    [{ ru: { found: { one: 'материал', other: 'материала' } } }, 'i18n/ru.ts: "found" lacks the plural form "few", "many"'],
  ])('names what is wrong in %j', (languages, sentence) => {
    const found = problems(languages);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(sentence);
  });
});

describe('the language check', () => {
  const schema = (attributes: Record<string, object>) => withLanguages({ attributes }, ['en', 'ru', 'hy']);

  it('is content where every language has its fields', () => {
    expect(schema({ nameEn: {}, nameRu: {}, nameHy: {}, kind: { enum: ['person'] } }).missing).toEqual([]);
    expect(schema({ title: {}, endsHy: {} }).missing).toEqual([]);
  });

  it('adds a field after those of the other languages, like that of the first', () => {
    const { schema: whole, missing } = schema({
      nameEn: { type: 'string', maxLength: 9 },
      nameRu: { type: 'string', maxLength: 9 },
      slugEn: { type: 'uid', targetField: 'nameEn' },
      slugRu: { type: 'uid', targetField: 'nameRu' },
      kind: {},
    });
    expect(missing).toEqual(['nameHy', 'slugHy']);
    expect(Object.keys(whole.attributes)).toEqual(['nameEn', 'nameRu', 'nameHy', 'slugEn', 'slugRu', 'slugHy', 'kind']);
    expect(whole.attributes).toMatchObject({ nameHy: { type: 'string', maxLength: 9 }, slugHy: { type: 'uid', targetField: 'nameHy' } });
  });

  it('adds a language to the lists of languages', () => {
    const { schema: whole, missing } = schema({ language: { type: 'enumeration', enum: ['en', 'ru'] } });
    expect(missing).toEqual(['"hy" in the list of language']);
    expect(whole.attributes['language']?.['enum']).toEqual(['en', 'ru', 'hy']);
  });

  it('keeps the languages in the web server’s addresses', () => {
    expect(withAddresses('@a path_regexp l ^/(ru)/', ['en', 'ru', 'hy'])).toBe('@a path_regexp l ^/(ru|hy)/');
  });
});
