import { coverShapes as shape } from './cover-shapes';
import type { Random } from './random';

/** What a scene is drawn with. `tone(0)` is the colour of what is farthest away, `tone(1)` of what is nearest. */
export interface Brush {
  random: Random;
  tone(depth: number): string;
  light: string;
}

/** What a cover can show. */
export const scenes = {
  river: (brush: Brush) => hills(brush, 480, 3) + water(brush, 640) + reeds(brush),
  bridge: (brush: Brush) => hills(brush, 500, 2) + water(brush, 660) + bridge(brush, 560),
  harbour: (brush: Brush) => hills(brush, 520, 1) + cranes(brush) + water(brush, 700) + boats(brush),
  market: (brush: Brush) => houses(brush, 560, 0.35, 60) + houses(brush, 640, 0.55, 20) + stalls(brush),
  mountain: (brush: Brush) => peaks(brush, 380, 0.15) + peaks(brush, 560, 0.5) + hills(brush, 760, 2, 0.75),
  parliament: (brush: Brush) => houses(brush, 600, 0.3, 70) + columns(brush),
  railway: (brush: Brush) => hills(brush, 500, 3) + rails(brush),
  theatre: (brush: Brush) => curtain(brush),
  vineyard: (brush: Brush) => peaks(brush, 420, 0.15) + hills(brush, 580, 2, 0.35) + rows(brush),
  workshop: (brush: Brush) => shelves(brush, 'tools'),
  archive: (brush: Brush) => shelves(brush, 'books'),
  observatory: (brush: Brush) => stars(brush) + peaks(brush, 620, 0.35) + dome(brush),
  school: (brush: Brush) => hills(brush, 520, 2) + school(brush),
  stadium: (brush: Brush) => houses(brush, 560, 0.2, 50) + stadium(brush),
  city: (brush: Brush) => houses(brush, 480, 0.15, 90) + houses(brush, 580, 0.45, 80) + houses(brush, 720, 0.85, 60),
  fields: (brush: Brush) => hills(brush, 460, 2) + rows(brush),
  night: (brush: Brush) => houses(brush, 520, 0.3, 110) + windows(brush) + houses(brush, 760, 0.95, 40),
} as const satisfies Record<string, (brush: Brush) => string>;

export type Motif = keyof typeof scenes;
export const motifs = Object.keys(scenes) as [Motif, ...Motif[]];

function hills({ random, tone }: Brush, top: number, layers: number, nearest = 0.6): string {
  return Array.from({ length: layers }, (_, layer) =>
    shape.ridge(random, top + layer * 90, 50, 5, tone((nearest * (layer + 1)) / (layers + 1)), true),
  ).join('');
}

function peaks({ random, tone }: Brush, top: number, depth: number): string {
  return shape.ridge(random, top, 150, 9, tone(depth), false);
}

function water({ random, tone, light }: Brush, top: number): string {
  const lines = Array.from({ length: 26 }, () => {
    const y = random.between(top + 15, 985);
    return shape.box(random.between(-50, 1500), y, random.between(60, 320), 3, random.chance(0.25) ? light : tone(0.75), 0.4);
  });
  return shape.box(0, top, 1600, 1000 - top, tone(0.45)) + lines.join('');
}

function reeds({ random, tone }: Brush): string {
  return Array.from({ length: 46 }, () => {
    const x = random.between(0, 1600);
    const height = random.between(90, 260);
    return shape.line(x, 1005, x + random.between(-40, 40), 1005 - height, random.between(4, 8), tone(0.95));
  }).join('');
}

function bridge({ random, tone }: Brush, deck: number): string {
  const arches = random.between(4, 6);
  const step = 1600 / arches;
  const openings = Array.from({ length: arches }, (_, index) => {
    const left = index * step + 28;
    const right = (index + 1) * step - 28;
    return `M${left} 820 V${deck + 150} A${(right - left) / 2} ${random.between(85, 105)} 0 0 1 ${right} ${deck + 150} V820 Z`;
  }).join(' ');
  const body = `<path fill-rule="evenodd" fill="${tone(0.9)}" d="M0 ${deck} H1600 V820 H0 Z ${openings}"/>`;
  const lamps = Array.from({ length: arches + 1 }, (_, index) => shape.line(index * step, deck, index * step, deck - 80, 7, tone(0.9)));
  return body + lamps.join('');
}

function cranes({ random, tone }: Brush): string {
  return [260, 640, 1150, 1420]
    .slice(0, random.between(2, 4))
    .map((base, index) => {
      const x = base + random.between(-60, 60);
      const top = random.between(300, 420);
      const paint = tone(0.55 + index * 0.1);
      return (
        shape.line(x, 720, x, top, 16, paint) +
        shape.line(x - 110, top + 20, x + 260, top - 40, 12, paint) +
        shape.line(x + 230, top - 34, x + 230, top + 150, 4, paint) +
        shape.box(x - 40, 690, 80, 40, paint)
      );
    })
    .join('');
}

function boats({ random, tone }: Brush): string {
  return Array.from({ length: random.between(2, 3) }, (_, index) => {
    const x = 200 + index * 480 + random.between(-80, 80);
    const y = random.between(760, 860);
    return (
      `<path fill="${tone(1)}" d="M${x} ${y} h300 l-40 60 h-220 Z"/>` +
      shape.box(x + 90, y - 70, 110, 70, tone(0.85)) +
      shape.line(x + 60, y, x + 60, y - 150, 7, tone(1))
    );
  }).join('');
}

function houses({ random, tone }: Brush, top: number, depth: number, spread: number): string {
  const out: string[] = [];
  for (let x = -40; x < 1620;) {
    const width = random.between(90, 190);
    const y = top + random.between(-spread, spread);
    out.push(shape.box(x, y, width + 1, 1000 - y, tone(depth)));
    if (random.chance(0.5))
      out.push(`<path fill="${tone(depth)}" d="M${x - 8} ${y} L${x + width / 2} ${y - random.between(35, 80)} L${x + width + 8} ${y} Z"/>`);
    x += width;
  }
  return out.join('');
}

function windows({ random, light }: Brush): string {
  return Array.from({ length: 70 }, () =>
    shape.box(random.between(10, 1570), random.between(600, 740), 16, 24, light, random.chance(0.5) ? 0.9 : 0.35),
  ).join('');
}

function stalls({ random, tone, light }: Brush): string {
  return Array.from({ length: 5 }, (_, index) => {
    const x = index * 330 - 30 + random.between(-15, 15);
    const y = random.between(640, 690);
    const stripes = Array.from({ length: 6 }, (_stripe, stripe) => {
      const left = x + stripe * 48;
      return `<path fill="${stripe % 2 === 0 ? tone(0.95) : light}" d="M${left + 20 - stripe * 7} ${y} h${34} L${left + 48} ${y + 110} h-48 Z"/>`;
    });
    return (
      shape.box(x + 10, y + 100, 8, 260, tone(1)) +
      shape.box(x + 270, y + 100, 8, 260, tone(1)) +
      stripes.join('') +
      shape.box(x, y + 240, 290, 140, tone(0.85))
    );
  }).join('');
}

function columns({ random, tone }: Brush): string {
  const count = random.between(6, 8);
  const step = 900 / count;
  const shafts = Array.from({ length: count + 1 }, (_, index) => shape.box(350 + index * step - 20, 520, 40, 300, tone(0.75)));
  return (
    `<path fill="${tone(0.85)}" d="M290 470 L800 ${random.between(270, 320)} L1310 470 Z"/>` +
    shape.box(300, 470, 1000, 60, tone(0.85)) +
    shafts.join('') +
    [0, 1, 2, 3].map((stair) => shape.box(290 - stair * 45, 815 + stair * 45, 1020 + stair * 90, 50, tone(0.8 + stair * 0.05))).join('')
  );
}

function rails({ random, tone }: Brush): string {
  const centre = random.between(650, 950);
  const sleepers = Array.from({ length: 14 }, (_, index) => {
    const share = (index / 14) ** 1.8;
    const half = 30 + share * 620;
    return shape.box(centre - half, 690 + share * 310, half * 2, 5 + share * 22, tone(0.8));
  });
  return (
    shape.box(0, 680, 1600, 320, tone(0.55)) +
    sleepers.join('') +
    `<path fill="${tone(1)}" d="M${centre - 16} 682 h8 L${centre - 390} 1000 h-46 Z M${centre + 8} 682 h8 L${centre + 436} 1000 h-46 Z"/>` +
    [230, 1380].map((x) => shape.line(x, 900, x, 380, 14, tone(0.95)) + shape.line(x - 60, 420, x + 60, 420, 9, tone(0.95))).join('')
  );
}

function curtain({ random, tone, light }: Brush): string {
  const folds = Array.from({ length: 9 }, (_, index) => {
    const left = index * 62;
    return [left, 1600 - left - 62]
      .map((x) => `<path fill="${tone(0.55 + (index % 2) * 0.3)}" d="M${x} 0 h63 L${x + (x < 800 ? 40 : 20)} 860 h-${40} Z"/>`)
      .join('');
  });
  const stage = random.between(770, 810);
  return (
    shape.box(0, 0, 1600, 1000, tone(0.25)) +
    `<path fill="${light}" opacity="0.5" d="M760 0 h80 L1180 ${stage} H420 Z"/>` +
    shape.box(0, stage, 1600, 240, tone(0.95)) +
    folds.join('') +
    `<path fill="${tone(0.8)}" d="M0 0 H1600 V90 ${Array.from({ length: 8 }, (_, index) => `Q${1500 - index * 200} 190 ${1400 - index * 200} 90`).join(' ')} Z"/>`
  );
}

function rows({ random, tone }: Brush): string {
  const vanishing = random.between(600, 1000);
  const lines = Array.from({ length: 17 }, (_, index) => {
    const x = -500 + index * 165;
    return `<path fill="${tone(0.6 + (index % 2) * 0.35)}" d="M${vanishing + (index - 8) * 9} 690 L${x} 1000 h120 Z"/>`;
  });
  return shape.box(0, 690, 1600, 310, tone(0.5)) + lines.join('');
}

function shelves({ random, tone, light }: Brush, kind: 'books' | 'tools'): string {
  const out = [shape.box(0, 0, 1600, 1000, tone(0.35))];
  for (let shelf = 0; shelf < 4; shelf += 1) {
    const floor = 230 + shelf * 245;
    for (let x = 40; x < 1540;) {
      const width = kind === 'books' ? random.between(22, 58) : random.between(50, 150);
      const height = kind === 'books' ? random.between(120, 195) : random.between(60, 180);
      const paint = random.chance(0.08) ? light : tone(0.5 + random.next() * 0.45);
      if (random.chance(0.93)) out.push(shape.box(x, floor - height, width - 4, height, paint));
      x += width + (kind === 'books' ? 0 : random.between(10, 40));
    }
    out.push(shape.box(0, floor, 1600, 22, tone(1)));
  }
  return out.join('');
}

function stars({ random, light }: Brush): string {
  return Array.from({ length: 60 }, () => {
    const size = random.between(3, 7);
    return shape.box(random.between(0, 1600), random.between(0, 560), size, size, light, 0.4 + random.next() * 0.5);
  }).join('');
}

function dome({ random, tone, light }: Brush): string {
  const x = random.between(600, 1000);
  return (
    shape.ridge(random, 800, 40, 4, tone(0.8), true) +
    shape.box(x - 190, 560, 380, 280, tone(0.95)) +
    `<path fill="${tone(0.85)}" d="M${x - 200} 560 a200 200 0 0 1 400 0 Z"/>` +
    `<path fill="${light}" opacity="0.8" d="M${x + 10} 362 h46 l26 198 h-46 Z"/>` +
    shape.line(x + 40, 420, x + 230, 300, 26, tone(1))
  );
}

function school({ random, tone, light }: Brush): string {
  const panes = Array.from({ length: 2 }, (_, floor) =>
    Array.from({ length: 8 }, (_pane, index) =>
      shape.box(390 + index * 108, 560 + floor * 130, 62, 80, random.chance(0.4) ? light : tone(0.35), random.chance(0.5) ? 0.95 : 0.7),
    ).join(''),
  );
  return (
    shape.box(0, 820, 1600, 180, tone(0.6)) +
    shape.box(340, 510, 920, 320, tone(0.9)) +
    `<path fill="${tone(1)}" d="M310 512 L800 ${random.between(380, 420)} L1290 512 Z"/>` +
    panes.join('') +
    shape.line(1390, 840, 1390, 420, 10, tone(1)) +
    shape.box(1390, 425, 110, 62, light)
  );
}

function stadium({ random, tone, light }: Brush): string {
  const lamps = [180, 1420].map((x) => shape.line(x, 860, x, 330, 16, tone(0.95)) + shape.box(x - 70, 280, 140, 62, light));
  const lanes = Array.from({ length: 6 }, (_, lane) => {
    const y = 800 + lane * 38;
    return `<path fill="none" stroke="${light}" stroke-width="4" opacity="0.6" d="M0 ${y} Q800 ${y - 130 + lane * 12} 1600 ${y}"/>`;
  });
  return (
    `<path fill="${tone(0.6)}" d="M0 640 Q800 ${random.between(440, 490)} 1600 640 V1000 H0 Z"/>` +
    `<path fill="${tone(0.85)}" d="M0 760 Q800 600 1600 760 V1000 H0 Z"/>` +
    lanes.join('') +
    lamps.join('')
  );
}
