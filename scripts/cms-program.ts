import { build } from './build.ts';
import { readEnvironment } from './environment.ts';
import { cmsFolder } from './repository.ts';
import { runScript } from './run-program.ts';

/**
 * Runs one of the cms's own programs on the newsroom's database; the cms itself may run or not.
 * @param script the compiled file, from `cms/dist/src/`
 * @returns its exit code
 */
export async function runCmsProgram(script: string, args: readonly string[]): Promise<number> {
  const environment = await readEnvironment();
  await build(['cms'], { quietWhenFresh: true });
  return runScript(`dist/src/${script}`, args, { cwd: cmsFolder, env: { ...environment.forChild, NODE_ENV: 'production' } });
}
