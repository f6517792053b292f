import { useState } from 'react';
import { useLocation } from 'wouter';
import { changeSession } from '@/api/rules';
import type { Rules, Session } from '@/api/types';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useAct } from '@/app/useAct';
import { rightsOf } from '@/domain/rights';
import { useWords } from '@/i18n';
import { WithBoard } from '@/screens/Evening';
import { Button } from '@/ui/Button';
import list from '@/ui/List.module.css';
import { Screen } from '@/ui/Screen';
import { Editor } from './Editor';
import { InWords } from './InWords';

/** What this evening is played by: everyone may read it, the host may change it from the next game on. */
export function SessionRules({ id }: { id: string }) {
  return <WithBoard id={id}>{({ session }) => <Form session={session} />}</WithBoard>;
}

function Form({ session }: { session: Session }) {
  const { rules: words } = useWords();
  const { http, live, me } = useSigned();
  const [, go] = useLocation();
  const [rules, setRules] = useState<Rules>(session.rules);
  const mine = session.seats.find(({ player_id }) => player_id === me.id);
  const { host } = rightsOf(session, mine);
  const back = () => go(paths.table(session.id));
  const save = useAct(
    () => changeSession(http, session.id, { rules }),
    (changed) => {
      live.adoptSession(changed);
      back();
    },
  );
  if (!host) {
    return (
      <Screen title={words.ofEvening} onBack={back}>
        <InWords rules={session.rules} />
      </Screen>
    );
  }
  return (
    <Screen
      title={words.ofEvening}
      onBack={back}
      actions={
        <Button
          look="ivory"
          wide
          data-testid="rules-save"
          disabled={save.isPending || rules === session.rules}
          onClick={() => save.mutate()}
        >
          {words.playBy}
        </Button>
      }
    >
      <p className={list.hint}>{words.fromNextGame}</p>
      <Editor rules={rules} onChange={setRules} />
    </Screen>
  );
}
