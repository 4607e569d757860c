import sharp from 'sharp';

import { motifs, scenes, type Motif } from './cover-scenes';
import { Random } from './random';

export { motifs, type Motif } from './cover-scenes';

/** Size of a cover in pixels. */
export const coverSize = { width: 1600, height: 1000 } as const;

/** The motif of this name; for a name that no scene has, always the same one of those there are. */
export function nearestMotif(name: string): Motif {
  return motifs.find((motif) => motif === name) ?? new Random(`motif/${name}`).pick(motifs);
}

/** A poster-like picture as JPEG: the same motif and seed always give the same picture. */
export async function drawCover(motif: Motif, seed: number): Promise<Buffer> {
  return sharp(Buffer.from(coverSvg(motif, seed)))
    .jpeg({ quality: 82, mozjpeg: true })
    .toBuffer();
}

/** The picture as SVG: a sky, layers of silhouettes that darken towards the viewer, and the grain of paper. */
export function coverSvg(motif: Motif, seed: number): string {
  const random = new Random(`cover/${motif}/${seed}`);
  const palette = random.pick(palettes);
  const { width, height } = coverSize;
  const scene = scenes[motif]({ random, tone: (depth) => mix(palette.far, palette.near, depth), light: palette.light });
  const sun = random.between(200, 1400);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs>
<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${palette.sky}"/><stop offset="1" stop-color="${palette.horizon}"/></linearGradient>
<filter id="grain" x="0" y="0" width="100%" height="100%"><feTurbulence type="fractalNoise" baseFrequency="0.9" numOctaves="2" seed="${seed % 1000}"/><feColorMatrix values="0 0 0 0 0.5  0 0 0 0 0.47  0 0 0 0 0.42  0 0 0 0.55 -0.12"/></filter>
</defs>
<rect width="${width}" height="${height}" fill="url(#sky)"/>
<circle cx="${sun}" cy="${random.between(180, 380)}" r="${random.between(60, 120)}" fill="${palette.light}" opacity="0.85"/>
${scene}
<rect width="${width}" height="${height}" filter="url(#grain)" opacity="0.28"/>
</svg>`;
}

interface Palette {
  sky: string;
  horizon: string;
  /** The farthest and the nearest silhouette; those between are mixed from them. */
  far: string;
  near: string;
  light: string;
}

const palettes: readonly Palette[] = [
  { sky: '#d9c9ae', horizon: '#efe3cb', far: '#b9a98f', near: '#2f3a44', light: '#c8553d' },
  { sky: '#a9bdc4', horizon: '#e6e4d6', far: '#8aa3a8', near: '#1f3138', light: '#f3d9a4' },
  { sky: '#c7b7b4', horizon: '#f1e2d4', far: '#b08d86', near: '#3b2430', light: '#f6efe2' },
  { sky: '#b9c2a6', horizon: '#ece7cf', far: '#94a282', near: '#26352b', light: '#d98b3a' },
  { sky: '#33475b', horizon: '#8fa3ad', far: '#5c7583', near: '#131f2b', light: '#f0dfb4' },
  { sky: '#e3c9a8', horizon: '#f5e6cf', far: '#cf9f78', near: '#4a2a23', light: '#fff6e3' },
];

function mix(from: string, to: string, share: number): string {
  const channel = (color: string, index: number): number => Number.parseInt(color.slice(1 + index * 2, 3 + index * 2), 16);
  const mixed = [0, 1, 2].map((index) => Math.round(channel(from, index) + (channel(to, index) - channel(from, index)) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
