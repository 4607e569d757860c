/**
 * Keys of words: what is left of a Russian or Armenian word, in Latin letters, when its ending and all that is spelt in more
 * than one way are taken away. "санкций", "sanktsii" and "sankciyami" have the same key, "Երևանում", "Yerevan" and "Erevan"
 * too. The index holds the keys of titles, summaries and names; words that the index does not know are looked for by theirs.
 * Words of different meaning may share a key: it is enough that few do.
 */
import type { Locale } from '@broadsheet/shared';

/** Shorter keys are filled up, so that they are not taken for the beginnings of longer ones. */
const shortest = 4;

/**
 * The keys of a word in the language's own letters or in Latin ones, one for each part: "санкт-петербургский" has two.
 * Empty when the language has no keys, or a part of the word has none.
 */
export function keysOfWord(word: string, locale: Locale): string[] {
  const parts = word.split(/[-‐‑–]/).filter((part) => part !== '');
  const keys = parts.flatMap((part) => keyOf(part, locale) ?? []);
  return keys.length === parts.length ? keys : [];
}

/** The key of a word without a hyphen; null when the language has no keys, or the word none. */
export function keyOf(word: string, locale: Locale): string | null {
  const spelling = spellings[locale];
  if (!spelling) return null;
  const plain = word.toLowerCase().normalize('NFC');
  const latin = isLatin(plain) ? spelling.fromLatin(bare(plain).replace(/ou/g, 'u')) : spelling.toLatin(plain.replace(/[^\p{L}]/gu, ''));
  const key = spelling.withoutEnding(common(latin));
  return /^[a-z]{2,}$/.test(key) ? key.padEnd(shortest, 'q') : null;
}

/** The keys of a story, of its title apart. */
export type StoryKeys = Record<'titleKeys' | 'keys', string>;

/** The keys of a story, for the index: of all words of its title; of the other words of its summary and the names in its text, 200 at most. */
export function keysOf(locale: Locale, title: string, summary: string, text: string): StoryKeys {
  if (!spellings[locale]) return { titleKeys: '', keys: '' };
  const inTitle = keysOfAll(wordsOf(title), locale);
  const others = keysOfAll([...wordsOf(summary), ...wordsOf(text).filter((word) => /^\p{Lu}/u.test(word))], locale);
  for (const key of inTitle) others.delete(key);
  return { titleKeys: [...inTitle].join(' '), keys: [...others].slice(0, 200).join(' ') };
}

function keysOfAll(words: readonly string[], locale: Locale): Set<string> {
  return new Set(words.filter((word) => !isLatin(word)).flatMap((word) => keyOf(word, locale) ?? []));
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}]+(?:[՛՜՞’][\p{L}]+)*/gu) ?? [];
}

function isLatin(word: string): boolean {
  return /^[\p{Script=Latin}\p{M}\p{P}\p{Sk}\p{Lm}]+$/u.test(word);
}

interface Spelling {
  /** Both leave letters of the basic Latin alphabet, a "y" never. */
  toLatin: (word: string) => string;
  fromLatin: (word: string) => string;
  withoutEnding: (latin: string) => string;
}

const russianLetters: Record<string, string> = {
  ...letters('абвгдезиклмнопрстуфх', 'abvgdeziklmnoprstufh'),
  ...{ ё: 'e', ж: 'zh', ц: 'c', ч: 'ch', ш: 'sh', щ: 'sh', ы: 'i', э: 'e', ю: 'u', я: 'a' },
};

const armenianLetters: Record<string, string> = {
  ...letters('աբգդեզէթիլխծկհղմնոպջռսվտրցւփքօֆ', 'abgdezetilhckhgmnopjrsvtrcvpkof'),
  ...{ ժ: 'zh', ձ: 'dz', ճ: 'ch', շ: 'sh', չ: 'ch', և: 'ev' },
};

/** Endings of nouns and adjectives, of verbs, and of participles; "ca" is "-тся". */
const russianEnding =
  /(?:(?<=[aeiou])ca|(?<=[aeiou]l?[aiou]?)s[aq]?|imi|ami|ogo|ego|omu|emu|ih|ah|im|am|om|em|ov|ev|[aeiou]+|(?<=[aeiu])(?:l|t)|(?<=[aei])n|(?<=[aeiou])vsh|ush|ash|(?<=[bmpv])l)$/;

/** Plural, cases, articles, "my" and "your", superlative; then what verbs have. */
const armenianEnding =
  /(?<=[a-z]{2})(?:utun|utan|utamb|er|ov|ic|um|man|mamb|anc|ink|va|oj|[aeiu]|n|s|d|agun|el|al|elu|elik|ec|ecin|eci|ecir|ecik|ac|acan|og|uc|is|em|am|ek|enk|ank|eir|eik|v|av|(?<=c|dz)r)$/;

/** Stems that change with the case, as they are left by that. */
const armenianStems: Record<string, string> = { hor: 'har', mor: 'mar', egbor: 'egbar', ta: 'tn', amr: 'amar', dzmr: 'dzm' };

const spellings: { [L in Locale]?: Spelling } = {
  ru: {
    toLatin: (word) => spelt(word.replace(/[йь]о/g, 'е').replace(/оу/g, 'у'), russianLetters),
    fromLatin: (word) =>
      word
        .replace(/ph/g, 'f')
        .replace(/x/g, 'ks')
        .replace(/j/g, 'y')
        .replace(/yo/g, 'e')
        .replace(/y(?=[aeou])|(?<=[aeiou])y|(?<=y)y/g, '')
        .replace(/y/g, 'i'),
    withoutEnding: (latin) => stripped(latin, russianEnding, (rest) => rest.length >= 3).replace(/[oe](?=[bcdgklmnrv]$)/, ''),
  },
  hy: {
    toLatin: (word) =>
      spelt(
        word
          .replace(/եւ|եվ/g, 'և')
          .replace(/ու/g, 'u')
          .replace(/^ո(?!վ)/, 'vo'),
        armenianLetters,
      ),
    fromLatin: (word) =>
      word
        .replace(/dzh|dj/g, 'j')
        .replace(/ph/g, 'p')
        .replace(/x/g, 'h')
        .replace(/gh/g, 'g')
        .replace(/y/g, ''),
    withoutEnding: (latin) => {
      const stem = withoutReduced(stripped(latin.replace(/^amena/, ''), armenianEnding, (rest) => withoutReduced(rest).length >= 2));
      return armenianStems[stem] ?? withoutVerbPrefix(stem);
    },
  },
};

// The vowels that Armenian loses with an ending: "գիր", "գրի".
function withoutReduced(latin: string): string {
  return latin.replace(/(?<=.)[iu]/g, '');
}

// "Not", and "will" or "would", before a verb. Nouns that begin so lose it in all their forms.
function withoutVerbPrefix(stem: string): string {
  const rest = stem.replace(/^(?:ch|k)+/, '');
  return rest.length >= 3 ? rest : stem;
}

// Each sound in one way.
function common(word: string): string {
  return word
    .replace(/shch|sch/g, 'sh')
    .replace(/tch/g, 'ch')
    .replace(/kh/g, 'h')
    .replace(/t[sz]/g, 'c')
    .replace(/th/g, 't')
    .replace(/ck|q/g, 'k')
    .replace(/w/g, 'v')
    .replace(/i(?=[aeou])/g, '')
    .replace(/(.)\1+/g, '$1');
}

// One ending after the other, as "-ներ-ում" has two.
function stripped(word: string, ending: RegExp, isEnough: (rest: string) => boolean): string {
  for (;;) {
    const rest = word.replace(ending, '');
    if (rest === word || !isEnough(rest)) return word;
    word = rest;
  }
}

function spelt(word: string, table: Record<string, string>): string {
  return Array.from(word)
    .map((letter) => (/[a-z]/.test(letter) ? letter : (table[letter] ?? '')))
    .join('');
}

function bare(word: string): string {
  return word.normalize('NFD').replace(/[\p{M}\p{P}\p{Sk}\p{Lm}]/gu, '');
}

function letters(own: string, latin: string): Record<string, string> {
  return Object.fromEntries(Array.from(own).map((letter, index) => [letter, latin[index] ?? '']));
}
