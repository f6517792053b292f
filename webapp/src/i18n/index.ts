/** The language of the page: Russian in the first load, others when asked for. */
import { create } from 'zustand';
import { keep, recall } from '@/storage';
import type { Pages } from './pages/ru';
import type { Players } from './players/ru';
import { type Dictionary, ru } from './ru';

export type Language = 'ru' | 'en';

const CHOICE = 'artel.language';
/** Languages whose speakers mostly read Russian better than English. */
const READ_RUSSIAN = ['ru', 'uk', 'be', 'kk'];

interface Shown {
  language: Language;
  text: Dictionary;
  /** With all that only lazy parts say; null until the first of them is there. */
  words: Words | null;
}

/** Everything that is said anywhere. */
export type Words = Dictionary & Pages & Players;

const useDictionary = create<Shown>(() => ({ language: 'ru', text: ru, words: null }));

export const useText = (): Dictionary => useDictionary(({ text }) => text);

export const useLanguage = (): Language => useDictionary(({ language }) => language);

/** For a part that is loaded `lazily`: its words are too. */
export function useWords(): Words {
  const words = useDictionary((shown) => shown.words);
  if (!words) throw new Error('what is not in the first load is loaded by `lazily`');
  return words;
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

async function russian() {
  const [{ ruPages }, { ruPlayers }] = await Promise.all([import('./pages/ru'), import('./players/ru')]);
  return { ...ruPages, ...ruPlayers };
}

async function english() {
  const [{ enPages }, { enPlayers }] = await Promise.all([import('./pages/en'), import('./players/en')]);
  return { ...enPages, ...enPlayers };
}

async function wordsIn(language: Language, text: Dictionary): Promise<Words> {
  return { ...text, ...(await (language === 'ru' ? russian() : english())) };
}

/** The words of all lazy parts, in the language of the page. */
export async function loadWords(): Promise<void> {
  const { language, text, words } = useDictionary.getState();
  if (!words) useDictionary.setState({ words: await wordsIn(language, text) });
}

async function show(language: Language): Promise<void> {
  const text = language === 'ru' ? ru : (await import('./en')).en;
  const words = useDictionary.getState().words && (await wordsIn(language, text));
  document.documentElement.lang = language;
  useDictionary.setState({ language, text, words });
}

/** A refusal as a sentence; a code that is not known, or not yet, gets the general one. */
export function errorText(text: Dictionary, code: string): string {
  const sentences: Partial<Record<string, string>> = {
    ...useDictionary.getState().words?.refusals,
    ...text.errors,
  };
  return sentences[code] ?? text.errors.unknown;
}
