import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { claimGuest } from '@/api/people';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useAct } from '@/app/useAct';
import { useWords } from '@/i18n';
import { haptics } from '@/telegram/host';
import { Button } from '@/ui/Button';
import { Screen } from '@/ui/Screen';

interface ClaimProps {
  session: string;
  seat: string;
  token: string;
}

/** A guest who has the app now: his seat, with all that he has played, becomes his own. */
export default function Claim({ session, seat, token }: ClaimProps) {
  const { claim: words } = useWords();
  const { http } = useSigned();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const claim = useAct(
    () => claimGuest(http, session, seat, token),
    () => {
      haptics.success();
      void queries.invalidateQueries();
      go(paths.session(session), { replace: true });
    },
  );
  return (
    <Screen
      title={words.title}
      onBack={() => go(paths.home)}
      actions={
        <>
          <Button
            look="ivory"
            wide
            data-testid="claim"
            disabled={claim.isPending}
            onClick={() => claim.mutate()}
          >
            {words.submit}
          </Button>
          <Button look="glass" wide onClick={() => go(paths.home)}>
            {words.no}
          </Button>
        </>
      }
    >
      <p>{words.text}</p>
    </Screen>
  );
}
