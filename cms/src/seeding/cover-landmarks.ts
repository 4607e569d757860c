import { type Brush, coverShapes as shape } from './cover-shapes';

// The built things that covers show, each as SVG in its place of the picture.

export function bridge({ random, tone }: Brush, deck: number): string {
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

export function cranes({ random, tone }: Brush): string {
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

export function boats({ random, tone }: Brush): string {
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

export function stalls({ random, tone, light }: Brush): string {
  return Array.from({ length: 5 }, (_, index) => {
    const x = index * 330 - 30 + random.between(-15, 15);
    const y = random.between(640, 690);
    const stripes = Array.from({ length: 6 }, (_stripe, stripe) => {
      const left = x + stripe * 48;
      return `<path fill="${stripe % 2 === 0 ? tone(0.95) : light}" d="M${left + 20 - stripe * 7} ${y} h34 L${left + 48} ${y + 110} h-48 Z"/>`;
    });
    return (
      shape.box(x + 10, y + 100, 8, 260, tone(1)) +
      shape.box(x + 270, y + 100, 8, 260, tone(1)) +
      stripes.join('') +
      shape.box(x, y + 240, 290, 140, tone(0.85))
    );
  }).join('');
}

export function columns({ random, tone }: Brush): string {
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

export function rails({ random, tone }: Brush): string {
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

export function curtain({ random, tone, light }: Brush): string {
  const folds = Array.from({ length: 9 }, (_, index) => {
    const left = index * 62;
    return [left, 1600 - left - 62]
      .map((x) => `<path fill="${tone(0.55 + (index % 2) * 0.3)}" d="M${x} 0 h63 L${x + (x < 800 ? 40 : 20)} 860 h-40 Z"/>`)
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

export function shelves({ random, tone, light }: Brush, kind: 'books' | 'tools'): string {
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

export function dome({ random, tone, light }: Brush): string {
  const x = random.between(600, 1000);
  return (
    shape.ridge(random, 800, 40, 4, tone(0.8), true) +
    shape.box(x - 190, 560, 380, 280, tone(0.95)) +
    `<path fill="${tone(0.85)}" d="M${x - 200} 560 a200 200 0 0 1 400 0 Z"/>` +
    `<path fill="${light}" opacity="0.8" d="M${x + 10} 362 h46 l26 198 h-46 Z"/>` +
    shape.line(x + 40, 420, x + 230, 300, 26, tone(1))
  );
}

export function school({ random, tone, light }: Brush): string {
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

export function stadium({ random, tone, light }: Brush): string {
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
