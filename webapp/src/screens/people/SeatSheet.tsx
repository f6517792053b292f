import { useState } from 'react';
import { useLocation } from 'wouter';
import { changeRole, linkGuest, removeSeat } from '@/api/people';
import type { Role, Seat, Session } from '@/api/types';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useAct } from '@/app/useAct';
import type { Rights } from '@/domain/rights';
import { useWords } from '@/i18n';
import { share } from '@/telegram/host';
import { Button } from '@/ui/Button';
import { Choice } from '@/ui/Choice';
import { Icon } from '@/ui/Icon';
import list from '@/ui/List.module.css';
import { Section } from '@/ui/Screen';
import { Sheet } from '@/ui/Sheet';
import { say } from '@/ui/Toast';
import { claimUrl } from './claimUrl';

interface SeatSheetProps {
  session: Session;
  seat: Seat;
  rights: Rights;
  onClose: () => void;
}

/** What can be done about somebody at the table. */
export function SeatSheet({ session, seat, rights, onClose }: SeatSheetProps) {
  const { seats: words } = useWords();
  const [here, go] = useLocation();
  const { http, live } = useSigned();
  const learn = () => void live.fetchBoard(session.id);
  const give = useAct((role: Role) => changeRole(http, session.id, seat.id, role), learn);
  const remove = useAct(
    () => removeSeat(http, session.id, seat.id),
    () => {
      learn();
      onClose();
    },
  );
  const busy = give.isPending || remove.isPending;
  const roles: Role[] = seat.is_guest ? ['player', 'spectator'] : ['player', 'scorer', 'spectator'];
  const player = seat.player_id;
  return (
    <Sheet title={seat.display_name} onClose={onClose}>
      {rights.host && seat.role !== 'host' && (
        <Section title={words.role}>
          <Choice<Role>
            label={words.role}
            value={seat.role}
            onChange={(role) => give.mutate(role)}
            options={roles.map((value) => ({ value, label: words.roles[value] }))}
          />
        </Section>
      )}
      {rights.manage && seat.is_guest && <GuestLink session={session} seat={seat} />}
      {player && (
        <Button
          look="plain"
          wide
          data-testid="to-player"
          onClick={() => go(paths.player(player), { state: { from: here } })}
        >
          {words.profile}
        </Button>
      )}
      {rights.host && !seat.is_guest && (
        <HandOver seat={seat} busy={busy} onSure={() => give.mutate('host')} />
      )}
      {rights.host && (
        <Section hint={words.removeHint} title={words.remove}>
          <Button
            look="danger"
            wide
            data-testid="seat-remove"
            disabled={busy}
            onClick={() => remove.mutate()}
          >
            {words.remove}
          </Button>
        </Section>
      )}
    </Sheet>
  );
}

/** A tap shows what it means; the second one does it. */
function HandOver({ seat, busy, onSure }: { seat: Seat; busy: boolean; onSure: () => void }) {
  const { seats: words } = useWords();
  const [asked, setAsked] = useState(false);
  return (
    <div className={list.stack}>
      {asked && <p className={list.hint}>{words.handOverHint(seat.display_name)}</p>}
      <Button
        look={asked ? 'danger' : 'plain'}
        wide
        disabled={busy}
        onClick={() => (asked ? onSure() : setAsked(true))}
      >
        {words.handOver}
      </Button>
    </div>
  );
}

function GuestLink({ session, seat }: { session: Session; seat: Seat }) {
  const { seats: words, lobby } = useWords();
  const { http } = useSigned();
  const link = useAct(
    () => linkGuest(http, session.id, seat.id),
    async (token) => {
      const url = claimUrl(session.id, seat.id, token);
      if ((await share(url, words.linkText(seat.display_name))) === 'copied') say(lobby.copied);
    },
  );
  return (
    <Section title={words.claimTitle} hint={words.claimHint}>
      <Button
        look="plain"
        wide
        icon={<Icon name="share" size={20} />}
        data-testid="guest-link"
        disabled={link.isPending}
        onClick={() => link.mutate()}
      >
        {words.link}
      </Button>
    </Section>
  );
}
