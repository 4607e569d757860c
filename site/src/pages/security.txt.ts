import type { TextFile } from '../content/reading.ts';
import { securityText } from '../model/security-txt.ts';

export const text: TextFile = (locals) => securityText(locals.reading);
