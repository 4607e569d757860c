import { addressOf, type TextFile } from '../content/reading.ts';
import { notices, noticesScript } from '../model/notices.ts';

export const text: TextFile = (locals) => noticesScript(notices(locals.reading, addressOf(locals, 'notices')));
