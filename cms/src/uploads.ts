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

/** Bytes of an uploaded file. */
export const uploadLimit = 50 * 1024 * 1024;

/** Bytes of any other request. The articles' own limit (1 MB of text) answers first; this one keeps the memory free. */
export const requestLimit = 16 * 1024 * 1024;
