import { type FormEvent, useState } from 'react';
import { useSigned } from '@/app/context';
import { useAct } from '@/app/useAct';
import { useWish } from '@/app/useWish';
import { useWords } from '@/i18n';
import { IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import css from './Lobby.module.css';

export function AddGuest({ sessionId }: { sessionId: string }) {
  const text = useWords();
  const { api, live } = useSigned();
  const [name, setName] = useState('');
  const wish = useWish();
  const add = useAct(
    (guest: string) => api.addGuest(wish, sessionId, guest),
    () => {
      setName('');
      // The line brings the new seat too; asking does not wait for it.
      void live.fetchBoard(sessionId);
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && !add.isPending) add.mutate(name.trim());
  };
  return (
    <form className={css.add} onSubmit={submit}>
      <input
        className={css.input}
        data-testid="guest-name"
        aria-label={text.lobby.addGuest}
        placeholder={text.lobby.addGuest}
        value={name}
        maxLength={40}
        enterKeyHint="done"
        onChange={(event) => setName(event.target.value)}
      />
      <IconButton label={text.create.add} type="submit" className={css.plus} data-testid="guest-add">
        <Icon name="plus" />
      </IconButton>
    </form>
  );
}
