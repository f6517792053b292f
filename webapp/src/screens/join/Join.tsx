import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useAct } from '@/app/useAct';
import { useWords } from '@/i18n';
import { haptics } from '@/telegram/host';
import { Button } from '@/ui/Button';
import { Choice } from '@/ui/Choice';
import { Screen, Section } from '@/ui/Screen';
import css from './Join.module.css';

const LENGTH = 6;
/** What people put between the characters when they read them out. */
const tidy = (typed: string) =>
  typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, LENGTH);

/** Join by a code; one that came with an invitation is tried at once. */
export default function Join({ code: invited }: { code: string }) {
  const text = useWords();
  const [, go] = useLocation();
  const { api, live } = useSigned();
  const queries = useQueryClient();
  const [code, setCode] = useState(tidy(invited));
  const [role, setRole] = useState<'player' | 'spectator'>('player');
  const join = useAct(
    () => api.join(code, role),
    (session) => {
      haptics.success();
      live.adoptSession(session);
      void queries.invalidateQueries({ queryKey: ['sessions'] });
      go(paths.session(session.id), { replace: true });
    },
  );
  const tried = useRef(false);
  useEffect(() => {
    if (tidy(invited).length !== LENGTH || tried.current) return;
    tried.current = true;
    join.mutate();
  }, [invited, join]);
  const ready = code.length === LENGTH && !join.isPending;
  return (
    <Screen
      title={text.join.title}
      onBack={() => go(paths.home)}
      actions={
        <Button look="ivory" wide type="submit" form="join" data-testid="join-submit" disabled={!ready}>
          {text.join.submit}
        </Button>
      }
    >
      <form
        id="join"
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) join.mutate();
        }}
      >
        <label className={css.label}>
          <span className={css.hint}>{text.join.hint}</span>
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
        <Section title={text.join.as}>
          <Choice
            label={text.join.as}
            value={role}
            onChange={setRole}
            options={[
              { value: 'player', label: text.join.player },
              { value: 'spectator', label: text.join.spectator },
            ]}
          />
        </Section>
      </form>
    </Screen>
  );
}
