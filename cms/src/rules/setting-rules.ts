import { isTimeZone, sitePath } from '@broadsheet/shared';
import { z } from 'zod';

import { type Problem, refusalOf } from './refusal';
import { say } from './say';

const link = z.object({ url: z.string().nullish() });
const checked = z.object({
  timeZone: z.string().nullish(),
  socialLinks: z.array(link).nullish(),
  appLinks: z.array(link).nullish(),
  adSlots: z.array(link).nullish(),
  promo: link.nullish(),
  breakingBanner: link.nullish(),
  securityContact: z.string().nullish(),
});

/**
 * Checks the settings that an editor sent: a time zone that exists, and links that are https.
 * @throws refusal that names every field that is wrong
 */
export function checkSettings(data: Readonly<Record<string, unknown>>): void {
  const parsed = checked.safeParse(data);
  // What is not even of the right shape, Strapi refuses itself.
  if (!parsed.success) return;
  const { timeZone, socialLinks, appLinks, adSlots, promo, breakingBanner, securityContact } = parsed.data;
  const problems = [
    ...zoneProblems(timeZone),
    ...listProblems('socialLinks', socialLinks),
    ...listProblems('appLinks', appLinks),
    ...listProblems('adSlots', adSlots),
    ...(promo ? linkProblems('promo.url', promo.url) : []),
    ...bannerProblems(breakingBanner?.url),
    ...contactProblems(securityContact?.trim()),
  ];
  if (problems.length > 0) throw refusalOf(problems);
}

/** True for a complete `https://` address. */
export function isHttps(url: string): boolean {
  // Whoever reads an address passes over line ends in it; what is saved would keep them.
  return !/\p{Cc}/u.test(url.trim()) && z.url({ protocol: /^https$/ }).safeParse(url).success;
}

function zoneProblems(timeZone: string | null | undefined): Problem[] {
  if (timeZone === undefined || (timeZone && isTimeZone(timeZone))) return [];
  return [
    {
      field: 'timeZone',
      sentence: say({
        en: `“${timeZone ?? ''}” is not a time zone. Write its name as “Asia/Yerevan” or “Europe/Berlin”.`,
        ru: `«${timeZone ?? ''}» — не часовой пояс. Впишите его имя, как «Asia/Yerevan» или «Europe/Berlin».`,
      }),
    },
  ];
}

function listProblems(field: string, links: readonly { url?: string | null | undefined }[] | null | undefined): Problem[] {
  return (links ?? []).flatMap(({ url }, index) => linkProblems(`${field}.${index}.url`, url));
}

function linkProblems(field: string, url: string | null | undefined): Problem[] {
  if (url === undefined || (url && isHttps(url))) return [];
  return [
    {
      field,
      sentence: say({
        en: `The link “${url ?? ''}” must be a whole address that begins with https://.`,
        ru: `Ссылка «${url ?? ''}» должна быть полным адресом, который начинается с https://.`,
      }),
    },
  ];
}

function contactProblems(contact: string | null | undefined): Problem[] {
  if (!contact || isHttps(contact) || z.email().safeParse(contact).success) return [];
  const sentence = say({
    en: `“${contact}” is neither an e-mail address nor an address that begins with https://. Write one of them, or leave it empty.`,
    ru: `«${contact}» — не почта и не адрес, который начинается с https://. Впишите одно из двух или оставьте пустым.`,
  });
  return [{ field: 'securityContact', sentence }];
}

function bannerProblems(url: string | null | undefined): Problem[] {
  if (!url || isHttps(url) || sitePath.safeParse(url).success) return [];
  return [
    {
      field: 'breakingBanner.url',
      sentence: say({
        en: `The link “${url}” must begin with https://, or with / for a page of this site.`,
        ru: `Ссылка «${url}» должна начинаться с https:// или с / для страницы этого сайта.`,
      }),
    },
  ];
}
