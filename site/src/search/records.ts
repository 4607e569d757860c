/** When each story of a bundle appeared, and its section, authors and year: the bundle's file `records.txt`. */

/** By Pagefind's name of the story. */
export type Records = Map<string, StoryRecord>;

export interface StoryRecord {
  /** Minutes since 1970; 0 for a page. */
  minute: number;
  section: string;
  authors: string[];
  year: string;
}

export const recordsFile = 'records.txt';

/** One line for each story, newest first: few bytes, for a reader may fetch them for a hundred thousand. */
export function writeRecords(records: Records): string {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (name: string): string => {
    let number = numbers.get(name);
    if (number === undefined) numbers.set(name, (number = names.push(name) - 1));
    return number.toString(36);
  };
  let before = 0;
  const lines = [...records]
    .sort(([a, one], [b, other]) => other.minute - one.minute || (a < b ? -1 : 1))
    .map(([id, { minute, section, authors, year }]) => {
      const line = [id, (minute - before).toString(36), ...[section, year, ...authors].map(numberOf)].join(' ');
      before = minute;
      return line;
    });
  return [JSON.stringify(names), ...lines].join('\n');
}

/** @throws Error when the text is not of that form */
export function readRecords(text: string): Records {
  const [head = '', ...lines] = text.split('\n');
  const names = JSON.parse(head) as string[];
  let minute = 0;
  return new Map(
    lines.map((line) => {
      const [id = '', later = '', ...numbers] = line.split(' ');
      minute += parseInt(later, 36);
      const [section = '', year = '', ...authors] = numbers.map((number) => names[parseInt(number, 36)] ?? '');
      return [id, { minute, section, year, authors }];
    }),
  );
}
