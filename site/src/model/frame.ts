/** What surrounds the content of every page: head, masthead, navigation, footer. */
import { defaultLocale, localeNames, locales, pathOf, type Locale, type PerLocale, type SitePath } from '@broadsheet/shared';

import { currentYear } from '../content/clock.ts';
import { sections } from '../content/names.ts';
import { footerPages } from '../content/pages.ts';
import type { Reading } from '../content/reading.ts';
import { setting } from '../content/settings.ts';
import { tags } from '../content/tags.ts';
import { fill, strings } from '../i18n/strings.ts';
import { viewCounting } from '../i18n/view-counting.ts';
import { linkPreview, type LinkPreview, type PreviewFacts } from './link-preview.ts';
import { breadcrumbList, jsonLd, type Thing } from './structured-data.ts';

export interface Link {
  text: string;
  path: SitePath;
}

/** One entry of the language switcher. */
export interface LanguageLink {
  locale: Locale;
  /** The language's name in that language, and where the link leads when that is another page. */
  text: string;
  path: SitePath;
  /** `here`: the page itself; `translation`: the same page; `elsewhere`: another page, since this one is not translated. */
  leads: 'here' | 'translation' | 'elsewhere';
}

export interface Frame {
  locale: Locale;
  /** For `<title>`, with the newspaper's name. */
  title: string;
  /** For search engines; empty when there is none. */
  description: string;
  /** Absolute; null on pages that stand at any address. */
  canonical: string | null;
  /** False on pages that search engines should leave out. */
  indexed: boolean;
  /** The page in every language that it stands in, itself included, absolute; empty when it stands in one language only. */
  alternates: { hreflang: string; href: string }[];
  feeds: { title: string; path: SitePath }[];
  /** Null on pages that stand at any address. */
  preview: LinkPreview | null;
  /** For search engines, as JSON-LD; null when the page has nothing to say. */
  structuredData: string | null;
  manifest: SitePath;
  siteName: string;
  /** Empty when there is none. */
  tagline: string;
  front: SitePath;
  search: SitePath;
  /** The sections; `current` is the one that the page belongs to. */
  navigation: (Link & { current: boolean })[];
  /** From the front page down to the page itself, which has no link; empty on the front page. */
  breadcrumbs: { text: string; path: SitePath | null }[];
  languages: LanguageLink[];
  footer: Footer;
}

export interface Footer {
  pages: Link[];
  feed: SitePath;
  socialLinks: { name: string; url: string }[];
  appLinks: { name: string; url: string }[];
  /** Empty when the newspaper has set none. */
  copyright: string;
}

/** What a page says about itself. */
export interface PageFacts {
  locale: Locale;
  /** Null on pages that stand at any address. */
  path: SitePath | null;
  /** Null on the front page, whose title is the newspaper's. */
  title: string | null;
  description?: string;
  indexed?: boolean;
  /** Where the same page stands in each language, its own included. */
  versions: PerLocale<SitePath>;
  /** Where a language leads in which the page does not stand; the front page when nothing is said. */
  elsewhere?: PerLocale<Link>;
  /** Between the front page and the page itself. */
  parents?: Link[];
  /** The section that the page belongs to. */
  sectionId?: string | null;
  feeds?: { title: string; path: SitePath }[];
  preview?: PreviewFacts;
  /** What the page is about, for search engines; its place in the site is added. */
  things?: Thing[];
}

export function frame(reading: Reading, facts: PageFacts): Frame {
  const { locale } = facts;
  const { siteName, feed, sections: links, ...rest } = sharedFrame(reading, locale);
  const description = facts.description ?? '';
  const crumbs = facts.title === null ? [] : breadcrumbs(locale, facts);
  return {
    locale,
    title: facts.title === null ? siteName : `${facts.title} — ${siteName}`,
    description,
    canonical: facts.path && reading.siteUrl + facts.path,
    indexed: facts.indexed ?? true,
    alternates: alternates(reading, facts.versions),
    feeds: [{ title: siteName, path: feed }, ...(facts.feeds ?? [])],
    preview: preview(reading, facts, siteName, description),
    structuredData: structuredData(reading, facts, crumbs),
    manifest: pathOf({ kind: 'manifest', locale }),
    siteName,
    ...rest,
    navigation: links.map(({ id, name, path }) => ({ text: name, path, current: id === facts.sectionId })),
    breadcrumbs: crumbs,
    languages: locales.map((to) => languageLink(to, facts)),
  };
}

/** What every page of a language has alike; its many tags are noted as one. */
function sharedFrame(reading: Reading, locale: Locale) {
  return reading.together(tags.frame(locale), () => {
    // Nearly every page shows dates and stories with them.
    reading.note(tags.setting('timeZone'), tags.setting('viewCount'), tags.clock('year'));
    const siteName = siteNameOf(reading, locale);
    const feed = pathOf({ kind: 'feed', locale, of: 'all' });
    return {
      siteName,
      feed,
      tagline: setting(reading, 'tagline')[locale] ?? '',
      front: pathOf({ kind: 'front', locale }),
      search: pathOf({ kind: 'search', locale }),
      sections: sections(reading, locale),
      footer: footer(reading, locale, siteName, feed),
    };
  });
}

/** The newspaper's name in a language, or in the first language that has one. */
export function siteNameOf(reading: Reading, locale: Locale): string {
  const name = setting(reading, 'name');
  return name[locale] ?? locales.map((other) => name[other]).find((other) => other !== undefined) ?? 'Broadsheet';
}

/** The same page in each language for search engines, `x-default` last; nothing when there is but one. */
export function alternates(reading: Reading, versions: PerLocale<SitePath>): { hreflang: string; href: string }[] {
  const found = locales.flatMap((locale) => {
    const path = versions[locale];
    return path === undefined ? [] : [{ hreflang: locale, href: reading.siteUrl + path }];
  });
  const [first] = found;
  if (!first || found.length < 2) return [];
  const fallback = found.find(({ hreflang }) => hreflang === defaultLocale) ?? first;
  return [...found, { hreflang: 'x-default', href: fallback.href }];
}

function breadcrumbs(locale: Locale, facts: PageFacts): Frame['breadcrumbs'] {
  return [
    { text: strings(locale).front, path: pathOf({ kind: 'front', locale }) },
    ...(facts.parents ?? []),
    { text: facts.title ?? '', path: null },
  ];
}

function preview(reading: Reading, facts: PageFacts, siteName: string, description: string): LinkPreview | null {
  const { locale, path, versions } = facts;
  if (path === null || facts.indexed === false) return null;
  return linkPreview(reading, { locale, path, title: facts.title ?? siteName, description, siteName, versions }, facts.preview ?? {});
}

function structuredData(reading: Reading, facts: PageFacts, crumbs: Frame['breadcrumbs']): string | null {
  if (facts.indexed === false) return null;
  const things = [...(facts.things ?? []), ...(crumbs.length > 0 ? [breadcrumbList(reading, crumbs)] : [])];
  return things.length > 0 ? jsonLd(things) : null;
}

function languageLink(to: Locale, facts: PageFacts): LanguageLink {
  const language = localeNames[to];
  const path = facts.versions[to];
  if (to === facts.locale) return { locale: to, text: language, path: path ?? pathOf({ kind: 'front', locale: to }), leads: 'here' };
  if (path !== undefined) return { locale: to, text: language, path, leads: 'translation' };
  const place = facts.elsewhere?.[to] ?? { text: strings(to).front, path: pathOf({ kind: 'front', locale: to }) };
  return { locale: to, text: fill(strings(to).languageElsewhere, { language, place: place.text }), path: place.path, leads: 'elsewhere' };
}

function footer(reading: Reading, locale: Locale, siteName: string, feed: SitePath): Footer {
  const notice = setting(reading, 'copyrightNotice')[locale];
  const year = notice ? currentYear(reading) : 0;
  return {
    pages: [
      ...footerPages(reading, locale).map(({ title, path }) => ({ text: title, path })),
      { text: strings(locale).authors, path: pathOf({ kind: 'authors', locale }) },
      { text: viewCounting[locale].title, path: pathOf({ kind: 'view-counting', locale }) },
    ],
    feed,
    socialLinks: setting(reading, 'socialLinks').map(({ platform, url }) => ({
      name: socialNames[platform.toLowerCase()] ?? platform,
      url,
    })),
    appLinks: setting(reading, 'appLinks')
      .filter((link) => link.locale === locale)
      .map(({ store, url }) => ({ name: storeNames[store], url })),
    copyright: notice ? `${fill(strings(locale).copyright, { year, name: siteName })} ${notice}` : '',
  };
}

// Names of companies are the same in every language; a platform that is not here goes by what the editors call it.
const socialNames: Record<string, string> = {
  x: 'X',
  twitter: 'X',
  youtube: 'YouTube',
  instagram: 'Instagram',
  facebook: 'Facebook',
  telegram: 'Telegram',
  vk: 'VK',
  ok: 'OK',
  whatsapp: 'WhatsApp',
  tiktok: 'TikTok',
  linkedin: 'LinkedIn',
};
const storeNames = { 'app-store': 'App Store', 'google-play': 'Google Play' } as const;
