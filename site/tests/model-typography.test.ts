import { describe, expect, it } from 'vitest';

import { typeset, typesetHtml } from '../src/i18n/typography.ts';

describe('typesetting', () => {
  it('gives each language its quotes', () => {
    expect(typeset('en', `"It's late," she said`)).toBe('“It’s late,” she said');
    expect(typeset('ru', '"Седьмой мост" вышел')).toBe('«Седьмой мост» вышел');
    expect(typeset('hy', '"Յոթերորդ կամուրջ" թերթը')).toBe('«Յոթերորդ կամուրջ» թերթը');
  });

  it('keeps Russian short words, dashes and numbers with their neighbours', () => {
    expect(typeset('ru', 'Краны - нет, в порту 340 тонн')).toBe('Краны\u00a0— нет, в\u00a0порту 340\u00a0тонн');
  });

  it('leaves tags, addresses and code alone', () => {
    const html = '<p><a href="https://a.example/x-y?q=1">a</a> <code>a - "b"</code> &lt;b&gt; <img alt="в море - да" src="/a"></p>';
    expect(typeset('ru', html)).toBe(html);
  });

  it('passes over no text that there is something to set in', () => {
    for (const [from, to] of [
      [0x20, 0x36f],
      [0x530, 0x58f],
      [0x2000, 0x206f],
      [0x3000, 0x303f],
      [0xf000, 0xf0ff],
    ] as const) {
      for (let code = from; code <= to; code++) {
        const mark = String.fromCodePoint(code);
        const text = `He said ${mark}no${mark} at once, it${mark}s late ${mark} x`;
        // A tag has it looked through whatever else is in it.
        for (const locale of ['en', 'hy'] as const)
          expect(`${typeset(locale, text)}<b>`, code.toString(16)).toBe(typeset(locale, `${text}<b>`));
      }
    }
  });

  it('sets the paragraphs of a story as Typograf sets them all at once', () => {
    const blocks = (open: string, close: string): string[] => [
      '<p>Nothing to set here.</p>',
      `<p>${open}Alone${close} in <em>a paragraph</em> - в 5 утра</p>`,
      `<p lang="en">it's <a href="/a-b/?c=&amp;d">${open}linked</a>${close} &amp; &quot;so&quot;</p>`,
      `<h2 id="x">${open}A heading${close} и т. д.</h2>`,
      `<p>${open}Not closed, с 1941 г.</p>`,
      `<p>closed here${close} и в море - да</p>`,
      `<ul>\n<li>${open}one</li>\n<li>two${close} и я</li>\n</ul>`,
      `<blockquote>\n<p>${open}Said${close} he</p>\n</blockquote>`,
      '<pre><code>a - "b" &lt;p&gt;\n\n</code></pre>',
      '<pre>"a" <p>b - "c"</p> "d"</pre>',
      '<samp><p>"a" - b</p></samp>',
      `${open}loose${close} и`,
      '<figure class="picture"><img alt="в море" src="/a"><figcaption>"Мост" в порту</figcaption></figure>',
      '<div class="table"><table><tr><td>"x" и y</td></tr></table></div>',
    ];
    for (const locale of ['en', 'ru', 'hy'] as const) {
      for (const written of [blocks('"', '"'), blocks('«', '»'), blocks("'", "'")]) {
        for (let from = 0; from < written.length; from++) {
          for (let to = from; to <= written.length; to++) {
            const html = written.slice(from, to).join('\n');
            expect(typesetHtml(locale, html)).toBe(typeset(locale, html));
          }
        }
      }
    }
  });

  it('changes nothing the second time', () => {
    for (const [locale, text] of [
      ['en', `The '90s: "so" - it's 5 km`],
      ['ru', 'Он сказал: "в 5 утра - да", и ушёл'],
    ] as const) {
      const once = typeset(locale, text);
      expect(typeset(locale, once)).toBe(once);
    }
  });
});
