import type { TextFile } from '../content/reading.ts';
import { robotsText } from '../model/sitemap-xml.ts';

export const text: TextFile = (locals) => robotsText(locals.reading);
