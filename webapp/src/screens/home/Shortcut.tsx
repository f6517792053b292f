import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useWords } from '@/i18n';
import { addShortcut, declineShortcut, wantsShortcut } from '@/telegram/shortcut';
import { Button } from '@/ui/Button';
import list from '@/ui/List.module.css';
import { Card } from '@/ui/Screen';

const KEY = ['shortcut'];

/** Offers a place on the phone's home screen to whoever has played three games. */
export default function Shortcut() {
  const text = useWords();
  const { shortcut: words } = useWords();
  const queries = useQueryClient();
  const { data: wanted } = useQuery({ queryKey: KEY, queryFn: wantsShortcut, staleTime: 0 });
  if (!wanted) return null;
  const answer = (act: () => void) => () => {
    act();
    queries.setQueryData(KEY, false);
  };
  return (
    <Card padded>
      <div className={list.stack} data-testid="shortcut">
        <p className={list.label}>{words.title}</p>
        <p className={list.hint}>{words.hint}</p>
        <div className={list.buttons}>
          <Button look="soft" onClick={answer(addShortcut)}>
            {words.add}
          </Button>
          <Button look="plain" onClick={answer(declineShortcut)}>
            {text.cancel}
          </Button>
        </div>
      </div>
    </Card>
  );
}
