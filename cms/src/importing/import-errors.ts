import { locales } from '@broadsheet/shared';

/** An import that stops before anything is written. The message is for the person at the keyboard. */
export class ImportRefused extends Error {
  override name = 'ImportRefused';
}

const unchanged = 'Nothing was changed.';

/** Why a file is not imported at all. Each says what is wrong, where, and what to do. */
export const importErrors = {
  usage: (problem: string) =>
    `${problem} Usage: npm run import -- FILE.xml [--dry-run] [--language ${locales.join('|')}] [--media FOLDER] [--allow-private] [--undo]. ${unchanged}`,
  noFile: (file: string) => `The file ${file} cannot be read. Check its name and its permissions. ${unchanged}`,
  noFolder: (folder: string) => `There is no folder ${folder}. Give --media the copy of the old site's wp-content/uploads. ${unchanged}`,
  notWxr: (file: string, why: string) =>
    `${file} is not a WordPress export: ${why}. In WordPress choose Tools → Export → All content and import the file it gives you. ${unchanged}`,
  cut: (file: string, line: number) =>
    `${file} ends in the middle, at line ${line}: it was probably cut while it was copied or downloaded. Export or copy it again. ${unchanged}`,
  goesOn: (file: string, line: number) =>
    `${file} goes on behind its end (line ${line}): often that is a warning of the old server's PHP, or a second export. Delete everything after the first </rss> and import it again. ${unchanged}`,
  broken: (file: string, line: number, reason: string) =>
    `${file} is not well-formed XML at line ${line}: ${reason}. Export it again from WordPress. ${unchanged}`,
  packed: (file: string, form: string) => `${file} is packed (${form}). Unpack it and import the .xml file that is in it. ${unchanged}`,
  documentType: (file: string) =>
    `${file} declares a document type or entities, which no WordPress export does and which can be used to attack a reader. It is not read. ${unchanged}`,
  encoding: (file: string, encoding: string) =>
    `${file} cannot be read as text in ${encoding}, which it says to be or would have to be. Convert it to UTF-8 (iconv -f … -t utf-8) and import the result. ${unchanged}`,
  tooLarge: (file: string, what: string) => `${file} holds ${what}, more than an export ever does. It is not read. ${unchanged}`,
} as const;
