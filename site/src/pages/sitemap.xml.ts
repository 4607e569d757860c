import { addressOf, type TextFile } from '../content/reading.ts';
import { sitemapXml } from '../model/sitemap-xml.ts';

export const text: TextFile = (locals) => sitemapXml(locals.reading, addressOf(locals, 'sitemap'));
