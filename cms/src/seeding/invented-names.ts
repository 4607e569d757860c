import { Random } from './random';
import { type ArchiveLocale, companyEnds, familyEnds, firstNames, placeEnds, syllables, type Word } from './words/names';

/** A name in every language; `woman` matters to the grammar of some. */
export interface InventedName {
  word: Word;
  woman: boolean;
}

export function inLanguage(word: Word, locale: ArchiveLocale): string {
  return word[position[locale]];
}

/** The person of this number: always the same one, and another one for every number below 200,000. */
export function person(number: number): InventedName {
  const random = new Random(`person/${number}`);
  const woman = random.chance(0.5);
  const [man, womans] = random.pick(familyEnds);
  const first = random.pick(woman ? firstNames.woman : firstNames.man);
  const family = join(root(number), woman ? womans : man);
  return { word: [`${first[0]} ${family[0]}`, `${first[1]} ${family[1]}`, `${first[2]} ${family[2]}`], woman };
}

/** A town or village. Every name ends with a consonant, which keeps its declension simple. */
export function place(number: number): InventedName {
  return { word: join(root(number * 2 + 100_003), new Random(`place/${number}`).pick(placeEnds)), woman: false };
}

/** A company or agency. */
export function company(number: number): InventedName {
  return { word: join(root(number * 3 + 50_021), new Random(`company/${number}`).pick(companyEnds)), woman: false };
}

const position = { en: 0, ru: 1, hy: 2 } as const satisfies Record<ArchiveLocale, 0 | 1 | 2>;

/** Two syllables for the first few thousand numbers, three for the others; neighbours do not resemble each other. */
function root(number: number): Word {
  const size = syllables.length;
  const pairs = size * size;
  let rest = number < pairs ? (number * 1009) % pairs : (number * 90_001) % (pairs * size);
  let word: Word = ['', '', ''];
  for (let index = 0; index < (number < pairs ? 2 : 3); index += 1) {
    word = join(word, syllables[rest % size] ?? ['', '', '']);
    rest = Math.floor(rest / size);
  }
  return [capital(word[0]), capital(word[1]), capital(word[2])];
}

function join(start: Word, end: Word): Word {
  return [start[0] + end[0], start[1] + end[1], start[2] + end[2]];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
