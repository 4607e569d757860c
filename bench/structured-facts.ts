/** What pages say to search engines, as the site says it. */

interface Step {
  text: string;
  path: string | null;
}

interface StoryThing {
  siteUrl: string;
  path: string;
  locale: string;
  title: string;
  summary: string;
  date: string;
  section: string | null;
  tags: string[];
  authors: Step[];
}

/** The text of `<script type="application/ld+json">`. */
export function structuredData(siteUrl: string, crumbs: readonly Step[], things: readonly object[]): string {
  const trail = {
    '@type': 'BreadcrumbList',
    itemListElement: crumbs.map(({ text, path }, at) => ({
      '@type': 'ListItem',
      position: at + 1,
      name: text,
      item: path ? siteUrl + path : undefined,
    })),
  };
  return JSON.stringify({ '@context': 'https://schema.org', '@graph': [...things, trail] }).replaceAll('<', '\\u003c');
}

export function newsArticle({ siteUrl, path, locale, title, summary, date, section, tags, authors }: StoryThing): object {
  const logo = { '@type': 'ImageObject', url: `${siteUrl}/icon-512.png`, width: 512, height: 512 };
  return {
    '@type': 'NewsArticle',
    '@id': `${siteUrl}${path}#article`,
    mainEntityOfPage: siteUrl + path,
    headline: title,
    description: summary,
    inLanguage: locale,
    datePublished: date,
    dateModified: date,
    articleSection: section ?? undefined,
    keywords: tags.length > 0 ? tags : undefined,
    author: authors.map((author) => ({ '@type': 'Person', name: author.text, url: siteUrl + (author.path ?? '') })),
    publisher: { '@type': 'NewsMediaOrganization', '@id': `${siteUrl}/#newspaper`, name: 'Broadsheet', url: `${siteUrl}/`, logo },
  };
}
