import { say } from '../rules/say';
import { requestLimit } from '../uploads';

/** What this middleware needs of a Koa request. */
interface Context {
  request: { length?: number; type: string };
  status: number;
  body: unknown;
}

/** Answers a request that the body parser would refuse without a word that an editor understands. Uploads have their own limit. */
export default () => async (ctx: Context, next: () => Promise<void>) => {
  const { length = 0, type } = ctx.request;
  if (length <= requestLimit || type === 'multipart/form-data') return next();
  const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024);
  const message = say({
    en: `That is ${megabytes(length)} MB at once; at most ${megabytes(requestLimit)} MB can be sent. Nothing was saved: shorten the text and save again.`,
    ru: `Это ${megabytes(length)} МБ за один раз, а принимается не больше ${megabytes(requestLimit)} МБ. Ничего не сохранено: сократите текст и сохраните снова.`,
  });
  ctx.status = 413;
  ctx.body = { data: null, error: { status: 413, name: 'PayloadTooLargeError', message, details: {} } };
};
