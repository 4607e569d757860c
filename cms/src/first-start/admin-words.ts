import { type Locale, localeNames, locales, localizedField } from '@broadsheet/shared';

/** One field of a form: its label, the hint under it, and its width in twelfths. */
export interface FieldWords {
  field: string;
  label: string;
  hint?: string;
  width: number;
}

/** How the admin shows a type: the fields of its form row by row, and the columns of its list. */
export interface View {
  rows: FieldWords[][];
  columns?: string[];
  /** Those of the version before it was remembered what the list was given; see `renewed-views.ts`. */
  formerColumns?: string[];
  /** What names a document in lists and pickers. */
  mainField?: string;
  sortBy?: { field: string; order: 'ASC' | 'DESC' };
}

/** The forms and lists of everything that editors edit, in the order in which a newsroom thinks of it. */
export const contentViews: Record<string, View> = {
  'api::article.article': {
    rows: [
      [wide('title', 'Title', 'One thought, at most 110 characters: search engines and social networks cut what is longer.')],
      [wide('summary', 'Summary', 'One or two sentences: under the title, in lists, feeds and search results.')],
      [wide('body', 'Text', 'Markdown. Headings begin with ##, for the title stands above them. At most 1 MB.')],
      [wide('cover', 'Cover', 'The picture above the text and in lists.')],
      [wide('coverAlt', 'Cover: what it shows', 'For readers who cannot see it. Needed to publish a story with a cover.')],
      [
        half('coverCaption', 'Cover: caption', 'Under the picture.'),
        half('coverCredit', 'Cover: credit', 'Whose picture it is, as “Photo: A. Author”. Needed to publish.'),
      ],
      [
        half('category', 'Section', 'One for all languages of the story. Needed to publish.'),
        half('authors', 'Authors', 'In the order of the byline, for all languages.'),
      ],
      [half('tags', 'Tags', 'For all languages.'), half('related', 'Related stories', 'Shown under the text, in this order.')],
      [
        third('lead', 'Lead story', 'Stands first on the front page.'),
        third('breaking', 'Breaking news', 'Marked as such in lists.'),
        third('publicationDate', 'Published on', 'Empty: the moment of the first publication. A later publication does not move it.'),
      ],
      [
        half('updateDate', 'Updated on', 'Fill it in only when readers should know that the story has changed.'),
        half('updateNote', 'What was updated', 'One sentence for readers.'),
      ],
      [
        half('slug', 'Address', 'The last part of the address. Empty: made from the title. The old address leads to the new one.'),
        half('successor', 'Successor', 'Where readers are led when this story is unpublished or deleted.'),
      ],
      [
        half('seoTitle', 'Title for search engines', 'Empty: the title.'),
        half('seoDescription', 'Description for search engines', 'Empty: the summary.'),
      ],
      [wide('seoImage', 'Picture for social networks', 'Empty: the cover.')],
    ],
    // Strapi adds languages and state, which must be seen without scrolling on a screen 1400 wide.
    columns: ['title', 'category', 'publicationDate'],
    formerColumns: ['title', 'category', 'publicationDate', 'updatedAt'],
    mainField: 'title',
    sortBy: { field: 'updatedAt', order: 'DESC' },
  },
  'api::page.page': {
    rows: [
      [wide('title', 'Title')],
      [wide('summary', 'Summary', 'For search results.')],
      [wide('body', 'Text', 'Markdown. Headings begin with ##. At most 1 MB.')],
      [
        half('slug', 'Address', 'The page stands at /address/. Empty: made from the title.'),
        half('footerPosition', 'Place in the footer', '1 comes first. Empty: no link in the footer.'),
      ],
    ],
    columns: ['title', 'slug', 'footerPosition', 'updatedAt'],
    mainField: 'title',
  },
  'api::category.category': {
    rows: [...names('The section stands at /address/.'), ...texts('description', 'Description', 'Under the section’s name on its page.')],
    columns: nameColumns(),
    mainField: 'nameEn',
    sortBy: { field: 'nameEn', order: 'ASC' },
  },
  'api::author.author': {
    rows: [
      [half('kind', 'Person or organisation'), half('portrait', 'Portrait or logo')],
      ...names('The author’s page stands at /authors/address/.'),
      ...texts('biography', 'About the author', 'On the author’s page.'),
    ],
    columns: [...nameColumns(), 'kind'],
    mainField: 'nameEn',
    sortBy: { field: 'nameEn', order: 'ASC' },
  },
  'api::tag.tag': {
    rows: names('The tag’s page stands at /tags/address/.'),
    columns: nameColumns(),
    mainField: 'nameEn',
    sortBy: { field: 'nameEn', order: 'ASC' },
  },
  'api::redirect.redirect': {
    rows: [
      [wide('from', 'Old address', 'Its path, as /2026/04/old-story/.')],
      [wide('to', 'Leads to', 'A path of this site or an https address. Empty: the document below, wherever it stands.')],
      [
        third('targetType', 'Document: kind', 'Filled in by itself when an address changes.'),
        third('targetId', 'Document: identifier'),
        third('targetLocale', 'Document: language'),
      ],
    ],
    columns: ['from', 'to', 'targetType', 'updatedAt'],
    mainField: 'from',
    sortBy: { field: 'updatedAt', order: 'DESC' },
  },
  'api::site-setting.site-setting': {
    rows: [
      ...perLanguage('name', 'Name of the newspaper'),
      ...perLanguage('tagline', 'Tagline'),
      [
        half('timeZone', 'Time zone', 'As Asia/Yerevan. Dates and addresses follow it.'),
        half('sectionOrder', 'Sections in order', 'On the front page and in the navigation; the others follow by name.'),
      ],
      [wide('breakingBanner', 'Breaking banner', 'One line above every page. Remove it when it is over.')],
      [wide('socialLinks', 'Social links', 'In header and footer, in this order.')],
      [wide('appLinks', 'App links')],
      ...texts('copyrightNotice', 'Copyright notice', 'At the foot of every page; the year stands before it by itself.'),
      [wide('promo', 'Promo card')],
      [wide('adSlots', 'Ads')],
      [
        wide(
          'viewCount',
          'Number of views',
          'What a story shows beside its date: views in all languages together, in the language of the page, or nothing. They are counted in any case.',
        ),
      ],
      [
        wide(
          'securityContact',
          'Security contact',
          'Whom to tell of a weakness of the site: an e-mail address, or an address that begins with https://. Stands in security.txt.',
        ),
      ],
    ],
    mainField: 'nameEn',
  },
};

/** The forms of the parts of the settings. */
export const componentViews: Record<string, View> = {
  'site.social-link': {
    rows: [[half('platform', 'Service', 'As telegram, youtube, x, instagram, facebook.'), half('url', 'Address', 'Begins with https://.')]],
  },
  'site.app-link': {
    rows: [[third('store', 'Store'), third('language', 'For readers in'), third('url', 'Address', 'Begins with https://.')]],
  },
  'site.promo': {
    rows: [
      ...perLanguage('title', 'Title'),
      ...perLanguage('text', 'Text'),
      [half('url', 'Leads to', 'Begins with https://.'), half('image', 'Picture')],
    ],
  },
  'site.breaking-banner': {
    rows: [
      ...perLanguage('text', 'Text'),
      [wide('url', 'Leads to', 'A path of this site, or an address that begins with https://. May be empty.')],
    ],
  },
  'site.ad-slot': {
    rows: [
      [half('position', 'Place'), half('url', 'Leads to', 'Begins with https://.')],
      [wide('image', 'Picture')],
      ...perLanguage('label', 'Label', 'Who advertises: the site itself marks it as an ad.'),
      ...perLanguage('show', 'Show'),
      [half('startsAt', 'From', 'Empty: at once.'), half('endsAt', 'Until', 'Empty: without end.')],
    ],
  },
};

function wide(field: string, label: string, hint?: string): FieldWords {
  return { field, label, width: 12, ...(hint === undefined ? {} : { hint }) };
}

function half(field: string, label: string, hint?: string): FieldWords {
  return { ...wide(field, label, hint), width: 6 };
}

function third(field: string, label: string, hint?: string): FieldWords {
  return { ...wide(field, label, hint), width: 4 };
}

/** Three in a row, as many rows as the languages need. */
function perLanguage(base: string, label: string, hint?: string): FieldWords[][] {
  const fields = locales.map((locale) => third(localizedField(base, locale), inLanguage(label, locale), hint));
  return Array.from({ length: Math.ceil(fields.length / 3) }, (_, row) => fields.slice(row * 3, row * 3 + 3));
}

function texts(base: string, label: string, hint: string): FieldWords[][] {
  return locales.map((locale) => [wide(localizedField(base, locale), inLanguage(label, locale), hint)]);
}

function names(where: string): FieldWords[][] {
  return locales.map((locale) => [
    half(localizedField('name', locale), inLanguage('Name', locale)),
    half(localizedField('slug', locale), inLanguage('Address', locale), `${where} Empty: made from the name.`),
  ]);
}

function nameColumns(): string[] {
  return locales.map((locale) => localizedField('name', locale));
}

function inLanguage(label: string, locale: Locale): string {
  return `${label} (${localeNames[locale]})`;
}
