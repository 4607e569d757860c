/** What the pages of a site say, worked out beforehand: other site builders have only to look cards up, convert Markdown and print. */
import { articleAddress, locales, pathOf, yearMonth, type ArticleDocument, type Locale, type SitePath } from '@broadsheet/shared';

import { newsArticle, structuredData } from './structured-facts.ts';
import { listPath, type Archive, type NameDocument, type NameKind } from './archive.ts';

/** One file to be made. What the templates read beside these is in `facts`, by kind. */
export interface PageFacts {
  path: SitePath;
  kind: 'article' | 'front' | 'list' | 'month' | 'feed' | 'sitemap' | 'sitemap-index';
  locale: Locale;
  [fact: string]: unknown;
}

/** What a list shows of a story; the templates look it up by language and id. */
export interface Card {
  id: string;
  path: SitePath;
  title: string;
  summary: string;
  date: { machine: string; text: string };
  byline: Link[];
  section: Link | null;
  cover: { fileId: string; alt: string } | null;
}

interface Link {
  text: string;
  path: SitePath;
}

type Paths = Partial<Record<Locale, SitePath>>;

/** How long the lists of the site are that it is compared with. */
const lengths = { list: 40, feed: 50, older: 3, front: 11, column: 4 };
const siteName = 'Broadsheet';
const territories: Record<Locale, string> = { en: 'en_GB', ru: 'ru_RU', hy: 'hy_AM' };

/** The pages of an archive, and what they share. */
export class SiteFacts {
  readonly cards = new Map<string, Card>();
  readonly #archive: Archive;
  readonly #versions = new Map<string, Paths>();
  /** Stories of each list, newest first, by `en section:<id>`. */
  readonly #lists = new Map<string, ArticleDocument[]>();
  readonly #names: ReadonlyMap<string, NameDocument>;
  readonly #formats = new Map<Locale, Intl.DateTimeFormat>();

  constructor(archive: Archive) {
    this.#archive = archive;
    this.#names = new Map(Object.values(archive.names).flatMap((names) => names.map((name) => [name.id, name])));
    for (const article of archive.articles) this.#enter(article);
  }

  /** What every template may read: cards by `en <id>`, navigation, archives of lists. */
  shared(): { siteUrl: string; siteName: string; cards: Record<string, Card>; navigation: Record<string, Link[]> } {
    const navigation = Object.fromEntries(locales.map((locale) => [locale, this.#navigation(locale)]));
    return { siteUrl: this.#archive.siteUrl, siteName, cards: Object.fromEntries(this.cards), navigation };
  }

  *pages(): Generator<PageFacts> {
    for (const locale of locales) {
      yield this.#front(locale);
      yield this.#feed(locale, 'all', siteName, this.#frontPath(locale), pathOf({ kind: 'feed', locale, of: 'all' }));
      yield* this.#sitemaps(locale);
      for (const kind of ['section', 'author', 'tag'] as const)
        for (const name of this.#archive.names[kind]) yield* this.#listPages(locale, kind, name);
    }
    yield { path: pathOf({ kind: 'sitemap-index' }), kind: 'sitemap-index', locale: 'en', parts: this.#sitemapParts() };
    for (const article of this.#archive.articles) yield this.#article(article);
  }

  #enter(article: ArticleDocument): void {
    const { id, locale } = article;
    const path = pathOf(articleAddress(article, this.#archive.timeZone));
    this.#versions.set(id, { ...this.#versions.get(id), [locale]: path });
    const section = this.#link('section', article.categoryId, locale);
    const byline = article.authorIds.flatMap((author) => this.#link('author', author, locale) ?? []);
    const cover = article.cover && { fileId: article.cover.fileId, alt: article.cover.alt };
    const { title, summary } = article;
    this.cards.set(`${locale} ${id}`, {
      id,
      path,
      title,
      summary,
      date: this.#date(article.publicationDate, locale),
      byline,
      section,
      cover,
    });
    const lists = [
      'all',
      `section:${article.categoryId}`,
      ...article.authorIds.map((one) => `author:${one}`),
      ...article.tagIds.map((one) => `tag:${one}`),
    ];
    for (const list of lists) {
      const key = `${locale} ${list}`;
      const stories = this.#lists.get(key);
      if (stories) stories.push(article);
      else this.#lists.set(key, [article]);
    }
  }

  #article(article: ArticleDocument): PageFacts {
    const { id, locale, title, body, cover } = article;
    const card = this.#card(article);
    const tags = article.tagIds.flatMap((tag) => this.#link('tag', tag, locale) ?? []);
    const sectionStories = this.#lists.get(`${locale} section:${article.categoryId}`) ?? [];
    const related = article.relatedIds.filter((other) => this.cards.has(`${locale} ${other}`)).map((other) => `${locale} ${other}`);
    const older = this.#after(sectionStories, article).filter((key) => !related.includes(key));
    const crumbs = card.section ? [card.section] : [];
    const preview = {
      type: 'article',
      fileId: cover?.fileId ?? null,
      alt: cover?.alt ?? '',
      article: {
        date: card.date.machine,
        section: card.section?.text ?? null,
        tags: tags.map(({ text }) => text),
        authors: card.byline.map((one) => this.#archive.siteUrl + one.path),
      },
    };
    const thing = newsArticle({
      siteUrl: this.#archive.siteUrl,
      path: card.path,
      locale,
      title,
      summary: article.summary,
      date: card.date.machine,
      section: card.section?.text ?? null,
      tags: tags.map(({ text }) => text),
      authors: card.byline,
    });
    const frame = this.#frame(locale, card.path, title, article.summary, this.#versions.get(id) ?? {}, crumbs, preview, [thing]);
    return {
      ...frame,
      kind: 'article',
      id,
      body,
      cover,
      tags,
      related,
      older,
      section: card.section,
      standfirst: article.summary,
      byline: card.byline,
      date: card.date,
    };
  }

  // The place of a story in its section is found once for all: sections are long.
  readonly #places = new Map<ArticleDocument[], Map<ArticleDocument, number>>();
  #after(stories: ArticleDocument[], article: ArticleDocument): string[] {
    const places = this.#places.get(stories) ?? new Map(stories.map((story, place) => [story, place]));
    this.#places.set(stories, places);
    const place = places.get(article) ?? stories.length;
    return keys(stories.slice(place + 1, place + 1 + lengths.older));
  }

  #front(locale: Locale): PageFacts {
    const newest = (this.#lists.get(`${locale} all`) ?? []).slice(0, lengths.front);
    const columns = this.#archive.names.section.flatMap((section) => {
      const stories = (this.#lists.get(`${locale} section:${section.id}`) ?? [])
        .filter((story) => !newest.includes(story))
        .slice(0, lengths.column);
      const link = this.#link('section', section.id, locale);
      return link && stories.length > 0 ? [{ section: link, stories: keys(stories) }] : [];
    });
    const versions = Object.fromEntries(locales.map((other) => [other, this.#frontPath(other)]));
    return {
      ...this.#frame(locale, this.#frontPath(locale), null, '', versions, [], this.#previewOf(newest)),
      kind: 'front',
      newest: keys(newest),
      columns,
    };
  }

  *#listPages(locale: Locale, kind: NameKind, name: NameDocument): Generator<PageFacts> {
    const path = listPath(kind, name, locale);
    const stories = this.#lists.get(`${locale} ${kind}:${name.id}`) ?? [];
    const text = name.name[locale];
    if (path === null || text === undefined || stories.length === 0) return;
    const versions = Object.fromEntries(
      locales.flatMap((other) => {
        const there = listPath(kind, name, other);
        return there ? [[other, there]] : [];
      }),
    );
    // What one page shows whole needs no months.
    const months = kind !== 'section' && stories.length <= lengths.list ? new Map<string, ArticleDocument[]>() : this.#byMonth(stories);
    const archive = this.#archiveOf(path, [...months.keys()], locale);
    const feed = kind === 'tag' ? null : `${path}rss.xml`;
    const about = 'description' in name ? (name.description[locale] ?? '') : '';
    yield {
      ...this.#frame(locale, path, text, about, versions, [], this.#previewOf(stories.slice(0, lengths.list))),
      kind: 'list',
      stories: keys(stories.slice(0, lengths.list)),
      archive,
      ownFeed: feed,
      of: kind,
    };
    if (feed) yield this.#feed(locale, `${kind}:${name.id}`, `${siteName}: ${text}`, path, feed as SitePath);
    for (const [month, within] of months) {
      const title = `${text}, ${this.#monthName(month, locale)}`;
      const there = Object.fromEntries(
        Object.entries(versions)
          .filter(([other]) => this.#hasMonth(`${other} ${kind}:${name.id}`, month))
          .map(([other, root]) => [other, below(root, month)]),
      );
      const frame = this.#frame(locale, below(path, month), title, '', there, [{ text, path }], this.#previewOf(within));
      yield { ...frame, kind: 'month', list: { text, path }, stories: keys(within), archive };
    }
  }

  #feed(locale: Locale, list: string, title: string, link: SitePath, path: SitePath): PageFacts {
    const stories = (this.#lists.get(`${locale} ${list}`) ?? []).slice(0, lengths.feed);
    const items = stories.map(({ id, summary, publicationDate, tagIds, cover }) => ({
      key: `${locale} ${id}`,
      id,
      summary,
      cover,
      published: new Date(publicationDate).toUTCString(),
      categories: tagIds.flatMap((tag) => this.#link('tag', tag, locale)?.text ?? []),
    }));
    return { path, kind: 'feed', locale, title, link, items };
  }

  *#sitemaps(locale: Locale): Generator<PageFacts> {
    const names = (['section', 'author', 'tag'] as const).flatMap((kind) =>
      this.#archive.names[kind].flatMap((name) => {
        const path = listPath(kind, name, locale);
        if (path === null || !this.#lists.has(`${locale} ${kind}:${name.id}`)) return [];
        return [
          {
            path,
            modified: null,
            alternates: this.#alternates(Object.fromEntries(locales.map((other) => [other, listPath(kind, name, other)]))),
          },
        ];
      }),
    );
    yield { path: pathOf({ kind: 'sitemap', locale }), kind: 'sitemap', locale, entries: names };
    for (const [month, stories] of this.#byMonth(this.#lists.get(`${locale} all`) ?? [])) {
      const entries = stories.map((story) => ({
        path: this.#card(story).path,
        modified: story.publicationDate,
        alternates: this.#alternates(this.#versions.get(story.id) ?? {}),
      }));
      yield { path: sitemapPath(locale, month), kind: 'sitemap', locale, entries };
    }
  }

  #sitemapParts(): SitePath[] {
    return locales.flatMap((locale) => [
      pathOf({ kind: 'sitemap', locale }),
      ...[...this.#byMonth(this.#lists.get(`${locale} all`) ?? []).keys()].map((month) => sitemapPath(locale, month)),
    ]);
  }

  /** A list is known elsewhere by its first picture. */
  #previewOf(stories: readonly ArticleDocument[]): unknown {
    const cover = stories.find((story) => story.cover)?.cover;
    return { type: 'website', fileId: cover?.fileId ?? null, alt: cover?.alt ?? '', article: null };
  }

  #frame(
    locale: Locale,
    path: SitePath,
    title: string | null,
    description: string,
    versions: Paths,
    parents: Link[],
    preview: unknown,
    things: object[] = [],
  ): PageFacts {
    const crumbs = title === null ? [] : [{ text: 'Front page', path: this.#frontPath(locale) }, ...parents, { text: title, path: null }];
    const languages = locales.map((other) => ({ locale: other, path: versions[other] ?? this.#frontPath(other), here: other === locale }));
    const feed = pathOf({ kind: 'feed', locale, of: 'all' });
    const { siteUrl } = this.#archive;
    const ld = structuredData(siteUrl, crumbs, things);
    const others = locales.filter((other) => other !== locale && versions[other]).map((other) => territories[other]);
    return {
      path,
      kind: 'list',
      locale,
      title,
      description,
      alternates: this.#alternates(versions),
      crumbs,
      languages,
      feed,
      front: this.#frontPath(locale),
      ld,
      preview,
      territory: territories[locale],
      others,
    };
  }

  #alternates(versions: Partial<Record<Locale, SitePath | null>>): { hreflang: string; href: string }[] {
    const found = locales.flatMap((locale): { hreflang: string; href: string }[] => {
      const path = versions[locale];
      return path ? [{ hreflang: locale, href: this.#archive.siteUrl + path }] : [];
    });
    const [first] = found;
    return first && found.length > 1 ? [...found, { hreflang: 'x-default', href: first.href }] : [];
  }

  #archiveOf(root: SitePath, months: string[], locale: Locale): { year: string; months: Link[] }[] {
    const years = [...new Set(months.map((month) => month.slice(0, 4)))];
    const name = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
    return years.map((year) => ({
      year,
      months: months
        .filter((month) => month.startsWith(year))
        .reverse()
        .map((month) => ({ text: name.format(new Date(`${month}-15`)), path: below(root, month) })),
    }));
  }

  readonly #months = new Map<ArticleDocument[], Map<string, ArticleDocument[]>>();
  #byMonth(stories: ArticleDocument[]): Map<string, ArticleDocument[]> {
    const known = this.#months.get(stories);
    if (known) return known;
    const found = Map.groupBy(stories, ({ publicationDate }) => {
      const { year, month } = yearMonth(publicationDate, this.#archive.timeZone);
      return `${year}-${String(month).padStart(2, '0')}`;
    });
    this.#months.set(stories, found);
    return found;
  }

  #hasMonth(list: string, month: string): boolean {
    const stories = this.#lists.get(list) ?? [];
    return (list.includes(' section:') || stories.length > lengths.list) && this.#byMonth(stories).has(month);
  }

  #navigation(locale: Locale): Link[] {
    return this.#archive.names.section
      .flatMap(({ id }) => this.#link('section', id, locale) ?? [])
      .sort((a, b) => a.text.localeCompare(b.text, locale));
  }

  #link(kind: NameKind, id: string, locale: Locale): Link | null {
    const name = this.#names.get(id);
    const path = name ? listPath(kind, name, locale) : null;
    const text = name?.name[locale];
    return path !== null && text !== undefined ? { text, path } : null;
  }

  #card({ id, locale }: ArticleDocument): Card {
    const card = this.cards.get(`${locale} ${id}`);
    if (!card) throw new Error(`The story ${id} (${locale}) has no card.`);
    return card;
  }

  #date(moment: string, locale: Locale): Card['date'] {
    const format =
      this.#formats.get(locale) ??
      new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: this.#archive.timeZone });
    this.#formats.set(locale, format);
    return { machine: moment, text: format.format(new Date(moment)) };
  }

  #monthName(month: string, locale: Locale): string {
    return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-15`));
  }

  #frontPath(locale: Locale): SitePath {
    return pathOf({ kind: 'front', locale });
  }
}

function keys(stories: readonly ArticleDocument[]): string[] {
  return stories.map(({ id, locale }) => `${locale} ${id}`);
}

function below(root: SitePath, month: string): SitePath {
  return `${root}${month.replace('-', '/')}/` as SitePath;
}

function sitemapPath(locale: Locale, month: string): SitePath {
  return pathOf({ kind: 'sitemap-month', locale, year: Number(month.slice(0, 4)), month: Number(month.slice(5)) });
}
