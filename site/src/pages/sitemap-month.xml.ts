import { addressOf, type TextFile } from '../content/reading.ts';
import { sitemapMonthXml } from '../model/sitemap-xml.ts';

export const text: TextFile = (locals) => sitemapMonthXml(locals.reading, addressOf(locals, 'sitemap-month'));
