/**
 * Messages that both sides show. Each says what is wrong, where, and what to do.
 * Messages that only one side can show live beside the code that shows them.
 */
export const sharedErrors = {
  cmsRefusedToken: (url: string) =>
    `The cms at ${url} refused the read token. Set CMS_READ_TOKEN in .env to the same value for the cms and the site, then start both again.`,
  cmsAway: (url: string, reason: string) =>
    `The cms at ${url} does not answer (${reason}). The site stays as it is; trying again until it is back.`,
  settingInvalid: (name: string, got: string, wants: string) =>
    `Setting ${name} is "${got}", but it ${wants}. Correct it in .env or in the environment, then start again.`,
  portTaken: (name: string, port: number) =>
    `Port ${port} is in use by another program. Stop that program, or set ${name} to a free port, then start again.`,
} as const;
