import sharp from 'sharp';
import { z } from 'zod';

/** What a drawn portrait shows of a person. The colours are those of `palettes`, by number. */
export const portraitLook = z.object({
  hair: z.enum(['long', 'short', 'bun', 'bob', 'curls', 'none']),
  glasses: z.boolean().default(false),
  beard: z.boolean().default(false),
  palette: z.int().nonnegative().default(0),
});

export type PortraitLook = z.infer<typeof portraitLook>;

/** Width and height of a portrait in pixels: enough for the picture beside a link to its author. */
export const portraitSize = 1600;

/** A head and shoulders cut from a few sheets of coloured paper, as JPEG. The same look always gives the same picture. */
export async function drawPortrait(look: PortraitLook): Promise<Buffer> {
  return sharp(Buffer.from(portraitSvg(look)))
    .jpeg({ quality: 84, mozjpeg: true })
    .toBuffer();
}

export function portraitSvg({ hair, glasses, beard, palette: number }: PortraitLook): string {
  const palette = palettes[number % palettes.length] ?? first;
  const { behind, before } = hairs[hair];
  const paint = (path: string, fill: string): string => (path === '' ? '' : `<path d="${path}" fill="${fill}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${portraitSize}" height="${portraitSize}" viewBox="0 0 800 800">
<rect width="800" height="800" fill="${palette.wall}"/>
<circle cx="560" cy="300" r="300" fill="${palette.light}" opacity="0.55"/>
${paint(behind, palette.hair)}
<path d="M90 800 C100 660 220 610 330 590 L470 590 C580 610 700 660 710 800 Z" fill="${palette.coat}"/>
<path d="M330 585 L400 690 L470 585 Z" fill="${palette.collar}"/>
<path d="M345 480 H455 V600 C440 640 360 640 345 600 Z" fill="${palette.shade}"/>
<path d="M275 330 C275 215 330 165 400 165 C470 165 525 215 525 330 C525 450 470 530 400 530 C330 530 275 450 275 330 Z" fill="${palette.skin}"/>
<path d="M400 165 C470 165 525 215 525 330 C525 450 470 530 400 530 C440 480 455 410 450 330 C446 260 430 200 400 165 Z" fill="${palette.shade}" opacity="0.55"/>
${beard ? paint('M280 375 C300 430 345 415 400 415 C455 415 500 430 520 375 C525 470 475 560 400 560 C325 560 275 470 280 375 Z', palette.hair) : ''}
${paint(before, palette.hair)}
<g fill="none" stroke="${palette.line}" stroke-width="9" stroke-linecap="round">
<path d="M318 318 C332 306 352 306 366 316"/><path d="M434 316 C448 306 468 306 482 318"/>
<path d="M398 330 C392 365 386 385 404 390"/>
<path d="M365 452 C385 464 415 464 435 452" stroke="${beard ? palette.skin : palette.line}"/>
${glasses ? '<circle cx="342" cy="345" r="44"/><circle cx="458" cy="345" r="44"/><path d="M386 340 C396 332 404 332 414 340"/>' : ''}
</g>
<circle cx="342" cy="346" r="10" fill="${palette.line}"/><circle cx="458" cy="346" r="10" fill="${palette.line}"/>
</svg>`;
}

interface Palette {
  wall: string;
  light: string;
  coat: string;
  collar: string;
  skin: string;
  shade: string;
  hair: string;
  line: string;
}

// The tones of the covers.
const first: Palette = {
  wall: '#d9c9ae',
  light: '#efe3cb',
  coat: '#2f3a44',
  collar: '#efe3cb',
  skin: '#d8a07c',
  shade: '#b97d5d',
  hair: '#33241f',
  line: '#33241f',
};
const palettes: readonly Palette[] = [
  first,
  { ...first, wall: '#a9bdc4', light: '#e6e4d6', coat: '#7c3a2d', collar: '#e6e4d6', hair: '#5b3a26', line: '#3a241c' },
  { ...first, wall: '#c7b7b4', light: '#f1e2d4', coat: '#3b2430', collar: '#c8553d', skin: '#e0b08e', shade: '#c28c6c', hair: '#8b8377' },
  { ...first, wall: '#b9c2a6', light: '#ece7cf', coat: '#26352b', collar: '#d98b3a', skin: '#c98f6b', shade: '#a66f50', hair: '#1f1814' },
  {
    ...first,
    wall: '#8fa3ad',
    light: '#d5dcd8',
    coat: '#131f2b',
    collar: '#f0dfb4',
    skin: '#e2b594',
    shade: '#c59173',
    hair: '#a4552f',
    line: '#4a2a1d',
  },
];

/** Hair by its cut: what lies behind head and shoulders, and what lies before the face. */
const hairs: Record<PortraitLook['hair'], { behind: string; before: string }> = {
  long: {
    behind: 'M245 350 C230 190 310 110 400 110 C490 110 570 190 555 350 C552 470 590 560 600 660 H200 C210 560 248 470 245 350 Z',
    before: 'M270 330 C280 230 340 190 430 200 C480 210 520 260 530 330 C545 200 480 135 400 135 C320 135 255 200 270 330 Z',
  },
  bob: {
    behind: 'M240 360 C225 190 310 115 400 115 C490 115 575 190 560 360 C558 430 560 470 545 510 H255 C240 470 242 430 240 360 Z',
    before: 'M272 300 C290 215 350 225 400 240 C450 225 510 215 528 300 C540 190 470 135 400 135 C330 135 260 190 272 300 Z',
  },
  bun: {
    behind: 'M330 110 C330 50 470 50 470 110 C470 150 330 150 330 110 Z',
    before: 'M268 330 C262 200 330 125 400 125 C470 125 538 200 532 330 C515 260 470 205 400 200 C330 205 285 260 268 330 Z',
  },
  curls: {
    behind:
      'M250 400 C190 380 190 300 235 280 C205 220 250 165 300 170 C320 110 400 95 430 130 C490 105 550 150 540 210 C600 230 610 310 565 340 C590 385 570 425 540 420 Z',
    before:
      'M275 290 C260 240 300 200 330 215 C345 180 395 180 405 210 C430 180 480 190 485 225 C520 225 535 260 525 295 C560 190 490 140 400 140 C310 140 240 190 275 290 Z',
  },
  short: {
    behind: '',
    before:
      'M270 310 C255 190 320 130 410 130 C500 130 545 190 530 310 C518 260 500 235 470 225 C410 240 340 235 300 225 C285 245 278 275 270 310 Z',
  },
  none: {
    behind: '',
    before: 'M272 330 C268 320 268 300 272 285 C278 300 280 320 280 345 Z M528 330 C532 320 532 300 528 285 C522 300 520 320 520 345 Z',
  },
};
