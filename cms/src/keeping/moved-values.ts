/**
 * One value in one form, wherever it was read: SQLite keeps moments as milliseconds, truth as 0 and 1 and objects as text; PostgreSQL has
 * types for them. What both functions give is what JSON can say and PostgreSQL takes from JSON.
 */

/** @param type of the column in PostgreSQL */
export function fromSqlite(type: string, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new Error(`a value of the kind ${typeof value} has no place in ${type}`);
  if (isMoment(type)) return momentOf(value);
  if (type === 'boolean') return value === 1 || value === '1' || value === 'true';
  if (isJson(type)) return sorted(typeof value === 'string' ? JSON.parse(value) : value);
  if (isNumber(type)) return Number(value);
  return String(value);
}

/** @param text as PostgreSQL writes it */
export function fromPostgres(type: string, text: unknown): unknown {
  if (typeof text !== 'string') return null;
  if (isMoment(type)) return momentOf(text);
  if (type === 'boolean') return text === 't';
  if (isJson(type)) return sorted(JSON.parse(text));
  if (isNumber(type)) return Number(text);
  return text;
}

function isMoment(type: string): boolean {
  return type.startsWith('timestamp');
}

function isJson(type: string): boolean {
  return type === 'json' || type === 'jsonb';
}

function isNumber(type: string): boolean {
  return ['integer', 'bigint', 'smallint', 'numeric', 'double precision', 'real'].includes(type);
}

// Without a zone: the newsroom keeps moments in UTC on both.
function momentOf(value: string | number): string {
  if (typeof value === 'number') return new Date(value).toISOString().slice(0, -1);
  const text = value.replace(' ', 'T');
  const moment = new Date(/^\d+$/.test(text) ? Number(text) : /(?:Z|[+-]\d\d(?::?\d\d)?)$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(moment.getTime())) throw new Error(`"${value}" is no moment`);
  return moment.toISOString().slice(0, -1);
}

// jsonb forgets the order of keys.
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
