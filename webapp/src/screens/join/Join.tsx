import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Redirect, useLocation } from 'wouter';
import type { Session } from '@/api/types';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useAct } from '@/app/useAct';
import { useWords } from '@/i18n';
import { haptics } from '@/telegram/host';
import { Button } from '@/ui/Button';
import { Screen } from '@/ui/Screen';
import { Gate } from '../Gate';
import css from './Join.module.css';

const LENGTH = 6;
/** What people put between the characters when they read them out. */
const tidy = (typed: string) =>
  typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, LENGTH);

/** To a table by its code: read out by a friend, or brought along by an invitation. */
export default function Join({ code }: { code: string }) {
  const brought = tidy(code);
  return brought.length === LENGTH ? <Invited code={brought} /> : <Question code={brought} />;
}

/** Whoever sits at this table already is led back to it; anybody else is asked once. */
function Invited({ code }: { code: string }) {
  const { api, me } = useSigned();
  const open = useQuery({
    queryKey: ['sessions', 'open'],
    queryFn: () => api.sessions('open'),
    staleTime: 0,
  });
  const isHere = ({ seats }: Session) => seats.some((seat) => seat.player_id === me.id && seat.active);
  const mine = open.data?.find((session) => session.code === code && isHere(session));
  if (mine) return <Redirect to={paths.session(mine.id)} replace />;
  // Without an answer the question is asked all the same: whoever has a seat keeps it.
  if (open.isPending && open.failureCount === 0) return <Gate reason="loading" />;
  return <Question code={code} invited />;
}

function Question({ code: known, invited = false }: { code: string; invited?: boolean }) {
  const text = useWords();
  const [, go] = useLocation();
  const { api, live } = useSigned();
  const queries = useQueryClient();
  const [code, setCode] = useState(known);
  const join = useAct(
    (role: 'player' | 'spectator') => api.join(code, role),
    (session) => {
      haptics.success();
      live.adoptSession(session);
      void queries.invalidateQueries({ queryKey: ['sessions'] });
      go(paths.session(session.id), { replace: true });
    },
  );
  const ready = code.length === LENGTH && !join.isPending;
  return (
    <Screen
      title={invited ? text.join.invited : text.join.title}
      onBack={() => go(paths.home)}
      actions={
        <>
          <Button look="ivory" wide type="submit" form="join" data-testid="join-play" disabled={!ready}>
            {text.join.play}
          </Button>
          <Button
            look="glass"
            wide
            data-testid="join-watch"
            disabled={!ready}
            onClick={() => join.mutate('spectator')}
          >
            {text.join.watch}
          </Button>
        </>
      }
    >
      <form
        id="join"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) join.mutate('player');
        }}
      >
        <label className={css.label}>
          <span className={css.hint}>{invited ? text.join.invitedHint : text.join.hint}</span>
          <input
            className={css.code}
            data-testid="join-code"
            aria-label={text.join.code}
            value={code}
            onChange={(event) => setCode(tidy(event.target.value))}
            placeholder="••••••"
            autoComplete="off"
            autoCapitalize="characters"
            autoCorrect="off"
            spellCheck={false}
            enterKeyHint="go"
          />
        </label>
      </form>
    </Screen>
  );
}
