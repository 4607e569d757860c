/** The pictures of README.md: front page and article of the demonstration newspaper, three languages, by day and by night. */
import { join } from 'node:path';

import sharp from 'sharp';

import type { RunningSite } from '../check-pages.ts';
import { OperatorError } from '../operator-error.ts';
import { root } from '../repository.ts';
import { Camera, type Shot } from './camera.ts';

// Of the demonstration newspaper.
const article = {
  en: '/2026/06/the-river-mile-is-swum-again/',
  ru: '/ru/2026/06/rechnuyu-milyu-snova-proplyli/',
  hy: '/hy/2026/06/geti-mghony-krkin-loghatsin/',
};
const front = { en: '/', ru: '/ru/', hy: '/hy/' };
const gap = 32;
const desk = { width: 1280, height: 1000 };
const telephone = { width: 390, height: 844, scale: 2 };

type View = [path: string, screen: typeof desk | typeof telephone, theme: Shot['theme']];

/** File by file, what stands side by side in it: both pages, in every language, by day and by night. */
const pictures: Record<string, View[]> = {
  front: [
    [front.en, desk, 'light'],
    [front.ru, desk, 'dark'],
  ],
  'front-armenian': [
    [front.hy, desk, 'light'],
    [front.hy, desk, 'dark'],
  ],
  'front-exchanged': [
    [front.en, desk, 'dark'],
    [front.ru, desk, 'light'],
  ],
  article: [
    [article.en, telephone, 'light'],
    [article.ru, telephone, 'dark'],
    [article.hy, telephone, 'light'],
  ],
  'article-exchanged': [
    [article.en, telephone, 'dark'],
    [article.ru, telephone, 'light'],
    [article.hy, telephone, 'dark'],
  ],
  'article-wide': [
    [article.ru, desk, 'light'],
    [article.en, desk, 'dark'],
  ],
};

export async function run({ origin, pages }: RunningSite): Promise<boolean> {
  const missing = [...Object.values(front), ...Object.values(article)].find((path) => !pages.some((page) => page.path === path));
  if (missing)
    throw new OperatorError(
      `${missing} is not on this site. The pictures are of the demonstration newspaper: run npm start with an empty DATA_DIR.`,
    );
  const camera = await Camera.open();
  try {
    for (const [name, views] of Object.entries(pictures)) {
      const taken: Buffer[] = [];
      for (const [path, screen, theme] of views) taken.push(await camera.take({ ...screen, theme, url: origin + path }));
      const file = join(root, 'docs/screenshots', `${name}.webp`);
      await sideBySide(taken, file);
      console.log(file);
    }
  } finally {
    await camera.close();
  }
  return true;
}

async function sideBySide(shots: readonly Buffer[], file: string): Promise<void> {
  let width = 0;
  let height = 0;
  const placed = [];
  for (const input of shots) {
    const size = await sharp(input).metadata();
    placed.push({ input, left: width, top: 0 });
    width += size.width + gap;
    height = Math.max(height, size.height);
  }
  const paper = { width: width - gap, height, channels: 4 as const, background: { r: 0, g: 0, b: 0, alpha: 0 } };
  const whole = await sharp({ create: paper }).composite(placed).png().toBuffer();
  await sharp(whole).resize({ width: 1800, withoutEnlargement: true }).webp({ quality: 84 }).toFile(file);
}
