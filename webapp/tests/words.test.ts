import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorText, languageFor } from '@/i18n';
import { en } from '@/i18n/en';
import { money, signed } from '@/i18n/format';
import { enPages } from '@/i18n/pages/en';
import { ruPages } from '@/i18n/pages/ru';
import { enPlayers } from '@/i18n/players/en';
import { ruPlayers } from '@/i18n/players/ru';
import { ru } from '@/i18n/ru';

/** Every leaf of a dictionary: its path, and what it says when asked with plain arguments. */
function leaves(entry: unknown, path = ''): [string, string][] {
  if (typeof entry === 'string') return [[path, entry]];
  if (typeof entry === 'function') {
    // Numbers and names alike: a template only puts them into its sentence.
    return [[path, String(entry(2, 2, 2))]];
  }
  return Object.entries(entry as Record<string, unknown>).flatMap(([key, inner]) =>
    leaves(inner, `${path}.${key}`),
  );
}

describe('the dictionaries', () => {
  const russian = [...leaves(ru), ...leaves(ruPages, '.pages'), ...leaves(ruPlayers, '.players')];
  const english = [...leaves(en), ...leaves(enPages, '.pages'), ...leaves(enPlayers, '.players')];
  const named = ['.locale'];

  it('say the same things', () => {
    expect(english.map(([path]) => path)).toEqual(russian.map(([path]) => path));
  });

  it('leave nothing empty and nothing undefined', () => {
    const broken = ([, words]: [string, string]) =>
      words.trim() === '' || /undefined|NaN|\[object/.test(words);
    expect([...russian, ...english].filter(broken)).toEqual([]);
  });

  it('stay each in its own language', () => {
    const plain = (words: string) => words.replace(/QR|make up/g, '');
    const others = (all: [string, string][]) => all.filter(([path]) => !named.includes(path));
    expect(others(english).filter(([, words]) => /[а-яё]/i.test(words))).toEqual([]);
    expect(others(russian).filter(([, words]) => /[a-z]{2}/i.test(plain(words)))).toEqual([]);
  });

  it('know every code that the server may refuse with', () => {
    const python = readFileSync(new URL('../../common/errors.py', import.meta.url), 'utf8');
    const codes = [...python.matchAll(/^ {4}"([a-z_]+)": Answer\(/gm)].map(([, code]) => code as string);
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !(code in ru.errors || code in ruPages.refusals))).toEqual([]);
  });

  it('have a sentence for a code of tomorrow', () => {
    expect(errorText(ru, 'too_tired')).toBe(ru.errors.unknown);
  });
});

describe('plurals', () => {
  it('follow Russian', () => {
    expect([1, 2, 5, 11, 21, 22].map(ru.balls)).toEqual([
      '1 шар',
      '2 шара',
      '5 шаров',
      '11 шаров',
      '21 шар',
      '22 шара',
    ]);
    expect(ru.points(-1)).toBe('−1 очко');
  });
  it('follow English', () => {
    expect([1, 2].map(en.balls)).toEqual(['1 ball', '2 balls']);
    expect([1, 2, 3, 4].map((n) => enPages.lobby.plays('Ivan', n).slice(12, 15))).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
    ]);
  });
});

describe('money', () => {
  const plain = (words: string) => words.replace(/\s/g, ' ');

  it('is written as in Russia', () => {
    expect(plain(money(125_000, 'ru-RU'))).toBe('1 250 ₽');
    expect(plain(money(-15_000, 'ru-RU', { sign: true }))).toBe('−150 ₽');
    expect(plain(money(15_000, 'ru-RU', { sign: true }))).toBe('+150 ₽');
    expect(plain(money(0, 'ru-RU', { sign: true }))).toBe('0 ₽');
    expect(plain(money(1_250, 'ru-RU'))).toBe('12,50 ₽');
  });
  it('is written as in English', () => {
    expect(money(125_000, 'en-GB')).toBe('₽1,250');
    expect(money(-15_000, 'en-GB', { sign: true })).toBe('−₽150');
    expect(money(1_250, 'en-GB')).toBe('₽12.50');
  });
  it('never breaks between number and sign', () => expect(money(100, 'ru-RU')).toContain('\u00a0'));
});

it('signs are typographic', () => expect([-2, 0, 2].map(signed)).toEqual(['−2', '0', '+2']));

it('Russian is for those who read it', () => {
  expect(['ru', 'uk', 'be', 'kk', 'ru-RU'].map(languageFor)).toEqual(['ru', 'ru', 'ru', 'ru', 'ru']);
  expect(['en', 'de', 'tr'].map(languageFor)).toEqual(['en', 'en', 'en']);
});
