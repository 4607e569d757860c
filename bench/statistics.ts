/** The arithmetic of the benchmarks. */

/** What a row of measurements comes to; in the unit of the measurements. */
export interface Summary {
  count: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/**
 * The smallest measurement that at least `percent` per cent of all do not exceed (nearest rank).
 * @throws RangeError when there are no measurements, or `percent` is not within 0 to 100
 */
export function percentile(measured: readonly number[], percent: number): number {
  if (!(percent >= 0 && percent <= 100)) throw new RangeError(`${percent} is no percentage.`);
  const sorted = [...measured].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (found === undefined) throw new RangeError('There is no percentile of nothing.');
  return found;
}

/** The middle measurement; of an even number the mean of the two in the middle. @throws RangeError of nothing */
export function median(measured: readonly number[]): number {
  const sorted = [...measured].sort((a, b) => a - b);
  const high = sorted[Math.floor(sorted.length / 2)];
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  if (high === undefined || low === undefined) throw new RangeError('There is no median of nothing.');
  return (low + high) / 2;
}

/** Null when there is nothing to sum up. */
export function summary(measured: readonly number[]): Summary | null {
  if (measured.length === 0) return null;
  return {
    count: measured.length,
    p50: percentile(measured, 50),
    p95: percentile(measured, 95),
    p99: percentile(measured, 99),
    max: percentile(measured, 100),
  };
}

/** How many times as much the first is, as "3.2 ×"; "–" when the second is nothing. */
export function times(one: number, other: number): string {
  if (!(other > 0) || !Number.isFinite(one)) return '–';
  const ratio = one / other;
  return `${ratio >= 100 ? Math.round(ratio) : Number(ratio.toPrecision(2))} ×`;
}
