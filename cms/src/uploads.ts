/**
 * What may be uploaded, by the ending of the file's name: the name decides as what the file is served. Neither SVG nor
 * HTML: both can carry script, and both would be served from the cms's own address to a logged-in editor.
 */
export const typesByEnding: ReadonlyMap<string, string> = new Map([
  ['.jpg', 'image/jpeg'],
  ['.jpeg', 'image/jpeg'],
  ['.png', 'image/png'],
  ['.webp', 'image/webp'],
  ['.avif', 'image/avif'],
  ['.gif', 'image/gif'],
  ['.tif', 'image/tiff'],
  ['.tiff', 'image/tiff'],
  ['.pdf', 'application/pdf'],
  ['.mp3', 'audio/mpeg'],
  ['.mp4', 'video/mp4'],
]);

/** The same as types. */
export const uploadTypes = [...new Set(typesByEnding.values())];

/** Bytes of an uploaded file. */
export const uploadLimit = 50 * 1024 * 1024;

/** Bytes of any other request. The articles' own limit (1 MB of text) answers first; this one keeps the memory free. */
export const requestLimit = 16 * 1024 * 1024;
