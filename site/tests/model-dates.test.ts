import { afterEach, describe, expect, it } from 'vitest';

import { dateAndTime, dateOnly, listDate, monthAndYear, monthName } from '../src/i18n/dates.ts';

const date = '2022-04-18T08:28:00.000Z';
const zone = 'Asia/Yerevan';
const machineZone = process.env['TZ'];

// Spaces that do not break look like others.
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

afterEach(() => {
  if (machineZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = machineZone;
});

describe('date and time of a story', () => {
  it.each([
    ['en', '18 April 2022 12:28'],
    ['ru', '18 апреля 2022 12:28'],
    ['hy', '18 ապրիլի 2022, 12:28'],
  ] as const)('in %s', (locale, text) => {
    expect(plain(dateAndTime(date, locale, zone).text)).toBe(text);
  });

  it('carries the offset of the newsroom for machines', () => {
    expect(dateAndTime(date, 'en', zone).machine).toBe('2022-04-18T12:28:00+04:00');
    expect(dateAndTime(date, 'ru', 'Asia/Kolkata').machine).toBe('2022-04-18T13:58:00+05:30');
    expect(dateAndTime(date, 'en', 'America/St_Johns').machine).toBe('2022-04-18T05:58:00-02:30');
    expect(dateAndTime(date, 'en', 'UTC').machine).toBe('2022-04-18T08:28:00+00:00');
  });

  it('carries the offset of its own moment on a day on which clocks change', () => {
    const around = ['2026-03-29T00:59:59.000Z', '2026-03-29T01:00:00.000Z'].map((moment) => dateAndTime(moment, 'en', 'Europe/London'));
    expect(around.map(({ machine }) => machine)).toEqual(['2026-03-29T00:59:59+00:00', '2026-03-29T02:00:00+01:00']);
    expect(dateAndTime('2026-11-01T05:30:00.000Z', 'en', 'America/New_York').machine).toBe('2026-11-01T01:30:00-04:00');
    expect(dateAndTime('2026-11-01T06:30:00.000Z', 'en', 'America/New_York').machine).toBe('2026-11-01T01:30:00-05:00');
    expect(dateAndTime('0999-04-05T12:00:00.000Z', 'en', zone).machine).toBe('0999-04-05T14:58:00+02:58');
  });

  it('writes the first hour of a day as 00', () => {
    expect(dateAndTime('2021-12-31T20:05:00.000Z', 'en', zone)).toEqual({
      machine: '2022-01-01T00:05:00+04:00',
      text: '1 January 2022 00:05',
    });
  });

  it('is the same whatever zone the machine is in', () => {
    const texts = ['UTC', 'Pacific/Auckland', 'America/Los_Angeles'].map((machine) => {
      process.env['TZ'] = machine;
      return dateAndTime('2022-04-30T20:30:00.000Z', 'ru', zone);
    });
    expect(new Set(texts.map((shown) => JSON.stringify(shown))).size).toBe(1);
    expect(plain(texts[0]?.text ?? '')).toBe('1 мая 2022 00:30');
  });
});

describe('dates in lists', () => {
  it('name the year only when it is not this one', () => {
    expect(listDate(date, 'en', zone, 2022).text).toBe('18 April, 12:28');
    expect(listDate(date, 'en', zone, 2026).text).toBe('18 April 2022, 12:28');
    expect(plain(listDate(date, 'hy', zone, 2022).text)).toBe('18 ապրիլի, 12:28');
  });

  it('of an archive of old prints are dates too', () => expect(dateOnly('0999-04-05T12:00:00Z', 'en', 'UTC').text).toBe('5 April 999'));

  it('can do without the time', () => expect(plain(dateOnly(date, 'ru', zone).text)).toBe('18 апреля 2022'));
});

describe('months', () => {
  it('stand alone in the nominative', () => {
    expect([monthName(5, 'en'), monthName(5, 'ru'), monthName(5, 'hy')]).toEqual(['May', 'Май', 'Մայիս']);
  });

  it('are small inside a Russian or Armenian title', () => {
    expect([monthAndYear(2022, 4, 'en'), monthAndYear(2022, 4, 'ru'), monthAndYear(2022, 4, 'hy')]).toEqual([
      'April 2022',
      'апрель 2022',
      'ապրիլ 2022',
    ]);
  });
});
