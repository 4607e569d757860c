import { pathOf, type Address } from '@broadsheet/shared';

import type { Reading } from '../content/reading.ts';
import { setting } from '../content/settings.ts';
import { siteNameOf } from './frame.ts';

/** The web app manifest of a language (https://www.w3.org/TR/appmanifest/). */
export function manifestJson(reading: Reading, { locale }: Extract<Address, { kind: 'manifest' }>): string {
  const front = pathOf({ kind: 'front', locale });
  const name = siteNameOf(reading, locale);
  const description = setting(reading, 'tagline')[locale];
  return `${JSON.stringify({
    id: front,
    name,
    ...(description ? { description } : {}),
    lang: locale,
    dir: 'ltr',
    start_url: front,
    scope: '/',
    // An address line is part of reading a newspaper: one sees where one is, and can pass it on.
    display: 'minimal-ui',
    background_color: paper,
    theme_color: paper,
    icons,
  })}\n`;
}

// The paper of `styles/tokens.css` by day.
const paper = '#fbf8f2';

/** Of `site/public`; the last keeps what matters inside the circle that phones cut out. */
const icons = [
  { src: '/icon.svg', type: 'image/svg+xml', sizes: 'any' },
  { src: '/icon-192.png', type: 'image/png', sizes: '192x192' },
  { src: '/icon-512.png', type: 'image/png', sizes: '512x512' },
  { src: '/icon-maskable-512.png', type: 'image/png', sizes: '512x512', purpose: 'maskable' },
];
