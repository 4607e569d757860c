/** A title without what typesetting adds for the eye: soft hyphens, spaces that do not break, the quotes and dashes of a language. */
export function wordsOf(title: string | undefined): string | undefined {
  return title
    ?.replaceAll('\u00ad', '')
    .replace(/[\s\u2009\u202f]+/g, ' ')
    .replace(/[“”„«»"]/g, '"')
    .replace(/[‘’']/g, "'")
    .replace(/[–—-]/g, '-');
}
