import { describe, expect, it } from 'vitest';

import { median, percentile, summary, times } from '../../bench/statistics.ts';

const hundred = Array.from({ length: 100 }, (_, at) => ((at * 37) % 100) + 1);

describe('percentiles', () => {
  it('are measurements that were made, by nearest rank', () => {
    expect(percentile(hundred, 50)).toBe(50);
    expect(percentile(hundred, 95)).toBe(95);
    expect(percentile(hundred, 99)).toBe(99);
    expect(percentile(hundred, 0)).toBe(1);
    expect(percentile(hundred, 100)).toBe(100);
    expect(percentile([15, 20, 35, 40, 50], 40)).toBe(20);
  });

  it('of one measurement are that measurement', () => {
    expect(summary([7])).toEqual({ count: 1, p50: 7, p95: 7, p99: 7, max: 7 });
  });

  it('compare numbers as numbers', () => {
    expect(percentile([9, 10, 100], 50)).toBe(10);
  });

  it('of nothing there are none', () => {
    expect(summary([])).toBeNull();
    expect(() => percentile([], 50)).toThrow(RangeError);
    expect(() => percentile([1], 101)).toThrow(RangeError);
    expect(() => percentile([1], Number.NaN)).toThrow(RangeError);
  });

  it('leave what they are given in its order', () => {
    const measured = [3, 1, 2];
    percentile(measured, 50);
    median(measured);
    expect(measured).toEqual([3, 1, 2]);
  });
});

describe('the median', () => {
  it('is the middle, or the mean of the two in the middle', () => {
    expect(median([30, 10, 20])).toBe(20);
    expect(median([40, 10, 20, 30])).toBe(25);
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('a ratio', () => {
  it.each([
    [300, 200, '1.5 ×'],
    [1, 3, '0.33 ×'],
    [12_345, 100, '123 ×'],
    [100, 100, '1 ×'],
    [1, 0, '–'],
  ])('of %d to %d reads %s', (one, other, reads) => {
    expect(times(one, other)).toBe(reads);
  });
});
