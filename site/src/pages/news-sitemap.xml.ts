import { addressOf, type TextFile } from '../content/reading.ts';
import { newsSitemapXml } from '../model/sitemap-xml.ts';

export const text: TextFile = (locals) => newsSitemapXml(locals.reading, addressOf(locals, 'news-sitemap'));
