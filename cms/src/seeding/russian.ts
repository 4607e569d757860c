import { inLanguage, type InventedName } from './invented-names';
import { adjective, noun, past, type Case, type RussianNoun } from './russian-forms';
import { capitalised, roundNumber, share, wordOf, type Language, type Voice } from './voice';
import * as words from './words/russian';

/** Russian, as a newspaper writes it. */
export const russian: Language = {
  title: (voice) => {
    const { random, theme } = voice;
    const place = name(random.pick(theme.places));
    const who = name(random.pick(theme.people));
    const firm = `«${name(random.pick(theme.companies))}»`;
    return capitalised(
      random.pick([
        () => `В ${place}е ${done(voice, 'plural')} ${thing(voice, 'accusative')}`,
        () => `${firm} готов ${verb(voice)[1]} ${thing(voice, 'accusative')} в ${place}е`,
        () => `${who}: «Нужно ${verb(voice)[1]} ${thing(voice, 'accusative')}»`,
        () => `Как ${agent(voice, (subject, gender) => `${subject} ${done(voice, gender)} ${thing(voice, 'accusative')}`)} в ${place}е`,
        () => `${roundNumber(random)} ${many(voice)} и ${thing(voice, 'nominative')}: что увидели в ${place}е`,
        () => `${who} и ${firm} ${done(voice, 'plural')} ${thing(voice, 'accusative')}`,
      ])(),
    );
  },
  sentence: (voice) => `${capitalised(voice.random.frequent(patterns)(voice))}.`,
  quotation: (voice) => ({ words: `${capitalised(clause(voice))}, и ${clause(voice)}.`, speaker: source(voice).text }),
  heading: (voice) =>
    capitalised(
      voice.random.pick([
        () => `${thing(voice, 'nominative')} в ${town(voice)}е`,
        () => `чего ждут от ${thing(voice, 'genitive')}`,
        () => `${thing(voice, 'nominative')} и ${thing(voice, 'nominative')}`,
      ])(),
    ),
  item: (voice) => `${roundNumber(voice.random)} ${many(voice)} для ${thing(voice, 'genitive')}`,
  seeAlso: (link) => `Ранее мы писали об этом: ${link}.`,
  pictureWords: (voice) => ({
    alt: `${capitalised(thing(voice, 'nominative'))}, вид издалека`,
    caption: `${capitalised(thing(voice, 'nominative'))} в ${town(voice)}е.`,
    credit: name(voice.random.pick(voice.theme.people)),
  }),
};

/** Sorted by how often they are used. */
const patterns: ((voice: Voice) => string)[] = [
  (voice) => `${clause(voice)} ${voice.random.pick(words.times)}`,
  (voice) => {
    const { text, gender } = source(voice);
    return `${text} ${past('сообщил', gender)}, что ${thing(voice, 'nominative')} и ${thing(voice, 'nominative')} помогут ${verb(voice)[1]} ${thing(voice, 'accusative')}`;
  },
  (voice) => `в ${town(voice)}е ${voice.random.pick(words.adverbs)} ${done(voice, 'plural')} ${thing(voice, 'accusative')}`,
  (voice) =>
    `${voice.random.pick(words.connectors)}, ${clause(voice)}`.replace(/^(Однако|В результате|В то же время|Тем временем), /, '$1 '),
  (voice) => {
    const { whole, tenth } = share(voice.random);
    return `по данным «${firm(voice)}», число ${many(voice)} ${past(voice.random.pick(words.changes)[0], 'n')} на ${whole},${tenth} процента`;
  },
  (voice) => `когда ${clause(voice)}, ${clause(voice)}`,
  (voice) =>
    `более ${roundNumber(voice.random)} ${many(voice)} ${done(voice, 'plural')} ${thing(voice, 'accusative')}, хотя ${clause(voice)}`,
  (voice) => {
    const { text, gender } = source(voice);
    return `«${capitalised(clause(voice))}», — ${past('сказал', gender)} ${text}`;
  },
  (voice) => `«${firm(voice)}» намерен ${verb(voice)[1]} ${thing(voice, 'accusative')} в ${town(voice)}е`,
  (voice) => `речь идёт ${about(thing(voice, 'prepositional'))}, а также о том, что ${clause(voice)}`,
  (voice) => `${together(thing(voice, 'instrumental'))} ${done(voice, 'plural')} и ${thing(voice, 'accusative')}`,
  (voice) => `благодаря ${thing(voice, 'dative')} ${clause(voice)} ${voice.random.pick(words.times)}`,
];

function clause(voice: Voice): string {
  return agent(voice, (subject, gender) => `${subject} ${done(voice, gender)} ${thing(voice, 'accusative')}`);
}

function agent(voice: Voice, say: (subject: string, gender: RussianNoun['gender'] | 'plural') => string): string {
  const word = declinedNoun(wordOf(voice, words.nouns));
  const plural = voice.random.chance(0.25);
  return say(described(voice, word, 'nominative', plural), plural ? 'plural' : word.gender);
}

function thing(voice: Voice, wanted: Case): string {
  return described(voice, declinedNoun(wordOf(voice, words.nouns)), wanted, voice.random.chance(0.25));
}

function described(voice: Voice, word: RussianNoun, wanted: Case, plural: boolean): string {
  const text = (plural ? word.plural : word.singular)[wanted];
  return voice.random.chance(0.55) ? `${adjective(wordOf(voice, words.adjectives), word, wanted, plural)} ${text}` : text;
}

function many(voice: Voice): string {
  return declinedNoun(wordOf(voice, words.nouns)).plural.genitive;
}

function verb(voice: Voice): [string, string] {
  return wordOf(voice, words.verbs);
}

function done(voice: Voice, gender: RussianNoun['gender'] | 'plural'): string {
  return past(verb(voice)[0], gender);
}

function source(voice: Voice): { text: string; gender: 'm' | 'f' } {
  const who = voice.random.pick(voice.theme.people);
  return { text: `${voice.random.pick(words.roles)} ${name(who)}`, gender: who.woman ? 'f' : 'm' };
}

/** "С" becomes "со" before с, з, ш or ж and another consonant. */
function together(whom: string): string {
  return `вместе ${/^[сзшж][^аеёиоуыэюя]/.test(whom) ? 'со' : 'с'} ${whom}`;
}

function about(what: string): string {
  return `${/^[аиоуэ]/.test(what) ? 'об' : 'о'} ${what}`;
}

function town(voice: Voice): string {
  return name(voice.random.pick(voice.theme.places));
}

function firm(voice: Voice): string {
  return name(voice.random.pick(voice.theme.companies));
}

function name(invented: InventedName): string {
  return inLanguage(invented.word, 'ru');
}

function declinedNoun(entry: string): RussianNoun {
  let known = declensions.get(entry);
  if (!known) {
    known = noun(entry);
    declensions.set(entry, known);
  }
  return known;
}

const declensions = new Map<string, RussianNoun>();
