import { expect, it } from 'vitest';

import { asTheyCome } from '../publisher/as-they-come.ts';

it('loses none of the results that come in the same turn', async () => {
  const waiting: ((value: number) => void)[] = [];
  let begun = 0;
  const begin = (flying: number): Promise<number> | null => {
    if (begun === 9 || flying === 3) return null;
    begun++;
    return new Promise((resolve) => waiting.push(resolve));
  };
  const found: number[] = [];
  const all = (async () => {
    for await (const one of asTheyCome(begin)) found.push(one);
  })();
  for (let n = 0; n < 9;) {
    for (const resolve of waiting.splice(0)) resolve(n++);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await all;
  expect(found.sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});
