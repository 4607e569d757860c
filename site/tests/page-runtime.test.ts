import { addAttribute as astrosAttribute } from 'astro/runtime/server/index.js';
import { describe, expect, it } from 'vitest';

import {
  addAttribute,
  type Component,
  createComponent,
  Fragment,
  isComponent,
  Markup,
  PageMaking,
  render,
  renderComponent,
  renderScript,
  renderSlot,
} from '../renderer/page-runtime.ts';

// A page reads its locals alone, and this one reads nothing.
const making = (): PageMaking =>
  new PageMaking({ head: new Markup('<link>'), script: (id) => new Markup(`<script src="${id}"></script>`) }, {} as App.Locals);
const textOf = (made: unknown): string => (made instanceof Markup ? made.text : '');

describe('what a page prints', () => {
  it('is text with the signs of HTML taken from it, or markup as it is', () => {
    expect(render`<p>${'a < b & "c"'}${render`<b>${1}</b>`}</p>`.text).toBe('<p>a &lt; b &amp; &quot;c&quot;<b>1</b></p>');
  });

  it('is nothing where nothing is said, and zero where zero is said', () => {
    expect(render`${null}${undefined}${false}${''}${0}${[1, [null, 'x']]}${() => 'made'}`.text).toBe('01xmade');
  });

  it('is never a promise, nor anything else that is no text', () => {
    expect(() => render`<p>${Promise.resolve('late')}</p>`).toThrow('Pages are made at once');
    expect(() => render`<p>${{ title: 'x' }}</p>`).toThrow('[object Object], which is no text');
  });
});

describe('attributes', () => {
  const names = ['href', 'class', 'class:list', 'className', 'style', 'hidden', 'download', 'popover', 'disabled', 'async', 'draggable'];
  const values = ['', 'x', 'a "b"', 'a & b', '<a>', "it's", null, undefined, true, false, 0, 7, ['a', 'b'], { a: true }, { color: 'red' }];

  it.each([...names, 'aria-label', 'data-x', 'onclick', 'xlink:href', 'a b', 'a"b'])('are written as Astro writes them: %s', (name) => {
    const written = (write: typeof addAttribute): string[] =>
      [true, false].flatMap((escaped) =>
        ['', 'a', 'site-notice'].flatMap((element) => values.map((value) => render`${write(value, name, escaped, element)}`.text)),
      );
    expect(written(addAttribute)).toEqual(written(astrosAttribute));
  });
});

describe('components', () => {
  const Box = createComponent((one, props, slots) => render`<div>${props['title']}${renderSlot(one, slots['default'])}</div>`);

  it('get their properties and what stands in them', () => {
    const made = renderComponent(making(), 'Box', Box, { title: '<' }, { default: () => render`<i>in</i>` });
    expect(textOf(made)).toBe('<div>&lt;<i>in</i></div>');
    expect(textOf(renderComponent(making(), 'Box', Box, {}))).toBe('<div></div>');
    expect(textOf(renderComponent(making(), 'Fragment', Fragment, {}, { default: () => render`<i>in</i>` }))).toBe('<i>in</i>');
  });

  it('may be elements that a script defines', () => {
    const made = renderComponent(making(), 'site-notice', 'site-notice', { 'data-word': 'a "b"', hidden: '' }, { default: () => 'x < y' });
    expect(textOf(made)).toBe('<site-notice data-word="a &quot;b&quot;" hidden>x &lt; y</site-notice>');
  });

  it('are known from those of another runtime', () => {
    expect([isComponent(Box), isComponent(() => render``)]).toEqual([true, false]);
  });

  it('that are none are told by name', () => {
    for (const none of [undefined, () => 'x', 'img'])
      expect(() => renderComponent(making(), 'Lost', none, {})).toThrow('<Lost> is neither');
  });

  it('do not wait, and have nothing that is for browsers or for other runtimes', () => {
    const late = async (): Promise<Markup> => Promise.resolve(render`late`);
    expect(() => createComponent(late as unknown as Component, 'Late.astro')).toThrow('Late.astro waits for something');
    for (const prop of ['client:load', 'server:defer', 'class:list'])
      expect(() => renderComponent(making(), 'Box', Box, { [prop]: 'x' })).toThrow(`<Box ${prop}> is unknown`);
    expect(() => renderSlot(making(), undefined, render`empty`)).toThrow('A slot has a content of its own');
    expect(() => renderComponent(making(), 'a-b', 'a-b', {}, { named: () => '' })).toThrow('no slots with names');
    const astro = making().createAstro({ title: 'x' }) as unknown as Record<string, unknown>;
    expect(astro['props']).toEqual({ title: 'x' });
    expect(() => astro['url']).toThrow('Astro.url is unknown');
  });
});

it('a script stands in a page once', () => {
  const page = making();
  expect([renderScript(page, 'a.js').text, renderScript(page, 'a.js').text]).toEqual(['<script src="a.js"></script>', '']);
  expect(renderScript(making(), 'a.js').text).toBe('<script src="a.js"></script>');
});
