/** What a WordPress export (WXR) holds, as the reader in `wxr-reader.ts` hands it over. */

/** The site that was exported. */
export interface WxrSite {
  kind: 'site';
  title: string;
  /** As written in the file: `en-US`, `ru-RU`; empty when missing. */
  language: string;
  /** Address of the old site without a slash at its end. */
  url: string;
}

export interface WxrAuthor {
  kind: 'author';
  login: string;
  displayName: string;
}

/** A category or a tag; `slug` is WordPress's nicename, decoded from per cent form. */
export interface WxrTerm {
  kind: 'category' | 'tag';
  /** WordPress's number of it; empty in old exports. */
  id: string;
  /** Slug of the category above; empty for none. */
  parent: string;
  slug: string;
  name: string;
  description: string;
}

export interface WxrItem {
  kind: 'item';
  /** WordPress's number of the item, unique in one site. */
  postId: string;
  guid: string;
  type: string;
  status: string;
  /** As written: may hold tags and character references. */
  title: string;
  link: string;
  slug: string;
  creator: string;
  content: string;
  excerpt: string;
  /** `yyyy-mm-dd hh:mm:ss` in UTC; zeros or empty when never set. */
  dateGmt: string;
  /** The same in the old site's own time. */
  date: string;
  password: string;
  /** `postId` of the item this one hangs on: an attachment's post, a page's parent; `0` for none. */
  parentId: string;
  /** Shown first on the old front page. */
  sticky: boolean;
  /** How many comments it has; their texts are not read. */
  comments: number;
  terms: { domain: string; slug: string; name: string }[];
  meta: Record<string, string>;
  attachmentUrl: string;
}

export type WxrEntry = WxrSite | WxrAuthor | WxrTerm | WxrItem;
