import { stemmer } from '@orama/stemmers/armenian';
import { hye } from 'stopword';

import type { Language } from '../words.ts';

export const armenian: Language = {
  stem: stemmer,
  // The list has the commonest; these a newspaper has as often.
  stopWords: new Set([...hye, 'բայց', 'եւ', 'թե', 'ինչ', 'կա', 'ոչ', 'չի', 'պետք', 'միայն', 'մինչև', 'մասին', 'այսօր', 'հետևյալ']),
};
