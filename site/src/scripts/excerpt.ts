/** A piece of an excerpt; what the reader searched for is marked. */
export interface ExcerptPiece {
  text: string;
  marked: boolean;
}

/**
 * Cuts an excerpt of Pagefind into text. It comes as HTML with `<mark>` around what was found; only those marks
 * are taken for markup, so nothing that an article says can become an element of the page.
 */
export function cutExcerpt(excerpt: string): ExcerptPiece[] {
  let marked = false;
  return excerpt.split(/(<\/?mark>)/).flatMap((piece) => {
    if (piece === '<mark>' || piece === '</mark>') {
      marked = piece === '<mark>';
      return [];
    }
    return piece === '' ? [] : [{ text: unescape(piece), marked }];
  });
}

function unescape(text: string): string {
  return text.replace(/&(?:lt|gt|quot|amp|#39|#x27);/g, (entity) => characters[entity] ?? entity);
}

const characters: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&', '&#39;': "'", '&#x27;': "'" };
