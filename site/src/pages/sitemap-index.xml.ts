import type { TextFile } from '../content/reading.ts';
import { sitemapIndexXml } from '../model/sitemap-xml.ts';

export const text: TextFile = (locals) => sitemapIndexXml(locals.reading);
