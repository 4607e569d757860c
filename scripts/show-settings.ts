// npm run settings: checks the settings, makes the secrets that are missing into .env, and shows what holds.
import { readEnvironment } from './environment.ts';
import { readFlags, runCommand } from './operator-error.ts';
import { secretNames, settingNames } from './settings.ts';

await runCommand(async () => {
  readFlags('npm run settings shows what holds, and makes the secrets that are missing. Settings are written into .env.');
  const { values } = await readEnvironment();
  for (const name of settingNames) {
    const shown = secretNames.includes(name) && name !== 'ADMIN_EMAIL' ? '(set)' : values[name].replace(/:\/\/[^@/]*@/, '://…@');
    console.log(`${name}=${shown}`);
  }
});
