import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';

import { say } from '../rules/say';

const sentence = {
  en: 'This newsroom sends no e-mail. Ask whoever runs it for a new password (Settings, Users).',
  ru: 'Эта редакция не отправляет писем. Попросите новый пароль у того, кто ею управляет (Настройки, Пользователи).',
};

/** What this middleware needs of a Koa request. */
interface Context {
  method: string;
  path: string;
  status: number;
  body: unknown;
}

/** Strapi answers that a mail with a new password is on its way, whether it can send one or not. */
export default () => async (ctx: Context, next: () => Promise<void>) => {
  if (ctx.method !== 'POST' || ctx.path !== '/admin/forgot-password') return next();
  ctx.status = 400;
  ctx.body = { data: null, error: { status: 400, name: 'ApplicationError', message: say(sentence), details: {} } };
};

/** Keeps Strapi from sending mail: what it comes with would call the recipients' servers. Call it in bootstrap. */
export function refuseMail(strapi: Core.Strapi): void {
  Object.assign(strapi.plugin('email'), { provider: { send: () => Promise.reject(new errors.ApplicationError(say(sentence))) } });
}
