/** What the publisher and its render processes tell each other. */
import type { SitePath } from '@broadsheet/shared';

import type { ConvertedHtml } from '../src/content/kept-html.ts';
import type { Tag } from '../src/content/tags.ts';

/** A batch of pages for a process to render. */
export interface RenderOrder {
  id: number;
  /** The content store's file. */
  store: string;
  /** The folder of the compiled site. */
  dist: string;
  siteUrl: string;
  paths: SitePath[];
  /** The folder of the release. */
  root: string;
  /**
   * `new`: nobody reads the release yet, so files are written in place. `beside`: into `scratch`, by their number in `paths`, and
   * only when they differ. `compare`: nothing is written, and differences are told.
   */
  write: 'new' | 'beside' | 'compare';
  scratch: string;
}

/** What became of a batch. */
export interface RenderResult {
  id: number;
  /** The newest change in the content that it was rendered from. */
  seq: number;
  /** As the order's paths. */
  pages: RenderedPage[];
  /** Every tag of its pages once: neighbours depend on much the same. */
  tags: Tag[];
  groups: [Tag, Tag[]][];
  /** Article HTML that the store did not have. */
  converted: ConvertedHtml[];
}

export interface RenderedPage {
  /** Empty when nothing stands there. */
  hash: string;
  bytes: number;
  /** Places of its tags among those of the batch. */
  tagPlaces: number[];
  /** True when its file is another than before, and was written as the order says. */
  written: boolean;
  /** Why it could not be rendered. */
  error: string | null;
  /** Why its file could not be written; an error code of the file system, or what is different. */
  problem: string | null;
}
