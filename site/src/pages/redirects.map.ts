import type { TextFile } from '../content/reading.ts';
import { redirectMapText } from '../model/redirect-map.ts';

export const text: TextFile = (locals) => redirectMapText(locals.reading);
