import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useLocation } from 'wouter';
import type { Session } from '@/api/types';
import { useSigned } from '@/app/context';
import { lazily } from '@/app/lazily';
import { paths } from '@/app/paths';
import { useText } from '@/i18n';
import { day, money } from '@/i18n/format';
import { Button, IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { Cloth, Section } from '@/ui/Screen';
import { Toned } from '@/ui/Toned';
import { useUnread } from '../notifications/useUnread';
import css from './Home.module.css';
import { Rack } from './Rack';

const Shortcut = lazily(() => import('./Shortcut'));

const PAST_WITH_SUMS = 5;

export default function Home() {
  const text = useText();
  const [, go] = useLocation();
  const { api } = useSigned();
  const open = useQuery({
    queryKey: ['sessions', 'open'],
    queryFn: () => api.sessions('open'),
    staleTime: 0,
  });
  const closed = useQuery({ queryKey: ['sessions', 'closed'], queryFn: () => api.sessions('closed') });
  // A running game before a table that waits; else the newest, as the server sends them.
  const [current, ...others] = [...(open.data ?? [])].sort(
    (a, b) => Number(b.current_game_id !== null) - Number(a.current_game_id !== null),
  );
  const past = closed.data ?? [];
  const empty = open.isSuccess && closed.isSuccess && !current && past.length === 0;
  return (
    <div className={css.home} data-empty={empty}>
      <header className={css.hero}>
        <Corner />
        <Rack ball={empty ? 42 : 30} />
        <h1 className={css.title}>{text.home.title}</h1>
        <p className={css.subtitle}>{text.home.subtitle}</p>
      </header>
      <main className={css.main}>
        {current && <Continue session={current} />}
        {others.length > 0 && (
          <Section title={text.home.others}>
            <Sessions sessions={others} sums={0} />
          </Section>
        )}
        {past.length > 0 && (
          <Section title={text.home.past}>
            <Sessions sessions={past} sums={PAST_WITH_SUMS} />
          </Section>
        )}
        {empty && <p className={css.empty}>{text.home.empty}</p>}
        <Suspense>
          <Shortcut />
        </Suspense>
      </main>
      <Cloth>
        <Button
          look={current ? 'glass' : 'ivory'}
          wide
          data-testid="home-new"
          onClick={() => go(paths.create)}
        >
          {text.home.create}
        </Button>
        <Button look="glass" wide data-testid="home-join" onClick={() => go(paths.join)}>
          {text.home.join}
        </Button>
      </Cloth>
    </div>
  );
}

/** The ways to what is only about oneself. */
function Corner() {
  const text = useText();
  const [, go] = useLocation();
  const { me } = useSigned();
  const unread = useUnread();
  return (
    <nav className={css.corner}>
      <IconButton
        label={text.home.notifications(unread)}
        data-testid="home-notifications"
        onClick={() => go(paths.notifications)}
      >
        <Icon name="bell" size={23} />
        {unread > 0 && (
          <i className={css.unread} data-testid="home-unread">
            {unread > 99 ? '99+' : unread}
          </i>
        )}
      </IconButton>
      <IconButton
        label={text.home.profile}
        data-testid="home-profile"
        onClick={() => go(paths.player(me.id))}
      >
        <Icon name="person" size={23} />
      </IconButton>
      <IconButton label={text.home.settings} data-testid="home-settings" onClick={() => go(paths.settings)}>
        <Icon name="gear" size={23} />
      </IconButton>
    </nav>
  );
}

function Continue({ session }: { session: Session }) {
  const text = useText();
  const [, go] = useLocation();
  const people = session.seats.filter(({ active }) => active);
  return (
    <button
      type="button"
      className={css.continue}
      data-testid="home-continue"
      onClick={() => go(paths.session(session.id))}
    >
      <span className={css.continueText}>
        <span className={css.continueTitle}>
          {session.current_game_id ? text.home.continueGame : text.home.continueTitle}
        </span>
        <span className={css.continueName}>
          {session.name || text.home.unnamed(day(session.created_at, text.locale))}
        </span>
        <span className={css.continuePeople}>
          {people.map(({ display_name }) => display_name).join(', ')}
        </span>
      </span>
      <span className={css.continueArrow}>
        <Icon name="arrow" />
      </span>
    </button>
  );
}

function Sessions({ sessions, sums }: { sessions: readonly Session[]; sums: number }) {
  return (
    <ul className={css.list}>
      {sessions.map((session, i) => (
        <SessionRow key={session.id} session={session} withSum={i < sums} />
      ))}
    </ul>
  );
}

function SessionRow({ session, withSum }: { session: Session; withSum: boolean }) {
  const text = useText();
  const { api, me } = useSigned();
  const [, go] = useLocation();
  const mySeat = session.seats.find(({ player_id }) => player_id === me.id);
  const balance = useQuery({
    queryKey: ['balance', session.id],
    queryFn: () => api.balance(session.id),
    enabled: withSum,
    // A closed evening never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const mine = balance.data?.balances.find(({ seat_id }) => seat_id === mySeat?.id);
  const when = day(session.created_at, text.locale);
  const target = session.status === 'closed' ? paths.balance(session.id) : paths.session(session.id);
  return (
    <li>
      <button type="button" className={css.row} onClick={() => go(target)}>
        <span className={css.rowText}>
          <span className={css.rowName}>{session.name || text.home.unnamed(when)}</span>
          <span className={css.rowHint}>
            {session.name ? `${when} · ` : ''}
            {text.people(session.seats.filter(({ role }) => role !== 'spectator').length)}
          </span>
        </span>
        {mine && (
          <Toned value={mine.net_kopecks}>{money(mine.net_kopecks, text.locale, { sign: true })}</Toned>
        )}
      </button>
    </li>
  );
}
