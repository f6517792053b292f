import { lazy, Suspense, useState } from 'react';
import { useWords } from '@/i18n';
import { share } from '@/telegram/host';
import { appUrl, telegramApp } from '@/telegram/links';
import { Button } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { say } from '@/ui/Toast';
import css from './Invite.module.css';

const Qr = lazy(() => import('./Qr'));

/** In Telegram the bot's link opens the app at this table; without a bot, the address of this page does. */
export const inviteUrl = (code: string): string =>
  telegramApp ? appUrl(`/join/${code}`) : `${location.origin}/join/${code}`;

export function Invite({ code }: { code: string }) {
  const text = useWords();
  const [open, setOpen] = useState(false);
  const url = inviteUrl(code);
  const send = async () => {
    if ((await share(url, text.lobby.shareText(code))) === 'copied') say(text.lobby.copied);
  };
  return (
    <section className={css.invite}>
      <p className={css.label}>{text.lobby.code}</p>
      <p className={css.code} data-testid="session-code">
        {code}
      </p>
      {open && (
        <Suspense fallback={<div className={css.qr} />}>
          <div className={css.qr}>
            <Qr url={url} label={text.lobby.qrLabel} />
          </div>
        </Suspense>
      )}
      <div className={css.buttons}>
        <Button
          look="glass"
          icon={<Icon name="qr" size={22} />}
          aria-expanded={open}
          data-testid="qr"
          onClick={() => setOpen(!open)}
        >
          {open ? text.lobby.hideQr : text.lobby.qr}
        </Button>
        <Button look="glass" icon={<Icon name="share" size={22} />} onClick={() => void send()}>
          {text.lobby.share}
        </Button>
      </div>
    </section>
  );
}
