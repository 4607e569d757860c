import { createReadStream } from 'node:fs';
import { basename } from 'node:path';

import sax from 'sax';

import { importErrors, ImportRefused } from './import-errors';
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
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 64 * 1024 })) {
      const buffer = chunk as Buffer;
      bytes += buffer.length;
      feed(parser, name, decode(assembler.decoder, buffer, name));
      yield* assembler.take();
      onProgress(bytes);
    }
  } catch (error) {
    throw isMissing(error) ? new ImportRefused(importErrors.noFile(file)) : error;
  }
  if (bytes === 0) throw new ImportRefused(importErrors.notWxr(name, 'it is empty'));
  feed(parser, name, decode(assembler.decoder, null, name));
  finish(parser, assembler, name);
  yield* assembler.take();
}

function strictParser(name: string, assembler: WxrAssembler): sax.SAXParser {
  const parser = sax.parser(true, { trim: false });
  // An export never declares a document type; entity bombs and references to other files need one.
  parser.ondoctype = () => {
    throw new ImportRefused(importErrors.documentType(name));
  };
  parser.onsgmldeclaration = parser.ondoctype;
  parser.onprocessinginstruction = ({ name: target, body }) => {
    const encoding = /encoding\s*=\s*["']([^"']+)["']/i.exec(body)?.[1];
    if (target === 'xml' && encoding && !/^utf-?8$/i.test(encoding)) throw new ImportRefused(importErrors.encoding(name, encoding));
  };
  parser.onopentag = (tag) => assembler.open(tag.name, tag.attributes as Record<string, string>);
  parser.onclosetag = (tag) => assembler.close(tag);
  parser.ontext = (text) => assembler.text(text);
  parser.oncdata = (text) => assembler.text(text);
  return parser;
}

function feed(parser: sax.SAXParser, name: string, text: string): void {
  parser.write(text);
  if (parser.error) throw broken(parser, name);
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

function broken(parser: sax.SAXParser, name: string): ImportRefused {
  const error: Error | null = parser.error;
  if (error instanceof ImportRefused) return error;
  const reason = error?.message.split('\n')[0] ?? 'unknown reason';
  return new ImportRefused(importErrors.broken(name, parser.line + 1, reason));
}

function decode(decoder: TextDecoder, chunk: Buffer | null, name: string): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new ImportRefused(importErrors.encoding(name, 'another encoding'));
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'EACCES');
}
