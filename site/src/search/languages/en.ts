import { stemmer } from '@orama/stemmers/english';
import { eng } from 'stopword';

import type { Language } from '../words.ts';

export const english: Language = {
  stem: stemmer,
  stopWords: new Set([...eng, 'no', 'not', 'there', 'via', 'will']),
};
