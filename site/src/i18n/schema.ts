import { z } from 'zod';

const text = (description: string) => z.string().min(1).describe(description);

/** A sentence with `{names}` in it that are filled in; see `fill` in `strings.ts`. */
const template = <Name extends string>(description: string, ...names: Name[]) =>
  z
    .string()
    .refine((value) => names.every((name) => value.includes(`{${name}}`)), `must contain ${names.map((name) => `{${name}}`).join(', ')}`)
    .describe(description);

/** One form for each of the plural categories that the language has (Unicode CLDR); `{count}` is the number. */
const plural = (description: string) => z.partialRecord(z.enum(pluralCategories), z.string().min(1)).describe(description);

/** Plural categories, as `Intl.PluralRules` names them. */
export const pluralCategories = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;

/** Every word of the interface, with what it is for. A language is complete when it has them all. */
export const stringsSchema = z.strictObject({
  skipToContent: text('Link before everything else, seen when it has the focus: jumps to the content'),
  front: text('The front page, in breadcrumbs and the language switcher'),
  sections: text('Names the main navigation, and the list of sections on the pages "not found" and search'),
  languages: text('Names the language switcher'),
  breadcrumbs: text('Names the breadcrumb navigation'),
  pages: text('Names the links to the pages about the newspaper, in the footer'),
  languageElsewhere: template(
    'Language switcher, when this page is not translated: the language, and where the link leads instead',
    'language',
    'place',
  ),
  search: text('Link to the search page, its heading, and the button that starts a search'),
  searchLabel: text('Label of the search field'),
  searchWithoutScript: text('Search page without script: says why there is no search, and leads to the sections'),
  searchArchives: text('Search page: heading of the list of sections, each with its years'),
  searchRunning: text('While the results are being fetched'),
  searchNothing: template('No result', 'query'),
  searchFailed: text('The search index could not be loaded'),
  searchFound: plural('Number of results above the list'),
  searchMore: text('Button: shows the next results'),
  searchNothingHelp: text('Below the message that nothing was found: what can be done'),
  searchNear: template('Above stories that have some of the words only; names the words they lack', 'words'),
  searchIncomplete: text('Once, when a part of the search index cannot be fetched'),
  searchSince: template('Behind the number of results, while older years are not searched', 'year'),
  searchOlderYear: template('Button: searches one more year', 'year'),
  searchOlderAll: text('Button: searches all years'),
  searchOrder: text('Label of the choice of order'),
  searchByRelevance: text('Order of results'),
  searchByDate: text('Order of results'),
  searchSection: text('Label of the choice of section'),
  searchAuthor: text('Label of the choice of author'),
  searchYear: text('Label of the choice of year'),
  searchAnySection: text('Choice of section: no section chosen'),
  searchAnyAuthor: text('Choice of author: none chosen'),
  searchAnyYear: text('Choice of year: none chosen; only years loaded so far are counted'),
  searchChoices: text('Heading of the choices of section, author, year and order'),
  latest: text('Heading of the newest stories on the front page'),
  leadStories: text('Names the part of the front page with its first stories; heard, not seen'),
  moreInSection: template('Article page: heading of other stories of its section', 'section'),
  related: text('Article page: heading of the stories that the editors chose to go with it'),
  authors: text('The page of all authors: its heading, and the links that lead to it'),
  tags: text('Article page: before the list of tags'),
  byline: template('Above a story: who wrote it', 'authors'),
  footnotes: text('Heading of the notes under a text'),
  footnoteBack: template('Heard for the arrow that leads from a note back to its place in the text', 'number'),
  table: text('Names a table that can be moved sideways; heard, not seen'),
  linkVideo: text('Kind of a link that stands alone in a text: a video at YouTube or the like'),
  linkPost: text('Kind of a link that stands alone in a text: a post at Telegram, X or the like'),
  linkElsewhere: text('Kind of a link that stands alone in a text: any other page'),
  linkShown: template(
    'On the card of a video or post, where a click shows it in the page: that its service then learns of the reader',
    'service',
  ),
  readingTime: plural('Article page: how many minutes it takes to read'),
  views: plural('Article page: how often the story was read'),
  mostRead: text('Heading of the stories that had the most readers'),
  mostReadPeriod: text('Names the choice between the last day and the last week of them; heard, not seen'),
  mostReadDay: text('Of the last 24 hours'),
  mostReadWeek: text('Of the last seven days'),
  updated: template('Article page: when an editor last updated the story', 'date'),
  breaking: text('Label of breaking news'),
  archive: text('Heading of the list of months of a section, author or tag'),
  monthArchive: template('Title of a month archive: whose stories, and of which month', 'name', 'month'),
  noStories: text('A section, author or tag that has no story yet'),
  storiesBy: template('Heading of the stories of an author', 'name'),
  tagTitle: template('Heading and title of the page of a tag', 'name'),
  authorPerson: text('Label over the name on the page of a person who writes'),
  authorOrganisation: text('Label over the name on the page of an organisation that signs stories'),
  feed: text('Link to the RSS feed'),
  feedOf: template('Title of an RSS feed of a section or author', 'site', 'name'),
  socialLinks: text('Names the links to social networks'),
  appLinks: text('Names the links to the apps'),
  copyright: template('Begins the copyright notice', 'year', 'name'),
  advertisement: text('Marks a paid link, before what its editors call it'),
  theme: text('Names the choice of colours'),
  themeSystem: text('Theme: as the system has it'),
  themeLight: text('Theme: dark letters on light'),
  themeDark: text('Theme: light letters on dark'),
  textSize: text('Names the buttons that change the size of the text; heard, not seen'),
  textSmaller: text('Button A−; heard, not seen'),
  textLarger: text('Button A+; heard, not seen'),
  textReset: text('Button: back to the usual size of the text'),
  share: text('Before the links that pass a story on'),
  shareButton: text('Button on phones: opens the system’s own sheet'),
  shareMail: text('Link that passes a story on by e-mail'),
  copyLink: text('Button: puts the address of the story on the clipboard'),
  linkCopied: text('After the address was copied'),
  linkDenied: text('When the browser does not let the page copy: the address stands in a field, selected'),
  storyAddress: text('Names the field with the address of the story'),
  print: text('Button: prints the story'),
  loading: text('While the newest stories of a section are on their way'),
  showNewer: text('Button: puts the newest stories of the section before the older ones, which the reader sees already'),
  close: text('Button: closes the search field over the page'),
  notFoundTitle: text('Heading of the page "not found"'),
  notFoundText: text('Page "not found": what the reader can do now'),
  movedTitle: text('Heading of a page that has moved'),
  movedLink: text('Link to where the page stands now'),
});

export type Strings = z.infer<typeof stringsSchema>;

/** The words that come with a number, in one form for each plural. */
export type PluralName = {
  [Key in keyof Strings]: Strings[Key] extends string ? never : Key;
}[keyof Strings];

/** The words that carry `{names}`. */
export type TemplateName = {
  [Key in keyof Strings]: Strings[Key] extends string ? Key : never;
}[keyof Strings];
