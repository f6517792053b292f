/** The language of the page: Russian in the first load, others when asked for. */
import { create } from 'zustand';
import { keep, recall } from '@/storage';
import { type Dictionary, type ErrorCode, ru } from './ru';

export type Language = 'ru' | 'en';

const CHOICE = 'artel.language';
/** Languages whose speakers mostly read Russian better than English. */
const READ_RUSSIAN = ['ru', 'uk', 'be', 'kk'];

const useDictionary = create<{ language: Language; text: Dictionary }>(() => ({ language: 'ru', text: ru }));

export const useText = (): Dictionary => useDictionary(({ text }) => text);

export function languageFor(code: string): Language {
  return READ_RUSSIAN.includes(code.slice(0, 2).toLowerCase()) ? 'ru' : 'en';
}

/** Before the first render: the person's own choice, or the language of his Telegram. */
export async function startLanguage(code: string): Promise<void> {
  const chosen = recall('localStorage', CHOICE);
  await show(chosen === 'ru' || chosen === 'en' ? chosen : languageFor(code));
}

export async function switchLanguage(): Promise<void> {
  const next = useDictionary.getState().language === 'ru' ? 'en' : 'ru';
  await show(next);
  keep('localStorage', CHOICE, next);
}

async function show(language: Language): Promise<void> {
  const text = language === 'ru' ? ru : (await import('./en')).en;
  document.documentElement.lang = language;
  useDictionary.setState({ language, text });
}

/** A refusal as a sentence; a code that this version does not know gets the general one. */
export const errorText = (text: Dictionary, code: string): string =>
  code in text.errors ? text.errors[code as ErrorCode] : text.errors.unknown;
