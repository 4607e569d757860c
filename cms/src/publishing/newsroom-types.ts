import type { DocumentType } from '@broadsheet/shared';

/** Strapi's name and the table of everything that crosses the feed and is edited through the document service. */
export const newsroomTypes = {
  article: { uid: 'api::article.article', table: 'articles' },
  page: { uid: 'api::page.page', table: 'pages' },
  category: { uid: 'api::category.category', table: 'categories' },
  author: { uid: 'api::author.author', table: 'authors' },
  tag: { uid: 'api::tag.tag', table: 'tags' },
  redirect: { uid: 'api::redirect.redirect', table: 'redirects' },
  'site-setting': { uid: 'api::site-setting.site-setting', table: 'site_settings' },
} as const satisfies Record<EditedType, { uid: `api::${string}.${string}`; table: string }>;

/** Uploaded files cross the feed too, but Strapi writes them below the document service; editions are only logged, and views counted. */
export type EditedType = Exclude<DocumentType, 'file' | 'edition' | 'views'>;

/** The types of which each language version is drafted and published by itself. */
export type VersionedType = 'article' | 'page';

/** Sections, authors and tags: one row with a name and a slug in each language. */
export type NamedType = 'category' | 'author' | 'tag';

export const fileUid = 'plugin::upload.file';

/** The type behind Strapi's name, or undefined for what does not cross the feed. */
export function typeOfUid(uid: string): EditedType | undefined {
  return typesByUid.get(uid);
}

const typesByUid = new Map(Object.entries(newsroomTypes).map(([type, { uid }]) => [uid as string, type as EditedType]));
