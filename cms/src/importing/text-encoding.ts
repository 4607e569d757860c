import { importErrors, ImportRefused } from './import-errors';

/**
 * Reads the bytes of an export as the text that it says to be.
 * @param beginning the first bytes of the file
 * @throws ImportRefused when they are those of another kind of file, or its encoding is not known
 */
export function decoderFor(beginning: Buffer, name: string): TextDecoder {
  if (beginning.length === 0) throw new ImportRefused(importErrors.notWxr(name, 'it is empty'));
  const packed = packedForms.find(({ bytes }) => beginning.subarray(0, bytes.length).equals(Buffer.from(bytes)));
  if (packed) throw new ImportRefused(importErrors.packed(name, packed.form));
  const said = markedEncoding(beginning) ?? /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([^"']+)["']/i.exec(beginning.toString('latin1'))?.[1];
  // Files that were converted without their first line: no text of another encoding happens to be this one.
  const label = said === undefined || isUtf8(beginning) ? 'utf-8' : said;
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    throw new ImportRefused(importErrors.encoding(name, label.slice(0, 40)));
  }
}

const packedForms = [
  { bytes: [0x1f, 0x8b], form: 'gzip' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], form: 'ZIP' },
  { bytes: [0x42, 0x5a, 0x68], form: 'bzip2' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], form: 'xz' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], form: '7-Zip' },
  { bytes: [0x52, 0x61, 0x72, 0x21], form: 'RAR' },
];

function markedEncoding(beginning: Buffer): string | undefined {
  if (beginning[0] === 0xff && beginning[1] === 0xfe) return 'utf-16le';
  return beginning[0] === 0xfe && beginning[1] === 0xff ? 'utf-16be' : undefined;
}

/** Whether there are letters beyond ASCII, all of them in UTF-8; the last may be cut. */
function isUtf8(beginning: Buffer): boolean {
  if (beginning.every((byte) => byte < 0x80)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(beginning, { stream: true });
    return true;
  } catch {
    return false;
  }
}
