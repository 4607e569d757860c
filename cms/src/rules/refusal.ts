import { errors } from '@strapi/utils';

/**
 * An answer of 400 whose sentence the admin shows, at the field when one is named. The edit is rolled back; what the
 * editor typed stays in the form.
 */
export function refusal(sentence: string, field?: string): Error {
  if (field === undefined) return new errors.ApplicationError(sentence);
  // The admin looks for `details.errors` to put the sentence under the field.
  return new errors.ValidationError(sentence, { errors: [{ path: field.split('.'), message: sentence, name: 'ValidationError' }] });
}
