import { useEffect } from 'react';
import { useLocation } from 'wouter';
import type { Game, Session } from '@/api/types';
import { paths } from '@/app/paths';
import { hasNumbers, isKolkhoz } from '@/domain/rules';
import { type Standing, standingOf } from '@/domain/series';
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
      {hasNumbers(game.rules) ? (
        <p className={css.ball}>{text.board.left(game.balls_left)}</p>
      ) : (
        <ul className={css.balls} aria-label={text.board.left(game.balls_left)}>
          {game.balls.map(({ color, value, left }) => (
            <li key={color} className={css.ball}>
              <BallFace
                color={color}
                value={isKolkhoz(game.rules) ? value : undefined}
                size="7vmin"
                faded={left === 0}
              />
              {left > 1 && <span>×{left}</span>}
            </li>
          ))}
        </ul>
      )}
      <p className={css.joinCode}>{session.code}</p>
    </header>
  );
}

/** A place on the wall: one person of Kolkhoz, or a side of a pyramid. */
interface Place {
  names: string[];
  points: number;
  /** Of a pyramid. */
  target?: number;
  /** Of a series of pyramid. */
  standing?: Standing | undefined;
  /** In kopecks; only where every ball is paid for. */
  net?: number;
  shoots: boolean;
}

function placesOf(session: Session, game: Game): Place[] {
  const people = peopleOf(session);
  const shooter = game.status === 'live' ? game.shooter_seat_id : null;
  if (!isKolkhoz(game.rules)) {
    return game.sides.map(({ seat_ids, points, target }) => ({
      names: seat_ids.map(people.name),
      points,
      target,
      standing: standingOf(session, game, seat_ids),
      shoots: shooter !== null && seat_ids.includes(shooter),
    }));
  }
  const priced = game.rules.point_price_kopecks > 0;
  return game.turns.flatMap((id) =>
    game.scores
      .filter(({ seat_id }) => seat_id === id)
      .map(({ points, net_kopecks }) => ({
        names: [people.name(id)],
        points,
        ...(priced && { net: net_kopecks }),
        shoots: shooter === id,
      })),
  );
}

function Scores({ session, game }: { session: Session; game: Game }) {
  const places = placesOf(session, game);
  return (
    <main className={css.scores} data-count={places.length}>
      {places.map((place) => (
        <PlaceCard key={place.names.join()} place={place} />
      ))}
    </main>
  );
}

function PlaceCard({ place: { names, points, target, standing, net, shoots } }: { place: Place }) {
  const text = useWords();
  return (
    <section className={css.place} data-testid="tv-seat" data-points={points} data-shooter={shoots}>
      <h2 className={css.who}>
        {shoots && <i className={css.cue} aria-hidden="true" />}
        <span className={css.names}>{names.join(' · ')}</span>
        {shoots && <span className="visually-hidden">{text.board.shooting}</span>}
      </h2>
      <p className={css.points}>{points < 0 ? signed(points) : points}</p>
      {target !== undefined && (
        <p className={css.net}>
          {[text.board.upTo(target), standing && text.board.wins(standing.wins, standing.of)]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
      {net !== undefined && <p className={css.net}>{money(net, text.locale, { sign: true })}</p>}
    </section>
  );
}
