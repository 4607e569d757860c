import { stemmer } from '@orama/stemmers/russian';
import { rus } from 'stopword';

import type { Language } from '../words.ts';

export const russian: Language = {
  stem: stemmer,
  stopWords: new Set([...rus, 'это', 'который', 'которая', 'которые', 'также']),
};
