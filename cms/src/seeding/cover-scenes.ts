import { boats, bridge, columns, cranes, curtain, dome, rails, school, shelves, stadium, stalls } from './cover-landmarks';
import { type Brush, coverShapes as shape } from './cover-shapes';

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

function rows({ random, tone }: Brush): string {
  const vanishing = random.between(600, 1000);
  const lines = Array.from({ length: 17 }, (_, index) => {
    const x = -500 + index * 165;
    return `<path fill="${tone(0.6 + (index % 2) * 0.35)}" d="M${vanishing + (index - 8) * 9} 690 L${x} 1000 h120 Z"/>`;
  });
  return shape.box(0, 690, 1600, 310, tone(0.5)) + lines.join('');
}

function stars({ random, light }: Brush): string {
  return Array.from({ length: 60 }, () => {
    const size = random.between(3, 7);
    return shape.box(random.between(0, 1600), random.between(0, 560), size, size, light, 0.4 + random.next() * 0.5);
  }).join('');
}
