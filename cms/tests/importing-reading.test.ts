import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { fateOf, filingOf, wordsOf } from '../src/importing/item-fields';
import { isPrivate } from '../src/importing/network-guard';
import { addressOf } from '../src/importing/old-addresses';
import { readOldSite } from '../src/importing/old-site';
import { readOptions } from '../src/importing/options';
import type { WxrItem } from '../src/importing/wxr-items';
import { readWxr } from '../src/importing/wxr-reader';

const fixture = join(import.meta.dirname, 'fixtures/wordpress-export.xml');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-wxr-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOf(content: string | Buffer): Promise<string> {
  const file = join(folder, 'export.xml');
  await writeFile(file, content);
  return file;
}

async function itemsOf(file: string): Promise<WxrItem[]> {
  const items: WxrItem[] = [];
  for await (const entry of readWxr(file)) if (entry.kind === 'item') items.push(entry);
  return items;
}

describe('a file that is refused', () => {
  const head = '<?xml version="1.0"?>\n<rss><channel><wp:wxr_version>1.2</wp:wxr_version>';

  test.each([
    ['<html><body>Login</body></html>', 'its first element is "html"'],
    ['<rss><channel><title>News</title><item><title>a</title></item></channel></rss>', 'an ordinary feed'],
    ['', 'it is empty'],
    ['<!doctype html>\n<title>Login</title>', 'it is a web page'],
    ['{"posts": []}', 'it is no XML'],
    [`${head}</channel></rss>\n<br /><b>Warning</b>: in a plugin`, 'goes on behind its end (line 3)'],
    [`${head}</channel></rss>\nWarning: in a plugin`, 'goes on behind its end (line 3)'],
    [`${head}<item><title>a</title>`, 'ends in the middle, at line 2'],
    [`${head}<item><title>a</item></channel></rss>`, 'not well-formed XML at line 2'],
    ['<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss>&c;</rss>', 'declares a document type or entities'],
    ['<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><rss/>', 'declares a document type or entities'],
    ['<?xml version="1.0" encoding="x-unheard"?><rss/>', 'text in x-unheard'],
    ['PK\x03\x04rest', 'is packed (ZIP). Unpack it'],
    [`${head}${'<a>'.repeat(100)}`, 'nested very deep'],
  ])('%s', async (content, reason) => {
    const file = await fileOf(content);
    await expect(readOldSite(file)).rejects.toThrow(reason);
    await expect(readOldSite(file)).rejects.toThrow('Nothing was changed.');
  });

  test('an item that would fill the memory', async () => {
    const file = await fileOf(`${head}<item><title>${'a'.repeat(33 * 1024 * 1024)}</title></item></channel></rss>`);
    await expect(readOldSite(file)).rejects.toThrow('an item of more than 32 MB');
  });

  test('bytes that are not UTF-8', async () => {
    await expect(readOldSite(await fileOf(Buffer.from([0x3c, 0xff, 0xfe, 0x80])))).rejects.toThrow('text in utf-8');
  });

  test('bytes that are packed, and a folder', async () => {
    await expect(readOldSite(await fileOf(Buffer.from([0x1f, 0x8b, 0x08, 0])))).rejects.toThrow('is packed (gzip)');
    await expect(readOldSite(folder)).rejects.toThrow('cannot be read');
  });

  test('the fixture, cut anywhere', async () => {
    const whole = await readFile(fixture);
    for (const share of [0.2, 0.5, 0.8, 0.999]) {
      await expect(readOldSite(await fileOf(whole.subarray(0, Math.floor(whole.length * share))))).rejects.toThrow('Nothing was changed.');
    }
  });

  test('one that is cut between the two bytes of a letter', async () => {
    await expect(readOldSite(await fileOf(Buffer.from(`${head}<item><title>П`).subarray(0, -1)))).rejects.toThrow('ends in the middle');
  });

  test('one that is not there', async () => {
    await expect(readOldSite(join(folder, 'none.xml'))).rejects.toThrow('cannot be read');
  });
});

test('an export is read with everything that posts refer to', async () => {
  const old = await readOldSite(fixture);
  expect(old.site).toMatchObject({ title: 'The Old Lantern', language: 'en-US', url: 'https://lantern.example' });
  expect(old.items).toBe(7);
  expect([...old.others]).toEqual([['nav_menu_item', 1]]);
  const addresses = old.scratch.prepare('select address from addresses order by rowid').pluck().all();
  expect(addresses).toEqual([
    ...['/archive/last-ferry/', '/archive/first-ferry/', '/archive/ferry/', '/?p=11'],
    ...['/archive/untitled/', '/?p=12', '/paper/about/', '/?page_id=16', '/?p=16', '/harbour/', '/?page_id=17', '/?p=17'],
  ]);
  expect(old.attachment('21')).toEqual({ url: 'PICTURES/gannet.png', alt: 'A white ferry', caption: 'The Gannet', title: 'gannet' });
  expect(old.attachmentsOf('11').map(({ url }) => url)).toEqual(['PICTURES/gannet.png', 'PICTURES/gone.png']);
  old.close();
});

test.each([
  ['windows-1251', Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2])],
  ['KOI8-R', Buffer.from([0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4])],
  // Converted, with the first line as it was.
  ['windows-1251', Buffer.from('Привет')],
])('a file in %s is read as it says, unless it is UTF-8 by its bytes', async (encoding, title) => {
  const file = await fileOf(
    Buffer.concat([
      Buffer.from(`<?xml version="1.0" encoding="${encoding}"?><rss><channel><wp:wxr_version>1.0</wp:wxr_version><item><title>`),
      title,
      Buffer.from('</title></item></channel></rss>'),
    ]),
  );
  expect((await itemsOf(file))[0]?.title).toBe('Привет');
});

test('name spaces are known whatever their prefixes, and an item without a number by its address', async () => {
  const file = await fileOf(
    `<rss xmlns:w="http://wordpress.org/export/1.1/" xmlns:x="http://wordpress.org/export/1.1/excerpt/" xmlns:c="http://purl.org/rss/1.0/modules/content/">
     <channel><w:wxr_version>1.1</w:wxr_version><w:author><w:author_login>ann</w:author_login><w:author_first_name>Ann</w:author_first_name></w:author>
     <item><title>a</title><guid>g1</guid><c:encoded><![CDATA[x]]]]><![CDATA[>y]]></c:encoded><x:encoded>short</x:encoded><w:post_type>post</w:post_type><w:status>publish</w:status></item></channel></rss>`,
  );
  expect((await itemsOf(file))[0]).toMatchObject({ postId: 'g1', content: 'x]]>y', excerpt: 'short', type: 'post', status: 'publish' });
  const old = await readOldSite(file);
  expect(old.author('ann')).toBe('Ann');
  old.close();
});

test('an export of some posts alone names categories and tags by them, one of nothing at least the site', async () => {
  const file = await fileOf(
    `<rss><channel><title>Some</title><wp:wxr_version>1.2</wp:wxr_version><item><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>
     <category domain="category" nicename="sea"><![CDATA[Sea & Sky]]></category><category domain="post_tag" nicename="red"><![CDATA[Red]]></category></item></channel></rss>`,
  );
  const old = await readOldSite(file);
  expect([old.term('category', 'sea')?.name, old.term('tag', 'red')?.name]).toEqual(['Sea & Sky', 'Red']);
  old.close();
  const empty = await readOldSite(await fileOf('<rss><channel><title>None</title><wp:wxr_version>1.2</wp:wxr_version></channel></rss>'));
  expect(empty).toMatchObject({ items: 0, site: { title: 'None' } });
  empty.close();
});

test('a text longer than the parser’s buffers comes whole', async () => {
  const long = 'abc '.repeat(100_000);
  const file = await fileOf(
    `<rss><channel><wp:wxr_version>1.2</wp:wxr_version><item><content:encoded><![CDATA[${long}]]></content:encoded></item></channel></rss>`,
  );
  const [item] = await itemsOf(file);
  expect(item?.content).toBe(long);
});

test('items say what becomes of them', async () => {
  const fates = (await itemsOf(fixture)).map((item) => [item.postId, fateOf(item).kind]);
  expect(Object.fromEntries(fates)).toMatchObject({
    11: 'published',
    12: 'published',
    13: 'skipped',
    14: 'draft',
    15: 'skipped',
    16: 'published',
  });
});

test('titles are plain, dates are of UTC, and what has no title is called by its day', async () => {
  const [ferry, untitled, , draft] = await itemsOf(fixture);
  if (!ferry || !untitled || !draft) throw new Error('the fixture has fewer items than it should');
  expect(wordsOf(ferry, 'en', 'Asia/Yerevan')).toEqual({
    title: 'Last ferry — the Gannet',
    summary: 'Forty years, then silence.',
    date: '2019-03-31T22:30:00.000Z',
  });
  expect(wordsOf(untitled, 'en', 'Asia/Yerevan').title).toBe('May 6, 2020');
  expect(wordsOf(untitled, 'ru', 'Asia/Yerevan').title).toBe('6 мая 2020 г.');
  expect(wordsOf(draft, 'en', 'Asia/Yerevan').date).toBeNull();
  expect(wordsOf({ ...ferry, dateGmt: '9999-12-31 23:59:59', date: '' }, 'en', 'Asia/Yerevan').date).toBeNull();
});

test('the first category is the section, the others are tags', async () => {
  const old = await readOldSite(fixture);
  const [ferry, untitled] = await itemsOf(fixture);
  if (!ferry || !untitled) throw new Error('the fixture has fewer items than it should');
  expect(filingOf(ferry, old)).toEqual({
    section: { slug: 'harbour', name: 'Harbour & Sea', description: 'What the tide brings' },
    tags: [
      { slug: 'ferries', name: 'Ferries', description: '' },
      { slug: 'letters', name: 'Letters', description: '' },
    ],
    author: { key: 'mira', name: 'Mira Holt' },
  });
  expect(filingOf({ ...ferry, meta: { _yoast_wpseo_primary_category: '4' } }, old).section?.name).toBe('Letters');
  expect(filingOf(untitled, old)).toEqual({ section: null, tags: [], author: { key: 'ghost', name: 'ghost' } });
});

test.each([
  ['https://old.example/2019/04/a/', '/2019/04/a/'],
  ['https://old.example//a//b', '/a/b/'],
  ['https://old.example/story.html', '/story.html'],
  ['https://old.example/archives/123', '/archives/123/'],
  ['https://old.example/?p=12', '/?p=12'],
  ['https://old.example/%CE%B5/', '/%ce%b5/'],
  ['https://old.example/2019/нева/', '/2019/%d0%bd%d0%b5%d0%b2%d0%b0/'],
  ['https://old.example/a/index.html', 'index-file'],
  ['https://old.example/search/', 'fixed'],
  ['https://old.example/media/a/', 'reserved'],
  ['https://old.example/%0d%0aLocation:%20x/', 'no-path'],
  ['https://old.example/', null],
  ['nonsense', null],
])('the old address of %s', (link, expected) => {
  const found = addressOf(link);
  expect(found && (found.ok ? found.from : found.reason)).toBe(expected);
});

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '0.0.0.0',
  '100.64.0.1',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::a00:1',
  'no address',
  '192.0.0.8',
  '192.0.2.1',
  '198.19.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '255.255.255.255',
  '64:ff9b:1::1',
  '100::1',
  '2001:db8::1',
  '2002:a00:1::1',
  'ff02::1',
])('%s is not asked for pictures', (address) => expect(isPrivate(address)).toBe(true));
test.each(['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946'])('%s may be', (address) => expect(isPrivate(address)).toBe(false));

test('options are read, and faulty ones explained', () => {
  expect(readOptions(['a.xml', '--dry-run', '--language', 'ru'])).toEqual({
    file: 'a.xml',
    dryRun: true,
    language: 'ru',
    allowPrivate: false,
    media: null,
    undo: false,
  });
  expect(() => readOptions([])).toThrow('No file is named. Usage:');
  expect(() => readOptions(['a.xml', '--language', 'fr'])).toThrow('"fr" is not a language');
  expect(() => readOptions(['a.xml', 'b.xml'])).toThrow('One file at a time');
  expect(() => readOptions(['a.xml', '--force'])).toThrow("Unknown option '--force'");
});
