/**
 * The languages of the box. Each section of sentences is a file of this folder that exports a `Record<Language, …>`:
 * a sentence missing in one language does not compile.
 */
export const languages = ['ru', 'en'] as const;
export type Language = (typeof languages)[number];
