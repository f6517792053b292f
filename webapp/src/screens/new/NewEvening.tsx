import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { codeOf } from '@/api/problem';
import type { GameType, RulesGiven, Scorers, TurnsMode } from '@/api/types';
import { wishes } from '@/api/wish';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useAct } from '@/app/useAct';
import { useWish } from '@/app/useWish';
import { errorText, useWords } from '@/i18n';
import { Button, IconButton } from '@/ui/Button';
import { Choice } from '@/ui/Choice';
import { Icon } from '@/ui/Icon';
import { Screen, Section } from '@/ui/Screen';
import { say } from '@/ui/Toast';
import { GAMES, type Habits, isKolkhozGiven, loadHabits, rulesOf, saveHabits } from './habits';
import { KolkhozForm } from './KolkhozForm';
import css from './NewEvening.module.css';
import { PyramidForm } from './PyramidForm';
import { Templates } from './Templates';

/** One screen, no wizard: everything starts as it was the last time. */
export default function NewEvening() {
  const text = useWords();
  const [, go] = useLocation();
  const { api, live } = useSigned();
  const queries = useQueryClient();
  const [habits, setHabits] = useState(loadHabits);
  const [name, setName] = useState('');
  const [guests, setGuests] = useState<string[]>([]);
  const change = (changed: Partial<Habits>) => setHabits({ ...habits, ...changed });
  const rules = rulesOf(habits);
  const changeRules = (changed: RulesGiven) =>
    change({ rules: { ...habits.rules, [changed.game_type]: changed } });

  const wish = useWish();
  const create = useAct(
    async () => {
      saveHabits({ ...habits, guests: [...new Set([...guests, ...habits.guests])] });
      const trimmed = name.trim();
      const session = await api.createSession(wish, {
        ...(trimmed && { name: trimmed }),
        rules,
        scorers: habits.scorers,
        ...(!isKolkhozGiven(rules) && habits.bestOf > 1 && { best_of: habits.bestOf }),
      });
      // The evening stands already: a guest that fails is said and can be added at the table. Two may bear one name.
      for (const guest of guests) {
        await api.addGuest(wishes(), session.id, guest).catch((error) => say(errorText(text, codeOf(error))));
      }
      return guests.length ? api.session(session.id).catch(() => session) : session;
    },
    (session) => {
      live.adoptSession(session);
      void queries.invalidateQueries({ queryKey: ['sessions'] });
      go(paths.session(session.id), { replace: true });
    },
  );

  return (
    <Screen
      title={text.create.title}
      onBack={() => go(paths.home)}
      actions={
        <Button
          look="ivory"
          wide
          data-testid="new-create"
          disabled={create.isPending}
          onClick={() => create.mutate()}
        >
          {text.create.submit}
        </Button>
      }
    >
      <input
        className={css.name}
        data-testid="new-name"
        aria-label={text.create.name}
        placeholder={text.create.nameHint}
        value={name}
        maxLength={60}
        enterKeyHint="done"
        onChange={(event) => setName(event.target.value)}
      />
      <Section title={text.create.game}>
        <Choice<GameType>
          label={text.create.game}
          value={habits.game}
          onChange={(game) => change({ game })}
          options={GAMES.map((game) => ({ value: game, label: text.game[game] }))}
        />
        <Templates game={habits.game} chosen={rules} onChoose={changeRules} />
      </Section>
      <Section title={text.create.guests} hint={text.create.guestsHint}>
        <Guests chosen={guests} recent={habits.guests} onChange={setGuests} />
      </Section>
      {isKolkhozGiven(rules) ? (
        <KolkhozForm rules={rules} onChange={changeRules} />
      ) : (
        <PyramidForm
          rules={rules}
          bestOf={habits.bestOf}
          onChange={changeRules}
          onBestOf={(bestOf) => change({ bestOf })}
        />
      )}
      <Section title={text.create.turns} hint={text.create.turnsHints[habits.turns]}>
        <Choice<TurnsMode>
          label={text.create.turns}
          value={habits.turns}
          onChange={(turns) => change({ turns })}
          options={(['manual', 'fair', 'random'] as const).map((turns) => ({
            value: turns,
            label: text.create.turnsBy[turns],
          }))}
        />
      </Section>
      <Section title={text.create.scorers}>
        <Choice<Scorers>
          label={text.create.scorers}
          value={habits.scorers}
          onChange={(scorers) => change({ scorers })}
          options={[
            { value: 'everyone', label: text.create.everyone },
            { value: 'host', label: text.create.onlyHost },
          ]}
        />
      </Section>
    </Screen>
  );
}

interface GuestsProps {
  chosen: readonly string[];
  /** Guests of earlier evenings, a tap away. */
  recent: readonly string[];
  onChange: (guests: string[]) => void;
}

function Guests({ chosen, recent, onChange }: GuestsProps) {
  const text = useWords();
  const [typed, setTyped] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    const guest = typed.trim();
    if (guest) onChange([...chosen, guest]);
    setTyped('');
  };
  const offered = recent.filter((guest) => !chosen.includes(guest)).slice(0, 6);
  return (
    <div className={css.guests}>
      {(chosen.length > 0 || offered.length > 0) && (
        <ul className={css.chips}>
          {chosen.map((guest, i) => (
            <li key={`${guest}${i}`}>
              <button
                type="button"
                className={`${css.chip} ${css.chosen}`}
                aria-label={text.create.remove(guest)}
                onClick={() => onChange(chosen.filter((_, other) => other !== i))}
              >
                {guest}
                <Icon name="cross" size={16} />
              </button>
            </li>
          ))}
          {offered.map((guest) => (
            <li key={guest}>
              <button type="button" className={css.chip} onClick={() => onChange([...chosen, guest])}>
                <Icon name="plus" size={16} />
                {guest}
              </button>
            </li>
          ))}
        </ul>
      )}
      <form className={css.add} onSubmit={add}>
        <input
          className={css.input}
          data-testid="new-guest-name"
          aria-label={text.create.guestName}
          placeholder={text.create.guestName}
          value={typed}
          maxLength={40}
          enterKeyHint="done"
          onChange={(event) => setTyped(event.target.value)}
        />
        <IconButton label={text.create.add} type="submit" className={css.plus} data-testid="new-guest-add">
          <Icon name="plus" />
        </IconButton>
      </form>
    </div>
  );
}
