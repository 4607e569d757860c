import { errors } from '@strapi/utils';

/** A sentence for the editor, and the field it is about when there is one. */
export interface Problem {
  sentence: string;
  field?: string;
}

/**
 * An answer of 400 whose sentence the admin shows, at the field when one is named. The edit is rolled back; what the
 * editor typed stays in the form.
 */
export function refusal(sentence: string, field?: string): Error {
  return field === undefined ? new errors.ApplicationError(sentence) : refusalOf([{ sentence, field }]);
}

/** The same for several things at once, so that an editor corrects them in one go. */
export function refusalOf(problems: readonly Problem[]): Error {
  // The admin looks for `details.errors` to put each sentence under its field.
  const details = problems.map(({ sentence, field }) => ({
    path: field === undefined ? [] : field.split('.'),
    message: sentence,
    name: 'ValidationError',
  }));
  return new errors.ValidationError(problems.map(({ sentence }) => sentence).join(' '), { errors: details });
}
