import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';
import { expect, test } from 'vitest';

const source = join(import.meta.dirname, '../src');

/** Sentences that are given to `refusal` or `refusalOf` as they stand, in one language. */
function bareSentences(file: string, text: string): string[] {
  const found: string[] = [];
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const isText = (node: ts.Node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'refusal' && node.arguments[0] && isText(node.arguments[0]))
      found.push(`${file}: ${node.arguments[0].getText()}`);
    if (ts.isPropertyAssignment(node) && ['sentence', 'message'].includes(node.name.getText()) && isText(node.initializer))
      found.push(`${file}: ${node.initializer.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

test('no refusal is written in one language only', () => {
  const files = globSync(['rules/*.ts', 'publishing/*.ts', 'middlewares/*.ts', 'extensions/**/*.ts'], { cwd: source });
  expect(files.length).toBeGreaterThan(20);
  expect(files.flatMap((file) => bareSentences(file, readFileSync(join(source, file), 'utf8')))).toEqual([]);
  expect(bareSentences('example.ts', "throw refusal('No.'); return { sentence: `No ${1}` };")).toHaveLength(2);
});
