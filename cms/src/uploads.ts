/**
 * What may be uploaded. Neither SVG nor HTML: both can carry script, and both would be served from the cms's own
 * address to a logged-in editor.
 */
export const uploadTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/avif',
  'image/gif',
  'image/tiff',
  'application/pdf',
  'audio/mpeg',
  'video/mp4',
];
