/** Other forms of words, and words in Latin letters, as readers may write what a title has. Made by rule; enough for most words. */
import type { Locale } from '@broadsheet/shared';

/** An ending, and what stands in its place in other forms of the word. The first that fits counts. */
type Endings = readonly (readonly [ending: RegExp, others: readonly string[]])[];

const russian: Endings = [
  [/ость$/, ['ости', 'остью']],
  [/(?<=[цкгтн])ия$/, ['ии', 'ию', 'ией']],
  [/(?<=[цт])ии$/, ['ия', 'ию']],
  [/(?<=[ан])ие$/, ['ия', 'ию', 'ием']],
  [/ами$/, ['ам', 'ах']],
  [/(?<=..)ах$/, ['ам', 'ами']],
  [/(?<=..)ов$/, ['ам', 'ами', 'ах']],
  [/(?<=..)ого$/, ['ому', 'ым']],
  [/ые$/, ['ых', 'ыми']],
  [/ых$/, ['ые', 'ыми']],
  [/ую$/, ['ая', 'ой']],
  [/ая$/, ['ую', 'ой']],
  [/ый$/, ['ого', 'ым']],
  [/ок$/, ['ка', 'ку', 'ком']],
  [/ец$/, ['ца', 'цу']],
  [/ка$/, ['ки', 'ку', 'кой']],
  [/ку$/, ['ка', 'ки']],
  [/(?<=[иае])ли$/, ['л', 'ла']],
  [/(?<=[иа])ла$/, ['л', 'ли']],
  [/ы$/, ['ам', 'ами', 'ах']],
  [/(?<=[бвдзмнпрсф])у$/, ['ы', 'ой', 'е']],
  [/(?<=[бвгдзкмнпрсф])е$/, ['а', 'у', 'ом']],
  [/(?<=[бвгдзкмнпрсф])$/, ['а', 'у', 'ом']],
];

const armenian: Endings = [
  [/ություն$/, ['ության', 'ությամբ', 'ությունը']],
  [/ությունը$/, ['ություն', 'ության']],
  [/ության$/, ['ություն', 'ությամբ']],
  [/ներ(?:ը|ն)$/, ['ների', 'ներով', 'ներից']],
  [/երը$/, ['երի', 'երով', 'երից']],
  [/երի$/, ['երը', 'երից']],
  [/եցին$/, ['ել', 'եց']],
  [/եց$/, ['ել', 'եցին']],
  [/ել$/, ['եց', 'ելու']],
  [/(?<=^\p{Lu}.+)ում$/u, ['ի', 'ից', 'ը']],
  [/(?<=[բգդզթլխկհձղմնպջռսվտրցփքֆ])ը$/, ['ի', 'ով', 'ից']],
  [/(?<=[բգդզթլխծկհձղնշպջռսվտրփքֆ])$/, ['ի', 'ով', 'ից', 'ը']],
];

const endings: { [L in Locale]?: Endings } = { ru: russian, hy: armenian };

/** Another form of a word; null when no rule knows one. @param at which of several forms */
export function otherForm(word: string, locale: Locale, at: number): string | null {
  const rule = endings[locale]?.find(([ending]) => ending.test(word));
  if (!rule) return null;
  const [ending, others] = rule;
  return word.replace(ending, others[at % others.length] ?? '');
}

const latin: { [L in Locale]?: readonly [own: string, latin: readonly string[]] } = {
  ru: ['абвгдеёжзийклмнопрстуфхцчшщъыьэюя', 'a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya'.split(' ')],
  hy: [
    'աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցփքևօֆ',
    'a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts p k ev o f'.split(' '),
  ],
};

/** A word as it is usually written in Latin letters; null for a language that has them already. */
export function inLatin(word: string, locale: Locale): string | null {
  const table = latin[locale];
  if (!table) return null;
  const [own, letters] = table;
  const plain = word.toLowerCase();
  const begun =
    locale === 'hy'
      ? plain
          .replace(/եւ|եվ/g, 'և')
          .replace(/ու/g, 'u')
          .replace(/^ո(?!վ)/, 'vo')
          .replace(/^ե/, 'ye')
      : plain;
  return Array.from(begun, (letter) => (own.includes(letter) ? letters[own.indexOf(letter)] : letter)).join('');
}
