import { describe, expect, test } from 'vitest';

import { convertBody, type ConvertedBody, placeAddresses } from '../src/importing/convert-body';

const boat = { url: 'https://old.example/boat.jpg', alt: 'A boat', caption: 'At sea', title: 'boat' };
const song = { url: 'https://old.example/song.mp3', alt: '', caption: '', title: 'song' };

function read(html: string, footnotes?: string): ConvertedBody {
  return convertBody(
    html,
    {
      attachment: (id) => ({ 1: boat, 2: song })[id],
      ownAttachments: () => [boat],
      reusableBlock: (id) => ({ 7: '<!-- wp:paragraph --><p>Shared.</p><!-- /wp:paragraph --><!-- wp:block {"ref":7} /-->' })[id],
      leadsToPicture: (url) => url.endsWith('.jpg'),
      titleAt: (url) => (url === 'https://old.example/2019/a/' ? 'The *first* story' : undefined),
    },
    footnotes,
  );
}

function convert(html: string, footnotes?: string): { markdown: string; leftOut: string[]; pictures: string[] } {
  const body = read(html, footnotes);
  const markdown = placeAddresses(
    body,
    (url) => (url === boat.url ? '/uploads/boat.jpg' : url.startsWith('data:') ? null : url),
    (url) => url.replace('https://old.example/2019/', '/2019/'),
  );
  return { markdown, leftOut: body.leftOut, pictures: body.pictures };
}

function markdown(html: string): string {
  return convert(html).markdown;
}

describe('classic content', () => {
  test.each([
    ['one\n\ntwo\nlines', 'one\n\ntwo  \nlines'],
    ['<h1>Head</h1>\ntext\n<h3>Sub</h3>', '## Head\n\ntext\n\n### Sub'],
    ['<blockquote>first\n\nsecond</blockquote>after', '> first\n>\n> second\n\nafter'],
    ['<ul>\n<li>a</li>\n<li>b</li>\n</ul>', '-   a\n-   b'],
    ['<pre>x\n\n  y</pre>', '```\nx\n\n  y\n```'],
    ['before<!--more-->after\n\n<!--nextpage-->\n\nlast', 'beforeafter\n\nlast'],
    ['', ''],
  ])('%j', (html, expected) => expect(markdown(html)).toBe(expected));

  test('an address alone in a paragraph stays as it is, underscores and all', () => {
    expect(markdown('See:\n\nhttps://video.example/watch?v=a_b_c')).toBe('See:\n\nhttps://video.example/watch?v=a_b_c');
  });

  test('links to stories of the old site lead to where they stand now', () => {
    expect(markdown('<a href="https://old.example/2019/a/">there</a>')).toBe('[there](/2019/a/)');
  });
});

describe('text that is no markup', () => {
  test.each([
    ['a &lt;script&gt; tag', 'a \\<script> tag'],
    ['shown as &amp;lt; here', 'shown as &amp;lt; here'],
    ['5 * 3 and _this_', '5 \\* 3 and \\_this\\_'],
    ['[sic] and [1] and [Note to editor]', '\\[sic\\] and \\[1\\] and \\[Note to editor\\]'],
    ['write [[gallery]] to see one', 'write \\[gallery\\] to see one'],
  ])('%j', (html, expected) => expect(markdown(html)).toBe(expected));

  test.each(['<script>alert(1)</script>', '<style>p{}</style>', '<form><input value="x"></form>', '<a href="javascript:alert(1)"></a>'])(
    '%s leaves nothing behind',
    (html) => expect(markdown(html)).toBe(''),
  );
});

describe('shortcodes', () => {
  test('a caption becomes the title of its picture, and the link to the picture’s file goes', () => {
    const html =
      '[caption id="a" width="3"]<a href="https://old.example/boat.jpg"><img src="https://old.example/boat.jpg" alt="Boat"></a> At <b>sea</b> "now"[/caption]';
    expect(markdown(html)).toBe('![Boat](/uploads/boat.jpg "At sea \\"now\\"")');
  });

  test('a gallery becomes one paragraph with its pictures, those of the post when it names none', () => {
    expect(markdown('[gallery ids="1,1,2,77"]')).toBe('![A boat](/uploads/boat.jpg "At sea")\n![A boat](/uploads/boat.jpg "At sea")');
    expect(markdown('[gallery]\n\ntext\n\n[gallery columns="2"]').match(/!\[/g)).toHaveLength(2);
  });

  test.each([
    ['[embed]https://video.example/a_b[/embed]', 'https://video.example/a_b'],
    ['[youtube=https://youtu.be/a_b]', 'https://youtu.be/a_b'],
    ['[audio https://old.example/x.mp3]', 'https://old.example/x.mp3'],
    ['[playlist ids="2"]', 'https://old.example/song.mp3'],
  ])('%s is a bare address', (html, expected) => expect(markdown(html)).toBe(expected));

  test('an unknown one is left out and named, what stands inside is kept', () => {
    const converted = convert('[box color="red"]inner [button_big /][/box] and [recent_posts]');
    expect(converted).toMatchObject({
      markdown: 'inner and',
      leftOut: ['shortcode [box]', 'shortcode [button_big]', 'shortcode [recent_posts]'],
    });
  });

  test('code that shows a shortcode is not read', () => {
    expect(markdown('<code>[gallery ids="1"]</code>')).toBe('`[gallery ids="1"]`');
  });

  test('a long row of open brackets takes no more time than it is long', () => {
    expect(markdown('[a '.repeat(20_000)).length).toBeGreaterThan(40_000);
  });
});

describe('blocks', () => {
  test('an embed with a caption is its address and the caption', () => {
    const html =
      '<!-- wp:embed {"url":"https://v.example/a_b"} --><figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://v.example/a_b\n</div><figcaption>Look</figcaption></figure><!-- /wp:embed -->';
    expect(markdown(html)).toBe('https://v.example/a_b\n\n*Look*');
  });

  test('a gallery of nested pictures is one paragraph', () => {
    const picture =
      '<!-- wp:image --><figure class="wp-block-image"><img src="https://old.example/boat.jpg" alt="B"><figcaption>C</figcaption></figure><!-- /wp:image -->';
    const html = `<!-- wp:gallery --><figure class="wp-block-gallery has-nested-images">${picture}${picture}</figure><!-- /wp:gallery -->`;
    expect(markdown(html)).toBe('![B](/uploads/boat.jpg "C")\n![B](/uploads/boat.jpg "C")');
  });

  test('a quotation keeps who said it', () => {
    expect(markdown('<!-- wp:quote --><blockquote><p>Ahoy.</p><cite>Mira<br></cite></blockquote><!-- /wp:quote -->')).toBe(
      '> Ahoy.\n>\n> — Mira',
    );
  });

  test('a table keeps its head and its caption', () => {
    const html =
      '<!-- wp:table --><figure class="wp-block-table"><table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2 | 3</td></tr></tbody></table><figcaption>Sums</figcaption></figure><!-- /wp:table -->';
    expect(markdown(html)).toBe('| A   | B   |\n| --- | --- |\n| 1   | 2 \\| 3 |\n\n*Sums*');
  });

  test('what WordPress fills from elsewhere is left out and named', () => {
    const html =
      '<!-- wp:query {"a":{"b":1}} --><div><!-- wp:post-title /--></div><!-- /wp:query --><!-- wp:latest-posts /--><!-- wp:spacer /--><!-- wp:paragraph --><p>kept</p><!-- /wp:paragraph -->';
    expect(convert(html)).toMatchObject({ markdown: 'kept', leftOut: ['block query', 'block latest-posts'] });
  });

  test('footnotes become footnotes', () => {
    const html =
      '<!-- wp:paragraph --><p>Said<sup data-fn="n1" class="fn"><a href="#n1">1</a></sup>.</p><!-- /wp:paragraph --><!-- wp:footnotes /-->';
    expect(convert(html, '[{"id":"n1","content":"By <em>her</em>"}]').markdown).toBe('Said[^1].\n\n[^1]: By *her*');
  });

  test('text between blocks has its paragraphs', () => {
    expect(markdown('loose\n\ntext\n\n<!-- wp:paragraph --><p>block</p><!-- /wp:paragraph -->')).toBe('loose\n\ntext\n\nblock');
  });
});

describe('what an archive may hold besides', () => {
  test.each([
    ['<!-- wp:block {"ref":7} /-->', 'Shared.'],
    ['https://old.example/2019/a/', '[The \\*first\\* story](/2019/a/)'],
    [
      '<figure class="wp-block-pullquote"><blockquote><p>Never again.</p><cite>Mira</cite></blockquote></figure>',
      '> [!PULL] Never again.\n>\n> — Mira',
    ],
    [
      '<div class="wp-block-columns"><div class="wp-block-column"><p>Left</p></div><div class="wp-block-column"><p>Right</p></div></div>',
      'Left\n\nRight',
    ],
    [
      '<div class="wp-block-buttons"><div class="wp-block-button"><a class="wp-block-button__link" href="https://e.example/">Read</a></div></div>',
      '[Read](https://e.example/)',
    ],
    [
      '<div class="wp-block-media-text"><figure><img src="https://old.example/boat.jpg" alt="B"></figure><div><p>Beside</p></div></div>',
      '![B](/uploads/boat.jpg)\n\nBeside',
    ],
    ['<pre class="wp-block-verse">One\n  two</pre>', 'One  \ntwo'],
    ['<iframe src="https://www.youtube.com/embed/a_b"></iframe>', 'https://www.youtube.com/embed/a_b'],
    ['<p onclick="steal()">Text</p><script>steal()</script>', 'Text'],
    ['<img src="https://old.example/boat.jpg" onerror="steal()" alt="x">', '![x](/uploads/boat.jpg)'],
    ['<a href=" JaVaScRiPt:steal()">words</a><a href="data:text/html,x">more</a>', 'wordsmore'],
    ['<img src="data:image/gif;base64,R0lGOD" data-src="https://old.example/boat.jpg" alt="lazy">', '![lazy](/uploads/boat.jpg)'],
    ['\ue002P0\ue003 marks of our own', 'P0 marks of our own'],
  ])('%j', (html, expected) => expect(markdown(html)).toBe(expected));
});

test('markup nested thousands deep is read as text and said so', () => {
  expect(convert('<div>'.repeat(6000) + 'deep')).toMatchObject({ markdown: 'deep', leftOut: ['markup nested thousands deep'] });
});

test('pictures are named once, also those that were not brought in', () => {
  const html =
    '<img src="https://old.example/boat.jpg"><img src="https://else.example/b.png" alt="[x]"><img src="https://old.example/boat.jpg"><img src="data:image/gif;base64,x">';
  expect(convert(html).pictures).toEqual(['https://old.example/boat.jpg', 'https://else.example/b.png']);
  expect(markdown('<img src="https://else.example/a (1).png" alt="[x]">')).toBe('![\\[x\\]](https://else.example/a%20%281%29.png)');
});
