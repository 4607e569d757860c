import { z } from 'zod';

import { footnotesMark } from './blocks';

/**
 * The block editor keeps footnotes beside the post, as JSON in its field `footnotes`, and only marks in the text.
 * Both become the footnotes of Markdown; the text of each note is converted by the caller.
 */
export function readFootnotes(html: string, field: string | undefined): { html: string; notes: { label: string; html: string }[] } {
  const kept = parse(field);
  const labels = new Map<string, string>();
  const marked = html.replace(/<sup\b[^>]*\bdata-fn="([^"]+)"[^>]*>[\s\S]*?<\/sup>/gi, (_whole, id: string) => {
    if (!labels.has(id)) labels.set(id, String(labels.size + 1));
    return `${openMark}${labels.get(id)}${closeMark}`;
  });
  const notes = [...labels].map(([id, label]) => ({ label, html: kept.find((note) => note.id === id)?.content ?? '' }));
  return { html: marked.replaceAll(footnotesMark, ''), notes: notes.filter((note) => note.html !== '') };
}

/** Puts the marks of `readFootnotes` into finished Markdown, which would otherwise have escaped their brackets. */
export function placeFootnotes(markdown: string, notes: { label: string; markdown: string }[]): string {
  const known = new Set(notes.map(({ label }) => label));
  const text = markdown.replace(new RegExp(`${openMark}(\\d+)${closeMark}`, 'g'), (_whole, label: string) =>
    known.has(label) ? `[^${label}]` : '',
  );
  return [text, ...notes.map((note) => `[^${note.label}]: ${note.markdown.replace(/\s*\n\s*/g, ' ')}`)]
    .filter((part) => part !== '')
    .join('\n\n');
}

// Characters of a private range, which no text of a newspaper holds.
const openMark = '\ue000';
const closeMark = '\ue001';

const footnotes = z.array(z.object({ id: z.string(), content: z.string() }));

function parse(field: string | undefined): z.infer<typeof footnotes> {
  if (!field) return [];
  try {
    return footnotes.parse(JSON.parse(field));
  } catch {
    return [];
  }
}
