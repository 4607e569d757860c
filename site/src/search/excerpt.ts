import type { Term, WordMatcher } from './words.ts';

/** A piece of a text; what the reader searched for is marked. */
export interface Piece {
  text: string;
  marked: boolean;
}

/** Words of an excerpt. */
const length = 28;

/** Marks the words of a text that are searched, in any form. */
export function markWords(text: string, terms: readonly Term[], matcher: WordMatcher): Piece[] {
  return pieces(text.split(/\s+/), 0, Infinity, (token) => isSearched(token, terms, matcher));
}

/** The part of a text that has most of the words that are searched, with these marked. */
export function excerptOf(text: string, terms: readonly Term[], matcher: WordMatcher): Piece[] {
  const tokens = text.split(/\s+/);
  const found = searched(tokens, terms, matcher);
  let best = { start: 0, worth: 0 };
  for (const [at, term] of found.entries()) {
    if (term < 0) continue;
    const start = Math.max(0, at - 4);
    const within = found.slice(start, start + length).filter((one) => one >= 0);
    // Different words are worth more than one that returns.
    const worth = new Set(within).size * 100 + within.length;
    if (worth > best.worth) best = { start, worth };
  }
  const start = Math.max(0, Math.min(best.start, tokens.length - length));
  const cut = pieces(tokens, start, length, (token) => isSearched(token, terms, matcher));
  const plain = (of: string): Piece => ({ text: of, marked: false });
  return [...(start > 0 ? [plain('… ')] : []), ...cut, ...(start + length < tokens.length ? [plain(' …')] : [])];
}

function isSearched(token: string, terms: readonly Term[], matcher: WordMatcher): boolean {
  return terms.some((term) => matcher.isOne(token, term) || matcher.sharesKeys(token, term));
}

// Which term each word is; -1 for none. Keys take long to know, and tell of what the text does not have in the reader's letters.
function searched(tokens: readonly string[], terms: readonly Term[], matcher: WordMatcher): number[] {
  const found = tokens.map((token) => terms.findIndex((term) => matcher.isOne(token, term)));
  const others = terms.filter((_, at) => !found.includes(at));
  if (others.length === 0) return found;
  return found.map((term, at) =>
    term >= 0 ? term : terms.findIndex((one) => others.includes(one) && matcher.sharesKeys(tokens[at] ?? '', one)),
  );
}

function pieces(tokens: string[], start: number, count: number, isMarked: (token: string) => boolean): Piece[] {
  const made: Piece[] = [];
  for (const [index, token] of tokens.slice(start, start + count).entries()) {
    if (index > 0) made.push({ text: ' ', marked: false });
    const marked = isMarked(token);
    const [, before = '', word = '', after = ''] = /^(\p{P}*)(.*?)(\p{P}*)$/su.exec(token) ?? [];
    if (!marked) made.push({ text: token, marked });
    else made.push({ text: before, marked: false }, { text: word, marked }, { text: after, marked: false });
  }
  return joined(made);
}

function joined(made: Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const piece of made) {
    const last = out.at(-1);
    if (piece.text === '') continue;
    if (last && last.marked === piece.marked) last.text += piece.text;
    else out.push({ ...piece });
  }
  return out;
}
