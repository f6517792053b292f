// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { type ComponentType, Suspense } from 'react';
import { afterEach, expect, it } from 'vitest';
import { part } from '@/app/lazily';

const Score = ({ points }: { points: number }) => <p>{points} очков</p>;
type Fetched = Promise<{ default: ComponentType<{ points: number }> }>;
const fetched = async (): Fetched => ({ default: Score });
const failed = (): Fetched => Promise.reject(new TypeError('offline'));
const waits = () => screen.queryByText('ждём');
const draw = (Part: ComponentType<{ points: number }>, points = 3) => (
  <Suspense fallback={<p>ждём</p>}>
    <Part points={points} />
  </Suspense>
);
afterEach(cleanup);

it('a part that was loaded before is drawn at once, and nothing in front of it', async () => {
  const Part = part(fetched);
  await Part.load();
  render(draw(Part));
  expect(screen.getByText('3 очков')).toBeTruthy();
  expect(waits()).toBeNull();
});

it('one that was not is waited for, and stays the same when it is loaded again', async () => {
  const Part = part(fetched);
  const { rerender } = render(draw(Part));
  expect(waits()).not.toBeNull();
  const drawn = await screen.findByText('3 очков');
  await Part.load();
  rerender(draw(Part, 4));
  expect(screen.getByText('4 очков')).toBe(drawn);
});

it('one that cannot be fetched says so; an attempt before it was wanted spoils nothing', async () => {
  let signal = false;
  const Part = part(() => (signal ? fetched() : failed()));
  await expect(Part.load()).rejects.toThrow('offline');
  signal = true;
  const first = render(draw(Part));
  expect(await screen.findByText('3 очков')).toBeTruthy();
  first.unmount();
  render(draw(part(failed)));
  expect(await screen.findByRole('button')).toBeTruthy();
});
