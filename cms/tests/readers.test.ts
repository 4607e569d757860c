import { describe, expect, it } from 'vitest';

import { Readers } from '../src/counting/readers';

describe('more readers in a day than are remembered', () => {
  const day = '2026-11-24';
  const now = Date.parse(`${day}T12:00:00Z`);
  const reader = (number: number): { address: string; agent: string } => ({
    address: [10, (number >> 16) & 255, (number >> 8) & 255, number & 255].join('.'),
    agent: 'Firefox',
  });

  it('are all counted, the newest of them once', () => {
    const readers = new Readers();
    const all = 1_600_000;
    let fresh = 0;
    for (let number = 0; number < all; number++) if (readers.see(reader(number), 'story en', now, day) === 'new') fresh++;
    // One in hundreds of such days has two readers with one hash.
    expect(fresh).toBeGreaterThan(all - 5);
    expect(readers.see(reader(all - 1), 'story en', now, day)).toBe('repeat');
    expect(readers.see(reader(all - 500_000), 'story en', now, day)).toBe('repeat');
    expect(readers.see(reader(0), 'story en', now, day)).toBe('new');
  });
});
