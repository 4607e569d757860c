/** Which typefaces the pages are set in, and what of them each script needs. */

/** A face as a page names it, cut from one point of a variable font or from a stretch of its weights. */
export interface Face {
  /** Of the files. */
  name: string;
  /** Of the family in CSS; the script follows it. */
  title: string;
  family: 'serif' | 'sans';
  style: 'normal' | 'italic';
  /** For `font-weight`. */
  weight: string;
  axes: Record<string, number | { min: number; max: number }>;
  /** Which of `fallbacks` stands in until it is there; none for what is rare. */
  fallback?: keyof typeof fallbacks;
}

/** Some characters, cut into files of their own. */
export interface Part {
  name: string;
  script: 'latin' | 'latin-ext' | 'cyrillic' | 'armenian';
  characters: string;
}

export interface Script {
  title: string;
  /** First its letters. */
  parts: [Part, ...Part[]];
  /** Has no italics of its own: the browser slants the upright letters, as Armenian newspapers do. */
  upright: boolean;
  /** Ordinary text, to compare widths. */
  sentence: string;
  /** What to fall back on where `fallbacks` has not measured the script. */
  local: Record<Face['family'], string[]>;
}

export const faces: Face[] = [
  { name: 'text', title: 'Text', family: 'serif', style: 'normal', weight: '400', axes: { wdth: 100, wght: 400 }, fallback: 'serif' },
  { name: 'text-bold', title: 'Text', family: 'serif', style: 'normal', weight: '700', axes: { wdth: 100, wght: 700 } },
  { name: 'text-italic', title: 'Text', family: 'serif', style: 'italic', weight: '400', axes: { wdth: 100, wght: 400 } },
  // Narrow and strong: a headline of six words is two lines, in every script.
  { name: 'head', title: 'Head', family: 'serif', style: 'normal', weight: '600', axes: { wdth: 82, wght: 600 }, fallback: 'bold' },
  {
    name: 'sans',
    title: 'Sans',
    family: 'sans',
    style: 'normal',
    weight: '400 600',
    axes: { wdth: 95, wght: { min: 400, max: 600 } },
    fallback: 'sans',
  },
];

const letters = range(0x41, 0x5a) + range(0x61, 0x7a);
// What every script shares: digits, marks, spaces, a few signs.
const marks = ' \u00a0!"#%&\'()*+,-./0123456789:;<=>?@[]_|«»“”„‘’‚–—…•·×°€§№→−\u00ad\u2009\u202f\u2011';

const latin: Part = { name: 'latin', script: 'latin', characters: `${letters}${marks}$^\`{}~\\${range(0xa1, 0xff)}‹›™⁄ıŒœ` };
const latinMore: Part = { name: 'latin-more', script: 'latin-ext', characters: `${range(0x100, 0x17f)}ȘșȚțƏə` };
const shared: Part = { name: 'marks', script: 'latin', characters: marks };

export const scripts: Script[] = [
  {
    title: 'Latin',
    parts: [latin, latinMore],
    upright: false,
    sentence: 'At noon on Saturday a barge with wheat tied up at berth two, and half of the dockers had never unloaded anything before.',
    local: { serif: [], sans: [] },
  },
  {
    title: 'Cyrillic',
    parts: [{ name: 'cyrillic', script: 'cyrillic', characters: `${range(0x410, 0x44f)}ЁёЂЃЄЅІЇЈЉЊЋЌЎЏђѓєѕіїјљњћќўџҐґ` }, shared],
    upright: false,
    sentence: 'Всубботууворогопричалавсталабаржаспшеницейаполовинадокеровникогдапрежденичегоневыгружала',
    local: { serif: [], sans: [] },
  },
  {
    title: 'Armenian',
    parts: [{ name: 'armenian', script: 'armenian', characters: `${range(0x531, 0x556)}${range(0x559, 0x58a)}\u2010\u2024` }, shared],
    upright: true,
    sentence: '',
    local: {
      serif: ['Noto Serif Armenian', 'Sylfaen', 'Mshtakan', 'DejaVu Serif'],
      sans: ['Noto Sans Armenian', 'Segoe UI', 'Mshtakan', 'DejaVu Sans'],
    },
  },
];

/** The files that the faces are cut from; `{style}` is filled in. */
export const sources: Record<Part['script'], Record<Face['family'], string>> = {
  latin: sourceOf('noto-{family}', 'latin'),
  'latin-ext': sourceOf('noto-{family}', 'latin-ext'),
  cyrillic: sourceOf('noto-{family}', 'cyrillic'),
  armenian: sourceOf('noto-{family}-armenian', 'armenian'),
};

/** Typefaces that most machines have, and a free one that is exactly as wide, to measure. */
export const fallbacks = {
  serif: { local: ['Times New Roman', 'Liberation Serif', 'Tinos'], measured: measuredBy('tinos', 400) },
  bold: { local: ['Times New Roman Bold', 'Liberation Serif Bold', 'Tinos Bold'], measured: measuredBy('tinos', 700) },
  sans: { local: ['Arial', 'Liberation Sans', 'Arimo'], measured: measuredBy('arimo', 400) },
} satisfies Record<string, { local: string[]; measured: Partial<Record<Part['script'], string>> }>;

function sourceOf(family: string, script: string): Record<Face['family'], string> {
  const file = (kind: Face['family']): string => {
    const name = family.replace('{family}', kind);
    return `@fontsource-variable/${name}/files/${name}-${script}-wdth-{style}.woff2`;
  };
  return { serif: file('serif'), sans: file('sans') };
}

function measuredBy(name: string, weight: number): Partial<Record<Part['script'], string>> {
  const file = (script: string): string => `@fontsource/${name}/files/${name}-${script}-${weight}-normal.woff2`;
  return { latin: file('latin'), cyrillic: file('cyrillic') };
}

function range(from: number, to: number): string {
  return String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, index) => from + index));
}
