import type { Locale } from '@broadsheet/shared';
import { describe, expect, it } from 'vitest';

import { markdownHtml, markdownText } from '../src/content/html.ts';
import { textOf } from '../src/content/kept-html.ts';
import { siteUrl, smallNewsroom, withPictures } from './model-store.ts';

async function html(body: string, locale: Locale = 'en', ...pictures: string[]): Promise<string> {
  const newsroom = smallNewsroom();
  for (const url of pictures) newsroom.file(url.slice(1), url);
  const reading = await newsroom.reading();
  withPictures(reading.store, ...pictures.map((url) => url.slice(1)));
  return markdownHtml(reading, textOf(body), locale);
}

describe('notes', () => {
  it('stand under the text, in the language of the story, each with a way back', async () => {
    const text = await html('Fact[^a], again[^a].\n\n[^a]: A *source*.\n[^b]: Not referred to.', 'ru');
    expect(text).toContain('<a href="#footnote-a" aria-describedby="footnote-label" id="footnote-ref-a">1</a>');
    expect(text).toContain('id="footnote-label">Примечания</h2>');
    expect(text).toContain('<li id="footnote-a">');
    expect(text).toContain('<a href="#footnote-ref-a" aria-label="Вернуться от примечания a к тексту">');
    expect(text).toContain('<a href="#footnote-ref-a-2" aria-label="Вернуться от примечания a к тексту, 2"><sup>2</sup></a>');
    expect(text).not.toContain('Not referred to');
  });

  it('of one text do not come into the next', async () => {
    await html('One[^1].\n\n[^1]: First.');
    expect(await html('Two[^1].')).toBe('<p>Two[^1].</p>\n');
  });

  it('keep the address of a source a line of text', async () => {
    expect(await html('One[^1].\n\n[^1]: https://other.example/a')).not.toContain('link-card');
  });
});

describe('a text that is nested too deeply to be taken apart', () => {
  it('stands as it was written, and costs no other its page', async () => {
    expect(await html('> '.repeat(50_000) + '<b>deep</b>')).toMatch(/^<p>(?:&gt; )+&lt;b&gt;deep&lt;\/b&gt;<\/p>$/);
    expect(await html('> > Two.')).toContain('<blockquote>\n<blockquote>');
  });
});

describe('tables', () => {
  it('scroll by themselves and can have the focus; columns keep their alignment without obsolete attributes', async () => {
    const table = await html('| A | B |\n| --- | ---: |\n| 1 | 2 |', 'hy');
    expect(table).toContain('<div class="table" role="group" tabindex="0" aria-label="Աղյուսակ"><table>');
    expect(table).toContain('<td class="end">2</td>');
    expect(table).not.toContain(' align=');
  });
});

describe('pictures', () => {
  it('that stand alone are figures with caption and credit', async () => {
    const figure = await html('![The "bank"](/uploads/a.jpg "In April & May | Photo: <A>")', 'en', '/uploads/a.jpg');
    expect(figure).toMatch(/^<figure class="picture"><picture>.*alt="The &quot;bank&quot;" loading="lazy".*<\/picture><figcaption>/);
    expect(figure).toContain('<figcaption>In April &amp; May <span class="credit">Photo: &lt;A&gt;</span></figcaption>');
  });

  it('of one paragraph are a gallery', async () => {
    const gallery = await html('![a](/uploads/a.jpg)\n![b](/uploads/b.jpg "B")', 'en', '/uploads/a.jpg', '/uploads/b.jpg');
    expect(gallery).toMatch(
      /^<div class="gallery"><figure class="picture">.*<\/figure>\s*<figure class="picture">.*<figcaption>B<\/figcaption>/s,
    );
    expect(gallery.match(/<picture>/g)).toHaveLength(2);
    expect(gallery).toContain('20rem');
  });

  it('that are not ready leave nothing behind, not even a caption', async () => {
    expect((await html('![a](/uploads/a.jpg "Caption")')).trim()).toBe('');
    expect((await html('![a](/uploads/a.jpg)\n![b](/uploads/b.jpg "B")')).trim()).toBe('');
    expect(await html('![a](/uploads/a.jpg)\n![b](/uploads/b.jpg "B")', 'en', '/uploads/b.jpg')).toMatch(
      /^<div class="gallery"><figure.*>B<\/figcaption><\/figure>\s*<\/div>/s,
    );
  });

  it('of other sites are links, with what stands under them', async () => {
    const link = '<a href="https://other.example/a.jpg" rel="external noopener">a</a>';
    expect(await html('![a](https://other.example/a.jpg "Caption")')).toContain(`<p>${link} — Caption</p>`);
    expect(await html('![a](https://other.example/a.jpg "a")')).toContain(`<p>${link}</p>`);
    expect(await html('Look: ![a](https://other.example/a.jpg)')).toContain(`Look: ${link}`);
  });
});

describe('pull quotes', () => {
  it.each(['> [!PULL] Who will *stand*?\n> — Ani', '> [!pull]\n> Who will *stand*?\n>\n> -- Ani'])('are marked: %j', async (body) => {
    expect(await html(body)).toBe(
      '<figure class="pull-quote"><blockquote><p>Who will <em>stand</em>?</p></blockquote><figcaption>Ani</figcaption></figure>\n',
    );
  });

  it('may begin with a dash, and have no name', async () => {
    expect(await html('> [!PULL] — Кто там?', 'ru')).toBe(
      '<figure class="pull-quote"><blockquote><p>— Кто там?</p></blockquote></figure>\n',
    );
    expect(await html('> Plain.')).toBe('<blockquote>\n<p>Plain.</p>\n</blockquote>\n');
  });
});

describe('addresses on a line of their own', () => {
  it.each([
    ['https://www.youtube.com/watch?v=a&t=1', 'Video · YouTube', 'youtube.com/watch?v=a&amp;t=1'],
    ['https://youtu.be/abc', 'Video · YouTube', 'youtu.be/abc'],
    ['https://t.me/test/12', 'Post · Telegram', 't.me/test/12'],
    ['https://x.com/test/status/1', 'Post · X', 'x.com/test/status/1'],
    ['https://www.instagram.com/p/abc/', 'Post · Instagram', 'instagram.com/p/abc'],
    ['https://www.youtube.com/@test', 'Link · YouTube', 'youtube.com/@test'],
    ['https://youtube.com.other.example/watch', 'Link', 'youtube.com.other.example/watch'],
  ])('%s', async (address, kind, shown) => {
    const card = await html(`Before.\n\n${address}\n\nAfter.`);
    expect(card).toContain(`<span class="link-kind">${kind}</span> <span class="link-address">${shown}</span>`);
    expect(card).toMatch(/<a href="[^"]+"(?: data-embed="[^"]+")? rel="external noopener">/);
    expect(card).toContain(`href="${address.replace('&', '&amp;')}"`);
    expect(card).not.toMatch(/<(?:iframe|script|img)/);
  });

  it.each([
    ['https://youtu.be/dQw4w9WgXcQ?t=1m42s', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&amp;start=102'],
    ['https://m.youtube.com/watch?v=dQw4w9WgXcQ', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1'],
    ['https://www.youtube.com/shorts/abcdefghijk', 'https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1'],
    ['https://t.me/s/the_bridge/712', 'https://t.me/the_bridge/712?embed=1'],
    ['https://twitter.com/test/status/20?s=1', 'https://platform.twitter.com/embed/Tweet.html?id=20&amp;dnt=true'],
    ['https://www.instagram.com/test/reel/Ab-1/', 'https://www.instagram.com/reel/Ab-1/embed/'],
  ])('%s says what a click shows in its place', async (address, frame) => {
    expect(await html(address)).toContain(`data-embed="${frame}"`);
  });

  it.each([
    'https://t.me/c/1234567/89',
    'https://t.me/+AbCdEf',
    'https://www.youtube.com/@test',
    'https://x.com/test',
    'https://youtu.be.example/dQw4w9WgXcQ',
  ])('%s stays a link', async (address) => {
    expect(await html(address)).toContain('link-card');
    expect(await html(address)).not.toContain('data-embed');
  });

  it('one under the other become a card each', async () => {
    const cards = await html('https://t.me/test/12\nhttps://other.example/a');
    expect(cards.match(/<p class="link-card">/g)).toHaveLength(2);
  });

  it('cannot be given a frame by an editor’s own HTML', async () => {
    expect(await html('<a data-embed="https://evil.example/" href="https://evil.example/">x</a>')).not.toContain('data-embed');
  });

  it('among words stay links among words', async () => {
    expect(await html('See https://t.me/test/12 there.')).not.toContain('link-card');
    expect(await html('[Words](https://t.me/test/12)')).not.toContain('link-card');
  });
});

describe('links', () => {
  it('to other sites are marked, those to our own are not', async () => {
    const links = await html(
      `[a](https://other.example/ "T") [b](${siteUrl}/city/) [c](${siteUrl}) [d](${siteUrl}.other.example/) [e](/city/)`,
    );
    expect(links).toBe(
      '<p><a href="https://other.example/" rel="external noopener" title="T">a</a> <a href="/city/">b</a> <a href="/">c</a> ' +
        `<a href="${siteUrl}.other.example/" rel="external noopener">d</a> <a href="/city/">e</a></p>\n`,
    );
  });

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java&#115;cript:alert(1))',
    '[x](<javascript:alert(1)>)',
    '<javascript:alert(1)>',
    '[x][r]\n\n[r]: javascript:alert(1)',
    '![x](javascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:x)',
    '[x](//other.example/)',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href=" &#1;javascript:alert(1)">x</a>',
    '<img src="x" onerror="alert(1)">',
    '<svg onload="alert(1)"></svg><math href="javascript:x">y</math>',
    '<p style="position:fixed" onclick="x" class="masthead" id="content" tabindex="1">x</p>',
    '<div tabindex="5" role="alert" class="table evil">x</div>',
    '<form action="/x"><input name="q"><button>b</button></form>',
    '<main><script>alert(1)</script><style>*{}</style><base href="/x"><meta http-equiv="refresh"></main>',
    '> [!PULL] <script>alert(1)</script>\n> — <img src=x onerror=alert(1)>',
    'a[^<script>]\n\n[^<script>]: <script>alert(1)</script>',
  ])('and raw HTML that could harm are refused: %s', async (body) => {
    const made = await html(body);
    expect(made).not.toMatch(/href="(?!https?:|\/[^/]|#|mailto:)|<(?:script|style|svg|math|form|input|button|main|base|meta)[ >]/i);
    expect(made).not.toMatch(/ on\w+=| style=|id="content"|tabindex="[1-9]|role="alert"|masthead|evil/);
  });

  it('stand for what was to be embedded', async () => {
    expect(await html('<iframe src="https://www.youtube.com/embed/a" onload="x"></iframe>')).toContain(
      '<a href="https://www.youtube.com/embed/a" rel="external noopener">https://www.youtube.com/embed/a</a>',
    );
    expect(await html('<iframe src="javascript:alert(1)"></iframe>')).not.toContain('href');
  });
});

describe('headings', () => {
  it('begin at the second rank and skip none', async () => {
    const text = await html('# A\n\n#### B\n\n###### C\n\n## D\n\n<h4>E</h4>');
    expect(text.match(/<h\d/g)).toEqual(['<h2', '<h3', '<h4', '<h2', '<h3']);
  });
});

describe('the plain text', () => {
  it('has the words, without what stands beside them', async () => {
    const reading = await smallNewsroom().reading();
    const body = '# A &amp; B\n\nOne[^1] two.\n\nhttps://t.me/test/12\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n[^1]: Source.';
    expect(markdownText(reading, textOf(body), 'en')).toBe('A & B One two. x y 1 2 Notes Source.');
  });
});
