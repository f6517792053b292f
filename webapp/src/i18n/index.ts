/** The language of the page: Russian in the first load, others when asked for. */
import { create } from 'zustand';
import { keep, recall } from '@/storage';
import type { Pages } from './pages/ru';
import { type Dictionary, type ErrorCode, ru } from './ru';

export type Language = 'ru' | 'en';

const CHOICE = 'artel.language';
/** Languages whose speakers mostly read Russian better than English. */
const READ_RUSSIAN = ['ru', 'uk', 'be', 'kk'];

interface Shown {
  language: Language;
  text: Dictionary;
  /** What only lazy screens say (`page`); null until the first of them is opened. */
  pages: Pages | null;
}

const useDictionary = create<Shown>(() => ({ language: 'ru', text: ru, pages: null }));

export const useText = (): Dictionary => useDictionary(({ text }) => text);

export const useLanguage = (): Language => useDictionary(({ language }) => language);

/** The words of a screen made by `page`. */
export function usePages(): Pages {
  const pages = useDictionary((shown) => shown.pages);
  if (!pages) throw new Error('a lazy screen is made by `page`');
  return pages;
}

export function languageFor(code: string): Language {
  return READ_RUSSIAN.includes(code.slice(0, 2).toLowerCase()) ? 'ru' : 'en';
}

/** Before the first render: the person's own choice, or the language of his Telegram. */
export async function startLanguage(code: string): Promise<void> {
  const chosen = recall('localStorage', CHOICE);
  await show(chosen === 'ru' || chosen === 'en' ? chosen : languageFor(code));
}

export async function chooseLanguage(language: Language): Promise<void> {
  await show(language);
  keep('localStorage', CHOICE, language);
}

const pagesIn = (language: Language): Promise<Pages> =>
  language === 'ru' ? import('./pages/ru').then(({ ru }) => ru) : import('./pages/en').then(({ en }) => en);

/** Words of lazy screens, in the language of the page. */
export async function loadPages(): Promise<void> {
  const { language, pages } = useDictionary.getState();
  if (!pages) useDictionary.setState({ pages: await pagesIn(language) });
}

async function show(language: Language): Promise<void> {
  const [text, pages] = await Promise.all([
    language === 'ru' ? ru : import('./en').then(({ en }) => en),
    useDictionary.getState().pages && pagesIn(language),
  ]);
  document.documentElement.lang = language;
  useDictionary.setState({ language, text, pages });
}

/** A refusal as a sentence; a code that this version does not know gets the general one. */
export const errorText = (text: Dictionary, code: string): string =>
  code in text.errors ? text.errors[code as ErrorCode] : text.errors.unknown;
