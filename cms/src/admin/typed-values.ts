/**
 * Strapi shows a save before it is answered, and takes it back when it is refused. A form whose entry is cached under the
 * very question of its save (the site settings) is then filled with what was saved before, and what the editor typed is gone.
 * Without the showing there is nothing to take back: the form keeps what stands in it, and an accepted save reads the entry again.
 */
export const keepTypedValues = () => (next: (action: unknown) => unknown) => (action: unknown) =>
  showsUnansweredSave(action) ? action : next(action);

// Redux Toolkit's action of `updateQueryData` and of its undo.
function showsUnansweredSave(action: unknown): boolean {
  if (!isRecord(action) || action['type'] !== 'adminApi/queries/queryResultPatched') return false;
  const { payload } = action;
  return isRecord(payload) && String(payload['queryCacheKey']).startsWith('getDocument(');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
