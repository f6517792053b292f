import { type FormEvent, useState } from 'react';
import { useLanguage, useWords } from '@/i18n';
import { launchHash } from '@/telegram/local';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import list from '@/ui/List.module.css';
import { Screen, Section } from '@/ui/Screen';

/** As `make up` knows them (infra/local/players.py). */
const PLAYERS = [
  { id: 1001, name: 'Марат' },
  { id: 1002, name: 'Иван' },
  { id: 1003, name: 'Олег' },
];
/** Whoever is made up here is somebody else than they. */
const OTHERS_FROM = 2_000;

/** Who to be, on one's own computer: each in a window of its own, and a table is full. */
export default function SignIn() {
  const { signIn: words } = useWords();
  const language = useLanguage();
  const [name, setName] = useState('');
  const enter = async (id: number, called: string) => {
    location.hash = await launchHash(id, called, language);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const called = name.trim();
    if (called) void enter(numberOf(called), called);
  };
  return (
    <Screen title={words.title}>
      <p className={list.hint}>{words.hint}</p>
      <ul className={list.list}>
        {PLAYERS.map((player, i) => (
          <li key={player.id}>
            <button
              type="button"
              className={list.row}
              data-testid="sign-in"
              onClick={() => void enter(player.id, player.name)}
            >
              <Avatar name={player.name} index={i} />
              <span className={list.label}>{player.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <Section title={words.other}>
        <form className={list.line} onSubmit={submit}>
          <input
            className={list.field}
            aria-label={words.name}
            placeholder={words.name}
            value={name}
            maxLength={40}
            onChange={(event) => setName(event.target.value)}
          />
          <Button look="plain" type="submit">
            {words.enter}
          </Button>
        </form>
      </Section>
    </Screen>
  );
}

/** The same name is the same person again. */
const numberOf = (name: string): number =>
  [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_000, 7) + OTHERS_FROM;
