import { useLocation } from 'wouter';
import type { Game, Session } from '@/api/types';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useAct } from '@/app/useAct';
import { errorText, useWords } from '@/i18n';
import { useLive } from '@/live/store';
import { haptics } from '@/telegram/host';
import { Button } from '@/ui/Button';
import css from './Lobby.module.css';
import type { Lineup } from './useLineup';

/** What to do at the table while a game goes on: back to it or, when the order was changed, on in the new one. */
export function LiveActions({ session, game, lineup }: { session: Session; game: Game; lineup: Lineup }) {
  const text = useWords();
  const [, go] = useLocation();
  const { api, live } = useSigned();
  // A tap of somebody who leaves would come too late.
  const unsent = useLive(({ taps }) => taps.some((tap) => tap.gameId === game.id && !tap.refused));
  const save = useAct(
    async () => {
      await api.setTurns(game.id, [...lineup.playing]);
      await live.fetchBoard(session.id);
    },
    () => {
      haptics.success();
      go(paths.session(session.id));
    },
  );
  if (!lineup.changed) {
    return (
      <Button look="ivory" wide onClick={() => go(paths.session(session.id))}>
        {text.lobby.toGame}
      </Button>
    );
  }
  const why = lineup.refusal ? errorText(text, lineup.refusal) : unsent ? text.board.finishUnsent : null;
  return (
    <>
      {why && <p className={css.note}>{why}</p>}
      <Button
        look="ivory"
        wide
        data-testid="lineup-save"
        disabled={why !== null || save.isPending}
        onClick={() => save.mutate()}
      >
        {text.lobby.saveLineup}
      </Button>
    </>
  );
}
