import { inLanguage, type InventedName } from './invented-names';
import { capitalised, roundNumber, share, wordOf, type Language, type Voice } from './voice';
import * as words from './words/armenian';

/** Armenian, as a newspaper writes it. */
export const armenian: Language = {
  title: (voice) => {
    const { random, theme } = voice;
    const place = name(random.pick(theme.places));
    const who = name(random.pick(theme.people));
    const firm = `«${name(random.pick(theme.companies))}»`;
    return capitalised(
      random.pick([
        () => `${place}ում ${did(voice, true)} ${thing(voice)}`,
        () => `${firm} ընկերությունը պատրաստ է ${stem(voice)}ել ${thing(voice)} ${place}ում`,
        () => `${who}. «Պետք է ${stem(voice)}ել ${thing(voice)}»`,
        () => `Ինչպես ${thing(voice)} ${did(voice, false)} ${thing(voice)} ${place}ում`,
        () => `${roundNumber(random)} ${wordOf(voice, words.nouns)} և մեկ ${wordOf(voice, words.nouns)}. ինչ են տեսել ${place}ում`,
        () => `${who} և ${firm} ընկերությունը ${did(voice, true)} ${thing(voice)}`,
      ])(),
    );
  },
  sentence: (voice) => `${capitalised(voice.random.frequent(patterns)(voice))}։`,
  quotation: (voice) => ({ words: `${capitalised(clause(voice))}, և ${clause(voice)}։`, speaker: source(voice) }),
  heading: (voice) =>
    capitalised(
      voice.random.pick([
        () => `${described(voice)} ${town(voice)}ում`,
        () => `ինչ են սպասում ${genitive(described(voice))} շուրջ`,
        () => `${described(voice)} և ${described(voice)}`,
      ])(),
    ),
  item: (voice) => `${roundNumber(voice.random)} ${wordOf(voice, words.nouns)} ${genitive(described(voice))} համար`,
  seeAlso: (link) => `Ավելի վաղ գրել ենք այս մասին՝ ${link}։`,
  pictureWords: (voice) => ({
    alt: `${capitalised(described(voice))}՝ հեռվից`,
    caption: `${capitalised(definite(described(voice)))} ${town(voice)}ում։`,
    credit: name(voice.random.pick(voice.theme.people)),
  }),
};

/** Sorted by how often they are used. */
const patterns: ((voice: Voice) => string)[] = [
  (voice) => `${voice.random.pick(words.times)} ${clause(voice)}`,
  (voice) => `${source(voice)} հայտնել է, որ ${thing(voice)} ${stem(voice)}ելու է ${thing(voice)}`,
  (voice) => `${town(voice)}ում ${voice.random.pick(words.adverbs)} ${did(voice, true)} ${thing(voice)}`,
  (voice) => `${voice.random.pick(words.connectors)} ${clause(voice)}`,
  (voice) => {
    const { whole, tenth } = share(voice.random);
    return `«${firm(voice)}» ընկերության տվյալներով՝ ${genitive(plural(wordOf(voice, words.nouns)))} թիվը ${voice.random.pick(words.changes)}ել է ${whole},${tenth} տոկոսով`;
  },
  (voice) => `երբ ${clause(voice)}, ${clause(voice)}`,
  (voice) =>
    `ավելի քան ${roundNumber(voice.random)} ${wordOf(voice, words.nouns)} ${did(voice, false)} ${thing(voice)}, թեև ${clause(voice)}`,
  (voice) => `«${capitalised(clause(voice))}», — ասել է ${source(voice)}`,
  (voice) => `«${firm(voice)}» ընկերությունը մտադիր է ${stem(voice)}ել ${thing(voice)} ${town(voice)}ում`,
  (voice) => `խոսքը ${genitive(described(voice))} մասին է, ինչպես նաև այն մասին, որ ${clause(voice)}`,
  (voice) => `${ablative(described(voice))} հետո ${did(voice, true)} նաև ${thing(voice)}`,
  (voice) => `${genitive(described(voice))} շնորհիվ ${clause(voice)}`,
];

function clause(voice: Voice): string {
  const many = voice.random.chance(0.25);
  const subject = many ? `${plural(described(voice))}ը` : definite(described(voice));
  return `${subject} ${did(voice, many)} ${thing(voice)}`;
}

function thing(voice: Voice): string {
  return voice.random.chance(0.25) ? `${plural(described(voice))}ը` : definite(described(voice));
}

function described(voice: Voice): string {
  const noun = wordOf(voice, words.nouns);
  return voice.random.chance(0.55) ? `${wordOf(voice, words.adjectives)} ${noun}` : noun;
}

function stem(voice: Voice): string {
  return wordOf(voice, words.verbs);
}

/** The past: half of the time as it happened, half of the time as it is reported. */
function did(voice: Voice, many: boolean): string {
  if (voice.random.chance(0.5)) return `${stem(voice)}${many ? 'եցին' : 'եց'}`;
  return `${stem(voice)}ել ${many ? 'են' : 'է'}`;
}

function definite(noun: string): string {
  return `${noun}ը`;
}

function genitive(noun: string): string {
  if (noun.endsWith('ություն')) return `${noun.slice(0, -3)}ան`;
  return noun.endsWith('ում') ? `${noun.slice(0, -3)}ման` : `${noun}ի`;
}

function ablative(noun: string): string {
  return noun.endsWith('ում') ? `${noun.slice(0, -3)}ումից` : `${noun}ից`;
}

/** -եր after one syllable, -ներ after more. */
function plural(noun: string): string {
  const last = noun.slice(noun.lastIndexOf(' ') + 1);
  const syllables = last.replace(/ու/g, 'o').match(/[աեէըիոօo]/g)?.length ?? 0;
  return `${noun}${syllables <= 1 ? 'եր' : 'ներ'}`;
}

function source(voice: Voice): string {
  return `${voice.random.pick(words.roles)} ${name(voice.random.pick(voice.theme.people))}`;
}

function town(voice: Voice): string {
  return name(voice.random.pick(voice.theme.places));
}

function firm(voice: Voice): string {
  return name(voice.random.pick(voice.theme.companies));
}

function name(invented: InventedName): string {
  return inLanguage(invented.word, 'hy');
}
