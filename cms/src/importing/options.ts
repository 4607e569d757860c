import { parseArgs } from 'node:util';

import { locale, type Locale } from '@broadsheet/shared';
import { z } from 'zod';

import { importErrors, ImportRefused } from './import-errors';

export interface ImportOptions {
  file: string;
  /** Only says what would happen. */
  dryRun: boolean;
  /** The language of the texts; null: the one the file names, or English. */
  language: Locale | null;
  /** Whether pictures may be fetched from addresses of the local network. */
  allowPrivate: boolean;
  /** A copy of the old site's uploads, where pictures are looked for first; null for none. */
  media: string | null;
  /** Takes back what an earlier run brought in from this file. */
  undo: boolean;
}

/** @throws ImportRefused with the usage */
export function readOptions(args: string[]): ImportOptions {
  const { values, positionals } = parse(args);
  const [file, ...others] = positionals;
  if (file === undefined) throw new ImportRefused(importErrors.usage('No file is named.'));
  if (others.length > 0) throw new ImportRefused(importErrors.usage(`One file at a time: "${others.join(' ')}" is too much.`));
  const language = locale.optional().safeParse(values.language);
  if (!language.success) throw new ImportRefused(importErrors.usage(`"${values.language}" is not a language of this newsroom.`));
  const { 'dry-run': dryRun, 'allow-private': allowPrivate, media, undo } = values;
  return { file, dryRun, language: language.data ?? null, allowPrivate, media: media ?? null, undo };
}

function parse(args: string[]): z.infer<typeof parsed> {
  try {
    const flag = { type: 'boolean', default: false } as const;
    return parsed.parse(
      parseArgs({
        args,
        allowPositionals: true,
        options: { 'dry-run': flag, 'allow-private': flag, undo: flag, language: { type: 'string' }, media: { type: 'string' } },
      }),
    );
  } catch (error) {
    throw new ImportRefused(
      importErrors.usage(error instanceof Error ? `${error.message.split('. ')[0]}.` : 'The options cannot be read.'),
    );
  }
}

const parsed = z.object({
  values: z.object({
    'dry-run': z.boolean(),
    'allow-private': z.boolean(),
    undo: z.boolean(),
    language: z.string().optional(),
    media: z.string().optional(),
  }),
  positionals: z.array(z.string()),
});
