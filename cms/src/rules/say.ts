/** A sentence in every language that the admin's interface speaks. */
export interface Sentence {
  en: string;
  ru: string;
}

export type EditorLanguage = keyof Sentence;

/** The cookie in which the admin's pages say their language; see `cms/src/admin/language-cookie.ts`. */
export const languageCookie = 'newsroom-admin-language';

/** The sentence in the language of the editor whose request this is; in English where nobody asked, as in an import. */
export function say(sentence: Sentence): string {
  return sentence[editorLanguage()];
}

/** The language of the interface in which the editor works who made the present request. */
export function editorLanguage(): EditorLanguage {
  const request = strapi.requestContext.get();
  const chosen: unknown = request?.cookies.get(languageCookie) ?? request?.state['user']?.preferedLanguage;
  return chosen === 'ru' ? 'ru' : 'en';
}
