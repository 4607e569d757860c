/** Declension of the regular nouns and adjectives of `words/russian.ts`. */
export type Case = 'nominative' | 'genitive' | 'dative' | 'accusative' | 'instrumental' | 'prepositional';
export type Gender = 'm' | 'f' | 'n';

export interface RussianNoun {
  gender: Gender;
  singular: Record<Case, string>;
  plural: Record<Case, string>;
}

const cases = ['nominative', 'genitive', 'dative', 'accusative', 'instrumental', 'prepositional'] as const;

/** @param entry a word of the list: `+` after it marks a living being, `:f` a feminine in -ь */
export function noun(entry: string): RussianNoun {
  const living = entry.endsWith('+');
  const word = entry.replace(/\+$|:f$/, '');
  const made = declined(word, entry.endsWith(':f'));
  const singular = forms(made.stem, made.singular);
  const plural = forms(made.stem, made.plural);
  if (living && made.gender === 'm') singular.accusative = singular.genitive;
  if (living) plural.accusative = plural.genitive;
  return { gender: made.gender, singular, plural };
}

/** An adjective in -ый or -ий, agreeing with a noun. `living` is told by the noun's own accusative. */
export function adjective(word: string, of: RussianNoun, wanted: Case, many: boolean): string {
  const stem = word.slice(0, -2);
  const i = word.endsWith('ий') ? 'и' : 'ы';
  if (many) {
    const same = wanted === 'accusative' && of.plural.accusative === of.plural.nominative;
    return (
      stem +
      {
        nominative: `${i}е`,
        genitive: `${i}х`,
        dative: `${i}м`,
        accusative: same ? `${i}е` : `${i}х`,
        instrumental: `${i}ми`,
        prepositional: `${i}х`,
      }[wanted]
    );
  }
  if (of.gender === 'f') {
    return stem + { nominative: 'ая', genitive: 'ой', dative: 'ой', accusative: 'ую', instrumental: 'ой', prepositional: 'ой' }[wanted];
  }
  const nominative = of.gender === 'n' ? 'ое' : `${i}й`;
  const same = of.gender === 'n' || of.singular.accusative === of.singular.nominative;
  return (
    stem +
    { nominative, genitive: 'ого', dative: 'ому', accusative: same ? nominative : 'ого', instrumental: `${i}м`, prepositional: 'ом' }[
      wanted
    ]
  );
}

/** A verb's past tense, from its masculine form. */
export function past(masculine: string, gender: Gender | 'plural'): string {
  const reflexive = masculine.endsWith('ся');
  const stem = reflexive ? masculine.slice(0, -2) : masculine;
  if (gender === 'm') return masculine;
  return stem + { f: 'а', n: 'о', plural: 'и' }[gender] + (reflexive ? 'сь' : '');
}

function declined(word: string, softFeminine: boolean): Declined {
  if (softFeminine)
    return { gender: 'f', stem: word.slice(0, -1), singular: ['ь', 'и', 'и', 'ь', 'ью', 'и'], plural: ['и', 'ей', 'ям', 'и', 'ями', 'ях'] };
  if (word.endsWith('ия'))
    return { gender: 'f', stem: word.slice(0, -1), singular: ['я', 'и', 'и', 'ю', 'ей', 'и'], plural: ['и', 'й', 'ям', 'и', 'ями', 'ях'] };
  if (word.endsWith('ие'))
    return { gender: 'n', stem: word.slice(0, -1), singular: ['е', 'я', 'ю', 'е', 'ем', 'и'], plural: ['я', 'й', 'ям', 'я', 'ями', 'ях'] };
  if (word.endsWith('о'))
    return { gender: 'n', stem: word.slice(0, -1), singular: ['о', 'а', 'у', 'о', 'ом', 'е'], plural: ['а', '', 'ам', 'а', 'ами', 'ах'] };
  const stem = word.endsWith('а') ? word.slice(0, -1) : word;
  const i = /[гкхжшчщ]$/.test(stem) ? 'и' : 'ы';
  if (word.endsWith('а')) {
    const o = stem.endsWith('ц') ? 'ей' : 'ой';
    return { gender: 'f', stem, singular: ['а', i, 'е', 'у', o, 'е'], plural: [i, '', 'ам', i, 'ами', 'ах'] };
  }
  return { gender: 'm', stem, singular: ['', 'а', 'у', '', 'ом', 'е'], plural: [i, 'ов', 'ам', i, 'ами', 'ах'] };
}

function forms(stem: string, endings: readonly string[]): Record<Case, string> {
  return Object.fromEntries(cases.map((name, index) => [name, stem + (endings[index] ?? '')])) as Record<Case, string>;
}

interface Declined {
  gender: Gender;
  stem: string;
  /** In the order of `cases`. */
  singular: string[];
  plural: string[];
}
