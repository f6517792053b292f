import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { prepareShare } from '@/api/share';
import { useSigned } from '@/app/context';
import { useWords } from '@/i18n';
import { share } from '@/telegram/host';
import { canShareMessage, sharePrepared } from '@/telegram/shareMessage';
import { say } from '@/ui/Toast';

/** So long a card is waited for, a second more than the server waits for Telegram: the link is there at once. */
const PATIENCE_MS = 5_000;

/** Into a chat: the result as a card that the bot has prepared or, where there is none, its words with a link. */
export function useShare(gameId: string, url: string, told: string) {
  const { lobby } = useWords();
  const { http } = useSigned();
  const prepare = async () => {
    const late = new Promise<null>((end) => setTimeout(end, PATIENCE_MS, null));
    // Whatever the refusal: the link needs no server.
    return Promise.race([prepareShare(http, gameId).catch(() => null), late]);
  };
  const busy = useRef(false);
  const sharing = useMutation({
    networkMode: 'always',
    mutationFn: async () => {
      const card = canShareMessage() ? await prepare() : null;
      if (card && (await sharePrepared(card))) return;
      if ((await share(url, told)) === 'copied') say(lobby.copied);
    },
    onSettled: () => {
      busy.current = false;
    },
  });
  const start = () => {
    // A second tap may come before the button is drawn as busy.
    if (busy.current) return;
    busy.current = true;
    sharing.mutate();
  };
  return { start, busy: sharing.isPending };
}
