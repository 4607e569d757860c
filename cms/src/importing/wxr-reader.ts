import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';

import sax from 'sax';

import { importErrors, ImportRefused } from './import-errors';
import { decoderFor } from './text-encoding';
import { WxrAssembler } from './wxr-assembler';
import type { WxrEntry } from './wxr-items';

/**
 * Reads a WordPress export from beginning to end, one entry at a time, with memory for one entry only.
 *
 * @param file path of the export
 * @param onProgress told how many bytes have been read
 * @throws ImportRefused when the file cannot be read, is not a WordPress export, is cut, or declares a document type or entities
 */
export async function* readWxr(file: string, onProgress: (bytes: number) => void = () => {}): AsyncGenerator<WxrEntry> {
  const name = basename(file);
  const assembler = new WxrAssembler(name);
  const parser = strictParser(name, assembler);
  let bytes = 0;
  const decoder = decoderFor(await beginningOf(file), name);
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 64 * 1024 })) {
      const buffer = chunk as Buffer;
      bytes += buffer.length;
      feed(parser, assembler, name, decode(decoder, buffer, name));
      yield* assembler.take();
      onProgress(bytes);
    }
  } catch (error) {
    throw isMissing(error) ? new ImportRefused(importErrors.noFile(file)) : error;
  }
  endOfText(decoder, parser, name);
  finish(parser, assembler, name);
  yield* assembler.take();
}

async function beginningOf(file: string): Promise<Buffer> {
  try {
    const opened = await open(file);
    try {
      const { buffer, bytesRead } = await opened.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await opened.close();
    }
  } catch (error) {
    throw isMissing(error) ? new ImportRefused(importErrors.noFile(file)) : error;
  }
}

function strictParser(name: string, assembler: WxrAssembler): sax.SAXParser {
  const parser = sax.parser(true, { trim: false });
  // An export never declares a document type; entity bombs and references to other files need one.
  parser.ondoctype = (declared) => {
    if (/^\s*html\b[^[]*$/i.test(declared)) throw new ImportRefused(importErrors.notWxr(name, 'it is a web page'));
    throw new ImportRefused(importErrors.documentType(name));
  };
  parser.onsgmldeclaration = parser.ondoctype;
  parser.onopentag = (tag) => {
    if (assembler.complete) throw new ImportRefused(importErrors.goesOn(name, parser.line + 1));
    assembler.open(tag.name, tag.attributes as Record<string, string>);
  };
  parser.onclosetag = (tag) => assembler.close(tag);
  parser.ontext = (text) => assembler.text(text);
  parser.oncdata = (text) => assembler.text(text);
  return parser;
}

function feed(parser: sax.SAXParser, assembler: WxrAssembler, name: string, text: string): void {
  parser.write(text);
  if (parser.error) throw broken(parser, assembler, name);
}

// A file that was cut in the middle of a letter is cut, not in another encoding.
function endOfText(decoder: TextDecoder, parser: sax.SAXParser, name: string): void {
  try {
    decoder.decode();
  } catch {
    throw new ImportRefused(importErrors.cut(name, parser.line + 1));
  }
}

function finish(parser: sax.SAXParser, assembler: WxrAssembler, name: string): void {
  // The assembler sees "not WXR" first: an HTML page saved by mistake is told as such, not as cut.
  const line = parser.line + 1;
  try {
    parser.close();
  } catch (error) {
    if (error instanceof ImportRefused) throw error;
    parser.error = error as Error;
  }
  if (!assembler.sawRoot) throw new ImportRefused(importErrors.notWxr(name, 'it holds no rss element'));
  if (parser.error || !assembler.complete) throw new ImportRefused(importErrors.cut(name, line));
  if (!assembler.sawVersion) throw new ImportRefused(importErrors.notWxr(name, 'it names no wxr_version: it is an ordinary feed'));
}

function broken(parser: sax.SAXParser, assembler: WxrAssembler, name: string): ImportRefused {
  const error: Error | null = parser.error;
  if (error instanceof ImportRefused) return error;
  if (!assembler.sawRoot) return new ImportRefused(importErrors.notWxr(name, 'it is no XML'));
  const reason = error?.message.split('\n')[0]?.replace(/\.$/, '') ?? 'unknown reason';
  if (assembler.complete && reason === 'Text data outside of root node')
    return new ImportRefused(importErrors.goesOn(name, parser.line + 1));
  return new ImportRefused(importErrors.broken(name, parser.line + 1, reason));
}

function decode(decoder: TextDecoder, chunk: Buffer, name: string): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch {
    throw new ImportRefused(importErrors.encoding(name, decoder.encoding));
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'EACCES');
}
