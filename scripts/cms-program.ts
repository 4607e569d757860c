import { build } from './build.ts';
import { readEnvironment, type Environment } from './environment.ts';
import { cmsFolder } from './repository.ts';
import { runScript } from './run-program.ts';

/**
 * Runs one of the cms's own programs on the newsroom's database.
 * @param script the compiled file, from `cms/dist/src/`
 * @param before what must hold; unless given, the cms itself may run or not
 * @returns its exit code
 */
export async function runCmsProgram(
  script: string,
  args: readonly string[],
  before = (_environment: Environment): Promise<void> => Promise.resolve(),
): Promise<number> {
  const environment = await readEnvironment();
  await before(environment);
  await build(['cms'], { quietWhenFresh: true });
  return runScript(`dist/src/${script}`, args, { cwd: cmsFolder, env: { ...environment.forChild, NODE_ENV: 'production' } });
}
