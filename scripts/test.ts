// npm test: everything that must hold. npm test -- site (or cms, shared, scripts, journey) runs that part only.
import { OperatorError, runCommand } from './operator-error.ts';
import { areas, steps, type Step } from './test-steps.ts';
import { asOne, closingLine, sum, type Tally } from './test-tally.ts';

await runCommand(async () => {
  const chosen = choose(process.argv.slice(2));
  const tallies: Tally[] = [];
  for (const step of chosen) {
    const tally = await runStep(step);
    tallies.push(tally);
    if (step.decides && tally.failed > 0) break;
  }
  const total = sum(tallies);
  printSummary(chosen, tallies);
  console.log(closingLine(total));
  process.exitCode = total.failed === 0 ? 0 : 1;
});

function choose(named: readonly string[]): readonly Step[] {
  const unknown = named.find((name) => !areas.some((area) => area === name));
  if (unknown !== undefined)
    throw new OperatorError(`There is no part called "${unknown}". Choose of ${areas.join(', ')}; without a name all of them are tested.`);
  if (named.length === 0) return steps;
  return steps.filter((step) => step.areas !== 'whole' && step.areas.some((area) => named.includes(area)));
}

async function runStep(step: Step): Promise<Tally> {
  console.log(`\n── ${step.title}`);
  const begun = performance.now();
  const tally = await step.run().catch((error: unknown) => {
    console.error(error instanceof OperatorError ? error.message : error);
    return asOne(false);
  });
  console.log(`── ${tally.failed === 0 ? 'holds' : 'FAILED'} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
  return tally;
}

function printSummary(chosen: readonly Step[], tallies: readonly Tally[]): void {
  console.log('');
  for (const [index, step] of chosen.entries()) {
    const tally = tallies[index];
    if (!tally) console.log(`not run  ${step.title}`);
    else if (tally.failed > 0) console.log(`FAILED   ${step.title}: ${closingLine(tally)}`);
  }
}
