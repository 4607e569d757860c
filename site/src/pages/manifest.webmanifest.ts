import { addressOf, type TextFile } from '../content/reading.ts';
import { manifestJson } from '../model/manifest.ts';

export const text: TextFile = (locals) => manifestJson(locals.reading, addressOf(locals, 'manifest'));
