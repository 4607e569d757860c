/** Dates as each language writes them, always where the newsroom is: the machine's own zone and language do not matter. */
import type { Locale } from '@broadsheet/shared';

import { Recent } from '../content/recent.ts';
import { languages } from './languages.ts';

/** A moment as a page shows it. */
export interface ShownDate {
  /** For `<time datetime>`: ISO 8601 with the newsroom's offset, `2022-04-18T12:28:00+04:00`. */
  machine: string;
  text: string;
}

/**
 * Date and time: "18 April 2022 12:28".
 * @param date ISO 8601
 * @param timeZone IANA name
 * @throws RangeError when the date or the zone is none
 */
export function dateAndTime(date: string, locale: Locale, timeZone: string): ShownDate {
  const machine = machineDate(date, timeZone);
  const part = partsOf(machine, locale);
  return { machine, text: `${day(part, locale)} ${part.year}${languages[locale].beforeTime}${time(part, locale)}` };
}

/** For lists: date and time, the year only when it is another than the current one: "18 April, 12:28". */
export function listDate(date: string, locale: Locale, timeZone: string, currentYear: number): ShownDate {
  const machine = machineDate(date, timeZone);
  const part = partsOf(machine, locale);
  const year = Number(part.year) === currentYear ? '' : ` ${part.year}`;
  return { machine, text: `${day(part, locale)}${year}, ${time(part, locale)}` };
}

/** Date alone: "18 April 2022". */
export function dateOnly(date: string, locale: Locale, timeZone: string): ShownDate {
  const machine = machineDate(date, timeZone);
  const part = partsOf(machine, locale);
  return { machine, text: `${day(part, locale)} ${part.year}` };
}

/** How a date of each month is written, January first, for scripts: "{day} April {year}". */
export function datePatterns(locale: Locale): string[] {
  return Array.from({ length: 12 }, (_, month) => {
    const { text } = dateOnly(new Date(Date.UTC(2001, month, 13, 12)).toISOString(), locale, 'UTC');
    return text.replace('13', '{day}').replace('2001', '{year}');
  });
}

/** The name of a month, standing alone and with a capital: "April", "Апрель". @param month 1–12 */
export function monthName(month: number, locale: Locale): string {
  return monthNames.keep(`${month} ${locale}`, () => readMonthName(month, locale));
}

function readMonthName(month: number, locale: Locale): string {
  const name = formatter(`${locale} month`, locale, { timeZone: 'UTC', month: 'long' }).format(Date.UTC(2000, month - 1, 1));
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

/** A month of a year inside a title: "April 2022", «апрель 2022». */
export function monthAndYear(year: number, month: number, locale: Locale): string {
  const name = monthName(month, locale);
  return `${languages[locale].capitalMonths ? name : name.toLocaleLowerCase(locale)} ${year}`;
}

// Intl knows the month in the right case; the order and the words around it are the newspaper's own:
// Intl would add "at", «г. в» and «թ.».
function day(part: Parts, locale: Locale): string {
  return `${part.day}${languages[locale].afterDay}${part.month}`;
}

function time(part: Parts, locale: Locale): string {
  return `${part.hour}:${part.minute}${languages[locale].afterTime}`;
}

// The machine's form says all but how the month is called; Intl is slow, and a story's date stands on its page and in many lists.
function partsOf(machine: string, locale: Locale): Parts {
  const [year = '', month = '', day = '', hour = '', minute = ''] = machine.split(/[-T:]/);
  return { day: String(Number(day)), month: monthInDate(Number(month), locale), year: String(Number(year)), hour, minute };
}

/** As it stands in a date: "April", "апреля". @param month 1–12 */
function monthInDate(month: number, locale: Locale): string {
  return monthNames.keep(`${month} ${locale} in date`, () => readMonthInDate(month, locale));
}

function readMonthInDate(month: number, locale: Locale): string {
  const format = formatter(`${locale} date`, languages[locale].dates, { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });
  return format.formatToParts(Date.UTC(2000, month - 1, 1)).find(({ type }) => type === 'month')?.value ?? '';
}

function machineDate(date: string, timeZone: string): string {
  const at = Date.parse(date);
  if (Number.isNaN(at)) throw new RangeError(`"${date}" is no date.`);
  const { ms, name } = offsetOf(at, timeZone);
  return `${new Date(at + ms).toISOString().slice(0, -5)}${name}`;
}

// Intl takes long, and most days have one offset from their first moment to their last: it is asked for days, not for stories.
function offsetOf(at: number, timeZone: string): Offset {
  const day = Math.floor(at / dayLength);
  const { offset } = days.keep(`${day} ${timeZone}`, () => {
    const first = readOffset(day * dayLength, timeZone);
    return { offset: first.ms === readOffset((day + 1) * dayLength, timeZone).ms ? first : null };
  });
  return offset ?? readOffset(at, timeZone);
}

function readOffset(at: number, timeZone: string): Offset {
  const format = formatter(`offset ${timeZone}`, 'en-US', { timeZone, timeZoneName: 'longOffset' });
  // "GMT+04:00"; of times before there were zones with seconds.
  const name =
    format
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')
      ?.value.slice(3) ?? '';
  const [hours = 0, minutes = 0, seconds = 0] = name.slice(1).split(':').map(Number);
  const ms = 1000 * (3600 * hours + 60 * minutes + seconds);
  return { ms: name.startsWith('-') ? -ms : ms, name };
}

const dayLength = 86_400_000;

/** From UTC. */
interface Offset {
  ms: number;
  /** "+04:00" */
  name: string;
}

function formatter(key: string, locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  let format = formatters.get(key);
  if (!format) formatters.set(key, (format = new Intl.DateTimeFormat(locale, options)));
  return format;
}

const monthNames = new Recent<string>(100);
/** Null for a day on which the clocks change. */
const days = new Recent<{ offset: Offset | null }>(10_000);

// Making a formatter takes a hundred times as long as using one.
const formatters = new Map<string, Intl.DateTimeFormat>();

interface Parts {
  day: string;
  month: string;
  year: string;
  hour: string;
  minute: string;
}
