// @vitest-environment happy-dom
import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { useLive } from '@/live/store';
import { changeSettings, startSettings } from '@/settings';
import { pot } from './make';
import { card, show } from './show';

afterEach(() => {
  cleanup();
  useLive.setState({ taps: [] });
});

const face = (ball: Element) => `${(ball as HTMLElement).dataset.tint} ${ball.textContent}`.trim();
const faces = (from: HTMLElement) => [...from.querySelectorAll('[data-tint]')].map(face);
const potted = (id: string) => faces(within(card(id)).getByTestId('potted'));

describe('a coloured ball bears its price', () => {
  const log = [pot('1', 'A'), pot('2', 'A', 'yellow'), pot('3', 'A', 'pink')];

  it('on the card of whoever has potted it, and white ones bear none', () => {
    show(log);
    expect(potted('A')).toEqual(['white', 'yellow 2', 'pink 3']);
  });

  it('where there are so many that they are counted', () => {
    const whites = Array.from({ length: 8 }, (_, i) => pot(`w${i}`, 'A'));
    show([...log, ...whites]);
    expect(potted('A')).toEqual(['white', 'yellow 2', 'pink 3']);
    expect(within(card('A')).getByTestId('potted').textContent).toBe('×923');
  });

  it('in the history', async () => {
    const user = show(log);
    await user.click(screen.getByTestId('history-open'));
    expect(faces(await screen.findByRole('dialog'))).toEqual(['pink 3', 'yellow 2', 'white 1']);
  });
});

it('marks of colours are there for whoever has asked for them, and after a reload', () => {
  const { dataset } = document.documentElement;
  startSettings();
  expect(dataset.balls).toBe('plain');
  changeSettings({ patterns: true });
  expect(dataset.balls).toBe('patterned');
  dataset.balls = '';
  startSettings();
  expect(dataset.balls).toBe('patterned');
  changeSettings({ patterns: false });
  expect(dataset.balls).toBe('plain');
});
