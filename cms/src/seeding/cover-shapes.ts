import type { Random } from './random';

/** What a scene is drawn with. `tone(0)` is the colour of what is farthest away, `tone(1)` of what is nearest. */
export interface Brush {
  random: Random;
  tone(depth: number): string;
  light: string;
}

/** The few shapes from which covers are drawn, as SVG. Lengths are pixels of a 1600 × 1000 picture. */
export const coverShapes = {
  box(x: number, y: number, width: number, height: number, fill: string, opacity = 1): string {
    return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}"${faint(opacity)}/>`;
  },

  line(x1: number, y1: number, x2: number, y2: number, width: number, stroke: string): string {
    return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round"/>`;
  },

  /** A horizon with everything below it filled: soft hills or sharp peaks. */
  ridge(random: Random, top: number, swing: number, steps: number, fill: string, soft: boolean): string {
    const width = 1600 / steps;
    const heights = Array.from({ length: steps + 1 }, () => top + random.between(-swing, swing));
    const points = heights.map((y, index) => ({ x: index * width, y }));
    const line = points.slice(1).map((point, index) => {
      const before = points[index] ?? point;
      const middle = (before.x + point.x) / 2;
      return soft
        ? `C${round(middle)} ${before.y} ${round(middle)} ${point.y} ${round(point.x)} ${point.y}`
        : `L${round(middle + random.between(-30, 30))} ${Math.min(before.y, point.y) - random.between(40, 130)} L${round(point.x)} ${point.y}`;
    });
    return `<path fill="${fill}" d="M0 ${heights[0]} ${line.join(' ')} V1000 H0 Z"/>`;
  },
} as const;

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function faint(opacity: number): string {
  return opacity === 1 ? '' : ` opacity="${opacity}"`;
}
