import { inLanguage, type InventedName } from './invented-names';
import { capitalised, roundNumber, share, wordOf, type Language, type Voice } from './voice';
import * as words from './words/english';

/** English, as a newspaper writes it. */
export const english: Language = {
  title: (voice) => {
    const { random, theme } = voice;
    const place = name(random.pick(theme.places));
    const who = name(random.pick(theme.people));
    const firm = name(random.pick(theme.companies));
    return capitalised(
      random.pick([
        () =>
          `${place} ${past(wordOf(voice, words.verbs))} ${thing(voice)} after ${wordOf(voice, words.adjectives)} ${wordOf(voice, words.nouns)}`,
        () => `${firm} to ${wordOf(voice, words.verbs)} ${thing(voice)} in ${place}`,
        () => `${who}: “${capitalised(thing(voice))} must be ${past(wordOf(voice, words.verbs))}”`,
        () => `How a ${wordOf(voice, words.nouns)} in ${place} ${past(wordOf(voice, words.verbs))} ${thing(voice)}`,
        () =>
          `${roundNumber(random)} ${plural(wordOf(voice, words.nouns))} and one ${wordOf(voice, words.nouns)}: what ${who} found in ${place}`,
        () => `${firm} and ${place} ${past(wordOf(voice, words.verbs))} ${thing(voice)}`,
      ])(),
    );
  },
  sentence: (voice) => `${capitalised(voice.random.frequent(patterns)(voice))}.`,
  quotation: (voice) => ({
    words: `${capitalised(clause(voice))}, and ${clause(voice)}.`,
    speaker: `${name(voice.random.pick(voice.theme.people))}, ${voice.random.pick(words.roles)}`,
  }),
  heading: (voice) =>
    capitalised(
      voice.random.pick([
        () => `${wordOf(voice, words.adjectives)} ${wordOf(voice, words.nouns)} in ${name(voice.random.pick(voice.theme.places))}`,
        () => `what ${plural(wordOf(voice, words.nouns))} expect`,
        () => `${plural(wordOf(voice, words.nouns))} and ${plural(wordOf(voice, words.nouns))}`,
      ])(),
    ),
  item: (voice) =>
    `${roundNumber(voice.random)} ${plural(wordOf(voice, words.nouns))} for the ${wordOf(voice, words.adjectives)} ${wordOf(voice, words.nouns)}`,
  seeAlso: (link) => `Earlier we wrote about this: ${link}.`,
  pictureWords: (voice) => {
    const place = name(voice.random.pick(voice.theme.places));
    return {
      alt: `${capitalised(wordOf(voice, words.adjectives))} ${wordOf(voice, words.nouns)} seen from a distance`,
      caption: `The ${wordOf(voice, words.nouns)} in ${place}.`,
      credit: name(voice.random.pick(voice.theme.people)),
    };
  },
};

/** Sorted by how often they are used. */
const patterns: ((voice: Voice) => string)[] = [
  (voice) => `${clause(voice)} ${voice.random.pick(words.times)}`,
  (voice) => `${source(voice)} said that ${thing(voice)} would ${wordOf(voice, words.verbs)} ${thing(voice)}`,
  (voice) =>
    `in ${town(voice)}, ${plural(wordOf(voice, words.nouns))} ${voice.random.pick(words.adverbs)} ${past(wordOf(voice, words.verbs))} ${thing(voice)}`,
  (voice) => `${voice.random.pick(words.connectors)}, ${clause(voice)}`,
  (voice) => {
    const { whole, tenth } = share(voice.random);
    return `according to ${firm(voice)}, the number of ${plural(wordOf(voice, words.nouns))} ${voice.random.pick(words.actionsPast.slice(0, 3))} by ${whole}.${tenth} per cent ${voice.random.pick(words.times)}`;
  },
  (voice) => `when ${clause(voice)}, ${clause(voice)}`,
  (voice) =>
    `more than ${roundNumber(voice.random)} ${plural(wordOf(voice, words.nouns))} ${past(wordOf(voice, words.verbs))} ${thing(voice)}, although ${clause(voice)}`,
  (voice) => `“${capitalised(clause(voice))},” said ${source(voice)}`.replace(/,$/, ''),
  (voice) =>
    `${firm(voice)} plans to ${wordOf(voice, words.verbs)} ${roundNumber(voice.random)} ${plural(wordOf(voice, words.nouns))} in ${town(voice)}`,
  (voice) =>
    `the ${wordOf(voice, words.nouns)} of ${town(voice)}, which ${past(wordOf(voice, words.verbs))} ${thing(voice)}, ${past(wordOf(voice, words.verbs))} ${thing(voice)} as well`,
  (voice) =>
    `${voice.random.pick(words.pluralNouns)} in ${town(voice)} ${past(wordOf(voice, words.verbs))} ${thing(voice)} ${voice.random.pick(words.times)}`,
  (voice) => `neither ${thing(voice)} nor ${thing(voice)} was ${past(wordOf(voice, words.verbs))}`,
];

function clause(voice: Voice): string {
  return `${thing(voice)} ${past(wordOf(voice, words.verbs))} ${thing(voice)}`;
}

function thing(voice: Voice): string {
  const noun = wordOf(voice, words.nouns);
  const described = voice.random.chance(0.55) ? `${wordOf(voice, words.adjectives)} ${noun}` : noun;
  return voice.random.chance(0.25) ? plural(described) : `the ${described}`;
}

function source(voice: Voice): string {
  const who = name(voice.random.pick(voice.theme.people));
  const role = voice.random.pick(words.roles);
  return voice.random.chance(0.5) ? `${role} ${who}` : `${who}, ${role} at ${firm(voice)},`;
}

function town(voice: Voice): string {
  return name(voice.random.pick(voice.theme.places));
}

function firm(voice: Voice): string {
  return name(voice.random.pick(voice.theme.companies));
}

function name(invented: InventedName): string {
  return inLanguage(invented.word, 'en');
}

function plural(noun: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(noun)) return noun.endsWith('customs') ? noun : `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

function past(verb: string): string {
  if (verb === 'cancel') return 'cancelled';
  return verb.endsWith('e') ? `${verb}d` : `${verb}ed`;
}
