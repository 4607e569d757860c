// npm run settings: checks the settings, makes the secrets that are missing into .env, and shows what holds.
import { readEnvironment } from './environment.ts';
import { runCommand } from './operator-error.ts';
import { secretNames, settingNames } from './settings.ts';

await runCommand(async () => {
  const { values } = await readEnvironment();
  for (const name of settingNames) {
    const shown = secretNames.includes(name) && name !== 'ADMIN_EMAIL' ? '(set)' : values[name].replace(/:\/\/[^@/]*@/, '://…@');
    console.log(`${name}=${shown}`);
  }
});
