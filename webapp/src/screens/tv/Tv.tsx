import { useEffect } from 'react';
import { useLocation } from 'wouter';
import type { Game, Score, Session } from '@/api/types';
import { paths } from '@/app/paths';
import { useWords } from '@/i18n';
import { money, signed } from '@/i18n/format';
import type { KnownBoard } from '@/live/reducer';
import { fillScreen } from '@/telegram/host';
import { BallFace } from '@/ui/Ball';
import { IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { useAwake } from '@/ui/useAwake';
import { useBack } from '@/ui/useBack';
import { WithBoard } from '../Evening';
import { peopleOf } from '../Money';
import css from './Tv.module.css';

/** The score for the whole hall: a phone on a stand or a TV, read from five metres. Nothing to press. */
export default function Tv({ id }: { id: string }) {
  const text = useWords();
  const [, go] = useLocation();
  const leave = () => go(paths.session(id), { replace: true });
  const nativeBack = useBack(leave);
  useAwake();
  useEffect(() => fillScreen(), []);
  return (
    <div className={css.tv}>
      {!nativeBack && (
        <IconButton label={text.back} className={css.leave} onClick={leave}>
          <Icon name="back" />
        </IconButton>
      )}
      <WithBoard id={id}>{(board) => <Hall board={board} />}</WithBoard>
    </div>
  );
}

function Hall({ board: { session, game } }: { board: KnownBoard }) {
  if (!game || session.status === 'closed') return <Waiting session={session} />;
  return (
    <>
      <Head session={session} game={game} />
      <Scores session={session} game={game} />
    </>
  );
}

function Waiting({ session }: { session: Session }) {
  const text = useWords();
  const { tv: words } = useWords();
  return (
    <main className={css.waiting}>
      <h1 className={css.name}>{session.name || text.app}</h1>
      {session.status === 'open' && (
        <>
          <p className={css.hint}>{words.joinBy}</p>
          <p className={css.code}>{session.code}</p>
        </>
      )}
    </main>
  );
}

function Head({ session, game }: { session: Session; game: Game }) {
  const text = useWords();
  return (
    <header className={css.head}>
      <h1 className={css.title}>{session.name || text.board.game(game.number)}</h1>
      <ul className={css.balls} aria-label={text.board.left(game.balls_left)}>
        {game.balls.map(({ color, value, left }) => (
          <li key={`${color}${value}`} className={css.ball}>
            <BallFace color={color} value={value} size="7vmin" faded={left === 0} />
            {left > 1 && <span>×{left}</span>}
          </li>
        ))}
      </ul>
      <p className={css.joinCode}>{session.code}</p>
    </header>
  );
}

function Scores({ session, game }: { session: Session; game: Game }) {
  const people = peopleOf(session);
  const playing = game.turns.flatMap((id) => game.scores.filter(({ seat_id }) => seat_id === id));
  return (
    <main className={css.scores} data-count={playing.length}>
      {playing.map((score) => (
        <Place
          key={score.seat_id}
          name={people.name(score.seat_id)}
          score={score}
          price={priceOf(game)}
          shoots={game.status === 'live' && game.shooter_seat_id === score.seat_id}
        />
      ))}
    </main>
  );
}

/** Whether points are worth money while the game goes on; in a pyramid only its end is. */
const priceOf = ({ rules }: Game): number => ('point_price_kopecks' in rules ? rules.point_price_kopecks : 0);

interface PlaceProps {
  name: string;
  score: Score;
  price: number;
  shoots: boolean;
}

function Place({ name, score, price, shoots }: PlaceProps) {
  const text = useWords();
  return (
    <section
      className={css.place}
      data-testid="tv-seat"
      data-seat-id={score.seat_id}
      data-points={score.points}
      data-shooter={shoots}
    >
      <h2 className={css.who}>
        {shoots && <i className={css.cue} aria-hidden="true" />}
        <span>{name}</span>
        {shoots && <span className="visually-hidden">{text.board.shooting}</span>}
      </h2>
      <p className={css.points}>{score.points < 0 ? signed(score.points) : score.points}</p>
      {price > 0 && <p className={css.net}>{money(score.net_kopecks, text.locale, { sign: true })}</p>}
    </section>
  );
}
