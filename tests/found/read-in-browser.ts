/** HTML and XML read by a browser's own parsers, as plain data. */
import type { Page as Tab } from 'playwright-core';

export interface XmlElement {
  /** With its prefix: `atom:link`. */
  name: string;
  attributes: Record<string, string>;
  /** Of the element and all within. */
  text: string;
  children: XmlElement[];
}

export interface HtmlFacts {
  lang: string;
  title: string;
  h1: string[];
  ids: string[];
  /** Values of `content` by name or property. */
  meta: Record<string, string[]>;
  canonical: string | null;
  alternates: { hreflang: string; href: string }[];
  feeds: string[];
  /** Every address that the page names, as it is written. */
  addresses: string[];
  /** The links that a reader can follow. */
  anchors: { href: string; hreflang: string; text: string }[];
  images: { src: string; width: string; height: string; alt: string | null; loading: string; fetchpriority: string }[];
  times: string[];
  jsonLd: string[];
  /** Where a page leads on by itself. */
  refresh: string | null;
}

/** The root of a document; a sentence when it is not well-formed. */
export function readXml(tab: Tab, text: string): Promise<XmlElement | string> {
  return tab.evaluate((xml) => {
    const parsed = new DOMParser().parseFromString(xml, 'application/xml');
    const broken = parsed.querySelector('parsererror');
    if (broken) return broken.textContent;
    const plain = (element: Element): XmlElement => ({
      name: element.nodeName,
      attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
      text: element.textContent,
      children: [...element.children].map(plain),
    });
    return plain(parsed.documentElement);
  }, text);
}

export function readHtml(tab: Tab, text: string): Promise<HtmlFacts> {
  return tab.evaluate((html) => {
    const page = new DOMParser().parseFromString(html, 'text/html');
    const all = (selector: string): Element[] => [...page.querySelectorAll(selector)];
    const value = (element: Element | undefined, name: string): string => element?.getAttribute(name) ?? '';
    const meta: Record<string, string[]> = {};
    for (const element of all('meta[name], meta[property]'))
      (meta[value(element, 'name') || value(element, 'property')] ??= []).push(value(element, 'content'));
    const refresh = value(all('meta[http-equiv=refresh]')[0], 'content');
    const sets = all('[srcset]').flatMap((element) =>
      value(element, 'srcset')
        .split(',')
        .map((part) => part.trim().split(/\s+/)[0] ?? ''),
    );
    return {
      lang: value(page.documentElement, 'lang'),
      title: page.title,
      h1: all('h1').map((heading) => heading.textContent),
      ids: all('[id]').map(({ id }) => id),
      meta,
      canonical: all('link[rel=canonical]')[0]?.getAttribute('href') ?? null,
      alternates: all('link[rel=alternate][hreflang]').map((link) => ({ hreflang: value(link, 'hreflang'), href: value(link, 'href') })),
      feeds: all('link[type="application/rss+xml"]').map((link) => value(link, 'href')),
      addresses: [
        ...all('[href]').map((element) => value(element, 'href')),
        ...all('[src]').map((element) => value(element, 'src')),
        ...all('form[action]').map((element) => value(element, 'action')),
        ...sets,
        ...(meta['og:image'] ?? []),
        ...refresh.split('url=').slice(1),
      ],
      anchors: all('a[href]').map((link) => ({ href: value(link, 'href'), hreflang: value(link, 'hreflang'), text: link.textContent })),
      images: all('img').map((image) => ({
        src: value(image, 'src'),
        width: value(image, 'width'),
        height: value(image, 'height'),
        alt: image.getAttribute('alt'),
        loading: value(image, 'loading'),
        fetchpriority: value(image, 'fetchpriority'),
      })),
      times: all('time').map((time) => value(time, 'datetime')),
      jsonLd: all('script[type="application/ld+json"]').map((script) => script.textContent),
      refresh: refresh.split('url=')[1] ?? null,
    };
  }, text);
}
