import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { codeOf } from '@/api/problem';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useAct } from '@/app/useAct';
import { rightsOf } from '@/domain/rights';
import { errorText, useWords } from '@/i18n';
import { money } from '@/i18n/format';
import type { KnownBoard } from '@/live/reducer';
import { haptics } from '@/telegram/host';
import { Button } from '@/ui/Button';
import { Screen, Section } from '@/ui/Screen';
import { Sheet } from '@/ui/Sheet';
import { Toned } from '@/ui/Toned';
import { WithBoard } from '../Evening';
import { Balances, peopleOf, Transfers } from '../Money';
import css from './Balance.module.css';
import { Entries } from './Entries';
import { Keep } from './Keep';
import { SettleUp } from './SettleUp';
import { useJournal } from './useJournal';

export default function Balance({ id }: { id: string }) {
  return <WithBoard id={id}>{(board) => <EveningBalance board={board} />}</WithBoard>;
}

/** The running sum of the evening: what everyone is up or down, who gave to whom, and how to be quits. */
function EveningBalance({ board: { session, game } }: { board: KnownBoard }) {
  const text = useWords();
  const [, go] = useLocation();
  const { api, live, me } = useSigned();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const people = peopleOf(session);
  const mine = session.seats.find(({ player_id }) => player_id === me.id);
  const balance = useQuery({
    queryKey: ['balance', session.id, session.version],
    queryFn: () => api.balance(session.id),
    placeholderData: keepPreviousData,
  });
  const entries = balance.data?.entries ?? [];
  const journal = useJournal(session);
  const close = useAct(
    () => api.closeSession(session.id),
    () => {
      haptics.success();
      setAsking(false);
      void queries.invalidateQueries({ queryKey: ['sessions'] });
      void live.fetchBoard(session.id);
    },
  );
  const open = session.status === 'open';
  const sums = balance.data;
  const net = sums?.balances.find(({ seat_id }) => seat_id === mine?.id)?.net_kopecks;
  const nothing = sums?.transfers.length === 0 && entries.length === 0;
  return (
    <Screen
      title={text.balance.title}
      onBack={() => go(open ? paths.session(session.id) : paths.home)}
      actions={
        open && (
          <>
            <Button look="ivory" wide onClick={() => go(paths.table(session.id))}>
              {text.balance.toTable}
            </Button>
            {rightsOf(session, mine).host && game?.status !== 'live' && (
              <Button look="glass" wide data-testid="close-evening" onClick={() => setAsking(true)}>
                {text.balance.close}
              </Button>
            )}
          </>
        )
      }
    >
      {!open && (
        <p className={css.closed} data-testid="evening-closed">
          {text.balance.closed}
        </p>
      )}
      {balance.isError && !sums && <p className={css.note}>{errorText(text, codeOf(balance.error))}</p>}
      {net !== undefined && !nothing && (
        <div className={css.mine}>
          <p className={css.word}>
            {net > 0 ? text.balance.plus : net < 0 ? text.balance.minus : text.balance.even}
          </p>
          {net !== 0 && (
            <p className={css.net}>
              <Toned value={net}>{money(net, text.locale, { sign: true })}</Toned>
            </p>
          )}
        </div>
      )}
      {nothing && <p className={css.note}>{text.balance.empty}</p>}
      {sums && !nothing && (
        <>
          <SettleUp people={people} transfers={sums.settle_up} entries={entries} journal={journal} />
          <Section title={text.balance.everyone}>
            <Balances people={people} balances={sums.balances} />
          </Section>
          {sums.transfers.length > 0 && (
            <Section title={text.balance.paid}>
              <Transfers people={people} transfers={sums.transfers} testId="paid-row" />
            </Section>
          )}
        </>
      )}
      {sums && <Entries session={session} people={people} entries={entries} journal={journal} />}
      {sums && !nothing && <Keep sessionId={session.id} />}
      {asking && (
        <Sheet title={text.balance.closeTitle} onClose={() => setAsking(false)}>
          <p className={css.hint}>{text.balance.closeHint}</p>
          <div className={css.answers}>
            <Button
              look="ivory"
              wide
              data-testid="close-confirm"
              disabled={close.isPending}
              onClick={() => close.mutate()}
            >
              {text.balance.close}
            </Button>
            <Button look="soft" wide onClick={() => setAsking(false)}>
              {text.cancel}
            </Button>
          </div>
        </Sheet>
      )}
    </Screen>
  );
}
