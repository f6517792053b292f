import { useText } from '@/i18n';
import { useLive } from '@/live/store';
import css from './Connection.module.css';

/** Whether there is nothing to say: what mends itself in two seconds is no news. */
export const useCalm = (queued: number) => useLive(({ link }) => link !== 'offline' && queued === 0);

/** Green only when the line is up and nothing is waiting. */
export function Connection({ queued }: { queued: number }) {
  const text = useText();
  const link = useLive((state) => state.link);
  const calm = useCalm(queued);
  const words = [text.board[link]];
  if (queued > 0) words.push(text.board.queued(queued));
  const said = link === 'live' && queued > 0 ? text.board.sending(queued) : words.join(' · ');
  return (
    <span
      className={css.connection}
      role="status"
      data-testid="connection"
      data-state={link}
      data-queued={queued}
      data-calm={calm ? '' : undefined}
    >
      <i className={css.dot} aria-hidden="true" />
      <span className={css.words}>{said}</span>
    </span>
  );
}
