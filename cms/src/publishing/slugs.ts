import type { Locale } from '@broadsheet/shared';
import transliterate from '@sindresorhus/slugify';

/** As long as shared's `slug` schema allows. */
const longest = 120;

/**
 * The address made from a title or name: lower-case Latin letters, digits and single hyphens, cut at a word
 * when it would be longer than 120 characters. Empty when nothing in the text can be written so.
 */
export function slugify(text: string, locale: Locale): string {
  const spelled = beginWords(text.toLowerCase());
  return cutAtWord(transliterate(spelled, { decamelize: false, customReplacements: [['&', ` ${and[locale]} `], ...armenian, ...russian] }));
}

const and: Record<Locale, string> = { en: 'and', ru: 'i', hy: 'ev' };

/**
 * The library's Armenian spells every letter as it sounds at the beginning of a word ("nvorutyunnyer"). These
 * follow the romanisation of BGN/PCGN 1981: "ո" and "ե" are "o" and "e" within a word, "ու" is one vowel, and the
 * affricates are written so that they stay apart.
 */
const armenian: [string, string][] = [
  ['ու', 'u'],
  ['եւ', 'ev'],
  ['և', 'ev'],
  ['ո', 'o'],
  ['ե', 'e'],
  ['ը', 'y'],
  ['ւ', 'v'],
  ['ծ', 'ts'],
  ['ց', 'ts'],
  ['ձ', 'dz'],
  ['ճ', 'ch'],
  ['ջ', 'j'],
  ['ռ', 'r'],
  ['ք', 'k'],
];

/** As in Russian passports, where the library would write "sch". */
const russian: [string, string][] = [['щ', 'shch']];

/** "ո" and "ե" that begin a word: "Ոստիկան" is vostikan, "Երևան" yerevan, but "ով" ov and "Եւրոպա" evropa. */
function beginWords(text: string): string {
  return text.replace(/(?<!\p{L})ո(?![ւվ])/gu, 'vo').replace(/(?<!\p{L})ե(?!ւ)/gu, 'ye');
}

function cutAtWord(slug: string): string {
  if (slug.length <= longest) return slug;
  const cut = slug.slice(0, longest + 1);
  const end = cut.lastIndexOf('-');
  return end > 0 ? cut.slice(0, end) : cut.slice(0, longest);
}
